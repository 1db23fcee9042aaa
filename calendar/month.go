package calendar

import (
	"time"

	"kheo"
)

// A Cell is one square of a month's grid.
type Cell struct {
	Date    kheo.Date
	Number  int  // day of the month
	In      bool // of this month; else it fills the week
	Working bool
	Day     Day // zero when the list says nothing of it
}

// Month is the month's weeks, Monday first; the first and the last are filled
// with days of the neighbours.
func (c Calendar) Month(year int, month time.Month) [][]Cell {
	first := time.Date(year, month, 1, 0, 0, 0, 0, kheo.Zone)
	t := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	var weeks [][]Cell
	for t.Before(first.AddDate(0, 1, 0)) {
		week := make([]Cell, 7)
		for i := range week {
			on := kheo.DateOf(t)
			day, _ := c.Day(on)
			week[i] = Cell{Date: on, Number: t.Day(), In: t.Month() == month, Working: c.working(t), Day: day}
			t = t.AddDate(0, 0, 1)
		}
		weeks = append(weeks, week)
	}
	return weeks
}
