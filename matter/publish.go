package matter

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

// Publish makes the matters of a source public, as the signer of an
// inspection's conclusion does: from then on anybody sees what is owed and to
// whom. It moves no matter.
func Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, source string) error {
	list, err := List(ctx, tx, Filter{Source: source})
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Public {
			continue
		}
		if _, err := AsOwed(ctx, tx, who, m); err != nil {
			return err
		}
		if err := inOrder(who, m); err != nil {
			return err
		}
		err := tx.Move(ctx, `update matter_matter set published = $1 where id = $2 and published = 0`, who.At.UnixMicro(), m.ID)
		if err != nil {
			return fmt.Errorf("publish matter %s: %w", m.Code, err)
		}
		m.Public = true
		_, err = enter(ctx, tx, who, m, m, Change{Event: "matter.published", To: m.State, Body: m.OwedTo, Holder: m.Holder})
		if err == nil {
			err = toFind(ctx, tx, m)
		}
		if err != nil {
			return fmt.Errorf("publish matter %s: %w", m.Code, err)
		}
	}
	return nil
}

// GiveWords gives a concern the words others may read: from then on it is public.
// Package concern keeps the versions and has checked who may; the entry holds
// what it says, digests and no words.
func GiveWords(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, by kheo.UnitID, title, text string, says []ledger.Line) (ledger.Leaf, error) {
	n, leaf, err := Note(ctx, tx, who, m, Change{Event: "concern.published", Body: by, Says: says})
	if err != nil {
		return leaf, err
	}
	err = tx.Move(ctx, `update matter_matter set title = $1, body = $2, published = $3 where id = $4 and seq = $5`,
		title, text, who.At.UnixMicro(), m.ID, n.seq)
	if err != nil {
		return leaf, fmt.Errorf("matter %s, its words: %w", m.Code, err)
	}
	m.Title, m.Text, m.Public = title, text, true
	return leaf, toFind(ctx, tx, m)
}

// AsOwed is the body in which the caller may give the verdict: the one it is
// owed to while it lives, else its lawful heir.
func AsOwed(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) (kheo.UnitID, error) {
	b, err := unit.Heir(ctx, tx, m.OwedTo, who.Today())
	if errors.Is(err, unit.ErrNoHeir) {
		return "", fmt.Errorf("matter %s: nobody is left to whom it is owed: %w", m.Code, kheo.ErrForbidden)
	}
	if err != nil {
		return "", m.About(err)
	}
	if err := SpeaksFor(who, MayConfirm, b.ID); err != nil {
		return "", m.About(err)
	}
	return b.ID, nil
}
