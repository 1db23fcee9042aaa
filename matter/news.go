package matter

import (
	"context"
	"fmt"

	"kheo/internal/db"
)

// LastAnswered are the published matters whose answer stands, those that moved
// last first. By state or publishing they would be found in indexes that are not in
// that order: coalesce leads away from those.
func LastAnswered(ctx context.Context, tx *db.Tx, limit int) ([]Matter, error) {
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
		from matter_matter m
		where coalesce(m.published, 0) <> 0 and m.answer <> '' and coalesce(m.state, '') in ('answered', 'confirmed', 'lapsed')
		order by m.moved desc, m.id desc limit $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("matters answered last: %w", err)
	}
	return matters(rows), nil
}
