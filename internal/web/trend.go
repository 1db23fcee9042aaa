package web

import (
	"cmp"
	"fmt"
	"strings"
)

// A Trend is numbers through time: one line from zero, the last whole period
// named, an unfinished one dashed and starred, and the table under it.
type Trend struct {
	Title  string // what it shows
	Points []TrendPoint
	Unit   string // "việc"
	Open   bool   // the last period is not over
	Note   string // how far it is counted, where it is open
	Period string // heads the table's first column: "Tháng"
}

// A TrendPoint is one period.
type TrendPoint struct {
	Name string // short, under the line: "T10"
	Long string // in the table: "Tháng 10/2026"
	N    int
	Href string // of what is counted
	Says string // in place of a number that may not be shown, which is then 0: "dưới 5"
}

// says is the number of a period in words.
func (p TrendPoint) says(v View) string { return cmp.Or(p.Says, v.Num(int64(p.N))) }

var (
	wideTrend   = canvas{Wide: 560, High: 230}
	narrowTrend = canvas{Wide: 330, High: 230}
)

// The picture's edges: numbers on the left, names below, words above.
const (
	trendLeft, trendRight = 44.0, 30.0
	trendTop, trendFoot   = 38.0, 34.0
)

// step is the distance of the grid's lines: 1, 2 or 5 of some power of ten, so
// that there are two above zero at most, and the line stays under the second
// and a half.
func (t Trend) step() int {
	most := 1
	for _, p := range t.Points {
		most = max(most, p.N)
	}
	for by := 1; ; by *= 10 {
		for _, n := range []int{1, 2, 5} {
			if most*2 <= n*by*5 {
				return n * by
			}
		}
	}
}

func (t Trend) grid() []int { return []int{0, t.step(), 2 * t.step()} }

func (t Trend) y(c canvas, n int) float64 {
	return c.High - trendFoot - float64(n)/(2.5*float64(t.step()))*(c.High-trendTop-trendFoot)
}

func (t Trend) x(c canvas, i int) float64 {
	return trendLeft + float64(i)*(c.Wide-trendLeft-trendRight)/float64(max(len(t.Points)-1, 1))
}

// whole is how many periods are over.
func (t Trend) whole() int { return max(len(t.Points)-b2i(t.Open), 0) }

// line runs from one period up to another.
func (t Trend) line(c canvas, from, to int) string {
	var b strings.Builder
	for i := max(from, 0); i < to; i++ {
		b.WriteString(map[bool]string{true: "M", false: "L"}[b.Len() == 0] + fl(t.x(c, i)) + " " + fl(t.y(c, t.Points[i].N)))
	}
	return b.String()
}

// named are the periods whose names have room under the line: the first, the
// last whole and the open one before all others.
func (t Trend) named(c canvas) []int {
	var list []int
	last := t.whole() - 1
	for _, i := range []int{last, last + 1, 0} {
		if i < 0 || i >= len(t.Points) {
			continue
		}
		free := true
		for _, j := range list {
			free = free && max(t.x(c, i)-t.x(c, j), t.x(c, j)-t.x(c, i)) >= 52
		}
		if free {
			list = append(list, i)
		}
	}
	return list
}

func (t Trend) name(i int) string {
	if t.Open && i == len(t.Points)-1 {
		return t.Points[i].Name + "*"
	}
	return t.Points[i].Name
}

func (t Trend) label(v View) string {
	var b strings.Builder
	for i, p := range t.Points {
		fmt.Fprintf(&b, "%s %s: %s", []string{";", "."}[b2i(i == 0)], p.Name, p.says(v))
	}
	return t.Title + b.String()
}

// anchor keeps the great number inside the picture.
func (t Trend) anchor(c canvas, i int) string {
	switch x := t.x(c, i); {
	case x > c.Wide-70:
		return "end"
	case x < trendLeft+30:
		return "start"
	}
	return "middle"
}

func (t Trend) table(v View) Table {
	table := Table{Caption: t.Title, Cols: []Col{{Name: t.Period, Main: true}, {Name: t.Unit, Num: true}}}
	for i, p := range t.Points {
		long := p.Long
		if long == "" {
			long = p.Name
		}
		if t.Open && i == len(t.Points)-1 {
			long += "*"
		}
		table.Rows = append(table.Rows, Row{{Text: long, Href: p.Href}, {Text: p.says(v)}})
	}
	return table
}
