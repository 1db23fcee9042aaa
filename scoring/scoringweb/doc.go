// Package scoringweb is the pages of scoring: the schemes and how one is
// written and issued, a sheet with its three sides and the reason of its band,
// and the marking of one criterion after another, standing up, on a phone; files beside a mark; the
// sheet on A4.
package scoringweb
