package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
)

// A SymbolMap shows places as circles, dashed until chosen.
type SymbolMap struct {
	Label   string // the picture in words
	Caption string
	Spots   []Spot
}

// A Spot is one place; the area of its circle follows Size.
type Spot struct {
	Name     string
	Lat, Lon float64
	Size     float64
	Chosen   bool
}

// A canvas is a picture's own measure: a wide one, and a narrow one for phones,
// so that the words never shrink.
type canvas struct {
	wide, high float64
	words      float64 // kept free for names, across
	big        float64 // radius of the greatest circle
}

var (
	wideMap   = canvas{400, 250, 190, 22}
	narrowMap = canvas{290, 300, 140, 17}
)

func (c canvas) box() string { return fmt.Sprintf("0 0 %.0f %.0f", c.wide, c.high) }

// placed is a spot with its circle and its words put where they cover nothing.
type placed struct {
	Spot
	x, y, r float64
	tx, ty  float64
	anchor  string
}

type rect struct{ x0, y0, x1, y1 float64 }

// place projects the spots into the picture and finds room for each name.
func (m SymbolMap) place(c canvas) []placed {
	if len(m.Spots) == 0 {
		return nil
	}
	list := m.project(c)
	apart(list)
	var taken []rect
	for _, p := range list {
		taken = append(taken, rect{p.x - p.r - 3, p.y - p.r - 3, p.x + p.r + 3, p.y + p.r + 3})
	}
	for i := range list {
		taken = append(taken, list[i].label(c, taken, i))
	}
	return list
}

func (m SymbolMap) project(c canvas) []placed {
	lat := func(s Spot) float64 { return s.Lat }
	lon := func(s Spot) float64 { return s.Lon * math.Cos(s.Lat*math.Pi/180) }
	x0, x1 := reach(m.Spots, lon)
	y0, y1 := reach(m.Spots, lat)
	big := slices.MinFunc(m.Spots, func(a, b Spot) int { return cmp.Compare(b.Size, a.Size) })
	sx, sy := (c.wide-c.words)/max(x1-x0, 1e-6), (c.high-70)/max(y1-y0, 1e-6)
	sx, sy = min(sx, 1.5*sy), min(sy, 1.5*sx) // stretched a little to leave room for names
	list := make([]placed, len(m.Spots))
	for i, s := range m.Spots {
		r := c.big
		if big.Size > 0 {
			r = max(c.big/2, c.big*math.Sqrt(s.Size/big.Size))
		}
		list[i] = placed{Spot: s, r: r,
			x: c.wide/2 + (lon(s)-(x0+x1)/2)*sx, y: c.high/2 - (lat(s)-(y0+y1)/2)*sy}
	}
	return list
}

// apart moves circles that would cover each other a little away: it is a map
// of symbols, not of distances.
func apart(list []placed) {
	for range 12 {
		for i := range list {
			for j := range i {
				list[i].push(&list[j])
			}
		}
	}
}

func (p *placed) push(q *placed) {
	dx, dy := p.x-q.x, p.y-q.y
	d := max(math.Hypot(dx, dy), 0.1)
	if lack := p.r + q.r + 6 - d; lack > 0 {
		p.x, p.y = p.x+dx/d*lack/2, p.y+dy/d*lack/2
		q.x, q.y = q.x-dx/d*lack/2, q.y-dy/d*lack/2
	}
}

func reach(list []Spot, f func(Spot) float64) (lo, hi float64) {
	lo, hi = f(list[0]), f(list[0])
	for _, s := range list {
		lo, hi = min(lo, f(s)), max(hi, f(s))
	}
	return lo, hi
}

// label puts the name right, left, below or above, wherever it is free.
func (p *placed) label(c canvas, taken []rect, own int) rect {
	wide := 8.6*float64(utf8.RuneCountInString(p.Name)) + 4
	type option struct {
		x, y   float64
		anchor string
	}
	options := []option{
		{p.x + p.r + 7, p.y + 5, "start"}, {p.x - p.r - 7, p.y + 5, "end"},
		{p.x, p.y + p.r + 19, "middle"}, {p.x, p.y - p.r - 8, "middle"},
	}
	if p.x > c.wide/2 {
		options[0], options[1] = options[1], options[0]
	}
	best, least := rect{}, math.Inf(1)
	for _, o := range options {
		box := rect{o.x, o.y - 14, o.x + wide, o.y + 5}
		switch o.anchor {
		case "end":
			box.x0, box.x1 = o.x-wide, o.x
		case "middle":
			box.x0, box.x1 = o.x-wide/2, o.x+wide/2
		}
		if cost := c.cost(box, taken, own); cost < least {
			p.tx, p.ty, p.anchor, best, least = o.x, o.y, o.anchor, box, cost
		}
	}
	return best
}

// cost is how much of other things a name would cover, or how far it would
// stand outside.
func (c canvas) cost(box rect, taken []rect, own int) float64 {
	cost := 40 * (max(0, -box.x0) + max(0, box.x1-c.wide) + max(0, -box.y0) + max(0, box.y1-c.high))
	for j, t := range taken {
		if j != own {
			cost += max(0, min(box.x1, t.x1)-max(box.x0, t.x0)) * max(0, min(box.y1, t.y1)-max(box.y0, t.y0))
		}
	}
	return cost
}

func fl(f float64) string { return fmt.Sprintf("%.1f", f) }
