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

// mapWide and mapHigh are the picture's own measure.
const (
	mapWide = 400.0
	mapHigh = 250.0
)

// placed is a spot with its circle and its words put where they cover nothing.
type placed struct {
	Spot
	x, y, r float64
	tx, ty  float64
	anchor  string
}

type rect struct{ x0, y0, x1, y1 float64 }

func (a rect) over(b rect) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

// place projects the spots into the picture and finds room for each name.
func (m SymbolMap) place() []placed {
	if len(m.Spots) == 0 {
		return nil
	}
	list := m.project()
	var taken []rect
	for _, p := range list {
		taken = append(taken, rect{p.x - p.r - 3, p.y - p.r - 3, p.x + p.r + 3, p.y + p.r + 3})
	}
	for i := range list {
		taken = append(taken, list[i].label(taken, i))
	}
	return list
}

func (m SymbolMap) project() []placed {
	lat := func(s Spot) float64 { return s.Lat }
	lon := func(s Spot) float64 { return s.Lon * math.Cos(s.Lat*math.Pi/180) }
	x0, x1 := reach(m.Spots, lon)
	y0, y1 := reach(m.Spots, lat)
	big := slices.MinFunc(m.Spots, func(a, b Spot) int { return cmp.Compare(b.Size, a.Size) })
	scale := min((mapWide-220)/max(x1-x0, 1e-6), (mapHigh-70)/max(y1-y0, 1e-6))
	list := make([]placed, len(m.Spots))
	for i, s := range m.Spots {
		r := 20.0
		if big.Size > 0 {
			r = max(11, 22*math.Sqrt(s.Size/big.Size))
		}
		list[i] = placed{Spot: s, r: r,
			x: mapWide/2 + (lon(s)-(x0+x1)/2)*scale, y: mapHigh/2 - (lat(s)-(y0+y1)/2)*scale}
	}
	return list
}

func reach(list []Spot, f func(Spot) float64) (lo, hi float64) {
	lo, hi = f(list[0]), f(list[0])
	for _, s := range list {
		lo, hi = min(lo, f(s)), max(hi, f(s))
	}
	return lo, hi
}

// label puts the name right, left, below or above, wherever it is free.
func (p *placed) label(taken []rect, own int) rect {
	wide := 8.6*float64(utf8.RuneCountInString(p.Name)) + 4
	type option struct {
		x, y   float64
		anchor string
	}
	options := []option{
		{p.x + p.r + 7, p.y + 5, "start"}, {p.x - p.r - 7, p.y + 5, "end"},
		{p.x, p.y + p.r + 19, "middle"}, {p.x, p.y - p.r - 8, "middle"},
	}
	if p.x > mapWide/2 {
		options[0], options[1] = options[1], options[0]
	}
	var best rect
	for i, o := range options {
		box := rect{o.x, o.y - 14, o.x + wide, o.y + 5}
		switch o.anchor {
		case "end":
			box.x0, box.x1 = o.x-wide, o.x
		case "middle":
			box.x0, box.x1 = o.x-wide/2, o.x+wide/2
		}
		free := box.x0 >= 0 && box.x1 <= mapWide && box.y0 >= 0 && box.y1 <= mapHigh
		for j, t := range taken {
			free = free && (j == own || !t.over(box))
		}
		if i == 0 || free {
			p.tx, p.ty, p.anchor, best = o.x, o.y, o.anchor, box
		}
		if free {
			break
		}
	}
	return best
}

func fl(f float64) string { return fmt.Sprintf("%.1f", f) }
