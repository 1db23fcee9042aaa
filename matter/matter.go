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
	Answer    AnswerKind // of the last answer, "" without one; a returned answer stays told
	Opened    time.Time
	Moved     time.Time // of the last move
	Moves     int
	Public    bool
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
	N        int // 1 for the first
	At       time.Time
	From, To State
	Body     kheo.UnitID   // in which the mover acted
	Person   kheo.PersonID // who moved it; shown to no visitor, in no ledger entry
	Note     string
	Answer   AnswerKind  // for a move to Answered
	Holder   kheo.UnitID // who holds it after the move
	Leaf     string      // the ledger leaf that records it
	Proofs   []Proof
}
