package web

import (
	"strings"

	"github.com/a-h/templ"

	"kheo"
)

// A Shape is the sign of a tag: no tag is told by its colour alone.
type Shape string

// The shapes.
const (
	TagReceived  Shape = "received"  // open circle
	TagWorking   Shape = "working"   // clock
	TagExplained Shape = "explained" // sheet
	TagDocument  Shape = "document"  // sheet
	TagActed     Shape = "acted"     // tick, jade
	TagConfirmed Shape = "confirmed" // tick on jade, the only filled one
	TagReopened  Shape = "reopened"  // turning back, warn
	TagLate      Shape = "late"      // !, warn
	TagLapsed    Shape = "lapsed"    // dashed
	TagRight     Shape = "right"     // tick, jade: found as reported
	TagUnproved  Shape = "unproved"  // open circle: not verified
	TagDiffers   Shape = "differs"   // ≠, warn
)

// A Tag is a state: icon and words.
type Tag struct {
	Shape Shape
	Text  string
}

func (t Tag) icon() string {
	switch t.Shape {
	case TagWorking:
		return "clock"
	case TagExplained, TagDocument:
		return "sheet"
	case TagActed, TagConfirmed, TagRight:
		return "tick"
	case TagReopened:
		return "turn"
	case TagLate:
		return "mind"
	case TagDiffers:
		return "differs"
	}
	return "ring"
}

// AsOf is the row "Đang xem như ngày". Links keep the rest of the address.
type AsOf struct {
	Path string // of the page, with its query but without on=
	Days []kheo.Date
	On   kheo.Date
}

func (p AsOf) href(d kheo.Date) string {
	if strings.Contains(p.Path, "?") {
		return p.Path + "&on=" + string(d)
	}
	return p.Path + "?on=" + string(d)
}

// offered are the days to choose from: today always, the one looked at too.
func (p AsOf) offered(today kheo.Date) []kheo.Date {
	var list []kheo.Date
	add := func(d kheo.Date) {
		for i, have := range list {
			if have == d {
				return
			}
			if d < have {
				list = append(list[:i], append([]kheo.Date{d}, list[i:]...)...)
				return
			}
		}
		list = append(list, d)
	}
	for _, d := range p.Days {
		if d <= today {
			add(d)
		}
	}
	if p.On != "" {
		add(p.On)
	}
	add(today)
	return list
}

// A Table has rules only; on phones each row is a block with its labels.
type Table struct {
	Caption string // heard, not seen, unless Shown
	Shown   bool
	Cols    []Col
	Rows    []Row
}

// A Col is a column's head.
type Col struct {
	Name string
	Num  bool // numbers stand right
	Main bool // the row's name
}

// A Row is the cells of one thing.
type Row []Cell

// A Cell is text, with what it may carry.
type Cell struct {
	Text string
	Href string
	Sub  string // second line
	Tag  Tag
	Big  string // an ordinal, great and jade
	Body templ.Component
}

// An Empty says that there is nothing, and what one can do.
type Empty struct {
	Title, Text, Action, Href string
}

// A Pager leads on through a list by cursor.
type Pager struct {
	First, Next string // addresses; "" for none
	Shown       string // "1–50 trên 312"
}

// A SideNav is the outline beside a paper.
type SideNav struct {
	Title string
	Items []SideItem
}

// A SideItem is one line of it.
type SideItem struct {
	Number, Name, Count, Href string
	Here                      bool
}

// Owed is what is owed, nearest first.
type Owed []OwedRow

// An OwedRow is one matter: time left, what, who holds it.
type OwedRow struct {
	Left, Title, Href, Holder string
	Late                      bool
	Waiting                   bool // Holder says that nobody holds it
}

// Said is the list of answers and news.
type Said []SaidRow

// A SaidRow carries the answer itself, not a teaser.
type SaidRow struct {
	Title, Href, Text string
	Tag               Tag
	Who               string
}
