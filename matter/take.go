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
	m, err := findFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.Offered != "" {
		if b, err := unit.Heir(ctx, tx, m.Offered, who.Today()); err == nil && speaksFor(who, MayTake, b.ID) == nil {
			if m, err = takeOffer(ctx, tx, who, m, b.ID); err != nil {
				return err
			}
		}
	}
	holder, err := asHolder(ctx, tx, who, m)
	if err != nil {
		return err
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.taken", to: InHand, body: holder, holder: holder})
	return err
}

// asHolder is the body in which the caller holds the matter: the holder or its
// heir. A matter that waits for a choice has none.
func asHolder(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) (kheo.UnitID, error) {
	return holding(ctx, tx, who, m, MayTake)
}

// holding is asHolder with another right of the holder.
func holding(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, right kheo.Right) (kheo.UnitID, error) {
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return "", err
	}
	if s.Waiting {
		return "", fmt.Errorf("matter %s waits for a choice of its holder: %w", m.Code, kheo.ErrForbidden)
	}
	if err := speaksFor(who, right, s.Holder); err != nil {
		return "", fmt.Errorf("matter %s: %w", m.Code, err)
	}
	return s.Holder, nil
}
