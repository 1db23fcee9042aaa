package calendar_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func write(t *testing.T, d *db.DB, f func(context.Context, *db.Tx) error) error {
	t.Helper()
	return d.Write(t.Context(), f)
}

func every(t *testing.T, d *db.DB) (all calendar.Calendars) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		all, err = calendar.All(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func made(t *testing.T, d *db.DB, o calendar.Own) (id string) {
	t.Helper()
	o.Source = "Thông báo 9"
	if err := write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		id, err = calendar.Make(ctx, tx, admin, o)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func follow(t *testing.T, d *db.DB, who kheo.Caller, f calendar.Following, former ...kheo.UnitID) error {
	t.Helper()
	return write(t, d, func(ctx context.Context, tx *db.Tx) error { return calendar.Follow(ctx, tx, who, f, former...) })
}

func TestAFloodedPlaceStandsStillAndTheNextDoesNot(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		river := made(t, d, calendar.Own{Name: "Các xã ven sông"})
		if err := follow(t, d, admin, calendar.Following{Place: "28108", Since: "2026-11-23", Calendar: river}, "28114"); err != nil {
			t.Fatal(err)
		}
		flood := calendar.Day{Calendar: river, Date: "2026-11-26", Name: "Nghỉ vì ngập", Kind: calendar.Closed, Source: "Công điện 3"}
		if err := announce(t, d, admin, flood, "2026-11-27"); err != nil {
			t.Fatal(err)
		}
		all := every(t, d)
		for _, c := range []struct {
			place kheo.UnitID
			want  kheo.Date
		}{{"28108", "2026-11-30"}, {"28114", "2026-11-30"}, {"28120", "2026-11-26"}} {
			var one calendar.Calendar
			var due kheo.Date
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
				if one, err = calendar.Of(ctx, tx, c.place); err != nil {
					return err
				}
				due = one.Add("2026-11-25", 1)
				return nil
			})
			if err != nil || due != c.want || all.Of(c.place).Add("2026-11-25", 1) != c.want {
				t.Errorf("%s: a working day after the 25th is %s, want %s, %v", c.place, due, c.want, err)
			}
		}
		c := all.Of("28108")
		if own, ok := c.Own("2026-11-26"); !ok || own.Name != "Các xã ven sông" || own.NameEN != own.Name {
			t.Errorf("followed: %+v", own)
		}
		if _, ok := c.Own("2026-11-22"); ok || !c.Follows(river) || !c.Follows("") || c.Follows("another") {
			t.Error("the place followed before its first day, or what it never did")
		}
		if day, _ := c.Day("2026-11-26"); day.Name != "Nghỉ vì ngập" || day.Said != "2026-11-20" || len(c.List(kheo.Span{From: "2026-11-20", To: "2026-11-30"})) != 3 {
			t.Errorf("%+v of %+v", day, c.List(kheo.Span{From: "2026-11-20", To: "2026-11-30"}))
		}
		if !load(t, d).Working("2026-11-26") || load(t, d).Working("2026-11-24") || c.Working("2026-11-24") {
			t.Error("the office's calendar took the flood, or the place lost the holiday")
		}
		tet := calendar.Day{Calendar: river, Date: "2027-02-06", Name: "Làm bù", Kind: calendar.SwapWork, Source: "Thông báo 4"} // a Saturday, the first of Tết
		if err := edit(t, d, admin, tet); err != nil {
			t.Fatal(err)
		}
		if every(t, d).Of("28108").Working(tet.Date) {
			t.Error("a place works on a holiday")
		}
		flood.Kind = calendar.Plain
		if err := edit(t, d, admin, flood); err != nil {
			t.Fatal(err)
		}
		if !every(t, d).Of("28108").Working("2026-11-26") {
			t.Error("taken back, the flood is still there")
		}
		if list := every(t, d).Followers("2026-11-20"); len(list) != 2 || list[0].Place != "28108" || list[0].Since != "2026-11-23" {
			t.Errorf("followers: %+v", list)
		}
	})
}

func TestWhatMayNotBeSaidOfOnesOwnCalendar(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		sat := made(t, d, calendar.Own{Name: "Làm cả thứ Bảy", Saturday: true})
		var faults kheo.Faults
		field := func(err error) string {
			faults = nil
			if !errors.As(err, &faults) || len(faults) != 1 {
				return fmt.Sprint(err)
			}
			return faults[0].Field
		}
		twice := func(o calendar.Own) error {
			return write(t, d, func(ctx context.Context, tx *db.Tx) error { _, err := calendar.Make(ctx, tx, admin, o); return err })
		}
		for _, c := range []struct {
			err  error
			want string
		}{
			{twice(calendar.Own{Name: "Làm cả thứ Bảy ", Source: "Thông báo"}), "name"},
			{twice(calendar.Own{Source: "Thông báo"}), "name"},
			{twice(calendar.Own{Name: "Một\nhai", Source: "Thông báo"}), "name"},
			{twice(calendar.Own{Name: "Lịch"}), "source"},
			{follow(t, d, admin, calendar.Following{Place: "28108", Since: "2026-11-19", Calendar: sat}), "since"},
			{follow(t, d, admin, calendar.Following{Place: "28108", Since: "", Calendar: sat}), "since"},
			{follow(t, d, admin, calendar.Following{Place: "28108", Since: "2026-11-20", Calendar: "none"}), "calendar"},
			{follow(t, d, admin, calendar.Following{Place: "28108", Since: "2026-11-20"}), "calendar"}, // the office's already
			{follow(t, d, admin, calendar.Following{Since: "2026-11-20", Calendar: sat}), "place"},
			{edit(t, d, admin, calendar.Day{Calendar: sat, Date: "2026-11-26", Name: "Lễ", Kind: calendar.Statutory, Source: "Luật"}), "kind"},
		} {
			if got := field(c.err); got != c.want {
				t.Errorf("%v: a fault of %q, want %q", c.err, got, c.want)
			}
		}
		nobody := kheo.Caller{At: admin.At}
		err := write(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := calendar.Make(ctx, tx, nobody, calendar.Own{Name: "Lịch", Source: "Thông báo"})
			return err
		})
		if !errors.Is(err, kheo.ErrForbidden) || !errors.Is(follow(t, d, nobody, calendar.Following{Place: "28108", Since: "2026-11-20", Calendar: sat}), kheo.ErrForbidden) {
			t.Error("a visitor made a calendar, or gave a place one")
		}
		if err := edit(t, d, admin, calendar.Day{Calendar: "none", Date: "2026-11-26", Name: "Nghỉ", Kind: calendar.Closed, Source: "Công điện"}); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a day on a calendar that is not there: %v", err)
		}
		if all := every(t, d); len(all.List()) != 1 || len(all.Followers("2026-11-20")) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

// Whatever is said in whatever order, each day is counted by what its place was
// last said to follow on it: held against a table of days that is filled in by
// hand, step by step.
func TestEachDayIsCountedByTheCalendarFollowedOnIt(t *testing.T) {
	const span = 80
	first := kheo.Date("2026-11-20")
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		owns := []string{"", made(t, d, calendar.Own{Name: "A", Saturday: true}), made(t, d, calendar.Own{Name: "B", Sunday: true})}
		places := []kheo.UnitID{"28108", "28114", "28120"}
		saturday, sunday := map[string]bool{owns[1]: true}, map[string]bool{owns[2]: true}
		followed := map[kheo.UnitID][]string{}
		for _, p := range places {
			followed[p] = make([]string, span)
		}
		closed := map[string]bool{} // "calendar day"
		rnd := rand.New(rand.NewPCG(7, 11))
		who := admin
		for range 40 {
			who.At = who.At.Add(time.Hour)
			n := rnd.IntN(span - 10)
			if rnd.IntN(2) == 0 {
				p, id := places[rnd.IntN(3)], owns[rnd.IntN(3)]
				err := follow(t, d, who, calendar.Following{Place: p, Since: max(first.Add(n), who.Today()), Calendar: id})
				from := max(n, who.Today().Sub(first))
				if followed[p][from] == id {
					if err == nil {
						t.Fatalf("%s was let follow %q, which it did", p, id)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				for i := from; i < span; i++ {
					followed[p][i] = id
				}
				continue
			}
			day := calendar.Day{Calendar: owns[1+rnd.IntN(2)], Date: max(first.Add(n), who.Today()), Name: "Nghỉ", Kind: calendar.Closed, Source: "Công điện"}
			if rnd.IntN(4) == 0 {
				day.Kind = calendar.Plain
			}
			if err := edit(t, d, who, day); err != nil {
				t.Fatal(err)
			}
			closed[day.Calendar+" "+string(day.Date)] = day.Kind == calendar.Closed
		}
		all, office := every(t, d), load(t, d)
		for _, p := range places {
			c := all.Of(p)
			for i, id := range followed[p] {
				on := first.Add(i)
				want := office.Working(on)
				_, named := office.Day(on)
				wd := on.Time().Weekday()
				want = want || !named && (wd == time.Saturday && saturday[id] || wd == time.Sunday && sunday[id])
				want = want && !(id != "" && closed[id+" "+string(on)])
				if c.Working(on) != want {
					t.Errorf("%s on %s, which follows %q: worked %v", p, on, id, !want)
				}
			}
		}
		if len(closed) < 5 {
			t.Fatalf("%d days were closed: this test looks at nothing", len(closed))
		}
	})
}
