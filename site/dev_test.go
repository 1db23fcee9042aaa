package site

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
)

// The bar is not looked up for every page, and knows of a new person at once.
func TestTheBarKnowsWhoCame(t *testing.T) {
	folder, err := OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := kheo.Date("2026-11-23").Time().Add(9 * time.Hour)
	s, err := New(t.Context(), Options{Folder: folder, Dev: true, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	seats := func() (list []sitter) {
		err := s.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
			list, err = s.seats.on(ctx, tx, now, s.DB.Writes())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for n, login := range []string{"truong-phong", "pho-phong"} {
		err := s.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := identity.AddAdmin(ctx, tx, now, identity.New{Login: login, Title: login, Password: "x"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := seats(); len(got) != n+1 {
			t.Errorf("after %s came %d sit: %+v", login, len(got), got)
		}
	}
	if a, b := seats(), seats(); &a[0] != &b[0] {
		t.Error("looked up again though nothing was written")
	}
}
