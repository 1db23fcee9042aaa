package tally

import (
	"time"

	"kheo"
	"kheo/matter"
)

// A Tally is the count of one moment: a pass over all matters, which the site
// keeps for a while.
type Tally struct {
	At    time.Time
	Cells []matter.Cell
}

// Rates are the three rates of the cells that fit.
func (t Tally) Rates(fits func(matter.Cell) bool) Rates {
	var r Rates
	for _, c := range t.Cells {
		if fits(c) {
			r.Add(c)
		}
	}
	return r
}

// ByBody are the three rates of each holder, of the cells that fit.
func (t Tally) ByBody(fits func(matter.Cell) bool) map[kheo.UnitID]Rates {
	by := map[kheo.UnitID]Rates{}
	for _, c := range t.Cells {
		if !fits(c) {
			continue
		}
		r := by[c.Holder]
		r.Add(c)
		by[c.Holder] = r
	}
	return by
}

// Open counts the cells that fit and are still open.
func (t Tally) Open(fits func(matter.Cell) bool) int {
	n := 0
	for _, c := range t.Cells {
		if c.State.Open() && fits(c) {
			n += c.N
		}
	}
	return n
}
