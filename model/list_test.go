package model

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

var clerk = kheo.Caller{Person: "p1", At: time.Date(2023, 1, 9, 3, 0, 0, 0, time.UTC)}

// put writes a model straight into its tables, with the days of its states.
func put(t *testing.T, d *db.DB, n New, days Days, public bool) Model {
	t.Helper()
	var m Model
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		n.Day = days.Registered
		if m, err = n.insert(ctx, tx, clerk); err != nil {
			return err
		}
		for _, s := range States()[1:] {
			if day := days.On(s); day != "" {
				if err := m.set(ctx, tx, s, day); err != nil {
					return err
				}
			}
		}
		if public {
			_, err = tx.Exec(ctx, `update model_model set published = $1 where id = $2`, days.Registered.Time().UnixMicro(), m.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// twelve registers twelve models that went each as far as one state, over two
// units and two years.
func twelve(t *testing.T, d *db.DB) {
	ways := []Days{
		{Registered: "2023-01-10"},
		{Registered: "2023-01-10", Rejected: "2023-02-01"},
		{Registered: "2023-01-10", Approved: "2023-01-20"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01", Ended: "2023-06-30"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01", Recognised: "2023-11-20", Ended: "2024-03-01"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01", Recognised: "2023-11-20"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01", Recognised: "2023-11-20", Replicated: "2024-02-01"},
		{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2024-02-01"},
		{Registered: "2022-01-10", Approved: "2022-01-20", Running: "2022-02-01"},
		{Registered: "2022-01-10", Approved: "2022-01-20", Running: "2022-02-01", Ended: "2022-12-31"},
		{Registered: "2024-01-10", Approved: "2024-01-20", Running: "2024-02-01"},
	}
	for i, days := range ways {
		n := sample(fmt.Sprintf("Mô hình %d", i), "")
		n.Unit = kheo.UnitID([]string{"u1", "u2"}[i%2])
		n.Field = Fields()[i%4]
		put(t, d, n, days, i%3 != 0)
	}
}

func TestList(t *testing.T) {
	many := []kheo.UnitID{"u1", "u2"}
	for i := range 5000 {
		many = append(many, kheo.UnitID(fmt.Sprintf("far-%d", i)))
	}
	cases := []struct {
		what string
		f    Filter
		want int64
	}{
		{"all", Filter{}, 12},
		{"in no unit", Filter{Units: []kheo.UnitID{}}, 0},
		{"in one unit", Filter{Units: []kheo.UnitID{"u2"}}, 6},
		{"in thousands of units", Filter{Units: many}, 12},
		{"running in 2023", Filter{Year: 2023}, 6},
		{"running in 2023 as of May", Filter{Year: 2023, On: "2023-05-01"}, 6},
		{"running in 2024", Filter{Year: 2024}, 7},
		{"running in 2024 as of 2023", Filter{Year: 2024, On: "2023-12-31"}, 5},
		{"running in 2021", Filter{Year: 2021}, 0},
		{"registered in 2023", Filter{Registered: 2023}, 9},
		{"registered by 2022", Filter{On: "2022-12-31"}, 2},
		{"of economy", Filter{Field: Economy}, 3},
		{"of a hamlet", Filter{Level: Hamlet}, 12},
		{"of a province", Filter{Level: Province}, 0},
		{"ended", Filter{State: Ended}, 3},
		{"ended as of 2023", Filter{State: Ended, On: "2023-12-31"}, 2},
		{"recognised or further", Filter{Reached: Recognised}, 3},
		{"recognised as of October", Filter{Reached: Recognised, On: "2023-10-31"}, 0},
		{"published", Filter{Public: true}, 8},
		{"published or own", Filter{Public: true, Own: []kheo.UnitID{"b1"}}, 12},
	}
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		twelve(t, d)
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, c := range cases {
				list, total, err := List(ctx, tx, c.f)
				if err != nil {
					return fmt.Errorf("%s: %w", c.what, err)
				}
				if total != c.want || int64(len(list)) != total {
					t.Errorf("%s: total %d, listed %d, want %d", c.what, total, len(list), c.want)
				}
			}
			return nil
		})
	})
}

func TestListPages(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		twelve(t, d)
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			var got []string
			f := Filter{Limit: 5}
			for {
				page, total, err := List(ctx, tx, f)
				if err != nil {
					return err
				}
				if total != 12 {
					t.Errorf("after %q: total %d, want 12", f.After, total)
				}
				if len(page) == 0 {
					break
				}
				for _, m := range page {
					got = append(got, m.Code)
				}
				f.After = page[len(page)-1].Code
			}
			for i := 1; i < len(got); i++ {
				if got[i-1] >= got[i] {
					t.Errorf("%s comes before %s", got[i-1], got[i])
				}
			}
			if len(got) != 12 {
				t.Errorf("pages hold %d models, want 12: %v", len(got), got)
			}
			return nil
		})
	})
}

func TestFindAsOfADay(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		n := sample("Nét đẹp đường quê", "")
		n.Programmes = []string{NTMPlus, NTM, NTM}
		m := put(t, d, n, Days{Registered: "2023-01-10", Approved: "2023-01-20", Running: "2023-02-01", Ended: "2023-06-30"}, true)
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := Find(ctx, tx, m.Code, "2023-01-09")
			if !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("before it was registered: %v, want not found", err)
			}
			got, err := Find(ctx, tx, m.Code, "2023-03-01")
			if err != nil {
				return err
			}
			if got.State != Running || got.Began != "2023-02-01" || got.Stopped != "" {
				t.Errorf("in March: %s, began %q, stopped %q; want running since 2023-02-01", got.State, got.Began, got.Stopped)
			}
			if got.Boxes != m.Boxes || len(got.Programmes) != 2 || !got.Collective || got.Groups != 3 {
				t.Errorf("read back %+v, want what was registered", got)
			}
			return nil
		})
	})
}

func TestCohort(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		twelve(t, d)
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, c := range []struct {
				year int
				on   kheo.Date
				want Funnel
			}{
				{2023, "2025-07-01", Funnel{Registered: 9, Ran: 5, Recognised: 3, Alive12: 2, Replicated: 1, Carried: 1}},
				{2023, "2023-12-01", Funnel{Registered: 9, Ran: 5, Recognised: 3, Early: 3, Carried: 1}},
				{2023, "2024-03-01", Funnel{Registered: 9, Ran: 5, Recognised: 3, Early: 2, Replicated: 1, Carried: 1}},
				{2022, "2025-07-01", Funnel{Registered: 2, Ran: 2}},
				{2020, "2025-07-01", Funnel{}},
			} {
				got, err := CohortOf(ctx, tx, Filter{On: c.on}, kheo.YearSpan(c.year))
				if err != nil {
					return err
				}
				if got.Funnel() != c.want {
					t.Errorf("%d as of %s: %+v, want %+v", c.year, c.on, got.Funnel(), c.want)
				}
			}
			return nil
		})
	})
}

// Each step holds only models of the step before it.
func TestCohortIsNested(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		twelve(t, d)
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, on := range []kheo.Date{"2022-06-01", "2023-02-01", "2023-12-01", "2024-02-01", "2024-11-20", "2026-01-01"} {
				for year := 2021; year < 2026; year++ {
					c, err := CohortOf(ctx, tx, Filter{On: on}, kheo.YearSpan(year))
					if err != nil {
						return err
					}
					still := append(append([]Model{}, c.Alive12...), c.Early...)
					for i, p := range [][2][]Model{{c.Registered, c.Ran}, {c.Ran, c.Recognised}, {c.Recognised, still}, {still, c.Replicated}} {
						if x := missing(p[0], p[1]); x != "" {
							t.Errorf("%d as of %s, step %d: %s is not in the step before", year, on, i+1, x)
						}
					}
				}
			}
			return nil
		})
	})
}

func missing(in, list []Model) string {
	has := map[string]bool{}
	for _, m := range in {
		has[m.Code] = true
	}
	for _, m := range list {
		if !has[m.Code] {
			return m.Code
		}
	}
	return ""
}
