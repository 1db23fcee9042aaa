package matter

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
)

// toFind lets a published matter be found by its words: what is owed, where
// package concern does not say that itself, and the latest answer to it.
func toFind(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) error {
	if !m.Public {
		return nil
	}
	if m.Kind != Concern {
		err := search.Put(ctx, tx, search.Doc{Kind: "matter", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(m.Opened), Title: m.Title, Body: m.Text})
		if err != nil {
			return err
		}
	}
	moves, err := Moves(ctx, tx, m.ID, who.Today())
	if err != nil {
		return err
	}
	for i := len(moves) - 1; i >= 0; i-- {
		if moves[i].To == Answered && moves[i].Note != "" {
			return search.Put(ctx, tx, search.Doc{Kind: "answer", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(moves[i].At), Title: m.Title, Body: moves[i].Note})
		}
	}
	return nil
}

// Unfind takes a concern's published words, and the answer to them, out of the
// search: its author took them back.
func Unfind(ctx context.Context, tx *db.Tx, m Matter) error {
	for _, kind := range []string{string(Concern), "answer"} {
		if err := search.Drop(ctx, tx, kind, m.Code); err != nil {
			return err
		}
	}
	return nil
}
