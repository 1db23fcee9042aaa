package web

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
