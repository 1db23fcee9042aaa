// Package inspection is one inspected year of a unit's civic work (kiểm tra
// công tác dân vận năm), from the plan to the re-check.
//
// A board plans the visit for one host and issues the plan; sends an outline
// (đề cương) whose data boxes name the figures that fill them; the host adds
// its words and submits its self-report so many working days before the visit
// (law/inspection.self_report.before_visit), which freezes every figure with
// the records under it; the team marks each figure and each sampled model on
// the spot as right, not verified or different; minutes are signed; the notice
// of conclusion opens its recommendations as matters, each with an owner, a
// product and a day. Remedying and remedied are read off those matters, nobody
// declares them. A re-check closes the file; what is still open then heads the
// next plan for the same place.
//
// The life cycle is the table lifeCycle in life.go. Papers are private until
// those who signed them publish them; publishing the conclusion makes the
// inspection and its recommendations public. Nothing is erased: every row
// carries the moment it was added, so that any day can be asked for.
package inspection
