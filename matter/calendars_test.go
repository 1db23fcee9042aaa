package matter_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
)

// Whatever calendars its place is given, a matter's day moves to where that
// calendar puts it, never into the past, each earlier day stays on record, and
// one who asks finds every day between counted.
func TestAnotherCalendarMovesTheDayAndLosesNone(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		rnd := rand.New(rand.NewPCG(3, 5))
		day := kheo.Date("2026-11-02")
		admin := func() kheo.Caller {
			return kheo.Caller{Person: "admin", At: mattertest.At(day, 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
		}
		owns := []string{"", "", ""}
		h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			if owns[1], err = calendar.Make(ctx, tx, admin(), calendar.Own{Name: "Làm cả thứ Bảy", Saturday: true, Source: "Thông báo 1"}); err != nil {
				return err
			}
			owns[2], err = calendar.Make(ctx, tx, admin(), calendar.Own{Name: "Các xã ven sông", Source: "Thông báo 2"})
			return err
		})
		first := map[string]kheo.Date{}
		var list []matter.Matter
		moved := 0
		for range 30 {
			m := h.Raise(day)
			first[m.Code] = m.Due
			list = append(list, m)
			h.Do(func(ctx context.Context, tx *db.Tx) error {
				to := owns[rnd.IntN(3)]
				var f kheo.Faults
				err := calendar.Follow(ctx, tx, admin(), calendar.Following{Place: h.Place, Since: day.Add(rnd.IntN(6)), Calendar: to})
				if err != nil && !errors.As(err, &f) { // it follows that one already
					return err
				}
				return calendar.Edit(ctx, tx, admin(), calendar.Day{Calendar: owns[1+rnd.IntN(2)], Date: day.Add(1 + rnd.IntN(9)),
					Name: "Nghỉ vì ngập", Kind: calendar.Closed, Source: "Công điện 3"})
			})
			h.Do(func(ctx context.Context, tx *db.Tx) error {
				all, err := calendar.All(ctx, tx)
				if err != nil {
					return err
				}
				_, _, err = matter.Redue(ctx, tx, kheo.Caller{At: mattertest.At(day, 9)}, because(all, "Nghỉ vì ngập"), "")
				return err
			})
			for i, was := range list {
				got, w := h.Find(was.Code, ""), h.Why(was)
				chain := first[was.Code]
				for _, c := range w.Changes {
					if c.Old != chain {
						t.Fatalf("%s: %s was left for %s, though it was due %s", was.Code, c.Old, c.New, chain)
					}
					chain = c.New
				}
				if got.Due != chain {
					t.Fatalf("%s is due %s, its days say %s", was.Code, got.Due, chain)
				}
				var want kheo.Date
				h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
					want, err = calendar.DueBy(ctx, tx, h.Place, was.Rule, was.Counted)
					return err
				})
				if want = max(want, day); was.Due >= day && got.Due != want || was.Due < day && got.Due != was.Due {
					t.Fatalf("%s, on %s: due %s, was %s, want %s", was.Code, day, got.Due, was.Due, want)
				}
				if got.Due > day {
					h.Explains(was)
				}
				if got.Due != was.Due {
					moved++
				}
				list[i] = got
			}
			day = day.Add(rnd.IntN(2))
		}
		if moved < 20 {
			t.Fatalf("%d days moved: this test looks at nothing", moved)
		}
	})
}

// Handing on never changes by which calendar the days are counted.
func TestTheCalendarIsThatOfThePlaceWhoeverHoldsIt(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		admin := kheo.Caller{Person: "admin", At: mattertest.At("2026-11-02", 7), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			id, err := calendar.Make(ctx, tx, admin, calendar.Own{Name: "Các xã ven sông", Source: "Thông báo 2"})
			if err != nil {
				return err
			}
			if err := calendar.Follow(ctx, tx, admin, calendar.Following{Place: h.Place, Since: "2026-11-02", Calendar: id}); err != nil {
				return err
			}
			return calendar.Edit(ctx, tx, admin, calendar.Day{Calendar: id, Date: "2026-11-05", Name: "Nghỉ vì ngập", Kind: calendar.Closed, Source: "Công điện 3"})
		})
		m := h.Raise("2026-11-02")
		if m.Due != "2026-11-17" {
			t.Fatalf("due %s, want a day later than the office's", m.Due)
		}
		w := h.Why(m)
		if len(w.Own) != 1 || w.Own[0].Name != "Các xã ven sông" {
			t.Errorf("counted by %+v", w.Own)
		}
		h.Explains(m)
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-11-03"), m, h.Trade))
		h.Must(h.Take(mattertest.Clerk(h.Trade, "2026-11-03"), m.Code))
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			all, err := calendar.All(ctx, tx)
			if err != nil {
				return err
			}
			n, _, err := matter.Redue(ctx, tx, kheo.Caller{At: mattertest.At("2026-11-04", 9)}, because(all, "Nghỉ vì ngập"), "")
			if n != 0 {
				t.Errorf("handed on, %d days moved", n)
			}
			return err
		})
		if got := h.Find(m.Code, ""); got.Holder != h.Trade || got.Due != m.Due {
			t.Errorf("held by %s, due %s", got.Holder, got.Due)
		}
		h.Explains(m)
	})
}
