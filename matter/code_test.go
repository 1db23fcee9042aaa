package matter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func TestCodesAreCountedByKindAndYear(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			kind Kind
			year int
			want string
		}{
			{Recommendation, 2023, "KN-23-0001"},
			{Recommendation, 2023, "KN-23-0002"},
			{Commitment, 2023, "CK-23-0001"},
			{Recommendation, 2009, "KN-09-0001"},
			{Recommendation, 2023, "KN-23-0003"},
		} {
			if got := newCode(t, d, c.kind, c.year); got != c.want {
				t.Errorf("%s of %d: %s, want %s", c.kind, c.year, got, c.want)
			}
		}
	})
}

func newCode(t *testing.T, d *db.DB, k Kind, year int) string {
	t.Helper()
	var code string
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		code, err = nextCode(ctx, tx, k, year)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestCodesAskedForTogetherDiffer(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		var codes []string
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 5 {
					code := newCode(t, d, Recommendation, 2023)
					mu.Lock()
					codes = append(codes, code)
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		slices.Sort(codes)
		for i, c := range codes {
			if want := fmt.Sprintf("KN-23-%04d", i+1); c != want {
				t.Fatalf("code %d of 20 is %s, want %s: %v", i+1, c, want, codes)
			}
		}
	})
}

func TestAnUndoneOpeningLeavesNoGap(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		undo := errors.New("undo")
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := nextCode(ctx, tx, Commitment, 2024); err != nil {
				return err
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if got := newCode(t, d, Commitment, 2024); got != "CK-24-0001" {
			t.Errorf("after an undone opening: %s, want CK-24-0001", got)
		}
	})
}
