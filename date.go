package kheo

import (
	"fmt"
	"time"
)

// Zone is the office's time zone. Viet Nam keeps UTC+7 all year.
var Zone = time.FixedZone("+07", 7*60*60)

// A Date is a civil day, "2023-12-01". Dates compare as strings; the empty
// Date is no day: not known, or not ended, as the field says.
type Date string

// ParseDate reads "2023-12-01", refusing days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1000 {
		return "", fmt.Errorf("day %q is not of the form 2023-12-01", s)
	}
	return Date(s), nil
}

// DateOf is the civil day of an instant in the office's zone.
func DateOf(t time.Time) Date { return Date(t.In(Zone).Format(time.DateOnly)) }

// Day makes the date of a year, month and day.
func Day(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// Time is midnight at the start of the day in the office's zone. It is the
// zero time for the empty date.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add is the day n days later, or earlier for a negative n.
func (d Date) Add(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Sub is the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d.Time().Sub(e.Time()).Hours() / 24) }

// Year of the date, 0 for the empty date.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.Time().Year()
}

// A Span is the days from From to To, both included. An empty From is not
// known or without beginning; an empty To has not ended.
type Span struct {
	From, To Date
}

// Holds tells whether the span covers the day.
func (s Span) Holds(on Date) bool {
	return (s.From == "" || s.From <= on) && (s.To == "" || on <= s.To)
}

// YearSpan is 1 January to 31 December.
func YearSpan(year int) Span {
	return Span{Day(year, time.January, 1), Day(year, time.December, 31)}
}
