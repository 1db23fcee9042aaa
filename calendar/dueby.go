package calendar

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/law"
)

// DueBy is the last day by a rule that starts to run on from, which is not
// itself counted.
func DueBy(ctx context.Context, tx *db.Tx, rule string, from kheo.Date) (kheo.Date, error) {
	r, err := law.Find(ctx, tx, rule, from)
	if err != nil {
		return "", err
	}
	c, err := Load(ctx, tx)
	if err != nil {
		return "", err
	}
	return c.Due(from, r), nil
}
