package matter

import (
	"embed"
	"time"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of matters and their moves.
func Schema() db.Schema { return db.Schema{Name: "matter", Files: files} }

// A Kind of matter.
type Kind string

// The kinds. Commitments come with their own capability.
const (
	Concern        Kind = "concern"
	Commitment     Kind = "commitment"
	Recommendation Kind = "recommendation"
)

// A State of a matter; "" is no state. See lifeCycle.
type State string

// The states, as DESIGN.md section 2 names them.
const (
	Received  State = "received"
	Accepted  State = "accepted"
	Refused   State = "refused"
	RoutedOut State = "routed_out"
	Assigned  State = "assigned"
	InHand    State = "in_hand"
	Answered  State = "answered"
	Confirmed State = "confirmed"
	Reopened  State = "reopened"
	Lapsed    State = "lapsed"
	Merged    State = "merged"
	Withdrawn State = "withdrawn"
)

// An AnswerKind says what an answer amounts to.
type AnswerKind string

// The kinds of answer: only the last is counted as acted.
const (
	Explained AnswerKind = "explained"
	Document  AnswerKind = "document"
	Acted     AnswerKind = "acted"
)

// Rights that matter checks.
const (
	MayTake    kheo.Right = "matter.take"    // put in hand, answer: in the holding body
	MayConfirm kheo.Right = "matter.confirm" // confirm or return: in the body it is owed to
	MayChoose  kheo.Right = "matter.choose"  // name a new holder where the law names none
	MaySort    kheo.Right = "matter.sort"    // accept, refuse, route out, merge: in the body that received it
	MayLead    kheo.Right = "matter.lead"    // name a lead after the third bounce: in the parent body
)

// A Matter as it stands after its last move.
type Matter struct {
	ID        string
	Code      string // "KN-23-0002", public
	Kind      Kind
	Title     string
	Text      string
	Product   string      // what will be there when it is done
	OwedTo    kheo.UnitID // the body that recommended; "" it is owed to its author
	Holder    kheo.UnitID // the body it was given to; may have ended, see Standing
	Territory kheo.UnitID
	Source    string // "inspection/" + id
	Ordinal   int    // its number in the source
	Due       kheo.Date
	State     State
	Answer    AnswerKind // of the last answer, "" without one; a returned answer stays told
	Opened    time.Time
	Moved     time.Time // of the last move
	Moves     int
	Public    bool
	Listening
	Now

	seq int64 // of the row that was seen
}

// Listening is what a concern has from its filing on; a recommendation has
// none of it.
type Listening struct {
	Category string
	Hamlet   string
	Spot     bool // Lat and Lon were given
	Lat, Lon float64
	Cell     string // of the place, for finding similar ones
	Route    string // the routing rule that sent it to its first holder
}

// Now is what hangs over a matter at this moment. Looking back to a day before
// its last move, only Rule stays.
type Now struct {
	Rule       string      // the rule of law its day is counted by; "" a day that was set
	Counted    kheo.Date   // the day it is counted from: filed, or returned
	Into       string      // id of the one it was merged into
	Was        State       // before it was merged
	Verdict    Word        // of a confirmed one: by those it is owed to, or through a helper
	SpeakBy    kheo.Date   // last day for those it is owed to to speak
	Offered    kheo.UnitID // to whom it is offered; the clock stays with the holder
	Up         kheo.UnitID // the parent body that was told, and may name a lead
	LeadBy     kheo.Date   // by when that body must name one
	Led        bool        // its lead was named and hands it on to nobody
	Paused     string      // reason the clock stands still, "" it runs
	PausedFrom kheo.Date
	PausedDays int           // counted days the clock stood still in all
	Assist     []kheo.UnitID // who helps the holder; filled by Find alone

	ladder int
}

// A Word is how a verdict was given.
type Word string

// How a verdict was given; a helper's is counted apart.
const (
	Own    Word = "own"
	Helped Word = "helped"
)

// A Proof is a file or a record that shows an answer is true.
type Proof struct {
	Name   string
	SHA256 string // of the blob
	Type   string // media type
	Size   int64
}

// A Reply is the holder's answer.
type Reply struct {
	Kind   AnswerKind
	Text   string
	Proofs []Proof
	Saying
}

// A Saying is an answer in other clothes, made of the same words.
type Saying struct {
	TextEN string
	Script string // read out over the hamlet's loudspeakers
	Board  string // one sentence for the notice board
}

// A Move is one step of a matter's life.
type Move struct {
	ID       string
	Matter   string
	N        int // 1 for the first
	At       time.Time
	From, To State
	Body     kheo.UnitID   // in which the mover acted, "" its author or a job
	Person   kheo.PersonID // who moved it, "" its author or a job; shown to no visitor, in no ledger entry
	Reason   string        // from the list its event has: of a refusal, a route, a verdict
	Note     string
	Answer   AnswerKind  // for a move to Answered
	Holder   kheo.UnitID // who holds it after the move
	Leaf     string      // the ledger leaf that records it
	Proofs   []Proof
	Saying   // of an answer
}
