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
		if err == nil {
			err = toFind(ctx, tx, who, m)
		}
		if err != nil {
			return fmt.Errorf("publish matter %s: %w", m.Code, err)
		}
	}
	return nil
}

// Reveal gives a concern the title and the text without persons that package
// concern published, and makes it public. Whoever calls it checked the right.
func Reveal(ctx context.Context, tx *db.Tx, who kheo.Caller, code, title, text string) error {
	m, err := findFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	since := who.At.UnixMicro()
	err = tx.Move(ctx, `
		update matter_matter set title = $1, body = $2, published = case when published = 0 then $3 else published end
		where id = $4 and kind = 'concern'`, title, text, since, m.ID)
	if err != nil {
		return fmt.Errorf("publish matter %s: %w", m.Code, err)
	}
	m.Title, m.Text, m.Public = title, text, true
	_, _, err = note(ctx, tx, who, m, change{event: "matter.published"})
	return err
}
