// Package calendar knows the office's working days: holidays, days in lieu and
// working Saturdays are data, never computed.
package calendar

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// A Calendar is the days off and the swapped working days as one moment knew
// them. It is a value: reading it needs no database.
type Calendar struct{ days map[kheo.Date]Day }

// A Day is one day that differs from its weekday, or has a name.
type Day struct {
	Date   kheo.Date
	Name   string
	NameEN string
	Kind   string // statutory, tet, observed, adjacent, swap_off, swap_work
	Off    bool
	Source string
}

// Load reads the calendar: the compiled list with the office's edits over it.
func Load(ctx context.Context, tx *db.Tx) (Calendar, error) { panic("contract") }

// Working tells whether the office works on the day.
func (c Calendar) Working(on kheo.Date) bool { panic("contract") }

// Add counts n working days after the day; for a negative n, before it. The
// day itself is not counted.
func (c Calendar) Add(from kheo.Date, n int) kheo.Date { panic("contract") }

// Between counts the working days after from up to and including to; it is
// negative when to lies before from.
func (c Calendar) Between(from, to kheo.Date) int { panic("contract") }
