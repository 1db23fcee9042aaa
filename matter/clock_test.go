package matter_test

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
	"kheo/matter"
	"kheo/matter/mattertest"
)

func TestAPauseStopsTheClockAndShows(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02") // until 16 March
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), m, ""))
		h.Explains(m)
		var f kheo.Faults
		if err := h.Pause(mattertest.Clerk(h.Office, "2026-03-04"), m, "busy"); !errors.As(err, &f) {
			t.Errorf("paused for a reason of its own: %v", err)
		}
		h.Must(h.Pause(mattertest.Clerk(h.Office, "2026-03-04"), m, "survey"))
		if got := h.Find(m.Code, ""); got.Paused != "survey" || got.Late("2026-12-01") {
			t.Errorf("paused: %+v", got)
		}
		h.Must(h.Resume(mattertest.Clerk(h.Office, "2026-03-09"), m)) // Wednesday to Monday: three working days
		if got := h.Find(m.Code, ""); got.Due != "2026-03-19" || got.PausedDays != 3 || got.Paused != "" {
			t.Errorf("resumed: %+v", got)
		}
		h.Explains(m)
		if w := h.Why(m); len(w.Changes) != 1 || w.Changes[0].Why != "pause" || w.Changes[0].Old != "2026-03-16" || len(w.Pauses) != 1 {
			t.Errorf("why: %+v", w)
		}
		h.Must(h.Pause(mattertest.Clerk(h.Office, "2026-03-10"), m, "author"))
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			if n, err := matter.ResumeDue(ctx, tx, kheo.Caller{At: mattertest.At("2026-03-18", 1)}); n != 0 || err != nil {
				t.Errorf("before the cap: %d, %v", n, err)
			}
			n, err := matter.ResumeDue(ctx, tx, kheo.Caller{At: mattertest.At("2026-03-25", 1)}) // seven are left, the job comes late
			if n != 1 {
				t.Errorf("at the cap: %d", n)
			}
			return err
		})
		if got := h.Find(m.Code, ""); got.PausedDays != 10 || got.Due != "2026-03-30" {
			t.Errorf("after the cap: %+v", got)
		}
		h.Explains(m)
		if err := h.Pause(mattertest.Clerk(h.Office, "2026-03-26"), m, "author"); !errors.As(err, &f) {
			t.Errorf("paused beyond the cap: %v", err)
		}
		n := h.Raise("2026-03-02")
		if err := h.Pause(mattertest.Clerk(h.Office, "2026-03-17"), n, "author"); !errors.As(err, &f) {
			t.Errorf("paused when late: %v", err)
		}
	})
}

// because counts by the calendars, and gives the same day's name to whatever moved.
func because(all calendar.Calendars, name string) func(kheo.UnitID) (calendar.Calendar, string, string) {
	return func(place kheo.UnitID) (calendar.Calendar, string, string) { return all.Of(place), "holiday", name }
}

func TestAHolidayAnnouncedLateMovesTheDay(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-11-02")
		past := h.Raise("2026-10-01")
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			admin := kheo.Caller{Person: "admin", At: mattertest.At("2026-11-10", 9), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
			return calendar.Edit(ctx, tx, admin, calendar.Day{Date: "2026-11-12", Name: "Nghỉ bão số 13", NameEN: "Storm 13", Kind: calendar.Closed, Source: "Công điện 1"})
		})
		redue := func() (n int) {
			h.Do(func(ctx context.Context, tx *db.Tx) error {
				all, err := calendar.All(ctx, tx)
				if err != nil {
					return err
				}
				n, _, err = matter.Redue(ctx, tx, kheo.Caller{At: mattertest.At("2026-11-10", 10)}, because(all, "Nghỉ bão số 13"), "")
				return err
			})
			return n
		}
		if n := redue(); n != 1 {
			t.Fatalf("%d days moved", n)
		}
		if n := redue(); n != 0 {
			t.Errorf("counted again %d moved", n)
		}
		got := h.Find(m.Code, "")
		w := h.Why(m)
		if got.Due != "2026-11-17" || len(w.Changes) != 1 || w.Changes[0].Old != "2026-11-16" || w.Changes[0].Note != "Nghỉ bão số 13" {
			t.Errorf("moved: %s, %+v", got.Due, w.Changes)
		}
		h.Explains(m)
		if got := h.Find(past.Code, ""); got.Due != past.Due {
			t.Errorf("a day that had passed moved to %s", got.Due)
		}
		if back := h.Find(m.Code, "2026-11-09"); back.Due != "2026-11-16" {
			t.Errorf("looking back before it was announced: %s", back.Due)
		}
	})
}

// A working Saturday shortens what is counted in working days, and makes nobody
// late whom it is told too late.
func TestAWorkingSaturdayAnnouncedLateMakesNobodyLate(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-11-02")
		redue := func(day kheo.Date) kheo.Date {
			h.Do(func(ctx context.Context, tx *db.Tx) error {
				admin := kheo.Caller{Person: "admin", At: mattertest.At("2026-11-10", 9), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
				if err := calendar.Edit(ctx, tx, admin, calendar.Day{Date: "2026-11-14", Name: "Làm bù", Kind: calendar.SwapWork, Source: "Thông báo 1"}); err != nil {
					return err
				}
				all, err := calendar.All(ctx, tx)
				if err != nil {
					return err
				}
				_, _, err = matter.Redue(ctx, tx, kheo.Caller{At: mattertest.At(day, 10)}, because(all, "Làm bù"), "")
				return err
			})
			return h.Find(m.Code, "").Due
		}
		if due := redue("2026-11-16"); due != "2026-11-16" {
			t.Errorf("told on its last day it was due %s", due)
		}
		if due := redue("2026-11-10"); due != "2026-11-14" {
			t.Errorf("told before, it is due %s", due)
		}
	})
}

func TestTheLadderTellsEachStepOnce(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02") // until Monday 16 March
		climb := func(day kheo.Date) (n int) {
			h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = matter.Escalate(ctx, tx, kheo.Caller{At: mattertest.At(day, 7)})
				return err
			})
			return n
		}
		for _, c := range []struct {
			day  kheo.Date
			want int
		}{{"2026-03-11", 0}, {"2026-03-12", 1}, {"2026-03-13", 0}, {"2026-03-16", 0}, {"2026-03-17", 1}, {"2026-03-18", 0},
			{"2026-03-22", 0}, {"2026-03-23", 1}, {"2026-03-24", 0}, {"2026-06-01", 0}} {
			if got := climb(c.day); got != c.want {
				t.Errorf("on %s %d steps, want %d", c.day, got, c.want)
			}
		}
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.Escalations(ctx, tx, m.ID)
			if len(list) != 3 || list[0].Step != "soon" || list[0].Body != h.Office || list[1].Step != "late" || list[2].Step != "up" || list[2].Body != h.Parent {
				t.Errorf("told: %+v", list)
			}
			return err
		})
		late := h.Raise("2026-03-02")
		if n := climb("2026-06-03"); n != 1 {
			t.Errorf("one that comes late climbs %d steps at once, want one: %s", n, late.Code)
		}
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-06-04"), m, "")) // and the holder goes on
	})
}

// However pauses, returns and answers follow each other, the day a matter is
// due is the day its explanation counts to.
func TestTheDayIsTheOneExplained(t *testing.T) {
	mattertest.FewChecks(t)
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		rapid.Check(h.T, func(rt *rapid.T) {
			day := kheo.Date("2026-01-05").Add(rapid.IntRange(0, 200).Draw(rt, "filed"))
			m := h.Raise(day)
			h.Must(h.Accept(mattertest.Clerk(h.Office, day), m, ""))
			for range rapid.IntRange(0, 6).Draw(rt, "steps") {
				day = day.Add(rapid.IntRange(0, 5).Draw(rt, "days"))
				who := mattertest.Clerk(h.Office, day)
				switch rapid.SampledFrom([]string{"pause", "resume", "work", "return"}).Draw(rt, "do") {
				case "pause":
					_ = h.Pause(who, m, "author")
				case "resume":
					_ = h.Resume(who, m)
				case "work":
					_ = h.Take(who, m.Code)
					_ = h.Answer(who, m.Code, mattertest.Explained)
				case "return":
					late := mattertest.Author(day, m)
					_ = h.Speak(late, m, mattertest.ItIsNot)
				}
			}
			_ = h.Resume(mattertest.Clerk(h.Office, day.Add(1)), m)
			w := h.Why(m)
			n := 0
			for _, d := range w.Days {
				n = max(n, d.N)
			}
			if n != int(w.Rule.Value) || w.Days[len(w.Days)-1].Day != w.Due {
				rt.Fatalf("counted %d days to %s, allowed %d: %+v", n, w.Due, w.Rule.Value, w)
			}
			if w.Rule.Unit != law.WorkingDay {
				rt.Fatal("the ordinary rule counts working days")
			}
		})
	})
}

// Once answered, a day stands; a day off announced afterwards does not change
// how it was counted.
func TestADayOffAnnouncedAfterTheAnswerLeavesTheExplanation(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-11-02")
		h.Answered(m, "2026-11-05")
		admin := kheo.Caller{Person: "admin", At: mattertest.At("2026-11-10", 9), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			return calendar.Edit(ctx, tx, admin, calendar.Day{Date: "2026-11-12", Name: "Nghỉ bão", Kind: calendar.Closed, Source: "Công điện 1"})
		})
		h.Explains(m)
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			id, err := calendar.Make(ctx, tx, admin, calendar.Own{Name: "Làm cả thứ Bảy", Saturday: true, Source: "Thông báo 1"})
			if err != nil {
				return err
			}
			return calendar.Follow(ctx, tx, admin, calendar.Following{Place: h.Place, Since: "2026-11-10", Calendar: id})
		})
		h.Explains(m)
		if got := h.Find(m.Code, ""); got.Due != m.Due {
			t.Errorf("answered, its day moved to %s", got.Due)
		}
	})
}
