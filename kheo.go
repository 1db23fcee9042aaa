// Package kheo holds the words every part of Khéo shares: who asks, what can
// go wrong, civil days and ids. It imports the standard library only and does
// no I/O; a word enters when three capabilities need it.
//
// Nghe dân nói · nói dân hiểu · làm dân tin.
package kheo

// A UnitID names a unit, a territory or a body, for good: codes are reused and
// names change, the id does not.
type UnitID string

// A PersonID names someone who can sign in.
type PersonID string

// An Office is one installation: a province with all its units.
type Office struct {
	Name   string // as it stands in the head of its pages, "Tỉnh Tây Ninh"
	Note   string // the line under the name, "gồm Long An trước 01/07/2025"; may be empty
	Unit   UnitID // the territory the office serves
	Origin string // the ledger's origin, a host and path without scheme
	Sample bool   // every word and figure in it is made up, and says so
}
