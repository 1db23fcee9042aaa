package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
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
		if _, err := asOwed(ctx, tx, who, m); err != nil {
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
		_, err = enter(ctx, tx, who, m, m, change{event: "matter.published", to: m.State, body: m.OwedTo, holder: m.Holder})
		if err != nil {
			return fmt.Errorf("publish matter %s: %w", m.Code, err)
		}
	}
	return nil
}
