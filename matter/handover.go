package matter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

// What became of an offer; "" while it is pending.
const (
	Taken    = "taken"
	Declined = "declined"
	recalled = "recalled"
)

// bouncing is after how many offers taken or declined the next step is the
// parent body's: it names one lead.
const bouncing = 3

// An Offering is one hand-over that was proposed.
type Offering struct {
	N        int
	At       time.Time
	From, To kheo.UnitID
	Reason   string
	Note     string
	Outcome  string // taken, declined, recalled; "" pending
	Ended    time.Time
	Why      string // of a refusal, from its list
	WhyNote  string
}

// Offer proposes another holder; the clock stays with the holder until the
// other accepts. After three that came to nothing, or went from hand to hand,
// it goes up to the parent body instead.
func Offer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to kheo.UnitID, reason, words string) error {
	m, holder, err := Held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if err := m.mayOffer(); err != nil {
		return err
	}
	if words, err = CheckReason(HandOverReasons(), reason, words); err != nil {
		return err
	}
	if to == holder || to == "" {
		return kheo.Faults{{Field: "to", Key: "matter.fault.to"}}
	}
	if err := Living(ctx, tx, "to", to, who.Today()); err != nil {
		return err
	}
	return Propose(ctx, tx, who, m, holder, Offering{To: to, Reason: reason, Note: words})
}

// mayOffer tells whether the matter may be offered at all.
func (m Matter) mayOffer() error {
	switch {
	case !m.State.WithHolder():
		return fmt.Errorf("matter %s: %w", m.Code, m.State.Step(Assigned))
	case m.Offered != "":
		return fmt.Errorf("matter %s is offered already: %w", m.Code, kheo.ErrConflict)
	case m.Led || m.LeadBy != "":
		return fmt.Errorf("matter %s has its lead, or waits for one to be named: %w", m.Code, kheo.ErrConflict)
	}
	return nil
}

// Propose enters the proposal, or sends the matter up when it bounced enough.
func Propose(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, holder kheo.UnitID, o Offering) error {
	n, err := bounces(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if n >= bouncing {
		_, err := goUp(ctx, tx, who, m, holder)
		return err
	}
	_, leaf, err := Note(ctx, tx, who, m, Change{Event: "matter.offered", Body: holder, Reason: o.Reason,
		Set: func(n *Matter) { n.Offered = o.To }})
	if err != nil {
		return err
	}
	last, err := db.One(ctx, tx, db.Value[int], `select coalesce(max(n), 0) from matter_offer where matter = $1`, m.ID)
	if err != nil {
		return m.About(err)
	}
	_, err = tx.Exec(ctx, `
		insert into matter_offer (matter, n, at, from_body, to_body, reason, note, person, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, last+1, who.At.UnixMicro(), string(holder), string(o.To), o.Reason, o.Note, string(who.Person), leaf.ID)
	return m.About(err)
}

// bounces counts the offers that were taken or declined.
func bounces(ctx context.Context, tx *db.Tx, id string) (int, error) {
	n, err := db.One(ctx, tx, db.Value[int], `
		select count(*) from matter_offer where matter = $1 and outcome in ('taken', 'declined')`, id)
	if err != nil {
		return 0, fmt.Errorf("offers of matter %s: %w", id, err)
	}
	return n, nil
}

// closeOffer says what became of a pending offer.
func closeOffer(ctx context.Context, tx *db.Tx, who kheo.Caller, n *Matter, outcome, why, words string) error {
	if n.Offered == "" {
		return nil
	}
	n.Offered = ""
	err := tx.Move(ctx, `
		update matter_offer set outcome = $1, ended = $2, why = $3, why_note = $4 where matter = $5 and outcome = ''`,
		outcome, who.At.UnixMicro(), why, words, n.ID)
	return n.About(err)
}

// offeredTo is the matter and the body in which the caller may accept or
// decline it: the one it is offered to, or its lawful heir.
func offeredTo(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Matter, kheo.UnitID, error) {
	m, err := FindFor(ctx, tx, who, code)
	if err != nil {
		return m, "", err
	}
	if m.Offered == "" {
		return m, "", fmt.Errorf("matter %s is offered to nobody: %w", m.Code, kheo.ErrConflict)
	}
	b, err := unit.Heir(ctx, tx, m.Offered, who.Today())
	if errors.Is(err, unit.ErrNoHeir) {
		return m, "", fmt.Errorf("matter %s: %w", m.Code, kheo.ErrForbidden)
	}
	if err != nil {
		return m, "", err
	}
	return m, b.ID, SpeaksFor(who, MayTake, b.ID)
}

// TakeOffer accepts the hand-over: from now on the clock runs there.
func TakeOffer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, body, err := offeredTo(ctx, tx, who, code)
	if err != nil {
		return err
	}
	_, err = takeOffer(ctx, tx, who, m, body)
	return err
}

func takeOffer(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, body kheo.UnitID) (Matter, error) {
	if err := closeOffer(ctx, tx, who, &m, Taken, "", ""); err != nil {
		return m, err
	}
	return Record(ctx, tx, who, m, Change{Event: "matter.handed_over", To: m.handed(), Body: body, Holder: body})
}

// Decline refuses the hand-over with a reason from the list. The clock never
// stopped; the third time it goes up.
func Decline(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason, words string) error {
	m, body, err := offeredTo(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if words, err = CheckReason(DeclineReasons(), reason, words); err != nil {
		return err
	}
	n := m
	if err := closeOffer(ctx, tx, who, &n, Declined, reason, words); err != nil {
		return err
	}
	n, _, err = Note(ctx, tx, who, m, Change{Event: "matter.declined", Body: body, Reason: reason, Set: func(x *Matter) { x.Offered = "" }})
	if err != nil {
		return err
	}
	count, err := bounces(ctx, tx, m.ID)
	if err != nil || count < bouncing {
		return err
	}
	if _, err = goUp(ctx, tx, who, n, body); errors.Is(err, kheo.ErrConflict) {
		return nil // nobody stands above: the holder keeps it, and may only answer it
	}
	return err
}

// Recall takes the offer back.
func Recall(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, holder, err := Held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if m.Offered == "" {
		return fmt.Errorf("matter %s is offered to nobody: %w", m.Code, kheo.ErrConflict)
	}
	n := m
	if err := closeOffer(ctx, tx, who, &n, recalled, "", ""); err != nil {
		return err
	}
	_, _, err = Note(ctx, tx, who, m, Change{Event: "matter.recalled", Body: holder, Set: func(x *Matter) { x.Offered = "" }})
	return err
}

// goUp hands the question to the parent body, which must name a lead within
// the rule's time (law/matter.lead.named). The clock stays with the holder.
func goUp(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, by kheo.UnitID) (Matter, error) {
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return m, err
	}
	parent, err := unit.Above(ctx, tx, s.Last, who.Today())
	if err != nil {
		return m, err
	}
	if parent == "" {
		return m, fmt.Errorf("matter %s bounced %d times and no body stands above its holder: %w", m.Code, bouncing, kheo.ErrConflict)
	}
	day, err := calendar.DueBy(ctx, tx, m.Territory, ruleLead, who.Today())
	if err != nil {
		return m, err
	}
	n, _, err := Note(ctx, tx, who, m, Change{Event: "matter.up", Body: by,
		Says: []ledger.Line{{Name: "up", Value: string(parent)}, {Name: "lead_by", Value: string(day)}},
		Set:  func(n *Matter) { n.Up, n.LeadBy = parent, day }})
	return n, err
}

// NameLead ends the bouncing: the parent names one lead, itself, the holder or
// a body under it, who can neither decline nor hand it on.
func NameLead(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to kheo.UnitID, why string) error {
	m, err := FindFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.Up == "" || !m.State.WithHolder() {
		return fmt.Errorf("matter %s: no lead is to be named: %w", m.Code, kheo.ErrConflict)
	}
	up, err := unit.Heir(ctx, tx, m.Up, who.Today())
	if err != nil && !errors.Is(err, unit.ErrNoHeir) {
		return err
	}
	if err := SpeaksFor(who, MayLead, up.ID); err != nil {
		return m.About(err)
	}
	var f kheo.Faults
	why = Typed(&f, "why", why, MaxReason)
	f.Need(why != "", "why", "matter.fault.why")
	b, err := unit.FindBody(ctx, tx, to)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return err
	}
	under := to == up.ID || to == m.Holder || b.Parent == up.ID || b.Parent == m.Up
	f.Need(err == nil && under && b.Holds(who.Today()), "to", "matter.fault.to")
	if err := f.Err(); err != nil {
		return err
	}
	_, err = Record(ctx, tx, who, m, Change{Event: "matter.led", To: m.handed(), Body: up.ID, Holder: to, Note: why,
		Set: func(n *Matter) { n.Led, n.Up, n.LeadBy = true, "", "" }})
	return err
}

// CheckReason refuses a reason that is not on the list; "other" needs words,
// which come back in order.
func CheckReason(list []string, reason, words string) (string, error) {
	var f kheo.Faults
	words = Typed(&f, "note", words, MaxReason)
	f.Need(slices.Contains(list, reason), "reason", "matter.fault.listed")
	f.Need(reason != other || words != "", "note", "matter.fault.other")
	return words, f.Err()
}

// Offers of a matter, oldest first.
func Offers(ctx context.Context, tx *db.Tx, id string) ([]Offering, error) {
	type offerRow struct {
		Offering
		at, ended int64
	}
	rows, err := db.All(ctx, tx, func(r *offerRow) []any {
		return []any{&r.N, &r.at, &r.From, &r.To, &r.Reason, &r.Note, &r.Outcome, &r.ended, &r.Why, &r.WhyNote}
	}, `
		select n, at, from_body, to_body, reason, note, outcome, ended, why, why_note
		from matter_offer where matter = $1 order by n`, id)
	if err != nil {
		return nil, fmt.Errorf("offers of matter %s: %w", id, err)
	}
	list := make([]Offering, len(rows))
	for i, r := range rows {
		list[i] = r.Offering
		list[i].At = time.UnixMicro(r.at)
		if r.ended != 0 {
			list[i].Ended = time.UnixMicro(r.ended)
		}
	}
	return list, nil
}
