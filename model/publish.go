package model

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// Publish opens a model's page to everybody.
func Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Model, error) {
	m, body, err := mine(ctx, tx, who, MayApprove, code)
	if err != nil {
		return Model{}, err
	}
	err = tx.Move(ctx, `update model_model set published = $1 where id = $2 and published = 0`, who.At.UnixMicro(), m.ID)
	if err != nil {
		return Model{}, fmt.Errorf("publish model %s: %w", code, err)
	}
	m.Public = true
	return m, tell(ctx, tx, who, "model.published", m, Move{Day: who.Today(), From: m.State, To: m.State, Body: body})
}
