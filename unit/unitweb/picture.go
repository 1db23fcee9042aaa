package unitweb

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kheo/internal/web"
)

// An OldAnswer is the great answer: what a former place is now.
type OldAnswer struct {
	Was    string // strong words marked
	Lead   string // "nay thuộc" or "nay thuộc hai nơi"
	Parts  []OldPart
	Facts  []web.Fact
	Level  int // of the heading; 0 is 1
	Doubt  string
	Source string
}

// An OldPart is one successor; none is larger than another.
type OldPart struct {
	Name, Place, Href string
	Share, Basis      string // where there are several
}

// A BeforeAfter draws what joined into what.
type BeforeAfter struct {
	Label         string // the picture in words
	Before, After []MapBox
	BeforeTitle   string
	AfterTitle    string
	Links         []BoxLink
	AfterNote     string
}

// A MapBox is one unit; the one asked about is filled.
type MapBox struct {
	Name  string
	Asked bool
}

// A BoxLink joins Before[From] to After[To].
type BoxLink struct{ From, To int }

// The wide picture: boxes of 48 with 14 between on the left, 64 with 20 on the
// right, the shorter side in the middle.

func (d BeforeAfter) span(n int, box, gap float64) float64 {
	return float64(n)*box + float64(max(n-1, 0))*gap
}

func (d BeforeAfter) tall() float64 {
	return max(d.span(len(d.Before), 48, 14), d.span(len(d.After), 64, 20)+40)
}

func (d BeforeAfter) high() float64 { return 28 + d.tall() + 12 }

func (d BeforeAfter) beforeY(i int) float64 {
	return 28 + (d.tall()-d.span(len(d.Before), 48, 14))/2 + float64(i)*62
}

func (d BeforeAfter) afterTop() float64 {
	return 28 + (d.tall()-d.span(len(d.After), 64, 20))/2
}

func (d BeforeAfter) afterY(i int) float64 { return d.afterTop() + float64(i)*84 }

func (d BeforeAfter) afterBottom() float64 {
	return d.afterTop() + d.span(len(d.After), 64, 20)
}

func (d BeforeAfter) curve(l BoxLink) string {
	y0, y1 := d.beforeY(l.From)+24, d.afterY(l.To)+32
	return fmt.Sprintf("M223 %.1fC355 %.1f 355 %.1f 486 %.1f", y0, y0, y1, y1)
}

// The narrow picture runs downward: lines leave on the right and drop.

func (d BeforeAfter) narrowY(i int) float64 { return 28 + float64(i)*58 }

func (d BeforeAfter) narrowAfter(i int) float64 {
	return 28 + float64(len(d.Before))*58 + 52 + float64(i)*74
}

func (d BeforeAfter) narrowHigh() float64 { return d.narrowAfter(len(d.After)) }

// narrowWide is how wide the lower boxes are: with several of them the lines
// run down beside the boxes and enter from the right.
func (d BeforeAfter) narrowWide() float64 {
	if len(d.After) > 1 {
		return 272
	}
	return 318
}

func (d BeforeAfter) drop(l BoxLink) string {
	y0, y1 := d.narrowY(l.From)+23, d.narrowAfter(l.To)
	if len(d.After) < 2 {
		return fmt.Sprintf("M239 %.1fC272 %.1f 282 %.1f 282 %.1fV%.1f", y0, y0, y0+14, y0+44, y1)
	}
	x := 286 + float64(l.To)*min(9, 30/float64(len(d.After)-1))
	return fmt.Sprintf("M239 %.1fC%.1f %.1f %.1f %.1f %.1f %.1fV%.1fC%.1f %.1f %.1f %.1f 273 %.1f",
		y0, x, y0, x, y0, x, y0+22, y1+14, x, y1+30, x, y1+30, y1+30)
}

type boxLine struct {
	text string
	y    float64
}

// lines sets a name on one line, or breaks it at the space nearest its middle.
func (b MapBox) lines(y float64, most int) []boxLine {
	if utf8.RuneCountInString(b.Name) <= most {
		return []boxLine{{b.Name, y}}
	}
	words := strings.Fields(b.Name)
	best, gap := 1, len(b.Name)
	for i := 1; i < len(words); i++ {
		left, right := len(strings.Join(words[:i], " ")), len(strings.Join(words[i:], " "))
		if d := max(left, right) - min(left, right); d < gap {
			best, gap = i, d
		}
	}
	return []boxLine{{strings.Join(words[:best], " "), y - 9}, {strings.Join(words[best:], " "), y + 10}}
}

func fl(f float64) string { return fmt.Sprintf("%.1f", f) }
