package indicator

import (
	"embed"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of figures recorded once with evidence.
func Schema() db.Schema { return db.Schema{Name: "indicator", Files: files} }

// MayRecord is the right to record a figure that nothing computes.
const MayRecord kheo.Right = "indicator.record"

// A Definition says what a figure counts. Its name and unit are words in lang:
// "indicator." + ID + ".name" and ".unit".
type Definition struct {
	ID       string // "model.ran"
	Recorded bool   // typed once with evidence; else computed from records
	Decimals int    // of a recorded value: 124 with one decimal is 12,4
}

// A Record is one thing a figure counted.
type Record struct {
	Kind  string // "model", "matter", "recorded"; pages turn kind and code into a link
	Code  string
	Title string
	Unit  kheo.UnitID
	N     int64 // what it adds to the figure, 1 for a thing counted
}

// A Figure is a number for (indicator, unit, period). Value is the sum of its
// records.
type Figure struct {
	Indicator string
	Unit      kheo.UnitID
	Period    kheo.Span
	On        kheo.Date // the day it is seen from
	Value     int64
	Decimals  int
	Known     bool  // a recorded figure nobody has recorded is not 0
	Early     int64 // records it is too early to judge: the figure is not final
	Records   []Record
	Evidence  string // for a recorded figure: what it rests on
}

// A Scope is what a figure is asked for.
type Scope struct {
	Unit   kheo.UnitID
	Period kheo.Span
	On     kheo.Date // the day it is seen from, "" for the period's last
	Public bool      // only what is published
}

// day is the one the figure is seen from.
func (s Scope) day() kheo.Date {
	if s.On == "" {
		return s.Period.To
	}
	return s.On
}

// end is the period's last day, or the day it is seen from while that is
// earlier: who belongs to the unit then is counted, and who lies wholly in it.
func (s Scope) end() kheo.Date { return min(s.day(), s.Period.To) }
