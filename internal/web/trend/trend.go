// Package trend draws numbers through time (diễn biến): one line, its numbers in
// a table under it.
package trend

import (
	"cmp"
	"fmt"
	"strings"

	"kheo/internal/web"
	"kheo/internal/web/ground"
)

// A Chart is numbers through time: one line from zero, the last whole period
// named, an unfinished one dashed and starred, and the table under it.
type Chart struct {
	Title  string // what it shows
	Points []Point
	Unit   string // "việc"
	Open   bool   // the last period is not over
	Note   string // how far it is counted, where it is open
	Period string // heads the table's first column: "Tháng"
}

// A Point is one period.
type Point struct {
	Name string // short, under the line: "T10"
	Long string // in the table: "Tháng 10/2026"
	N    int
	Href string // of what is counted
	Says string // in place of a number that may not be shown, which is then 0: "dưới 5"
}

// says is the number of a period in words.
func (p Point) says(v web.View) string { return cmp.Or(p.Says, v.Num(int64(p.N))) }

var (
	wide   = ground.Canvas{Wide: 560, High: 230}
	narrow = ground.Canvas{Wide: 330, High: 230}
)

// The picture's edges: numbers on the left, names below, words above.
const (
	left, right = 44.0, 30.0
	top, foot   = 38.0, 34.0
)

// step is the distance of the grid's lines: 1, 2 or 5 of some power of ten, so
// that there are two above zero at most, and the line stays under the second
// and a half.
func (t Chart) step() int {
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

func (t Chart) grid() []int { return []int{0, t.step(), 2 * t.step()} }

func (t Chart) y(c ground.Canvas, n int) float64 {
	return c.High - foot - float64(n)/(2.5*float64(t.step()))*(c.High-top-foot)
}

func (t Chart) x(c ground.Canvas, i int) float64 {
	return left + float64(i)*(c.Wide-left-right)/float64(max(len(t.Points)-1, 1))
}

// whole is how many periods are over.
func (t Chart) whole() int {
	if t.Open {
		return max(len(t.Points)-1, 0)
	}
	return len(t.Points)
}

// line runs from one period up to another.
func (t Chart) line(c ground.Canvas, from, to int) string {
	var b strings.Builder
	for i := max(from, 0); i < to; i++ {
		b.WriteString(map[bool]string{true: "M", false: "L"}[b.Len() == 0] + ground.Num(t.x(c, i)) + " " + ground.Num(t.y(c, t.Points[i].N)))
	}
	return b.String()
}

// named are the periods whose names have room under the line: the first, the
// last whole and the open one before all others.
func (t Chart) named(c ground.Canvas) []int {
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

func (t Chart) name(i int) string {
	if t.Open && i == len(t.Points)-1 {
		return t.Points[i].Name + "*"
	}
	return t.Points[i].Name
}

func (t Chart) label(v web.View) string {
	var b strings.Builder
	between := "."
	for _, p := range t.Points {
		fmt.Fprintf(&b, "%s %s: %s", between, p.Name, p.says(v))
		between = ";"
	}
	return t.Title + b.String()
}

// anchor keeps the great number inside the picture.
func (t Chart) anchor(c ground.Canvas, i int) string {
	switch x := t.x(c, i); {
	case x > c.Wide-70:
		return "end"
	case x < left+30:
		return "start"
	}
	return "middle"
}

func (t Chart) table(v web.View) web.Table {
	table := web.Table{Caption: t.Title, Cols: []web.Col{{Name: t.Period, Main: true}, {Name: t.Unit, Num: true}}}
	for i, p := range t.Points {
		long := p.Long
		if long == "" {
			long = p.Name
		}
		if t.Open && i == len(t.Points)-1 {
			long += "*"
		}
		table.Rows = append(table.Rows, web.Row{{Text: long, Href: p.Href}, {Text: p.says(v)}})
	}
	return table
}
