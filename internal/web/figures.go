package web

import (
	"strconv"
	"strings"
)

// Rates always stand together: answered, acted, confirmed, of one denominator.
type Rates struct {
	Of    int
	Rows  []Rate
	Apart string // what was counted apart, one sentence
	Table string // address of the table, "" for none
	None  string // the sentence instead, when Of is 0
}

// A Rate is one row.
type Rate struct {
	Name    string
	N       int
	Meaning string
}

// each is how many matters one slat stands for: 1 up to a hundred.
func each(of int) int {
	n := 1
	for of/n > 100 {
		n *= 10
	}
	return n
}

// slatPath draws slats from one number up to another, one pitch of 8 each.
func slatPath(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		b.WriteString("M" + strconv.Itoa(i*8) + " 0h6v24h-6z")
	}
	return b.String()
}

// A Bar is a row of slats: n counted of as many.
type Bar struct {
	N, Of int
	Wide  int    // slats across the full width, 0 for Of
	Label string // for those who do not see it
}

func (b Bar) scaled() Bar {
	wide := max(b.Wide, b.Of, 1)
	k := each(wide)
	up := func(n int) int { return (n + k - 1) / k }
	return Bar{N: up(b.N), Of: up(b.Of), Wide: up(wide), Label: b.Label}
}

// box is the picture's own measure; a few slats do not stretch into blocks.
func (b Bar) box() string { return "0 0 " + strconv.Itoa(b.Wide*8-2) + " 24" }

func (b Bar) width() string {
	if b.Wide < 24 {
		return strconv.Itoa(b.Wide*26) + "px"
	}
	return "100%"
}

// A Funnel shows how many came how far; pale slats were lost at the step.
type Funnel struct {
	Steps   []FunnelStep
	Caption string
	Table   string
}

// A FunnelStep is one bar.
type FunnelStep struct {
	Name string
	N    int
	Lost string // "5 không thực hiện"
	Bold bool
}

func (f Funnel) bar(i int) Bar {
	s := f.Steps[i]
	b := Bar{N: s.N, Of: s.N, Wide: s.N}
	if i > 0 {
		b.Of = max(f.Steps[i-1].N, s.N)
	}
	for _, x := range f.Steps {
		b.Wide = max(b.Wide, x.N)
	}
	return b
}

// A DataBox is one figure of an outline: its parts follow as children.
type DataBox struct {
	ID       string // anchor
	Title    string
	Mark     Tag
	Figure   string
	Unit     string // in words
	Open     string // "Mở 76 hồ sơ"
	OpenHref string
}

// A Progress is long work: "412 trên 1.180 dòng".
type Progress struct {
	Text    string // strong words marked
	N, Of   int
	Note    string
	Stopped bool
}
