package concern

import (
	"embed"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of what only a concern has.
func Schema() db.Schema { return db.Schema{Name: "concern", Files: files} }

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

// An Extra is the answer to one of the category's questions, kept with what was
// asked: the question may be changed afterwards.
type Extra struct{ Question, Answer, Asked, AskedEN string }

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
	Most      int    // how many nearby are opened and compared; 0 for 200
}

// A DayCount is how many concerns of a topic were raised in a place on a day.
type DayCount struct {
	Category string
	Place    kheo.UnitID
	Hamlet   string
	Day      kheo.Date
	N        int
}
