package unit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/unit"
)

func schemas() []db.Schema { return []db.Schema{ledger.Schema(), unit.Schema()} }

func admin(on kheo.Date) kheo.Caller {
	return kheo.Caller{Person: "p", At: on.Time().Add(9 * time.Hour), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
}

func write(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) error {
	t.Helper()
	return d.Write(t.Context(), f)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The board of Cần Đước: one heir in February 2025, none on 1 July; then a
// third body is named, then a second heir beside it.
func TestHeirs(t *testing.T) {
	b := book(t)
	huyen := code(t, b, "806", unit.District, "2023-12-01").ID
	xa := code(t, b, "28108", unit.Commune, "2025-07-01").ID
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		who := admin("2025-08-01")
		must(t, write(t, d, func(ctx context.Context, tx *db.Tx) error {
			var id [5]kheo.UnitID
			for i, body := range []unit.Body{
				{Name: "Huyện ủy Cần Đước", Kind: unit.Committee, Territory: huyen, Span: kheo.Span{From: "2020-01-01"}},
				{Name: "Ban Dân vận Huyện ủy Cần Đước", Kind: unit.Board, Territory: huyen, Span: kheo.Span{From: "2020-01-01"}},
				{Name: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", Kind: unit.Board, Territory: huyen, Span: kheo.Span{From: "2025-02-15"}},
				{Name: "Ban Xây dựng Đảng Đảng ủy xã Cần Đước", Kind: unit.Board, Territory: xa, Span: kheo.Span{From: "2025-07-01"}},
				{Name: "Ủy ban MTTQ Việt Nam xã Cần Đước", Kind: unit.Front, Territory: xa, Span: kheo.Span{From: "2025-07-01"}},
			} {
				var err error
				if id[i], err = unit.AddBody(ctx, tx, who, body); err != nil {
					return err
				}
			}
			committee, old, mid, board, front := id[0], id[1], id[2], id[3], id[4]
			must(t, unit.SetCivicWork(ctx, tx, who, huyen, old, kheo.Span{From: "2020-01-01"}))
			if err := unit.SetHeir(ctx, tx, who, old, mid, "2025-02-15", "QĐ"); err == nil {
				t.Error("an heir was taken before the body's end")
			}
			must(t, unit.EndBody(ctx, tx, who, old, "2025-02-14", "QĐ"))
			must(t, unit.SetHeir(ctx, tx, who, old, mid, "2025-02-15", "QĐ"))
			must(t, unit.SetCivicWork(ctx, tx, who, huyen, mid, kheo.Span{From: "2025-02-15"}))
			must(t, unit.EndBody(ctx, tx, who, mid, "2025-06-30", "72/2025/QH15"))
			must(t, unit.EndBody(ctx, tx, who, committee, "2025-06-30", "72/2025/QH15"))

			heir := func(on kheo.Date, want kheo.UnitID) {
				t.Helper()
				got, err := unit.Heir(ctx, tx, old, on)
				if want == "" && !errors.Is(err, unit.ErrNoHeir) || want != "" && (err != nil || got.ID != want) {
					t.Errorf("heir on %s: %s, %v; want %q", on, got.Name, err, want)
				}
			}
			heir("2023-12-01", old)
			heir("2025-02-14", old)
			heir("2025-02-15", mid)
			heir("2025-07-01", "")
			must(t, unit.SetHeir(ctx, tx, who, mid, board, "2025-07-15", "QĐ"))
			heir("2025-07-14", "")
			heir("2025-07-15", board)
			must(t, unit.SetHeir(ctx, tx, who, mid, front, "2025-07-20", "QĐ"))
			heir("2025-07-19", board)
			heir("2025-07-20", "")

			for on, want := range map[kheo.Date]kheo.UnitID{"2023-12-01": old, "2025-02-14": old, "2025-02-15": mid, "2025-06-30": mid, "2025-07-01": "", "2019-12-31": ""} {
				got, err := unit.CivicWork(ctx, tx, huyen, on)
				if want == "" && !errors.Is(err, kheo.ErrNotFound) || want != "" && (err != nil || got.ID != want) {
					t.Errorf("civic work on %s: %q, %v", on, got.Name, err)
				}
			}
			list, err := unit.Bodies(ctx, tx, huyen, "2023-12-01")
			if err != nil || len(list) != 2 || list[0].ID != old || list[1].ID != committee {
				t.Errorf("bodies in 2023: %+v, %v", list, err)
			}
			return nil
		}))
	})
}

func TestBodiesRefused(t *testing.T) {
	huyen := kheo.UnitID("h")
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		who := admin("2025-08-01")
		body := unit.Body{Name: "Ban", Kind: unit.Board, Territory: huyen, Span: kheo.Span{From: "2020-01-01"}}
		var a, b kheo.UnitID
		must(t, write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
			if a, err = unit.AddBody(ctx, tx, who, body); err != nil {
				return err
			}
			if b, err = unit.AddBody(ctx, tx, who, body); err != nil {
				return err
			}
			return unit.SetCivicWork(ctx, tx, who, huyen, a, kheo.Span{From: "2021-01-01"})
		}))
		var faults kheo.Faults
		for name, c := range map[string]struct {
			do   func(ctx context.Context, tx *db.Tx) error
			want func(error) bool
		}{
			"two owners on one day": {func(ctx context.Context, tx *db.Tx) error {
				return unit.SetCivicWork(ctx, tx, who, huyen, b, kheo.Span{From: "2022-01-01"})
			}, func(err error) bool { return errors.Is(err, kheo.ErrConflict) }},
			"an end twice": {func(ctx context.Context, tx *db.Tx) error {
				must(t, unit.EndBody(ctx, tx, who, b, "2024-01-01", "QĐ"))
				return unit.EndBody(ctx, tx, who, b, "2024-02-01", "QĐ")
			}, func(err error) bool { return errors.Is(err, kheo.ErrConflict) }},
			"an end before the beginning": {func(ctx context.Context, tx *db.Tx) error {
				return unit.EndBody(ctx, tx, who, b, "2019-01-01", "QĐ")
			}, func(err error) bool { return errors.As(err, &faults) }},
			"a body without a name or place": {func(ctx context.Context, tx *db.Tx) error {
				_, err := unit.AddBody(ctx, tx, who, unit.Body{Kind: "club"})
				return err
			}, func(err error) bool { return errors.As(err, &faults) && len(faults) == 4 }},
			"an heir that is the body itself": {func(ctx context.Context, tx *db.Tx) error {
				must(t, unit.EndBody(ctx, tx, who, b, "2024-01-01", "QĐ"))
				return unit.SetHeir(ctx, tx, who, b, b, "2024-01-02", "QĐ")
			}, func(err error) bool { return errors.As(err, &faults) }},
			"an officer without the right": {func(ctx context.Context, tx *db.Tx) error {
				return unit.EndBody(ctx, tx, kheo.Caller{Person: "q", At: who.At}, b, "2024-01-01", "QĐ")
			}, func(err error) bool { return errors.Is(err, kheo.ErrForbidden) }},
		} {
			err := write(t, d, func(ctx context.Context, tx *db.Tx) error {
				if err := c.do(ctx, tx); err != nil {
					return err
				}
				return errors.New("it was taken")
			})
			if !c.want(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
