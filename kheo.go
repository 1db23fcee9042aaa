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
	Name, NameEN string // in the head of its pages: "Tỉnh Tây Ninh"
	Note, NoteEN string // the line under the name; may be empty
	Unit         UnitID // the territory the office serves
	Origin       string // the ledger's origin, a host and path without scheme
	Sample       bool   // every word and figure in it is made up, and says so
}

// NameIn is the office's name in English, where it has one, or in Vietnamese.
func (o Office) NameIn(english bool) string { return either(english, o.NameEN, o.Name) }

// NoteIn is the line under the name, likewise.
func (o Office) NoteIn(english bool) string { return either(english, o.NoteEN, o.Note) }

func either(english bool, en, vi string) string {
	if english && en != "" {
		return en
	}
	return vi
}
