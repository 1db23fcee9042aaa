// Package scoringweb is the pages of scoring: the schemes and how one is
// written and issued, a sheet with its three sides and the reason of its band,
// the marking of one criterion after another, standing up, on a phone, with
// files beside a mark, and the sheet on A4.
package scoringweb
