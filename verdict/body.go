package verdict

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// Confirm records that those it is owed to find it settled.
func Confirm(ctx context.Context, tx *db.Tx, who kheo.Caller, code, note string) error {
	return byBody(ctx, tx, who, code, matter.Change{Event: "matter.confirmed", To: matter.Confirmed, Note: note})
}

// Return sends an answered matter back to its holder, with the reason.
func Return(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason string) error {
	return byBody(ctx, tx, who, code, matter.Change{Event: "matter.returned", To: matter.Reopened, Note: reason})
}

// byBody is the one door of bodies to Confirmed and Reopened.
func byBody(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, c matter.Change) error {
	m, err := matter.FindFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.OwedTo == "" {
		return fmt.Errorf("matter %s is owed to its author, who speaks for themselves: %w", m.Code, kheo.ErrForbidden)
	}
	c.Body, err = matter.AsOwed(ctx, tx, who, m)
	if err != nil {
		return err
	}
	if m.State != matter.Answered { // what a body settled stays settled: only people change their mind
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(c.To), Possible: m.Possible()})
	}
	moves, err := matter.Moves(ctx, tx, m.ID, "")
	if err != nil {
		return err
	}
	if err := notOwnAnswer(who, m, moves); err != nil {
		return err
	}
	var f kheo.Faults
	c.Note = matter.Typed(&f, "note", c.Note, matter.MaxReason)
	f.Need(c.To != matter.Reopened || c.Note != "", "note", "matter.fault.reason")
	if err := f.Err(); err != nil {
		return err
	}
	c.Holder = m.Holder
	c.Set = func(n *matter.Matter) {
		if c.To == matter.Confirmed {
			n.Verdict = matter.Own
		}
	}
	_, err = matter.Record(ctx, tx, who, m, c)
	return err
}

// notOwnAnswer keeps a person with two roles from judging their own answer.
func notOwnAnswer(who kheo.Caller, m matter.Matter, moves []matter.Move) error {
	if by := lastAnswer(moves).Person; by != "" && by == who.Person {
		return fmt.Errorf("matter %s: the one who answered does not judge the answer: %w", m.Code, kheo.ErrForbidden)
	}
	return nil
}

// lastAnswer is the move that answered last.
func lastAnswer(moves []matter.Move) matter.Move {
	for i := len(moves) - 1; i >= 0; i-- {
		if moves[i].To == matter.Answered {
			return moves[i]
		}
	}
	return matter.Move{}
}
