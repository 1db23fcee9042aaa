package ground

import (
	"fmt"
	"math"
)

// A Ground is the piece of earth that a picture shows, without distortion: a
// tap can be read back.
type Ground struct {
	Canvas
	north, west, scale, flat float64 // scale: units of the picture for a degree of latitude
}

// least is how many degrees a ground shows at least: about three kilometres.
const least = 0.03

// See is the ground on which all the points lie, with room about them.
func See(points []Point, c Canvas) Ground {
	south, north, west, east := 90.0, -90.0, 180.0, -180.0
	for _, p := range points {
		south, north = min(south, p.Lat), max(north, p.Lat)
		west, east = min(west, p.Lon), max(east, p.Lon)
	}
	g := Ground{Canvas: c, flat: math.Cos((south + north) / 2 * math.Pi / 180)}
	high, wide := max(north-south, least), max((east-west)*g.flat, least)
	g.scale = min((c.High-60)/high, (c.Wide-c.Words)/wide)
	g.north = (south+north)/2 + c.High/2/g.scale
	g.west = (west+east)/2 - c.Wide/2/g.scale/g.flat
	return g
}

// At is where a point lies in the picture.
func (g Ground) At(p Point) (x, y float64) {
	return (p.Lon - g.west) * g.flat * g.scale, (g.north - p.Lat) * g.scale
}

// Back is the point at a place of the picture, and whether that is in it.
func (g Ground) Back(x, y float64) (Point, bool) {
	inside := x >= 0 && y >= 0 && x <= g.Wide && y <= g.High
	return Point{g.north - y/g.scale, g.west + x/(g.scale*g.flat)}, inside
}

// Data lets a script read a tap back: lat = north - y/scale and so on.
func (g Ground) Data() string {
	return fmt.Sprintf("%.6f %.6f %.3f %.3f", g.north, g.west, g.scale, g.scale*g.flat)
}
