package model

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// Start records the first day an approved model is carried out: its first
// point is its own territory.
func Start(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, s Step) (Model, error) {
	m, err := move(ctx, tx, who, MayRegister, code, Running, s)
	if err != nil {
		return Model{}, err
	}
	m.Sites = 1
	return m, insertSite(ctx, tx, who, m, Site{Unit: m.Unit, Span: kheo.Span{From: m.Began}})
}

// End records the last day a model was carried out, at every point still open.
func End(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, s Step) (Model, error) {
	m, err := move(ctx, tx, who, MayRegister, code, Ended, s)
	if err != nil {
		return Model{}, err
	}
	_, err = tx.Exec(ctx, `update model_site set until = $1 where model = $2 and until = ''`, string(m.Stopped), m.ID)
	return m, err
}
