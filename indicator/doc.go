// Package indicator defines the figures of reports (số liệu báo cáo) and
// computes each from the records under it. A figure opens: its records are
// listed, never only counted, and what they add up to is the figure.
//
// A figure is a number for an indicator, a unit and a period. It counts the
// unit's whole subtree as the period's last day had it, and is seen from a
// day: "still running twelve months after recognition" cannot be said in
// December, so the figure says how many of its records it is too early for.
//
// What no record of ours can tell yet (households taking part, kilometres of
// road) is recorded once for a unit and a period, with what it rests on. No
// total is typed where records exist: neither for an indicator that is
// computed, nor for a unit when units below or above it have recorded theirs.
// A correction says why, and the first number stays readable.
//
// Offices measure one year in three rates that always stand together:
// answered, acted, confirmed. One "done" rate hides that most answers explain.
package indicator
