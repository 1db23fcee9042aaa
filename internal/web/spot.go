package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A SpotField asks where something is: one of the places of a unit, and, with
// a script, a spot tapped on their map or the phone's own position. The place
// travels in Name, the spot in "lat" and "lon"; both may stay empty. The page
// that shows it sets Page.Locates.
type SpotField struct {
	Field
	Places   []SpotPlace
	Lat, Lon string // of the spot chosen before, as it was sent
}

// A SpotPlace is a hamlet or a commune: a circle at its centre, or its shape
// where the office has imported shapes.
type SpotPlace struct {
	Value, Name string
	Lat, Lon    float64
	Shape       [][]LatLon // rings; the first is the outer one
}

// LatLon is a place on earth, in degrees.
type LatLon struct{ Lat, Lon float64 }

// A ground is the piece of earth that a picture shows, without distortion:
// a tap can be read back.
type ground struct {
	canvas
	north, west, scale, flat float64 // scale: units of the picture for a degree of latitude
}

var (
	wideGround   = canvas{640, 420, 170, 9}
	narrowGround = canvas{320, 340, 96, 8}
)

// least is how many degrees a map shows at least: about three kilometres.
const least = 0.03

func (f SpotField) ground(c canvas) ground {
	south, north, west, east := 90.0, -90.0, 180.0, -180.0
	see := func(p LatLon) {
		south, north = min(south, p.Lat), max(north, p.Lat)
		west, east = min(west, p.Lon), max(east, p.Lon)
	}
	for _, p := range f.Places {
		see(LatLon{p.Lat, p.Lon})
		for _, ring := range p.Shape {
			for _, at := range ring {
				see(at)
			}
		}
	}
	if f.shaped() {
		c.words = 24 // the names stand inside
	}
	g := ground{canvas: c, flat: math.Cos((south + north) / 2 * math.Pi / 180)}
	high, wide := max(north-south, least), max((east-west)*g.flat, least)
	g.scale = min((c.high-60)/high, (c.wide-c.words)/wide)
	g.north = (south+north)/2 + c.high/2/g.scale
	g.west = (west+east)/2 - c.wide/2/g.scale/g.flat
	return g
}

func (g ground) at(p LatLon) (x, y float64) {
	return (p.Lon - g.west) * g.flat * g.scale, (g.north - p.Lat) * g.scale
}

// data lets the script read a tap back: lat = north - y/scale and so on.
func (g ground) data() string {
	return fmt.Sprintf("%.6f %.6f %.3f %.3f", g.north, g.west, g.scale, g.scale*g.flat)
}

// pin is where the spot chosen before lies in this picture.
func (f SpotField) pin(g ground) (x, y float64, ok bool) {
	lat, err1 := strconv.ParseFloat(f.Lat, 64)
	lon, err2 := strconv.ParseFloat(f.Lon, 64)
	if err1 != nil || err2 != nil {
		return 0, 0, false
	}
	x, y = g.at(LatLon{lat, lon})
	return x, y, true
}

// shaped tells whether every place has its shape.
func (f SpotField) shaped() bool {
	return !slices.ContainsFunc(f.Places, func(p SpotPlace) bool { return len(p.Shape) == 0 })
}

// placed are the circles with their names beside them, and the shapes with
// theirs inside, where it fits.
func (f SpotField) placed(g ground) []placed {
	var list []placed
	var taken []rect
	for _, p := range f.Places {
		x, y := g.at(LatLon{p.Lat, p.Lon})
		list = append(list, placed{Spot: Spot{Name: p.Name, Chosen: p.Value == f.Value}, x: x, y: y, r: g.big})
		taken = append(taken, rect{x - g.big, y - g.big, x + g.big, y + g.big})
	}
	for i := range list {
		if p := f.Places[i]; len(p.Shape) == 0 {
			taken = append(taken, list[i].label(g.canvas, taken, i))
		} else if 8.6*float64(utf8.RuneCountInString(p.Name)) < p.width(g) {
			list[i].tx, list[i].ty, list[i].anchor = list[i].x, list[i].y+5, "middle"
		}
	}
	return list
}

// width is how much room a name has inside the shape, roughly.
func (p SpotPlace) width(g ground) float64 {
	west, east := g.wide, 0.0
	for _, at := range p.Shape[0] {
		x, _ := g.at(at)
		west, east = min(west, x), max(east, x)
	}
	return east - west
}

// pinPath is drawn with its foot on the spot.
const pinPath = "M0 0C-3-9-11-13-11-21a11 11 0 1 1 22 0C11-13 3-9 0 0zM0-25a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"

func (p SpotPlace) path(g ground) string {
	var b strings.Builder
	for _, ring := range p.Shape {
		for i, at := range ring {
			x, y := g.at(at)
			b.WriteString([]string{"L", "M"}[b2i(i == 0)] + fl(x) + " " + fl(y))
		}
		b.WriteString("z")
	}
	return b.String()
}
