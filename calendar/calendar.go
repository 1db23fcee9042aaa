package calendar

import (
	"context"
	"embed"
	"maps"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/law"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of the office's own days.
func Schema() db.Schema { return db.Schema{Name: "calendar", Files: files} }

// MayEdit is the right to change the calendar; it is held in the office as a
// whole.
const MayEdit kheo.Right = "calendar.edit"

// The kinds of day.
const (
	Statutory = "statutory" // a holiday by law
	Tet       = "tet"       // one of the days of Tết
	Observed  = "observed"  // off in lieu of a holiday that fell on a weekend
	Adjacent  = "adjacent"  // the second day of National Day
	SwapOff   = "swap_off"  // off, paid for by a working Saturday
	SwapWork  = "swap_work" // the working Saturday
	Closed    = "closed"    // the office's own: a storm, a flood
	Plain     = "plain"     // the office's own: a day like any other
)

// Kinds lists them in the order forms show them.
func Kinds() []string {
	return []string{Statutory, Tet, Observed, Adjacent, SwapOff, SwapWork, Closed, Plain}
}

// OwnKinds are those that may be said of a calendar of places' own: the State's
// holidays are the State's.
func OwnKinds() []string { return []string{Closed, SwapWork, Plain} }

// A Calendar is the days off and the swapped working days as one moment knew
// them. It is a value: reading it needs no database.
type Calendar struct {
	days map[kheo.Date]Day
	eras []era // of a place that follows a calendar of its own, by their first day
}

// A Day is one day that differs from its weekday, or has a name.
type Day struct {
	Date   kheo.Date
	Name   string
	NameEN string
	Kind   string
	Off    bool
	Source string
	Edited bool      // the office's own word
	Said   kheo.Date // when it said so

	Calendar string // on which it lies: "" the office's, else an Own
	at       int64
}

func (d *Day) fields() []any {
	return []any{&d.Date, &d.Name, &d.NameEN, &d.Kind, &d.Off, &d.Source, &d.at}
}

// Compiled is the calendar as it came with this version.
func Compiled() Calendar { return Calendar{days: maps.Clone(compiled())} }

// Load reads the office's calendar: the compiled list with its edits over it.
// What is counted for a place is counted by Of.
func Load(ctx context.Context, tx *db.Tx) (Calendar, error) {
	edits, err := db.All(ctx, tx, (*Day).fields, `
		select day, name, name_en, kind, is_off, source, at from calendar_day
		order by day`)
	if err != nil {
		return Calendar{}, err
	}
	if len(edits) == 0 {
		return Calendar{days: compiled()}, nil // nobody writes to a Calendar's map
	}
	c := Compiled()
	for _, d := range edits {
		d.Edited, d.Said = true, kheo.DateOf(time.UnixMicro(d.at))
		c.days[d.Date] = d
	}
	return c, nil
}

// With is the calendar with the office's word on a day; on the last one that is
// followed where the word is said of one of the places' own.
func (c Calendar) With(d Day) Calendar {
	d.Off = offKind(d.Kind)
	if n := len(c.eras); d.Calendar != "" && n > 0 {
		c.eras = slices.Clone(c.eras)
		days := map[kheo.Date]Day{d.Date: d}
		for on, x := range c.eras[n-1].days {
			if on != d.Date {
				days[on] = x
			}
		}
		c.eras[n-1].days = days
		return c
	}
	c.days = maps.Clone(c.days)
	c.days[d.Date] = d
	return c
}

// Working tells whether the office works on the day.
func (c Calendar) Working(on kheo.Date) bool { return c.working(on.Time()) }

func (c Calendar) working(t time.Time) bool {
	on := kheo.DateOf(t)
	if d, ok := c.Day(on); ok {
		return !d.Off
	}
	switch t.Weekday() {
	case time.Saturday:
		return c.era(on).Saturday
	case time.Sunday:
		return c.era(on).Sunday
	}
	return true
}

// furthest bounds a count: no deadline lies twenty years away.
const furthest = 5000

// Add counts n working days after the day; for a negative n, before it. The
// day itself is not counted. It counts at most 5,000.
func (c Calendar) Add(from kheo.Date, n int) kheo.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	t := from.Time()
	for left := min(n, furthest); left > 0; {
		t = t.AddDate(0, 0, step)
		if c.working(t) {
			left--
		}
	}
	return kheo.DateOf(t)
}

// Between counts the working days after from up to and including to; it is
// negative when to lies before from: then it counts those before from down to
// and including to. So Between(d, Add(d, n)) is n.
func (c Calendar) Between(from, to kheo.Date) int {
	step := 1
	if to < from {
		step = -1
	}
	n := 0
	for t, end := from.Time(), to.Time(); !t.Equal(end); {
		t = t.AddDate(0, 0, step)
		if c.working(t) {
			n += step
		}
	}
	return n
}

// Due is the last day on which a rule that starts to run on from is kept.
func (c Calendar) Due(from kheo.Date, r law.Rule) kheo.Date {
	if r.Unit == law.WorkingDay {
		return c.Add(from, int(r.Value))
	}
	return from.Add(int(r.Value))
}

// Before is the last day on which a rule that looks back from a day is kept:
// a report due five working days before a visit.
func (c Calendar) Before(day kheo.Date, r law.Rule) kheo.Date {
	r.Value = -r.Value
	return c.Due(day, r)
}

// Day is what the list says of a day, if it says anything. The word on the
// place's own calendar goes before the office's, but makes no holiday a working
// day; a plain one there takes an earlier one back and leaves the office's.
func (c Calendar) Day(on kheo.Date) (Day, bool) {
	d, ok := c.days[on]
	own, said := c.era(on).days[on]
	if said && own.Kind != Plain && !(ok && d.Off && own.Kind == SwapWork) {
		return own, true
	}
	return d, ok && d.Kind != Plain
}

// Known tells whether the year's holidays are listed. Of another year only
// the weekends are known, and whoever shows a deadline in it says so.
func (c Calendar) Known(year int) bool {
	for _, d := range c.days {
		if d.Kind == Tet && d.Date.Year() == year {
			return true
		}
	}
	return false
}

// Years that are known, ascending.
func (c Calendar) Years() []int {
	seen := map[int]bool{}
	for _, d := range c.days {
		if d.Kind == Tet {
			seen[d.Date.Year()] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// List is the days the list names from the first to the last of a span, by
// date; days set back to plain among them are not.
func (c Calendar) List(s kheo.Span) []Day {
	dates := map[kheo.Date]bool{}
	for on := range c.days {
		dates[on] = true
	}
	for _, e := range c.eras {
		for on := range e.days {
			dates[on] = true
		}
	}
	var all []Day
	for on := range dates {
		if d, ok := c.Day(on); ok && s.Holds(on) {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Day) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return all
}
