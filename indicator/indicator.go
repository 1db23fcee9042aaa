// Package indicator defines the figures of reports and computes each from the
// records under it. A figure opens: its records are listed, never only counted.
package indicator

import (
	"context"
	"embed"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of figures recorded once with evidence.
func Schema() db.Schema { return db.Schema{Name: "indicator", Files: files} }

// A Definition says what a figure counts. Its name and unit are words in lang:
// "indicator." + ID + ".name" and ".unit".
type Definition struct {
	ID       string // "model.ran"
	Recorded bool   // typed once with evidence; else computed from records
}

// A Record is one thing a figure counted.
type Record struct {
	Kind  string // "model", "matter"; pages turn kind and code into a link
	Code  string
	Title string
	Unit  kheo.UnitID
}

// A Figure is a number for (indicator, unit, period).
type Figure struct {
	Indicator string
	Unit      kheo.UnitID
	Period    kheo.Span
	Value     int64
	Known     bool // a recorded figure nobody has recorded is not 0
	Records   []Record
	Evidence  string // for a recorded figure: what it rests on
}

// Find is the definition, ErrNotFound when there is none.
func Find(id string) (Definition, error) { panic("contract") }

// All definitions, in the order a report lists them.
func All() []Definition { panic("contract") }

// Compute asks the acts for the figure: the unit's subtree as of the period's
// last day (or on, when given).
func Compute(ctx context.Context, tx *db.Tx, book *unit.Book, id string, of kheo.UnitID, period kheo.Span, on kheo.Date) (Figure, error) {
	panic("contract")
}
