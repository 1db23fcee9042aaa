package site_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/matter"
	"kheo/model"
	"kheo/site"
)

// The sample holds the facts of the newspaper's report and the turns the
// inspection page tells.
func TestTheSampleTellsItsStory(t *testing.T) {
	t.Parallel()
	for _, address := range dbtest.Addresses(t) {
		folder, err := site.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		now := func() time.Time { return kheo.Date("2026-11-23").Time().Add(17 * time.Hour) }
		s, err := site.New(t.Context(), site.Options{Folder: folder, DB: address, Dev: true, Now: now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		err = site.Seed(t.Context(), s, func(done, total int, what string) {
			if done < last || done > total {
				t.Errorf("progress %d of %d after %d", done, total, last)
			}
			last = done
		})
		if err != nil {
			t.Fatal(err)
		}
		read := func(f func(ctx context.Context, tx *db.Tx) error) {
			t.Helper()
			if err := s.DB.Read(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		district, err := s.Book.ByCode("806", "", "2023-12-01")
		if err != nil {
			t.Fatal(err)
		}
		read(func(ctx context.Context, tx *db.Tx) error {
			units := s.Book.Subtree(district.ID, "2023-12-31")
			models, total, err := model.List(ctx, tx, model.Filter{Units: units, Year: 2023, Public: true, Limit: 1000})
			if len(models) != 76 || total != 76 {
				t.Errorf("%d models listed, %d counted, want 76", len(models), total)
			}
			return err
		})
		read(func(ctx context.Context, tx *db.Tx) error {
			for day, want := range map[kheo.Date][2]int{"2023-12-11": {5, 0}, "2024-03-28": {4, 0}, "2025-06-30": {2, 0}, "2025-07-01": {2, 2}} {
				i, err := inspection.Find(ctx, tx, "KT-23-0001", day)
				if err != nil {
					return err
				}
				waiting := 0
				for _, r := range i.Recommendations {
					if r.Standing.Waiting {
						waiting++
					}
					if r.State == matter.Confirmed && r.Confirmed == "" {
						t.Errorf("%s is confirmed on no day", r.Code)
					}
				}
				if i.Open() != want[0] || waiting != want[1] {
					t.Errorf("on %s: %d open, %d waiting for a choice; want %v", day, i.Open(), waiting, want)
				}
			}
			return nil
		})
		if err := s.Planted(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if err := os.Remove(filepath.Join(folder.Keys(), "seal.key")); err != nil {
			t.Fatal(err)
		}
		_, err = site.New(t.Context(), site.Options{Folder: folder, DB: address, Dev: true, Now: now, Log: slog.New(slog.DiscardHandler)})
		if err == nil || !strings.Contains(err.Error(), "seal.key") {
			t.Errorf("started with a new key beside words sealed by the old one: %v", err)
		}
	}
}
