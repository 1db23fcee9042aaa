package tally_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/lang"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/tally"
	"kheo/triage"
	"kheo/unit"
)

func at(day kheo.Date, hour int) time.Time { return day.Time().Add(time.Duration(hour) * time.Hour) }

func as(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return kheo.Caller{Person: "clerk", At: at(day, 12), Grants: []kheo.Grant{{Role: "officer", Unit: body,
		Rights: []kheo.Right{matter.MaySort, matter.MayTake}}}}
}

// each gives two bodies of one commune and two concerns of the first of them,
// filed on Monday 2 March 2026.
func each(t *testing.T, f func(t *testing.T, d *db.DB, office, trade kheo.UnitID)) {
	dbtest.Each(t, []db.Schema{ledger.Schema(), law.Schema(), unit.Schema(), calendar.Schema(), matter.Schema()}, func(t *testing.T, d *db.DB) {
		var office, trade kheo.UnitID
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			admin := kheo.Caller{Person: "admin", At: at("2026-01-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
			for _, b := range []struct {
				id   *kheo.UnitID
				name string
			}{{&office, "Văn phòng xã"}, {&trade, "Phòng Kinh tế xã"}} {
				var err error
				*b.id, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: b.name, Kind: unit.Department, Territory: "commune", Span: kheo.Span{From: "2026-01-01"}})
				if err != nil {
					return err
				}
			}
			for _, code := range []string{"PA-A", "PA-B"} {
				_, err := matter.Raise(ctx, tx, kheo.Caller{At: at("2026-03-02", 9)}, matter.Raised{ID: code, Code: code, Territory: "commune",
					Category: "drainage", Holder: office, Due: "2026-03-16", Rule: "concern.answer.ordinary"})
				if err != nil {
					return err
				}
			}
			return nil
		})
		f(t, d, office, trade)
	})
}

func write(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// work: accepted on Wednesday 4 March, offered to trade, taken there on Monday
// 9 March and put in hand on the 10th, answered on the 12th.
func work(t *testing.T, d *db.DB, office, trade kheo.UnitID) {
	t.Helper()
	for _, f := range []func(ctx context.Context, tx *db.Tx) error{
		func(ctx context.Context, tx *db.Tx) error {
			return triage.Accept(ctx, tx, as(office, "2026-03-04"), "PA-A", triage.Decision{Title: "Cống", Lead: trade})
		},
		func(ctx context.Context, tx *db.Tx) error {
			return matter.TakeOffer(ctx, tx, as(trade, "2026-03-09"), "PA-A")
		},
		func(ctx context.Context, tx *db.Tx) error {
			return matter.Take(ctx, tx, as(trade, "2026-03-10"), "PA-A")
		},
		func(ctx context.Context, tx *db.Tx) error {
			return matter.Answer(ctx, tx, as(trade, "2026-03-12"), "PA-A", matter.Reply{Kind: matter.Explained, Text: "Sẽ làm."})
		},
	} {
		write(t, d, f)
	}
}

func TestRatesPerBody(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, office, trade kheo.UnitID) {
		of := func() (last tally.Tally) {
			if err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
				last.Cells, err = matter.Cells(ctx, tx)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return last
		}
		all := func(matter.Cell) bool { return true }
		if r := of().Rates(all); r != (tally.Rates{Total: 2}) {
			t.Errorf("two raised: %+v", r)
		}
		work(t, d, office, trade)
		last := of()
		by := last.ByBody(all)
		if by[office] != (tally.Rates{Total: 1}) || by[trade] != (tally.Rates{Total: 1, Answered: 1, Waiting: 1}) {
			t.Errorf("by body: %+v", by)
		}
		if n := last.Open(all); n != 2 {
			t.Errorf("%d open", n)
		}
		for _, l := range lang.Langs() {
			if said := by[trade].Sentence(l); strings.Count(said, "1") < 4 || strings.Contains(said, "⟦") {
				t.Errorf("%s: %s", l, said)
			}
			if said := (tally.Rates{}).Sentence(l); strings.Contains(said, "0") {
				t.Errorf("%s, nothing: %s", l, said)
			}
		}
	})
}

func TestDaysIdleLieWithTheOneWhoHeldIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, office, trade kheo.UnitID) {
		work(t, d, office, trade)
		if err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			c, err := calendar.Load(ctx, tx)
			if err != nil {
				return err
			}
			by, err := tally.IdleDays(ctx, tx, c, kheo.Span{From: "2026-03-01", To: "2026-03-31"})
			if err != nil {
				return err
			}
			// PA-A lay with the office from the 2nd to the 9th, five working days, also while it was offered;
			// PA-B lies there to the end of the month, 21
			if by[office] != (tally.Idle{Matters: 2, Days: 5 + 21}) || by[trade] != (tally.Idle{Matters: 1, Days: 1}) {
				t.Errorf("idle: %+v", by)
			}
			week, err := tally.IdleDays(ctx, tx, c, kheo.Span{From: "2026-03-09", To: "2026-03-10"})
			if err != nil {
				return err
			}
			if week[office] != (tally.Idle{Matters: 2, Days: 1 + 2}) {
				t.Errorf("in two days: %+v", week)
			}
			moves, err := matter.Moves(ctx, tx, "PA-A", "")
			if err != nil {
				return err
			}
			got := tally.Holds(c, moves, nil, "2026-03-31")
			want := []tally.Hold{{office, "2026-03-02", "2026-03-09", 5, 5}, {trade, "2026-03-09", "2026-03-12", 3, 1}}
			if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
				t.Errorf("held: %+v, want %+v", got, want)
			}
			paused := tally.Holds(c, moves, []matter.Pausing{{Since: "2026-03-03", Until: "2026-03-05"}}, "2026-03-31")
			if paused[0].Idle != 3 || paused[0].Days != 5 {
				t.Errorf("held with a pause of two days: %+v", paused[0])
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// A day that a paper set is counted out day by day, with the days among them
// that were worked.
func TestASetDayIsCountedOut(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, office, _ kheo.UnitID) {
		m := matter.Matter{ID: "none", Opened: at("2026-03-06", 9), Due: "2026-03-16"}
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			w, worked, err := tally.WhySet(ctx, tx, m)
			if len(w.Days) != 10 || w.Days[0].Day != "2026-03-07" || w.Days[9].N != 10 || worked != 6 {
				t.Errorf("from %s to %s: %d days, %d worked: %v", w.From, w.Due, len(w.Days), worked, w.Days)
			}
			m.Due = ""
			none, worked, e := tally.WhySet(ctx, tx, m)
			if len(none.Days) > 0 || worked > 0 {
				t.Errorf("without a day: %v", none)
			}
			return errors.Join(err, e)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
