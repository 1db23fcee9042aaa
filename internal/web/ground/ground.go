// Package ground puts places on a picture: where each of them lies, and where
// its name has room. A Plan is a picture of symbols, moved apart a little so that
// they never cover each other; a Ground is a piece of earth without distortion,
// on which a tap can be read back.
package ground

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// A Canvas is a picture's own measure: a wide one, and a narrow one for phones,
// so that the words never shrink.
type Canvas struct {
	Wide, High float64
	Words      float64 // kept free for names, across
	Big        float64 // radius of the greatest circle
}

// Box is the picture's view box.
func (c Canvas) Box() string { return fmt.Sprintf("0 0 %.0f %.0f", c.Wide, c.High) }

// A Point is a place on earth, in degrees.
type Point struct{ Lat, Lon float64 }

// A Mark is a circle with its words, put where they cover nothing.
type Mark struct {
	Name   string
	X, Y   float64
	R      float64
	TX, TY float64
	Anchor string // of the words; "" when there are none
}

// A Rect is a piece of a picture that is taken.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Around is what a mark takes with some room about it.
func (m Mark) Around(room float64) Rect {
	r := m.R + room
	return Rect{m.X - r, m.Y - r, m.X + r, m.Y + r}
}

// Label puts the name right, left, below or above, wherever it is free, and
// tells what it takes; own is the mark's place among what is taken.
func (m *Mark) Label(c Canvas, taken []Rect, own int) Rect {
	wide := 8.6*float64(utf8.RuneCountInString(m.Name)) + 4
	type option struct {
		x, y   float64
		anchor string
	}
	options := []option{
		{m.X + m.R + 7, m.Y + 5, "start"}, {m.X - m.R - 7, m.Y + 5, "end"},
		{m.X, m.Y + m.R + 19, "middle"}, {m.X, m.Y - m.R - 8, "middle"},
	}
	if m.X > c.Wide/2 {
		options[0], options[1] = options[1], options[0]
	}
	best, least := Rect{}, math.Inf(1)
	for _, o := range options {
		box := Rect{o.x, o.y - 14, o.x + wide, o.y + 5}
		switch o.anchor {
		case "end":
			box.X0, box.X1 = o.x-wide, o.x
		case "middle":
			box.X0, box.X1 = o.x-wide/2, o.x+wide/2
		}
		if cost := c.cost(box, taken, own); cost < least {
			m.TX, m.TY, m.Anchor, best, least = o.x, o.y, o.anchor, box, cost
		}
	}
	return best
}

// cost is how much of other things a name would cover, or how far it would
// stand outside.
func (c Canvas) cost(box Rect, taken []Rect, own int) float64 {
	cost := 40 * (max(0, -box.X0) + max(0, box.X1-c.Wide) + max(0, -box.Y0) + max(0, box.Y1-c.High))
	for j, t := range taken {
		if j != own {
			cost += max(0, min(box.X1, t.X1)-max(box.X0, t.X0)) * max(0, min(box.Y1, t.Y1)-max(box.Y0, t.Y0))
		}
	}
	return cost
}

// Num writes a length of a picture.
func Num(f float64) string { return fmt.Sprintf("%.1f", f) }
