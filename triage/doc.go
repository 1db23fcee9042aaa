// Package triage is what the receiving officer decides of a concern (tiếp nhận,
// phân loại): accepted, with its topic, a title without persons, a lead and
// those who help; refused with a reason from the list, which says the route to
// go; sent to its own legal channel, when it turns out to be a complaint or a
// denunciation; merged into another that raises the same, and taken out of it
// again.
//
// Only the body that received it decides, and its clock runs there until
// another takes the concern. What joined keeps its author, its code and its
// word. The moves are matter's, made by matter.Record; this package owns no
// table. Where a concern goes by itself, package sorting says.
package triage
