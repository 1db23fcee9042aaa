package sorting

import (
	"slices"
	"strings"

	"kheo"
	"kheo/internal/text"
	"kheo/unit"
)

// Named is a target as people read it: the short name, or the body's full one.
func (t *Table) Named(to Target) string {
	if id, ok := strings.CutPrefix(string(to), "body/"); ok {
		return t.byBody[kheo.UnitID(id)].Name
	}
	return strings.TrimPrefix(string(to), "short/")
}

// Targets are what a rule or a category may name on a day: every short name
// that a living authority or department has, and those of the tree; after them
// the bodies of a place, when one is given.
func (t *Table) Targets(place kheo.UnitID, on kheo.Date) []Target {
	var shorts []Target
	for _, c := range t.list {
		shorts = append(shorts, c.Lead)
	}
	for _, b := range t.byBody {
		if receives(b, on) {
			shorts = append(shorts, Target("short/"+b.Short))
		}
	}
	slices.Sort(shorts)
	all := slices.Compact(shorts)
	text.Sort(all, func(a Target) string { return string(a) }, func(a, b Target) int { return 0 })
	for _, b := range t.bodies[place] {
		if b.Holds(on) {
			all = append(all, Target("body/"+string(b.ID)))
		}
	}
	return all
}

// receives tells the kinds of body that concerns are sent to.
func receives(b unit.Body, on kheo.Date) bool {
	return (b.Kind == unit.Authority || b.Kind == unit.Department) && b.Holds(on)
}

// Place is a territory's name and address as of a day; "" for one that the
// lists do not know.
func (t *Table) Place(id kheo.UnitID, on kheo.Date) string {
	if t.book == nil || id == "" {
		return ""
	}
	return t.book.Address(id, on)
}
