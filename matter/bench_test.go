package matter_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/unit"
)

// TestAtSize reads lists and counts among many matters and prints how
// long each takes; KHEO_MATTERS says how many. It asserts no time.
func TestAtSize(t *testing.T) {
	size, _ := strconv.Atoi(os.Getenv("KHEO_MATTERS"))
	if size == 0 {
		t.Skip("KHEO_MATTERS says how many matters; none by default")
	}
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		_, places := plant(h, size)
		day := kheo.Date("2026-11-23")
		n := 0
		next := func() int { n++; return n }
		measure := func(name string, times int, f func(ctx context.Context, tx *db.Tx, n int) error) {
			var took []time.Duration
			for range times {
				start := time.Now()
				h.Read(func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, next()) })
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			t.Logf("%-28s p50 %8s  p99 %8s", name, took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond))
		}
		measure("list, newest of all", 200, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Concern, Newest: true, Limit: 20, On: day})
			return err
		})
		measure("list, newest of a place", 200, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.List(ctx, tx, matter.Filter{Territory: places[n%len(places) : n%len(places)+1], Newest: true, Limit: 20, On: day})
			return err
		})
		measure("list, open of all", 200, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.List(ctx, tx, matter.Filter{Open: true, Limit: 20, On: day})
			return err
		})
		measure("list, newest open of all", 200, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.List(ctx, tx, matter.Filter{Open: true, Newest: true, Limit: 20, On: day})
			return err
		})
		measure("list, late of all", 200, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.List(ctx, tx, matter.Filter{Late: true, Limit: 20, On: day})
			return err
		})
		measure("all cells", 3, func(ctx context.Context, tx *db.Tx, n int) error {
			_, err := matter.Cells(ctx, tx)
			return err
		})
	})
}

// plant writes so many concerns of 100 communes with three bodies each, over
// two years; four in five are settled.
func plant(h *mattertest.Hall, size int) (bodies, places []kheo.UnitID) {
	h.Do(func(ctx context.Context, tx *db.Tx) error {
		admin := kheo.Caller{Person: "admin", At: mattertest.At("2025-07-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
		for i := range 300 {
			place := kheo.UnitID(fmt.Sprintf("commune-%d", i/3))
			if i%3 == 0 {
				places = append(places, place)
			}
			id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: fmt.Sprintf("Phòng %d", i), Kind: unit.Department, Territory: place, Span: kheo.Span{From: "2025-07-01"}})
			if err != nil {
				return err
			}
			bodies = append(bodies, id)
		}
		return nil
	})
	first := mattertest.At("2025-07-01", 0)
	step := 500 * 24 * time.Hour / time.Duration(size)
	states := []string{"received", "in_hand", "answered", "assigned", "confirmed", "lapsed", "refused", "confirmed", "confirmed", "lapsed",
		"confirmed", "confirmed", "lapsed", "refused", "confirmed", "confirmed", "confirmed", "lapsed", "confirmed", "merged"}
	for from := 0; from < size; from += 5000 {
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			for i := from; i < min(from+5000, size); i++ {
				opened := first.Add(time.Duration(i) * step)
				class := (i*7 + i/300) % 20
				state := states[class]
				clock := "ended"
				switch class {
				case 0, 1, 3:
					clock = "runs"
				case 2:
					clock = "waits"
				}
				body := bodies[i%300]
				_, err := tx.Exec(ctx, `
					insert into matter_matter (id, code, kind, title, body, owed_to, territory, due, opened, state, holder, moved, moves,
						clock, category, hamlet, cell, rule, counted, answer)
					values ($1, $2, 'concern', 'Cống thoát nước nghẹt ở ấp', $3, '', $4, $5, $6, $7, $8, $9, 1, $10, $11, 'Ấp 1', $12, 'concern.answer.ordinary', $13, 'acted')`,
					kheo.NewID(opened), fmt.Sprintf("PA-%07d", i), "Cống thoát nước trước nhà văn hóa ấp nghẹt từ sau trận mưa lớn, nước tràn ra đường.",
					fmt.Sprintf("commune-%d", i%300/3), string(kheo.DateOf(opened).Add(14)), opened.UnixMicro(), state, string(body), opened.UnixMicro(),
					clock, fmt.Sprintf("topic-%d", i%40), fmt.Sprintf("cell-%d", i%5000), string(kheo.DateOf(opened)))
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if h.D.Engine() == db.SQLite {
		return bodies, places
	}
	h.Do(func(ctx context.Context, tx *db.Tx) error { // PostgreSQL does it by itself, a while later
		_, err := tx.Exec(ctx, `analyze matter_matter`)
		return err
	})
	return bodies, places
}
