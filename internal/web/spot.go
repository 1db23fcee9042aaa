package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo/internal/web/ground"
)

// A SpotField asks where something is: one of the places of a unit, and a spot
// tapped on their map or the phone's own position. The place travels in Name,
// the spot in "lat" and "lon"; both may stay empty. The page that shows it sets
// Page.Locates. Without a script a tap sends the form: where Tap is set, its
// page asks Tapped and shows the form again with the spot in it.
type SpotField struct {
	Field
	Places   []SpotPlace // to choose from
	Marks    []SpotPlace // drawn and named only; the first is where it is all about
	Tap      string      // where a tap is sent without a script; "" for nowhere
	Lat, Lon string      // of the spot chosen before, as it was sent
}

// A SpotPlace is a hamlet or a commune: a circle at its centre, or its shape
// where the office has imported shapes.
type SpotPlace struct {
	Value, Name string
	Lat, Lon    float64
	Shape       [][]LatLon // rings; the first is the outer one
}

// LatLon is a place on earth, in degrees.
type LatLon = ground.Point

func (p SpotPlace) centre() LatLon { return LatLon{Lat: p.Lat, Lon: p.Lon} }

// A spotPicture is one of the two that are drawn, by the width of the page.
type spotPicture struct {
	class, field string
	canvas       canvas
}

var spotPictures = []spotPicture{
	{"map-wide", "spot_wide", canvas{Wide: 640, High: 420, Words: 170, Big: 9}},
	{"map-narrow", "spot_narrow", canvas{Wide: 312, High: 340, Words: 96, Big: 8}},
}

// all are the places drawn: to choose from first.
func (f SpotField) all() []SpotPlace { return slices.Concat(f.Places, f.Marks) }

// mapped tells whether there is anything to draw a map of.
func (f SpotField) mapped() bool { return len(f.Places) > 1 || len(f.Marks) > 0 }

// label says what the map shows.
func (f SpotField) label(v View) string {
	if len(f.Marks) > 0 {
		return v.T("web.spot.around", "place", f.Marks[0].Name)
	}
	return v.T("web.spot.map", "n", len(f.Places))
}

func (f SpotField) ground(p spotPicture) ground.Ground {
	var points []LatLon
	for _, x := range f.all() {
		points = append(points, x.centre())
		for _, ring := range x.Shape {
			points = append(points, ring...)
		}
	}
	c := p.canvas
	if f.shaped() {
		c.Words = 24 // the names stand inside
	}
	return ground.See(points, c)
}

// Tapped is the spot that a tap without a script sent, as the field takes it;
// ok is false when the form came by another button.
func (f SpotField) Tapped(form url.Values) (lat, lon string, ok bool) {
	for _, p := range spotPictures {
		x, err1 := strconv.ParseFloat(form.Get(p.field+".x"), 64)
		y, err2 := strconv.ParseFloat(form.Get(p.field+".y"), 64)
		if err1 != nil || err2 != nil {
			continue
		}
		at, inside := f.ground(p).Back(x, y)
		if !f.mapped() || !inside || x == 0 && y == 0 { // pressed by a key: no spot was meant
			return f.Lat, f.Lon, true
		}
		return strconv.FormatFloat(at.Lat, 'f', 5, 64), strconv.FormatFloat(at.Lon, 'f', 5, 64), true
	}
	if form.Get("spot_clear") != "" {
		return "", "", true
	}
	return f.Lat, f.Lon, false
}

// pin is where the spot chosen before lies in this picture.
func (f SpotField) pin(g ground.Ground) (x, y float64, ok bool) {
	lat, err1 := strconv.ParseFloat(f.Lat, 64)
	lon, err2 := strconv.ParseFloat(f.Lon, 64)
	if err1 != nil || err2 != nil {
		return 0, 0, false
	}
	x, y = g.At(LatLon{Lat: lat, Lon: lon})
	return x, y, true
}

// shaped tells whether every place has its shape.
func (f SpotField) shaped() bool {
	return !slices.ContainsFunc(f.all(), func(p SpotPlace) bool { return len(p.Shape) == 0 })
}

// placed are the circles with their names beside them, and the shapes with
// theirs inside, where it fits.
func (f SpotField) placed(g ground.Ground) []ground.Mark {
	var list []ground.Mark
	var taken []ground.Rect
	all := f.all()
	for _, p := range all {
		x, y := g.At(p.centre())
		list = append(list, ground.Mark{Name: p.Name, X: x, Y: y, R: g.Big})
		taken = append(taken, list[len(list)-1].Around(0))
	}
	for i := range list {
		if p := all[i]; len(p.Shape) == 0 {
			taken = append(taken, list[i].Label(g.Canvas, taken, i))
		} else if 8.6*float64(utf8.RuneCountInString(p.Name)) < p.width(g) {
			list[i].TX, list[i].TY, list[i].Anchor = list[i].X, list[i].Y+5, "middle"
		}
	}
	return list
}

// width is how much room a name has inside the shape, roughly.
func (p SpotPlace) width(g ground.Ground) float64 {
	west, east := g.Wide, 0.0
	for _, at := range p.Shape[0] {
		x, _ := g.At(at)
		west, east = min(west, x), max(east, x)
	}
	return east - west
}

// pinPath is drawn with its foot on the spot.
const pinPath = "M0 0C-3-9-11-13-11-21a11 11 0 1 1 22 0C11-13 3-9 0 0zM0-25a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"

func (p SpotPlace) path(g ground.Ground) string {
	var b strings.Builder
	for _, ring := range p.Shape {
		for i, at := range ring {
			x, y := g.At(at)
			b.WriteString([]string{"L", "M"}[b2i(i == 0)] + fl(x) + " " + fl(y))
		}
		b.WriteString("z")
	}
	return b.String()
}
