package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
)

// toFind lets a published matter be found by its words: what is owed, where
// package concern does not say that itself, and the latest answer to it, in both
// its languages. What its author took back is not found again.
func toFind(ctx context.Context, tx *db.Tx, m Matter) error {
	if !m.Public || m.State == Withdrawn {
		return nil
	}
	if m.Kind != Concern {
		err := search.Put(ctx, tx, search.Doc{Kind: "matter", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(m.Opened), Title: m.Title, Body: m.Text})
		if err != nil {
			return err
		}
	}
	moves, err := Moves(ctx, tx, m.ID, "")
	if err != nil {
		return err
	}
	for i := len(moves) - 1; i >= 0; i-- {
		if v := moves[i]; v.To == Answered && v.Note != "" {
			title, err := search.TitleEN(ctx, tx, string(m.Kind), m.Code)
			if err != nil {
				return err
			}
			return search.Put(ctx, tx, search.Doc{Kind: "answer", ID: m.Code, Scope: search.Public, Day: kheo.DateOf(v.At),
				Title: m.Title, TitleEN: title, Body: v.Note, BodyEN: v.Saying.TextEN})
		}
	}
	return nil
}

// FindAgain puts the next published matters after an id into the search anew,
// and answers the last of them, "" where there are no more.
func FindAgain(ctx context.Context, tx *db.Tx, after string, limit int) (string, error) {
	codes, err := db.All(ctx, tx, db.Value[string], `select code from matter_matter where published <> 0 and id > $1 order by id limit $2`, after, limit)
	after = ""
	for _, code := range codes {
		var m Matter
		if err == nil {
			m, err = Find(ctx, tx, code, "")
		}
		if err == nil {
			after, err = m.ID, toFind(ctx, tx, m)
		}
	}
	if err != nil {
		return "", fmt.Errorf("matters to be found anew: %w", err)
	}
	return after, nil
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
