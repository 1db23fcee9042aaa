package model

import (
	"context"
	"fmt"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
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
	if err := toFind(ctx, tx, m); err != nil {
		return Model{}, fmt.Errorf("publish model %s: %w", code, err)
	}
	return m, tell(ctx, tx, who, "model.published", m, Move{Day: who.Today(), From: m.State, To: m.State, Body: body})
}

// toFind lets a published model be found by the words that everybody may read.
func toFind(ctx context.Context, tx *db.Tx, m Model) error {
	body := ""
	if m.Collective {
		body = strings.Join([]string{m.Reason, m.Aim, m.How, m.Boxes.Where, m.Forces, m.Resources, m.Output, m.Lasting}, "\n")
	}
	return search.Put(ctx, tx, search.Doc{Kind: "model", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(m.Opened), Title: m.Name, Body: body})
}
