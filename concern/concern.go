package concern

import (
	"context"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/seal"
	"kheo/ledger"
	"kheo/matter"
	"kheo/sorting"
)

// Rights that concern checks, in the holding body.
const (
	MayRead    kheo.Right = "concern.read"    // the raw words and the contact; each reading is logged
	MayPublish kheo.Right = "concern.publish" // write the version without persons
	MayHelp    kheo.Right = "concern.help"    // file for somebody who has no phone
)

// A Channel is the door a concern came in by.
type Channel string

// The channels.
const (
	Web     Channel = "web"
	Helper  Channel = "helper"
	Open311 Channel = "open311"
)

// A Photo is stored sealed; SHA256 is of the sealed bytes.
type Photo struct {
	SHA256, Thumb string
	Width, Height int
}

// A New is a concern as it is sent.
type New struct {
	Client    string // UUIDv7 made by the sender: sent twice, filed once
	Words     string // as typed; composed, never corrected
	Category  string // "" when the sender chose none
	Territory kheo.UnitID
	Hamlet    string // "Ấp Đông Trung", "" when not said
	Spot      bool   // Lat and Lon were given
	Lat, Lon  float64
	Photos    []Photo
	Contact   string // optional
	Extra     []Extra
	Join      string // code of the concern it joins, "" none
	Channel   Channel
	HelpedBy  kheo.UnitID // body of the helper who typed, "" none
	CallBack  bool        // elders: ring them with the answer (needs a contact)
}

// An Extra is the answer to one of the category's questions.
type Extra struct{ Question, Answer string }

// A Plan is what a filing is told before it is written: read beforehand, so
// that the transaction only writes.
type Plan struct {
	Category sorting.Category
	Fired    sorting.Fired
	Holder   kheo.UnitID
	HolderIs string    // its name, for the ledger entry
	Due      kheo.Date // by the category's rule and the calendar
	Rule     string    // id of that rule
	Join     matter.Matter
	Cell     string // of the place, for finding similar ones
}

// A Filed is what the author takes home.
type Filed struct {
	ID, Code string
	Secret   string // "bến lúa 47 sáo"; shown now, never stored
	Due      kheo.Date
	Holder   kheo.UnitID
	Leaf     ledger.Leaf
	Again    bool // the same client id was filed before: this is that one
}

// A Desk is what the use cases need beside the transaction.
type Desk struct {
	Vault  *seal.Vault
	Tables *sorting.Tables
}

// Prepare checks the form whole and decides where it goes and until when.
func (d *Desk) Prepare(ctx context.Context, tx *db.Tx, who kheo.Caller, n *New) (Plan, error) {
	panic("contract")
}

// File writes it: the matter, its first move, the sealed words, the ledger
// entry. A client id seen before files nothing and answers as the first time.
func (d *Desk) File(ctx context.Context, tx *db.Tx, who kheo.Caller, n New, p Plan) (Filed, error) {
	panic("contract")
}

// Voice is the id of the matter whose code and secret these are, else
// kheo.ErrNotFound: a wrong code and a wrong secret look alike.
func (d *Desk) Voice(ctx context.Context, tx *db.Tx, code, secret string) (string, error) {
	panic("contract")
}

// A Concern is a matter with what others may know of it.
type Concern struct {
	matter.Matter
	Joined  int // how many raise it with the author
	Photos  int
	Channel Channel
	Helped  bool
	Into    string // code of the one it was merged into, "" none
	Version Version
}

// A Version is the text without persons, by an officer; N is 0 when none is
// published.
type Version struct {
	N              int
	Title, Text    string
	TitleEN        string
	TextEN         string
	At             time.Time
	Body           kheo.UnitID
	Photos         []Photo // those the officer chose to show, re-encoded and not sealed
	WithoutPersons bool
}

// Find is the concern by its code as the caller may see it: topic, hamlet, age
// and state for anybody; the published version where there is one.
func Find(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Concern, error) {
	panic("contract")
}

// Raw is what its author wrote.
type Raw struct {
	Words, Contact string
	Extra          []Extra
	Photos         []Photo
	CallBack       bool
	Marks          []Mark // where names, numbers and plates may stand in Words
}

// A Mark points out bytes From to To of a text: a name, a phone number, a
// plate, a house number.
type Mark struct {
	From, To int
	Kind     string // name, phone, plate, house, mail
}

// Read is the raw words, for the author or for an officer of the holding body
// with MayRead; an officer's reading is logged in the same transaction.
func (d *Desk) Read(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Raw, error) {
	panic("contract")
}

// A Reading is one time somebody read the raw words, shown to the author: the
// body and the role, never the person.
type Reading struct {
	At   time.Time
	Body kheo.UnitID
	Role kheo.Role
}

// Readings of a concern, oldest first; for its author and its holder.
func Readings(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) ([]Reading, error) {
	panic("contract")
}

// Publish writes a version without persons; the officer states that it names
// nobody. Search indexes it from then on.
func (d *Desk) Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, v Version) error {
	panic("contract")
}

// Marks points out what may name a person in a text.
func Marks(text string) []Mark { panic("contract") }

// A Like is a similar open concern, with what anybody may know.
type Like struct {
	Code, Title string // Title "" unless a version is published
	Text        string // of the published version
	Category    string
	Hamlet      string
	State       matter.State
	Opened      time.Time
	Joined      int
	Metres      int // -1 when not known
	Score       float64
}

// An About says what is being typed, to find what is like it.
type About struct {
	Words     string
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Spot      bool
	Lat, Lon  float64
	Not       string // code to leave out
}

// Similar finds open concerns nearby of the last 60 days that are like it, best
// first, at most n: candidates by place and time, then by overlap of words.
func (d *Desk) Similar(ctx context.Context, tx *db.Tx, who kheo.Caller, a About, n int) ([]Like, error) {
	panic("contract")
}

// A Filter narrows the public list.
type Filter struct {
	Territory []kheo.UnitID // with all within them; empty: the whole office
	Category  string        // with all below it
	State     string        // "", open, answered, confirmed, late …
	From, To  kheo.Date     // opened
	Updated   time.Time     // moved after
	Box       *Box
	After     string // cursor: Page.Next of the page before
	Limit     int
}

// A Box is south, west, north, east in degrees.
type Box struct{ South, West, North, East float64 }

// A Page of concerns, newest first.
type Page struct {
	Concerns []Concern
	Next     string
}

// List is the concerns anybody may know of: each one published in full, or by
// topic, hamlet, age and state.
func List(ctx context.Context, tx *db.Tx, f Filter) (Page, error) { panic("contract") }

// A DayCount is how many concerns of a topic were raised in a place on a day.
type DayCount struct {
	Category string
	Place    kheo.UnitID
	Hamlet   string
	Day      kheo.Date
	N        int
}

// DayCounts counts by topic, place and day; no cell is shown to anybody below
// five, which package rising keeps.
func DayCounts(ctx context.Context, tx *db.Tx, from, to kheo.Date) ([]DayCount, error) {
	panic("contract")
}
