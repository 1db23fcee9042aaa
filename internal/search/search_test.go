package search_test

import (
	"context"
	"testing"

	"kheo/internal/db"
	"kheo/internal/search"
)

func write(t testing.TB, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func look(t testing.TB, d *db.DB, q search.Query) search.Found {
	t.Helper()
	var found search.Found
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		found, err = search.Look(ctx, tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", q.Words, err)
	}
	return found
}

func find(t testing.TB, d *db.DB, q search.Query) []search.Hit { return look(t, d, q).Hits }
