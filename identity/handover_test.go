package identity

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
)

// A role passes at a moment: the one before holds it up to then, the other from
// then on, nobody both, and it may come back the same day.
func TestARoleIsHandedOverAtAMoment(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		noon := admin.Today().Time().Add(12 * time.Hour)
		a := add(t, d, admin, "nguoi-giao", Held{Role: Admin, Span: kheo.Span{From: admin.Today(), To: admin.Today().Add(30)}})
		b := add(t, d, admin, "nguoi-nhan")
		roleOf := func(id kheo.PersonID) (last string) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				p, err := Find(ctx, tx, id)
				last = p.Roles[len(p.Roles)-1].ID
				return err
			})
			return last
		}
		hand := func(at time.Time, id string, h HandOver) error {
			who := admin
			who.At = at
			return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return Hand(ctx, tx, who, id, h) })
		}
		holds := func(id kheo.PersonID, at time.Time) (can bool) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				who, err := CallerOf(ctx, tx, id, at)
				can = who.Can(MayAdmin, "")
				return err
			})
			return can
		}
		first := roleOf(a)
		for field, h := range map[string]HandOver{"to": {}, "words": {To: b, Words: "Hỏi ông Nguyễn Văn An, 0912 345 678"}} {
			var f kheo.Faults
			if err := hand(noon, first, h); !errors.As(err, &f) || f[0].Field != field {
				t.Errorf("%+v: %v, want a fault of %s", h, err, field)
			}
		}
		if err := hand(noon, first, HandOver{To: b, Words: "Còn hai việc chờ khảo sát.", Open: 12, Late: 3}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			at         time.Time
			wasA, nowB bool
		}{{noon.Add(-time.Microsecond), true, false}, {noon, false, true}, {noon.Add(48 * time.Hour), false, true}, {noon.Add(31 * 24 * time.Hour), false, false}} {
			if holds(a, c.at) != c.wasA || holds(b, c.at) != c.nowB {
				t.Errorf("at %s: the one before %v, the successor %v", c.at, holds(a, c.at), holds(b, c.at))
			}
		}
		var f kheo.Faults
		if err := hand(noon.Add(time.Hour), first, HandOver{To: b}); !errors.As(err, &f) {
			t.Errorf("handed over twice: %v", err)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			taken, err := TakenOver(ctx, tx, kheo.Caller{Person: b, At: noon.Add(time.Hour)})
			if len(taken) != 1 || taken[0].Open != 12 || taken[0].Late != 3 || taken[0].From != "Cán bộ" || !taken[0].At.Equal(noon) {
				t.Errorf("taken over: %+v", taken)
			}
			return err
		})
		if err := hand(noon.Add(2*time.Hour), roleOf(b), HandOver{To: a}); err != nil {
			t.Fatalf("back the same day: %v", err)
		}
		if at := noon.Add(3 * time.Hour); !holds(a, at) || holds(b, at) {
			t.Error("it came back, and does not hold")
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			taken, err := TakenOver(ctx, tx, kheo.Caller{Person: b, At: noon.Add(3 * time.Hour)})
			if len(taken) != 0 {
				t.Errorf("given back, and still told: %+v", taken)
			}
			return err
		})
	})
}
