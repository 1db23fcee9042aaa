package web

import (
	"slices"
	"strconv"

	"kheo"
)

// Kinds of a counted day.
const (
	DayWork  = "work"
	DayOff   = "off"   // a weekend, or a holiday with its name
	DayPause = "pause" // the clock stood still
)

// WhyDay shows how a day was counted: the squares of a calendar, the rule in
// one sentence, its source, and what became of an earlier day.
type WhyDay struct {
	Title    string
	Sentence string       // the rule, with **strong** words
	Days     []CountedDay // each day from the first to the last, in order

	Sent, Answered, Due kheo.Date // "" where there is none

	AnsweredNote, DueNote string     // beside their squares; "" for the usual words
	Moved                 []MovedDay // earlier due days, struck
	Rule, RuleHref        string     // the words of the link to the rule's source
	After                 string     // what is counted afterwards
}

// A CountedDay is one square.
type CountedDay struct {
	Day  kheo.Date
	Kind string // DayWork, DayOff, DayPause; "" is not counted
	N    int    // the working day's ordinal; 0 none
	Name string // of a holiday or of a swapped day, said in full in the legend
}

// A MovedDay was the due day once; the reason says why it is no more.
type MovedDay struct {
	Day    kheo.Date
	Reason string
}

// A monthGrid is the weeks of one month that the days touch, Monday first.
type monthGrid struct {
	first kheo.Date
	weeks [][7]square
}

// A square is one day as drawn; zero where the week belongs to a neighbour.
type square struct {
	CountedDay
	class, note, heard string
}

func (s square) number() string { return strconv.Itoa(s.Day.Time().Day()) }

// grids are the months that the days touch. A week that two months share
// stands in both, each with its own days.
func (m WhyDay) grids(v View) []monthGrid {
	if len(m.Days) == 0 {
		return nil
	}
	known := map[kheo.Date]CountedDay{}
	for _, d := range m.Days {
		known[d.Day] = d
	}
	var list []monthGrid
	first, last := m.Days[0].Day, m.Days[len(m.Days)-1].Day
	for d := first.Add(-weekday(first)); d <= last; d = d.Add(1) {
		if _, ok := known[d]; !ok {
			continue
		}
		monday, month := d.Add(-weekday(d)), d.Time().Month()
		if n := len(list); n == 0 || list[n-1].first.Time().Month() != month {
			list = append(list, monthGrid{first: d})
		}
		g := &list[len(list)-1]
		var row [7]square
		for i := range row {
			if on := monday.Add(i); on.Time().Month() == month {
				row[i], d = m.square(v, on, known), on
			}
		}
		g.weeks = append(g.weeks, row)
	}
	return list
}

// weekday counts from Monday, which is 0.
func weekday(d kheo.Date) int { return (int(d.Time().Weekday()) + 6) % 7 }

// square says what one day is to this count.
func (m WhyDay) square(v View, on kheo.Date, known map[kheo.Date]CountedDay) square {
	d, ok := known[on]
	d.Day = on
	s := square{CountedDay: d, class: "day-" + d.Kind, heard: d.Name}
	switch {
	case !ok || d.Kind == "" && on != m.Sent:
		s.class = "day-out"
	case d.N > 0:
		s.note = strconv.Itoa(d.N)
	case d.Kind == DayOff && d.Name != "":
		s.note = v.T("web.why.holiday")
	case d.Kind == DayPause:
		s.note = v.T("web.why.pause")
	}
	if s.heard == "" && (d.Kind == DayOff || d.Kind == DayPause) {
		s.heard = v.T("web.why." + d.Kind + "-day")
	}
	m.mark(v, &s, on)
	return s
}

// mark lays the days that matter over what kind of day it is.
func (m WhyDay) mark(v View, s *square, on kheo.Date) {
	for _, x := range m.Moved {
		if x.Day == on {
			s.class += " day-was"
			s.heard = v.T("web.why.was")
		}
	}
	if on == m.Sent {
		s.class, s.note, s.heard = "day-work", v.T("web.why.sent"), ""
	}
	if on == m.Due {
		s.class += " day-due"
		s.heard = v.T("web.why.due-day")
	}
	if on == m.Answered {
		s.class += " day-answer"
		s.heard = v.T("web.why.answer-day")
	}
}

// named are the holidays and swapped days that have a name of their own.
func (m WhyDay) named() []CountedDay {
	var list []CountedDay
	for _, d := range m.Days {
		if d.Name != "" {
			list = append(list, d)
		}
	}
	return list
}

func (m WhyDay) has(kind string) bool {
	return slices.ContainsFunc(m.Days, func(d CountedDay) bool { return d.Kind == kind })
}

// one tells whether all squares stand in one month: then its name is heard,
// not seen.
func (m WhyDay) one() bool {
	first, last := m.Days[0].Day.Time(), m.Days[len(m.Days)-1].Day.Time()
	return first.Month() == last.Month() && first.Year() == last.Year()
}

func (m WhyDay) counts() bool {
	return slices.ContainsFunc(m.Days, func(d CountedDay) bool { return d.N > 0 })
}

func orWords(said, usual string) string {
	if said != "" {
		return said
	}
	return usual
}

// monthName heads a grid when there are several: Tháng 11/2026.
func monthName(v View, d kheo.Date) string {
	if v.English() {
		return v.T("web.month", "month", d.Time().Format("January 2006"))
	}
	return v.T("web.month", "month", d.Time().Format("1/2006"))
}

// weekdays heads a month, Monday first.
func weekdays(v View) []string {
	if v.English() {
		return []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	}
	return []string{"T2", "T3", "T4", "T5", "T6", "T7", "CN"}
}
