package web

import "kheo/internal/web/ground"

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

// canvas is a picture's own measure.
type canvas = ground.Canvas

var (
	wideMap   = canvas{Wide: 400, High: 250, Words: 190, Big: 22}
	narrowMap = canvas{Wide: 290, High: 300, Words: 140, Big: 17}
)

// place puts the spots into the picture, in their order.
func (m SymbolMap) place(c canvas) []ground.Mark {
	var list []ground.Symbol
	for _, s := range m.Spots {
		list = append(list, ground.Symbol{Name: s.Name, Point: ground.Point{Lat: s.Lat, Lon: s.Lon}, Size: s.Size})
	}
	return ground.Plan(list, c)
}

func fl(f float64) string { return ground.Num(f) }
