package matter

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// A Candidate is a territory that carries on the matter's own, with the bodies
// there that may be given the matter; the one that owns civic work is first.
type Candidate struct {
	Territory unit.Unit
	Bodies    []unit.Body
	Civic     kheo.UnitID // which of them owns civic work, "" when none does
}

// Choose names a new holder for an open matter whose holder ended without a
// lawful successor. One lead, never several. The day it is due stays: nobody
// gains time by a reorganisation.
func Choose(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, code string, to kheo.UnitID, why string) error {
	m, err := FindFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return err
	}
	if !s.Waiting {
		return fmt.Errorf("matter %s has a holder, none is to be chosen: %w", m.Code, kheo.ErrConflict)
	}
	if err := SpeaksFor(who, MayChoose, s.Chooser); err != nil {
		return m.About(err)
	}
	list, err := Candidates(ctx, tx, book, m, who.Today())
	if err != nil {
		return err
	}
	var f kheo.Faults
	why = Typed(&f, "why", why, MaxReason)
	f.Need(among(list, to), "to", "matter.fault.to")
	f.Need(why != "", "why", "matter.fault.why")
	if err := f.Err(); err != nil {
		return err
	}
	_, err = Record(ctx, tx, who, m, Change{Event: "matter.chosen", To: m.handed(), Body: s.Chooser, Holder: to, Note: why})
	return err
}

// handed is the state in which a new holder gets the matter: what was not
// sorted yet is theirs to sort.
func (m Matter) handed() State {
	if m.State == Received {
		return Received
	}
	return Assigned
}

// Candidates are the living bodies of the territories into which the matter's
// own was led, as of the day; of its own, while it lives.
func Candidates(ctx context.Context, tx *db.Tx, book *unit.Book, m Matter, on kheo.Date) ([]Candidate, error) {
	var list []Candidate
	for _, t := range book.Lands(m.Territory, on) {
		bodies, err := unit.Bodies(ctx, tx, t.ID, on)
		if err != nil {
			return nil, fmt.Errorf("bodies of %s: %w", t.Name, err)
		}
		c := Candidate{Territory: t}
		civic, err := unit.CivicWork(ctx, tx, t.ID, on)
		switch {
		case err == nil:
			c.Civic = civic.ID
			c.Bodies = append(c.Bodies, civic)
		case !errors.Is(err, kheo.ErrNotFound):
			return nil, fmt.Errorf("civic work in %s: %w", t.Name, err)
		}
		for _, b := range bodies {
			if b.ID != c.Civic {
				c.Bodies = append(c.Bodies, b)
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func among(list []Candidate, id kheo.UnitID) bool {
	for _, c := range list {
		for _, b := range c.Bodies {
			if b.ID == id {
				return true
			}
		}
	}
	return false
}
