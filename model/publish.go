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

// FindAgain puts the next published models after an id into the search anew,
// and answers the last id looked at, "" where there are no more.
func FindAgain(ctx context.Context, tx *db.Tx, after string, limit int) (string, error) {
	type line struct{ id, code string }
	rows, err := db.All(ctx, tx, func(l *line) []any { return []any{&l.id, &l.code} },
		`select id, code from model_model where published <> 0 and id > $1 order by id limit $2`, after, limit)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	for _, l := range rows {
		m, err := Find(ctx, tx, l.code, "")
		if err == nil {
			err = toFind(ctx, tx, m)
		}
		if err != nil {
			return "", fmt.Errorf("model %s, to be found: %w", l.code, err)
		}
	}
	return rows[len(rows)-1].id, nil
}

// toFind lets a published model be found by the words that everybody may read.
func toFind(ctx context.Context, tx *db.Tx, m Model) error {
	body := ""
	if m.Collective {
		body = strings.Join([]string{m.Reason, m.Aim, m.How, m.Boxes.Where, m.Forces, m.Resources, m.Output, m.Lasting}, "\n")
	}
	return search.Put(ctx, tx, search.Doc{Kind: "model", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(m.Opened), Title: m.Name, Body: body})
}
