package ground

import (
	"math"
	"math/rand/v2"
	"testing"
)

var canvases = []Canvas{{640, 420, 170, 9}, {320, 340, 96, 8}}

// What is drawn at a place is read back from it, wherever the ground lies.
func TestATapIsReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		centre := Point{8 + 15*r.Float64(), 102 + 8*r.Float64()}
		points := []Point{centre}
		for range 4 {
			points = append(points, Point{centre.Lat + r.Float64()/5, centre.Lon - r.Float64()/5})
		}
		for _, c := range canvases {
			g := See(points, c)
			for _, p := range points {
				x, y := g.At(p)
				back, inside := g.Back(x, y)
				if !inside || math.Abs(back.Lat-p.Lat) > 1e-9 || math.Abs(back.Lon-p.Lon) > 1e-9 {
					t.Fatalf("%v is drawn at %.1f %.1f and read as %v, inside %v", p, x, y, back, inside)
				}
			}
		}
	}
	if _, inside := See([]Point{{10, 106}}, canvases[0]).Back(-1, 5); inside {
		t.Error("left of the picture is inside it")
	}
}

// No circle of a plan covers another, and no name another's circle.
func TestNothingIsCovered(t *testing.T) {
	list := []Symbol{{"Cần Đước", Point{10.50, 106.60}, 14}, {"Rạch Kiến", Point{10.60, 106.58}, 5}, {"Tân Lân", Point{10.505, 106.601}, 9}, {"Long Hựu", Point{10.44, 106.66}, 2}}
	for _, c := range []Canvas{{400, 250, 190, 22}, {290, 300, 140, 17}} {
		marks := Plan(list, c)
		for i, m := range marks {
			for j, q := range marks[:i] {
				if d := math.Hypot(m.X-q.X, m.Y-q.Y); d < m.R+q.R-1 {
					t.Errorf("%s covers %s: %.1f apart, %.1f and %.1f wide", m.Name, list[j].Name, d, m.R, q.R)
				}
			}
			if m.Anchor == "" {
				t.Errorf("%s has no name", m.Name)
			}
		}
	}
}
