// Package scoring is the marking of work by criteria (chấm điểm theo bộ tiêu
// chí): a scheme for a year and a level, written as a tree, and the sheets that
// are marked by it.
//
// A scheme is drafted, then issued; from that day it stands still, and a change
// is a new version that copies it. A sheet keeps the version it began with. A
// sheet is marked by the body itself (tự chấm), appraised by the board's
// delegation (thẩm định) and settled (chốt); the three stand side by side, and
// every change keeps who made it, when and why:
//
//	self → appraisal → review → final → published
//
// Points are whole hundredths; nothing is rounded. A criterion may have a floor:
// under it the sheet does not reach a band that asks for the floors, whatever
// its total. Result says why, for a page to put in words.
//
// What is marked is a body or the model of a collective. A person is never
// marked: no column could hold one, a model of an individual is refused, and
// there is no list by points (docs/decision/0013).
package scoring
