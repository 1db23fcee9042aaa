package law_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/law"
	"kheo/ledger"
)

var schemas = []db.Schema{ledger.Schema(), law.Schema()}

var (
	at    = time.Date(2023, 11, 1, 8, 0, 0, 0, time.UTC)
	admin = kheo.Caller{Person: "p", At: at, Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{law.MayEdit}}}}
)

const report = "inspection.self_report.before_visit"

func find(t *testing.T, d *db.DB, id string, on kheo.Date) (law.Rule, error) {
	t.Helper()
	var r law.Rule
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		r, err = law.Find(ctx, tx, id, on)
		return err
	})
	return r, err
}

func edit(t *testing.T, d *db.DB, who kheo.Caller, c law.Change) error {
	t.Helper()
	return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return law.Edit(ctx, tx, who, c)
	})
}

func TestFindAnswersWithTheCompiledRule(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		r, err := find(t, d, report, "2023-12-01")
		if err != nil {
			t.Fatal(err)
		}
		if r.Value != 5 || r.Unit != law.WorkingDay || r.Confirmed || r.Edited {
			t.Errorf("%+v, want 5 working days, of another province and so not confirmed", r)
		}
		if _, err := find(t, d, "no.such.rule", "2023-12-01"); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("an unknown rule: %v, want not found", err)
		}
	})
}

func TestAnEditHoldsFromItsDayAndTheLatestWins(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		for i, c := range []law.Change{
			{Rule: report, Value: 7, Unit: law.WorkingDay, From: "2024-01-01", Source: "Quy chế đoàn kiểm tra"},
			{Rule: report, Value: 10, Unit: law.CivilDay, From: "2025-01-01", Source: "Quy chế sửa đổi", Confirmed: true},
			{Rule: report, Value: 8, Unit: law.WorkingDay, From: "2024-01-01", Source: "Đính chính"},
		} {
			who := admin
			who.At = at.Add(time.Duration(i) * time.Minute)
			if err := edit(t, d, who, c); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			on     kheo.Date
			value  int64
			unit   string
			edited bool
		}{
			{"2023-12-31", 5, law.WorkingDay, false},
			{"2024-01-01", 8, law.WorkingDay, true},
			{"2024-12-31", 8, law.WorkingDay, true},
			{"2025-01-01", 10, law.CivilDay, true},
		} {
			r, err := find(t, d, report, c.on)
			if err != nil {
				t.Fatal(err)
			}
			if r.Value != c.value || r.Unit != c.unit || r.Edited != c.edited {
				t.Errorf("on %s: %+v, want %d %s", c.on, r, c.value, c.unit)
			}
		}
	})
}

func TestEditRefuses(t *testing.T) {
	good := law.Change{Rule: report, Value: 7, Unit: law.WorkingDay, From: "2024-01-01", Source: "Quy chế"}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		if err := edit(t, d, kheo.Caller{At: at}, good); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a visitor's edit: %v, want forbidden", err)
		}
		inOneBody := kheo.Caller{At: at, Grants: []kheo.Grant{{Unit: "b", Rights: []kheo.Right{law.MayEdit}}}}
		if err := edit(t, d, inOneBody, good); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("an edit by right of one body: %v, want forbidden", err)
		}
		unknown := good
		unknown.Rule = "no.such.rule"
		if err := edit(t, d, admin, unknown); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("an unknown rule: %v, want not found", err)
		}
		var faults kheo.Faults
		err := edit(t, d, admin, law.Change{Rule: report, Value: -1, Unit: "week", From: "2024-02-30", Source: " "})
		if !errors.As(err, &faults) || len(faults) != 4 {
			t.Errorf("a form with four faults: %v", err)
		}
		if r, err := find(t, d, report, "2024-06-01"); err != nil || r.Edited {
			t.Errorf("after refusals: %+v, %v", r, err)
		}
	})
}
