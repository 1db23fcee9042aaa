package calendar

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/law"
)

// DueBy is the last day by a rule that starts to run on from, which is not
// itself counted, by the calendar of a place.
func DueBy(ctx context.Context, tx *db.Tx, place kheo.UnitID, rule string, from kheo.Date) (kheo.Date, error) {
	r, err := law.Find(ctx, tx, rule, from)
	if err != nil {
		return "", err
	}
	c, err := Of(ctx, tx, place)
	if err != nil {
		return "", err
	}
	return c.Due(from, r), nil
}
