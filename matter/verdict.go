package matter

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// Confirm records that those it is owed to find it settled.
func Confirm(ctx context.Context, tx *db.Tx, who kheo.Caller, code, note string) error {
	return verdict(ctx, tx, who, code, change{event: "matter.confirmed", to: Confirmed, note: clean(note)})
}

// Return sends an answered matter back to its holder, with the reason.
func Return(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason string) error {
	return verdict(ctx, tx, who, code, change{event: "matter.returned", to: Reopened, note: clean(reason)})
}

// verdict is the one door to Confirmed and Reopened.
func verdict(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, c change) error {
	m, err := findFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.OwedTo == "" {
		return fmt.Errorf("matter %s is owed to its author, who speaks for themselves: %w", m.Code, kheo.ErrForbidden)
	}
	c.body, err = asOwed(ctx, tx, who, m)
	if err != nil {
		return err
	}
	if m.State != Answered { // what a body settled stays settled: only people change their mind
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(c.to), Possible: m.possible()})
	}
	if err := notOwnAnswer(ctx, tx, who, m); err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(c.to != Reopened || c.note != "", "note", "matter.fault.reason")
	f.Need(letterCount(c.note) <= maxReason, "note", "matter.fault.long", "n", maxReason)
	if err := f.Err(); err != nil {
		return err
	}
	c.holder = m.Holder
	c.set = func(n *Matter) {
		if c.to == Confirmed {
			n.Verdict = Own
		}
	}
	_, err = record(ctx, tx, who, m, c)
	return err
}

// asOwed is the body in which the caller may give the verdict: the one it is
// owed to while it lives, else its lawful heir.
func asOwed(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) (kheo.UnitID, error) {
	b, err := unit.Heir(ctx, tx, m.OwedTo, who.Today())
	if errors.Is(err, unit.ErrNoHeir) {
		return "", fmt.Errorf("matter %s: nobody is left to whom it is owed: %w", m.Code, kheo.ErrForbidden)
	}
	if err != nil {
		return "", fmt.Errorf("matter %s: %w", m.Code, err)
	}
	if err := speaksFor(who, MayConfirm, b.ID); err != nil {
		return "", fmt.Errorf("matter %s: %w", m.Code, err)
	}
	return b.ID, nil
}

// notOwnAnswer keeps a person with two roles from judging their own answer.
func notOwnAnswer(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) error {
	by, err := db.One(ctx, tx, db.Value[kheo.PersonID], `
		select person from matter_move where matter = $1 and to_state = 'answered' order by n desc limit 1`, m.ID)
	if err != nil {
		return m.about(err)
	}
	if by == who.Person {
		return fmt.Errorf("matter %s: the one who answered does not judge the answer: %w", m.Code, kheo.ErrForbidden)
	}
	return nil
}
