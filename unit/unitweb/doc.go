// Package unitweb is the pages of territories: where a former commune is now,
// one unit through time with its bodies and what it owes, and the page that
// helps a form choose a unit.
package unitweb
