package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// Take puts an assigned or reopened matter in hand. The holder does it, or its
// lawful heir, who holds it from then on.
func Take(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, err := findFor(ctx, tx, who, code)
	if err != nil {
		return err
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
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return "", err
	}
	if s.Waiting {
		return "", fmt.Errorf("matter %s waits for a choice of its holder: %w", m.Code, kheo.ErrForbidden)
	}
	if err := speaksFor(who, MayTake, s.Holder); err != nil {
		return "", fmt.Errorf("matter %s: %w", m.Code, err)
	}
	return s.Holder, nil
}
