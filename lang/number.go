package lang

import (
	"strconv"
	"strings"
	"time"

	"kheo"
)

// Num writes a whole number, 1.180 or 1,180.
func (l Lang) Num(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	point := "."
	if l == EN {
		point = ","
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + point + s[i:]
	}
	return sign + s
}

// Dec writes a number with one decimal where it has one: 12,4 or 12.4.
func (l Lang) Dec(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	head, tail, _ := strings.Cut(s, ".")
	n, _ := strconv.ParseInt(head, 10, 64) // digits, from FormatFloat
	out := l.Num(n)
	if n == 0 && x < 0 {
		out = "−0"
	}
	if tail == "0" {
		return out
	}
	if l == EN {
		return out + "." + tail
	}
	return out + "," + tail
}

// Date writes a day: 26/11/2026, or 26 Nov 2026.
func (l Lang) Date(d kheo.Date) string {
	t := d.Time()
	switch {
	case t.IsZero():
		return ""
	case l == EN:
		return t.Format("2\u00a0Jan\u00a02006")
	}
	return t.Format("02/01/2006")
}

// DayMonth writes a day within the year: 26/11, or 26 Nov.
func (l Lang) DayMonth(d kheo.Date) string {
	t := d.Time()
	switch {
	case t.IsZero():
		return ""
	case l == EN:
		return t.Format("2\u00a0Jan")
	}
	return t.Format("02/01")
}

// DayName writes a day with its weekday: thứ Năm, 26/11/2026.
func (l Lang) DayName(d kheo.Date) string {
	if d.Time().IsZero() {
		return ""
	}
	return l.Weekday(d) + ", " + l.Date(d)
}

// Weekday of a day: thứ Năm, or Thursday.
func (l Lang) Weekday(d kheo.Date) string {
	w := d.Time().Weekday()
	if l == EN {
		return w.String()
	}
	return [...]string{"Chủ\u00a0nhật", "thứ\u00a0Hai", "thứ\u00a0Ba", "thứ\u00a0Tư",
		"thứ\u00a0Năm", "thứ\u00a0Sáu", "thứ\u00a0Bảy"}[w]
}

// Clock writes an instant in the office's zone: 15:40, 19/11/2026.
func (l Lang) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(kheo.Zone)
	return t.Format("15:04") + ", " + l.Date(kheo.DateOf(t))
}

// Size writes the size of a file, rounded up: 212 KB, 3 MB.
func (l Lang) Size(n int64) string {
	const kb = 1024
	if n >= kb*kb {
		return l.Num((n+kb*kb-1)/(kb*kb)) + "\u00a0MB"
	}
	return l.Num((n+kb-1)/kb) + "\u00a0KB"
}
