// Package matter is what is owed to people: a concern they raised, a
// commitment made to them, a recommendation an inspection gave. One life cycle
// serves the three.
package matter

import (
	"context"
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

// The kinds. Concerns and commitments come with their own capabilities.
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
)

// A Matter as it stands after its last move.
type Matter struct {
	ID        string
	Code      string // "KN-23-0002", public
	Kind      Kind
	Title     string
	Text      string
	Product   string      // what will be there when it is done
	OwedTo    kheo.UnitID // the body that recommended
	Holder    kheo.UnitID // the body it was given to; may have ended, see Standing
	Territory kheo.UnitID
	Source    string // "inspection/" + id
	Ordinal   int    // its number in the source
	Due       kheo.Date
	State     State
	Opened    time.Time
	Public    bool
}

// A New is a matter to be opened.
type New struct {
	Kind           Kind
	Title, Text    string
	Product        string
	OwedTo, Holder kheo.UnitID
	Territory      kheo.UnitID
	Source         string
	Ordinal        int
	Due            kheo.Date
	Public         bool
}

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
}

// A Move is one step of a matter's life.
type Move struct {
	ID       string
	Matter   string
	At       time.Time
	From, To State
	Body     kheo.UnitID // in which the mover acted
	Note     string
	Answer   AnswerKind  // for a move to Answered
	Holder   kheo.UnitID // who holds it after the move
	Proofs   []Proof
}

// Open records a new matter and gives it to its holder: received, accepted and
// assigned in one, as a recommendation is.
func Open(ctx context.Context, tx *db.Tx, who kheo.Caller, n New) (Matter, error) { panic("contract") }

// Take puts an assigned or reopened matter in hand.
func Take(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error { panic("contract") }

// Answer records the holder's reply.
func Answer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, r Reply) error {
	panic("contract")
}

// Confirm records that those it is owed to find it settled.
func Confirm(ctx context.Context, tx *db.Tx, who kheo.Caller, code, note string) error {
	panic("contract")
}

// Return sends an answered matter back to its holder, with the reason.
func Return(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason string) error {
	panic("contract")
}

// Choose names a new holder for an open matter whose holder ended without a
// lawful successor; the one who chooses is recorded.
func Choose(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to kheo.UnitID, why string) error {
	panic("contract")
}

// Find is the matter by its code, as of the day ("" for now).
func Find(ctx context.Context, tx *db.Tx, code string, on kheo.Date) (Matter, error) {
	panic("contract")
}

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Kind      Kind
	Source    string
	Holders   []kheo.UnitID
	OwedTo    kheo.UnitID
	Territory []kheo.UnitID
	Open      bool // not confirmed, refused, merged, withdrawn, lapsed
	Public    bool // published only
	On        kheo.Date
}

// List is the matters that fit, by due day, then code.
func List(ctx context.Context, tx *db.Tx, f Filter) ([]Matter, error) { panic("contract") }

// Moves of a matter up to and including the day ("" for all), oldest first.
func Moves(ctx context.Context, tx *db.Tx, id string, on kheo.Date) ([]Move, error) {
	panic("contract")
}

// A Standing says who must carry a matter out as of a day.
type Standing struct {
	Holder  kheo.UnitID // who holds it: the holder, or its lawful heir
	Given   kheo.UnitID // whom it was given to
	Passed  bool        // Holder is the heir of Given
	Waiting bool        // Given ended and the law names no heir: somebody must choose
	Ended   kheo.Date   // last day of Given, when it ended
	Chooser kheo.UnitID // the body whose named person must choose, when Waiting
}

// Stand answers "who carries this out now?" as of the day.
func Stand(ctx context.Context, tx *db.Tx, m Matter, on kheo.Date) (Standing, error) {
	panic("contract")
}
