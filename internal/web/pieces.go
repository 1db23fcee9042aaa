package web

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kheo"
)

// Every piece is a plain struct with a method Show(v): fill it in Go, draw it
// in a template with @web.Rates{…}.Show(v). Words come in finished; the pieces
// hold only the words that are always the same.

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

// Stages of a step, a station or a happening.
const (
	Done  = "done"
	Now   = "now"
	To    = "to" // to come
	Offer = "offer"
	Idle  = "idle"
)

// A Stepper hangs an inspection's segments from an ink rule.
type Stepper []Step

// A Step is one segment with its paper's number.
type Step struct {
	Name  string
	Stage string // Done, Now, To
	Notes []string
	Paper string // "Số 41-KH"
	Href  string
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

// A Timeline is what happened, in the order given.
type Timeline []Happening

// A Happening is one dot of a timeline.
type Happening struct {
	When  string
	What  string
	Note  string
	By    string
	Keeps string // of an Offer: who holds the matter until somebody accepts
	Stage string // Done (or ""), Now, Offer (waiting begins), Idle (a dashed box)
}

// IdleAt is the dashed box between two happenings: working days that a matter
// lay waiting at a body.
func IdleAt(v View, days int, body string) Happening {
	return Happening{Stage: Idle, What: v.T("web.timeline.idle", "n", days, "body", body)}
}

// A Track is the stations of a matter; exactly one is Now.
type Track []Station

// A Station of a track.
type Station struct {
	Name  string
	Stage string
}

// A Glance is the three cells under a track: what is awaited, who holds it,
// until when.
type Glance []Fact

// A Fact is a label, its great word, and what to know about it.
type Fact struct {
	Label, Value, Note string
	Link, Href         string
	Warn               bool
}

// A Choice says that nobody holds something and who must choose. It comes
// before everything else on the page.
type Choice struct {
	Title  string
	Text   string // with **strong** words
	Button string
	Href   string
	Map    SymbolMap
}

// An Empty says that there is nothing, and what one can do.
type Empty struct {
	Title, Text, Action, Href string
}

// A Progress is long work: "412 trên 1.180 dòng".
type Progress struct {
	Text    string // strong words marked
	N, Of   int
	Note    string
	Stopped bool
}

// A Pager leads on through a list by cursor.
type Pager struct {
	First, Next string // addresses; "" for none
	Shown       string // "1–50 trên 312"
}

// A Verdict asks those it is owed to; two buttons of one weight.
type Verdict struct {
	Question, Only string
	Action         string // POST
	Field          string // name of the buttons
	Yes, No        VerdictButton
	Silence        string
	Reason         Field // a text beside, where sending back needs one
}

// A VerdictButton and what happens next.
type VerdictButton struct{ Value, Label, Next string }

// An Answer with proof: what was done has a jade bar, words alone do not.
type Answer struct {
	Tag   Tag
	Acted bool
	Text  string
	By    string
	Files []FileLink
}

// A FileLink says a file's type and size beside its name.
type FileLink struct{ Name, Href, Note string }

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
