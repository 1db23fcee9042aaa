package matter

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// More rights that matter checks.
const (
	MaySort kheo.Right = "matter.sort" // accept, refuse, route out, assign, merge: in the receiving body
	MayLead kheo.Right = "matter.lead" // name a lead after the third bounce: in the parent body
)

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
