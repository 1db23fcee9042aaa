package ground

import (
	"cmp"
	"math"
	"slices"
)

// A Symbol is one place of a plan; the area of its circle follows Size.
type Symbol struct {
	Name string
	Point
	Size float64
}

// Plan puts symbols into the picture, each with its circle and room for its
// name, in the order given.
func Plan(symbols []Symbol, c Canvas) []Mark {
	if len(symbols) == 0 {
		return nil
	}
	list := project(symbols, c)
	apart(list)
	var taken []Rect
	for _, m := range list {
		taken = append(taken, m.Around(3))
	}
	for i := range list {
		taken = append(taken, list[i].Label(c, taken, i))
	}
	return list
}

func project(symbols []Symbol, c Canvas) []Mark {
	lat := func(s Symbol) float64 { return s.Lat }
	lon := func(s Symbol) float64 { return s.Lon * math.Cos(s.Lat*math.Pi/180) }
	x0, x1 := reach(symbols, lon)
	y0, y1 := reach(symbols, lat)
	big := slices.MaxFunc(symbols, func(a, b Symbol) int { return cmp.Compare(a.Size, b.Size) })
	sx, sy := (c.Wide-c.Words)/max(x1-x0, 1e-6), (c.High-70)/max(y1-y0, 1e-6)
	sx, sy = min(sx, 1.5*sy), min(sy, 1.5*sx) // stretched a little to leave room for names
	list := make([]Mark, len(symbols))
	for i, s := range symbols {
		r := c.Big
		if big.Size > 0 {
			r = max(c.Big/2, c.Big*math.Sqrt(s.Size/big.Size))
		}
		list[i] = Mark{Name: s.Name, R: r, X: c.Wide/2 + (lon(s)-(x0+x1)/2)*sx, Y: c.High/2 - (lat(s)-(y0+y1)/2)*sy}
	}
	return list
}

// apart moves circles that would cover each other a little away: it is a plan
// of symbols, not of distances.
func apart(list []Mark) {
	for range 12 {
		for i := range list {
			for j := range i {
				list[i].push(&list[j])
			}
		}
	}
}

func (m *Mark) push(q *Mark) {
	dx, dy := m.X-q.X, m.Y-q.Y
	d := max(math.Hypot(dx, dy), 0.1)
	if lack := m.R + q.R + 6 - d; lack > 0 {
		m.X, m.Y = m.X+dx/d*lack/2, m.Y+dy/d*lack/2
		q.X, q.Y = q.X-dx/d*lack/2, q.Y-dy/d*lack/2
	}
}

func reach(list []Symbol, f func(Symbol) float64) (lo, hi float64) {
	lo, hi = f(list[0]), f(list[0])
	for _, s := range list {
		lo, hi = min(lo, f(s)), max(hi, f(s))
	}
	return lo, hi
}
