package sorting_test

import (
	"context"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/sorting"
)

func (o *office) tryOut(past []sorting.Gone) (trial sorting.Trial) {
	o.Helper()
	o.write(func(ctx context.Context, tx *db.Tx) (err error) {
		trial, err = o.tables.Try(ctx, tx, admin, past, today)
		return err
	})
	return trial
}

func (o *office) addRule(r sorting.Rule) (id string) {
	o.Helper()
	o.write(func(ctx context.Context, tx *db.Tx) (err error) {
		id, err = sorting.AddRule(ctx, tx, admin, r)
		return err
	})
	return id
}

// The dry run tells of another day, too: a topic whose rule of law changes.
func TestADryRunTellsOfAnotherDay(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		road := o.category(0, "road")
		road.Rule = "concern.answer.on_the_spot"
		if err := o.change(road); err != nil {
			t.Fatal(err)
		}
		trial := o.tryOut(o.past())
		if trial.Cases != 4 || trial.Elsewhere != 0 || trial.Redated != 1 || len(trial.Shifts) != 1 {
			t.Fatalf("the dry run: %+v", trial)
		}
		s := trial.Shifts[0]
		if s.Code != "PA-2" || s.Elsewhere() || !s.Redated() || s.From != today || // Friday, and the 24th is off
			s.Now.Due != "2026-12-07" || s.Then.Due != "2026-11-26" || s.Then.Limit.ID != "concern.answer.on_the_spot" {
			t.Errorf("%+v", s)
		}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			v, err := sorting.Open(ctx, tx)
			if !v.Ready() || v.Moved != 0 || v.Redated != 1 || v.Cases != 4 || v.Lost != 1 {
				t.Errorf("%+v", v)
			}
			return err
		})
	})
}

// A rule that waits for its day surprises nobody on that day.
func TestADryRunLooksAhead(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		rule := o.addRule(sorting.Rule{Category: "water", Note: "Từ năm sau", Target: "short/UBND xã", Span: kheo.Span{From: "2027-01-01"}})
		trial := o.tryOut(o.past())
		if trial.Elsewhere != 2 || trial.Shifts[0].From != "2027-01-01" || trial.Shifts[0].Then.Rule != rule || trial.Shifts[0].Now.Category != "tapwater" {
			t.Fatalf("a rule of next year: %+v", trial)
		}
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.SwitchOn(ctx, tx, admin, 1) })
		if body, _ := o.goes("tapwater"); body != o.bodies["Phòng Kinh tế"] {
			t.Error("a rule of next year fires this year")
		}
		o.write(func(ctx context.Context, tx *db.Tx) error { // now with an end: what comes after it is as today
			return sorting.ChangeRule(ctx, tx, admin, sorting.Rule{ID: rule, Category: "water", Note: "Tới giữa năm", Target: "short/UBND xã",
				Span: kheo.Span{From: "2027-01-01", To: "2027-06-30"}})
		})
		trial = o.tryOut(o.past())
		if trial.Elsewhere != 2 || trial.Shifts[0].From != "2027-07-01" || trial.Shifts[0].Now.Rule != rule || trial.Shifts[0].Then.Rule != "" {
			t.Errorf("an end for the rule: %+v", trial)
		}
	})
}

// A change that changes nothing for anybody says so; what lies under a retired
// topic is counted apart.
func TestADryRunCountsWhatNobodyCanSay(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		o.addRule(sorting.Rule{Category: "water", Note: "Như cũ", Target: "short/Phòng Kinh tế"})
		if trial := o.tryOut(o.past()); len(trial.Shifts) != 0 || trial.Cases != 4 || trial.Lost != 1 {
			t.Errorf("the same body by another rule: %+v", trial)
		}
		o.addRule(sorting.Rule{N: 1, Category: "roads", Note: "Khác", Target: "short/UBND xã"})
		o.write(func(ctx context.Context, tx *db.Tx) error {
			return sorting.RetireCategory(ctx, tx, admin, "road", true)
		})
		if trial := o.tryOut(o.past()); len(trial.Shifts) != 0 || trial.Retired != 1 {
			t.Errorf("a retired topic: %+v", trial)
		}
	})
}
