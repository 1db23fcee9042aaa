package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// Take puts an accepted, assigned or reopened matter in hand. The holder does
// it, or its lawful heir, who holds it from then on; or the body it is offered
// to, which accepts the hand-over with the same word.
func Take(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, err := FindFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.Offered != "" {
		if b, err := unit.Heir(ctx, tx, m.Offered, who.Today()); err == nil && SpeaksFor(who, MayTake, b.ID) == nil {
			if m, err = takeOffer(ctx, tx, who, m, b.ID); err != nil {
				return err
			}
		}
	}
	holder, err := m.heldBy(ctx, tx, who, MayTake)
	if err != nil {
		return err
	}
	_, err = Record(ctx, tx, who, m, Change{Event: "matter.taken", To: InHand, Body: holder, Holder: holder})
	return err
}

// Held is the matter, and the body in which the caller holds it with the right:
// its holder or the heir. A matter that waits for a choice has none.
func Held(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, right kheo.Right) (Matter, kheo.UnitID, error) {
	m, err := FindFor(ctx, tx, who, code)
	if err != nil {
		return m, "", err
	}
	holder, err := m.heldBy(ctx, tx, who, right)
	return m, holder, err
}

func (m Matter) heldBy(ctx context.Context, tx *db.Tx, who kheo.Caller, right kheo.Right) (kheo.UnitID, error) {
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return "", err
	}
	if s.Waiting {
		return "", fmt.Errorf("matter %s waits for a choice of its holder: %w", m.Code, kheo.ErrForbidden)
	}
	return s.Holder, m.About(SpeaksFor(who, right, s.Holder))
}
