package matter

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// More rights that matter checks.
const (
	MaySort kheo.Right = "matter.sort" // accept, refuse, route out, assign, merge: in the receiving body
	MayLead kheo.Right = "matter.lead" // name a lead after the third bounce: in the parent body
)

// A Raised is a concern at the moment it is filed: package concern keeps its
// words, matter its life.
type Raised struct {
	ID, Code  string // made by package concern
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Spot      bool
	Lat, Lon  float64
	Cell      string
	Holder    kheo.UnitID // by the routing rule
	HolderIs  string      // its name
	Due       kheo.Date
	Rule      string // id of the rule of law the day is counted by
	Route     string // id of the routing rule that fired, "" the category's lead
	Into      string // id of the matter it joins, "" none
	Helped    bool
}

// Raise opens a concern: received by its holder, owed to its author. It writes
// the matter, its first move and the ledger entry, and reads nothing.
func Raise(ctx context.Context, tx *db.Tx, who kheo.Caller, r Raised) (ledger.Leaf, error) {
	panic("contract")
}

// A Triage is what the receiving officer decides of a concern.
type Triage struct {
	Category string
	Title    string      // a working title without persons
	Lead     kheo.UnitID // "" stays with the receiving body
	Assist   []kheo.UnitID
}

// Accept takes a received concern on and assigns it to its lead.
func Accept(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, t Triage) error {
	panic("contract")
}

// Refuse ends a received concern with a reason from the list and its route.
func Refuse(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason, note string) error {
	panic("contract")
}

// RouteOut ends a received concern that is a complaint: guided to its legal
// channel, with a dated note.
func RouteOut(ctx context.Context, tx *db.Tx, who kheo.Caller, code, channel, note string) error {
	panic("contract")
}

// Offer proposes another holder; the clock stays with the holder until the
// other accepts. The third bounce goes up to the parent body.
func Offer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to kheo.UnitID, reason, note string) error {
	panic("contract")
}

// TakeOffer accepts the hand-over; Decline refuses it with a reason from the
// list; Recall takes it back.
func TakeOffer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error { panic("contract") }
func Decline(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason, note string) error {
	panic("contract")
}
func Recall(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error { panic("contract") }

// NameLead ends the bouncing: the parent names one lead, who cannot decline.
func NameLead(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to kheo.UnitID, why string) error {
	panic("contract")
}

// Pause stops the clock for a reason from the list, up to its cap; Resume
// starts it again and counts the due day anew.
func Pause(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason, note string) error {
	panic("contract")
}
func Resume(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error { panic("contract") }

// Merge puts a matter into another of the same kind; Unmerge undoes it: the
// matter goes on from where it stood, with its own day.
func Merge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, into string) error {
	panic("contract")
}
func Unmerge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, why string) error {
	panic("contract")
}

// A Verdict is the word of one of those a concern is owed to.
type Verdict struct {
	Settled bool
	Reason  string // id from the list when not settled
	Note    string
	Helped  bool // given by or through a helper: counted apart
}

// Speak gives the caller's verdict on an answered concern, with the voice of
// the matter they hold the secret of: the concern itself or one merged into it.
func Speak(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, v Verdict) error {
	panic("contract")
}

// Withdraw ends an open concern at its author's wish.
func Withdraw(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error { panic("contract") }

// A Why explains a due day, day by day.
type Why struct {
	Rule    string // id of the rule of law
	From    kheo.Date
	Due     kheo.Date
	Days    []WhyDay
	Changes []DueChange // newest last
}

// A WhyDay is one day between.
type WhyDay struct {
	Day    kheo.Date
	N      int    // its ordinal when it counts
	Off    bool   // not counted
	Name   string // of the day off, "" for a weekend
	Paused bool
}

// A DueChange is one time the day moved: a holiday announced late, a pause.
type DueChange struct {
	At       kheo.Date
	Old, New kheo.Date
	Why      string // holiday, pause, reopened
	Note     string
}

// WhyDue explains the day of a matter.
func WhyDue(ctx context.Context, tx *db.Tx, m Matter) (Why, error) { panic("contract") }
