package calendarweb

import (
	"strconv"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/web"
)

// A yearPage is one year of the calendar.
type yearPage struct {
	Calendar calendar.Calendar
	Year     int
	MayEdit  bool

	All    []calendar.Own
	Own    calendar.Own // the one shown; its ID is "" for the office's
	Follow []follower   // of the one shown
}

// A follower is a place and the calendar it follows.
type follower struct {
	Place, Calendar string // in words
	Since           kheo.Date
}

// at is where a year of a calendar is shown.
func at(v web.View, year int, own string) string {
	q := "?year=" + strconv.Itoa(year)
	if own != "" {
		q += "&calendar=" + own
	}
	return v.To("calendar.show") + q
}

// ownName is a calendar's name in the reader's language.
func ownName(v web.View, o calendar.Own) string {
	switch {
	case o.ID == "":
		return v.T("calendarweb.office")
	case v.English():
		return o.NameEN
	}
	return o.Name
}

// week tells which days of the week a calendar adds.
func week(v web.View, o calendar.Own) string {
	switch {
	case o.Saturday && o.Sunday:
		return v.T("calendarweb.week.both")
	case o.Saturday:
		return v.T("calendarweb.week.saturday")
	case o.Sunday:
		return v.T("calendarweb.week.sunday")
	}
	return v.T("calendarweb.week.none")
}

func (p yearPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("calendarweb.title", "year", p.Year), Body: yearBody(v, p)}
}

// working counts the working days of a span.
func (p yearPage) working(s kheo.Span) int { return p.Calendar.Between(s.From.Add(-1), s.To) }

func (p yearPage) month(m time.Month) kheo.Span {
	return kheo.Span{From: kheo.Day(p.Year, m, 1), To: kheo.Day(p.Year, m+1, 0)}
}

// years are those one may turn to: the listed ones, and the next that is not.
func (p yearPage) years() []int {
	all := p.Calendar.Years()
	if n := len(all); n > 0 {
		all = append(all, all[n-1]+1)
	}
	return all
}

// special is the table of the year's days off and make-up days.
func (p yearPage) special(v web.View) web.Table {
	t := web.Table{
		Caption: v.T("calendarweb.special"),
		Cols: []web.Col{
			{Name: v.T("calendarweb.head.day"), Main: true}, {Name: v.T("calendarweb.head.name")},
			{Name: v.T("calendarweb.head.kind")}, {Name: v.T("calendarweb.head.source")},
		},
	}
	for _, d := range p.Calendar.List(kheo.YearSpan(p.Year)) {
		day := web.Cell{Text: v.DayName(d.Date)}
		if p.MayEdit && !calendar.Settled(d.Date, v.Today) {
			day.Href = v.To("calendar.edit") + "?day=" + string(d.Date) + "&calendar=" + d.Calendar
		}
		kind := web.Cell{Text: v.T("calendar.kind." + d.Kind)}
		if d.Edited {
			kind.Sub = v.T("calendarweb.own", "day", d.Said)
		}
		t.Rows = append(t.Rows, web.Row{day, {Text: name(v, d)}, kind, {Body: vietnamese(d.Source)}})
	}
	return t
}

func months() []time.Month {
	all := make([]time.Month, 12)
	for i := range all {
		all[i] = time.January + time.Month(i)
	}
	return all
}

// monthName is "Tháng 2", or "February".
func monthName(v web.View, m time.Month) string {
	if v.English() {
		return v.T("calendarweb.month", "month", m.String())
	}
	return v.T("calendarweb.month", "month", strconv.Itoa(int(m)))
}

// name is the day's name in the reader's language.
func name(v web.View, d calendar.Day) string {
	if v.English() && d.NameEN != "" {
		return d.NameEN
	}
	return d.Name
}

// look is the class of a square: hatched when it is off, marked when the list
// says something of it.
func look(c calendar.Cell) string {
	switch {
	case !c.In:
		return "day day-"
	case !c.Working:
		return "day day-off"
	case c.Day.Date != "":
		return "day day-due" // a make-up day
	}
	return "day day-work"
}

// said is what a square says to those who cannot see it hatched.
func said(v web.View, c calendar.Cell) string {
	switch {
	case !c.In:
		return ""
	case c.Day.Date != "":
		return name(v, c.Day)
	case !c.Working:
		return v.T("calendarweb.off")
	}
	return ""
}

type weekday struct{ short, long string }

// weekdays head the grid, Monday first.
func weekdays(v web.View) []weekday {
	all := make([]weekday, 7)
	for i := range all {
		long := v.Lang.Weekday(kheo.Date("2024-01-01").Add(i)) // a Monday
		short := "T" + strconv.Itoa(i+2)
		switch {
		case v.English():
			short = long[:2]
		case i == 6:
			short = "CN"
		}
		all[i] = weekday{short, long}
	}
	return all
}

// An editPage is one day and what was typed about it.
type editPage struct {
	Calendar                             string // on which; "" the office's
	All                                  []calendar.Own
	Date, To, Kind, Name, NameEN, Source string

	Moves  int                // open matters whose day would move, to be told before it is kept
	More   bool               // there may be more
	Said   []calendar.Edition // of this day before, the newest first
	Faults kheo.Faults
}

func (p editPage) page(v web.View) web.Page {
	return web.Page{
		Title: v.T("calendarweb.edit.title"), Body: editBody(v, p), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("calendarweb.title", "year", v.Today.Year()), Href: v.To("calendar.show")}},
	}
}

func (p editPage) field(v web.View, name, value string) web.Field {
	return web.FieldFor(v, p.Faults, name, "calendarweb.field."+name, value)
}

// moves is how many open matters an announcement would move.
func (p editPage) moves(v web.View) string {
	key := "calendarweb.moves"
	if p.More {
		key += "-more"
	}
	return v.T(key, "n", p.Moves)
}

// saying is one word of the office on the day.
func saying(v web.View, e calendar.Edition) string {
	return v.T("calendarweb.said", "at", v.Clock(e.At), "kind", v.T("calendar.kind."+e.Kind), "name", name(v, e.Day))
}

// calendar asks on which the day lies, where there are several.
func (p editPage) calendar(v web.View) web.Field {
	return calendarField(v, p.Faults, p.Calendar, p.All)
}

func calendarField(v web.View, faults kheo.Faults, value string, all []calendar.Own) web.Field {
	f := web.FieldFor(v, faults, "calendar", "calendarweb.field.calendar", value)
	for _, o := range append([]calendar.Own{{}}, all...) {
		f.Options = append(f.Options, web.Option{Value: o.ID, Label: ownName(v, o)})
	}
	return f
}

func (p editPage) kind(v web.View) web.Field {
	f := p.field(v, "kind", p.Kind)
	for _, k := range calendar.Kinds() {
		f.Options = append(f.Options, web.Option{Value: k, Label: v.T("calendar.kind." + k)})
	}
	return f
}
