package concern

import (
	"context"
	"errors"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// DayCounts counts by topic, place and day; no cell is shown to anybody below
// five, which package rising keeps.
func DayCounts(ctx context.Context, tx *db.Tx, from, to kheo.Date) ([]DayCount, error) {
	rows, err := matter.RaisedCounts(ctx, tx, kheo.Span{From: from, To: to})
	if err != nil {
		return nil, err
	}
	list := make([]DayCount, len(rows))
	for i, r := range rows {
		list[i] = DayCount{Category: r.Category, Place: r.Territory, Hamlet: r.Hamlet, Day: r.Day, N: r.N}
	}
	return list, nil
}

// Joins are the concerns that joined this one, as anybody may know of them:
// each has a voice of its own.
func (d *Desk) Joins(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) ([]Concern, error) {
	p, err := d.List(ctx, tx, who, Filter{Into: code, Limit: mostPage})
	return p.Concerns, err
}

// Any tells whether anything was filed here: its words are sealed.
func Any(ctx context.Context, tx *db.Tx) (bool, error) {
	_, err := db.One(ctx, tx, db.Value[string], `select id from concern_concern limit 1`)
	if errors.Is(err, kheo.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
