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
)

func (h *hall) pause(who kheo.Caller, m matter.Matter, reason string) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error { return matter.Pause(ctx, tx, who, m.Code, reason, "") })
}

func (h *hall) resume(who kheo.Caller, m matter.Matter) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error { return matter.Resume(ctx, tx, who, m.Code) })
}

func (h *hall) why(m matter.Matter) (w matter.Why) {
	h.Helper()
	h.read(func(ctx context.Context, tx *db.Tx) (err error) {
		w, err = matter.WhyDue(ctx, tx, h.find(m.Code, ""))
		return err
	})
	return w
}

// explains checks that the days counted one by one end on the day, as many as
// the rule allows.
func (h *hall) explains(m matter.Matter) {
	h.Helper()
	w := h.why(m)
	if len(w.Days) == 0 {
		h.Fatalf("no days between %s and %s", w.From, w.Due)
	}
	last := w.Days[len(w.Days)-1]
	if last.Day != w.Due || last.N != int(w.Rule.Value) {
		h.Errorf("counted to %d on %s, the rule allows %d until %s", last.N, last.Day, w.Rule.Value, w.Due)
	}
}

func TestAPauseStopsTheClockAndShows(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02") // until 16 March
		h.must(h.accept(clerk(h.office, "2026-03-03"), m, ""))
		h.explains(m)
		var f kheo.Faults
		if err := h.pause(clerk(h.office, "2026-03-04"), m, "busy"); !errors.As(err, &f) {
			t.Errorf("paused for a reason of its own: %v", err)
		}
		h.must(h.pause(clerk(h.office, "2026-03-04"), m, "survey"))
		if got := h.find(m.Code, ""); got.Paused != "survey" || got.Late("2026-12-01") {
			t.Errorf("paused: %+v", got)
		}
		h.must(h.resume(clerk(h.office, "2026-03-09"), m)) // Wednesday to Monday: three working days
		if got := h.find(m.Code, ""); got.Due != "2026-03-19" || got.PausedDays != 3 || got.Paused != "" {
			t.Errorf("resumed: %+v", got)
		}
		h.explains(m)
		if w := h.why(m); len(w.Changes) != 1 || w.Changes[0].Why != "pause" || w.Changes[0].Old != "2026-03-16" || len(w.Pauses) != 1 {
			t.Errorf("why: %+v", w)
		}
		h.must(h.pause(clerk(h.office, "2026-03-10"), m, "author"))
		h.do(func(ctx context.Context, tx *db.Tx) error {
			if n, err := matter.ResumeDue(ctx, tx, kheo.Caller{At: at("2026-03-18", 1)}); n != 0 || err != nil {
				t.Errorf("before the cap: %d, %v", n, err)
			}
			n, err := matter.ResumeDue(ctx, tx, kheo.Caller{At: at("2026-03-25", 1)}) // seven are left, the job comes late
			if n != 1 {
				t.Errorf("at the cap: %d", n)
			}
			return err
		})
		if got := h.find(m.Code, ""); got.PausedDays != 10 || got.Due != "2026-03-30" {
			t.Errorf("after the cap: %+v", got)
		}
		h.explains(m)
		if err := h.pause(clerk(h.office, "2026-03-26"), m, "author"); !errors.As(err, &f) {
			t.Errorf("paused beyond the cap: %v", err)
		}
		n := h.raise("2026-03-02")
		if err := h.pause(clerk(h.office, "2026-03-17"), n, "author"); !errors.As(err, &f) {
			t.Errorf("paused when late: %v", err)
		}
	})
}

func TestAHolidayAnnouncedLateMovesTheDay(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-11-02")
		past := h.raise("2026-10-01")
		h.do(func(ctx context.Context, tx *db.Tx) error {
			admin := kheo.Caller{Person: "admin", At: at("2026-11-10", 9), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}}}
			return calendar.Edit(ctx, tx, admin, calendar.Day{Date: "2026-11-12", Name: "Nghỉ bão số 13", NameEN: "Storm 13", Kind: calendar.Closed, Source: "Công điện 1"})
		})
		redue := func() (n int) {
			h.do(func(ctx context.Context, tx *db.Tx) error {
				c, err := calendar.Load(ctx, tx)
				if err != nil {
					return err
				}
				n, _, err = matter.Redue(ctx, tx, kheo.Caller{At: at("2026-11-10", 10)}, c, "Nghỉ bão số 13", "")
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
		got := h.find(m.Code, "")
		w := h.why(m)
		if got.Due != "2026-11-17" || len(w.Changes) != 1 || w.Changes[0].Old != "2026-11-16" || w.Changes[0].Note != "Nghỉ bão số 13" {
			t.Errorf("moved: %s, %+v", got.Due, w.Changes)
		}
		h.explains(m)
		if got := h.find(past.Code, ""); got.Due != past.Due {
			t.Errorf("a day that had passed moved to %s", got.Due)
		}
		if back := h.find(m.Code, "2026-11-09"); back.Due != "2026-11-16" {
			t.Errorf("looking back before it was announced: %s", back.Due)
		}
	})
}

func TestTheLadderTellsEachStepOnce(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02") // until Monday 16 March
		climb := func(day kheo.Date) (n int) {
			h.do(func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = matter.Escalate(ctx, tx, kheo.Caller{At: at(day, 7)})
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
		h.read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.Escalations(ctx, tx, m.ID)
			if len(list) != 3 || list[0].Step != "soon" || list[0].Body != h.office || list[1].Step != "late" || list[2].Step != "up" || list[2].Body != h.parent {
				t.Errorf("told: %+v", list)
			}
			d, err2 := matter.OnDesk(ctx, tx, chair(h.parent, "2026-06-02"), matter.View{})
			if len(d.Tasks) != 1 || d.Tasks[0].Tab != matter.TabWaiting {
				t.Errorf("the parent's desk: %+v", d)
			}
			return errors.Join(err, err2)
		})
		late := h.raise("2026-03-02")
		if n := climb("2026-06-03"); n != 1 {
			t.Errorf("one that comes late climbs %d steps at once, want one: %s", n, late.Code)
		}
		h.must(h.accept(clerk(h.office, "2026-06-04"), m, "")) // and the holder goes on
	})
}

// However pauses, returns and answers follow each other, the day a matter is
// due is the day its explanation counts to.
func TestTheDayIsTheOneExplained(t *testing.T) {
	fewChecks(t)
	eachHall(t, func(h *hall) {
		rapid.Check(h.T, func(rt *rapid.T) {
			day := kheo.Date("2026-01-05").Add(rapid.IntRange(0, 200).Draw(rt, "filed"))
			m := h.raise(day)
			h.must(h.accept(clerk(h.office, day), m, ""))
			for range rapid.IntRange(0, 6).Draw(rt, "steps") {
				day = day.Add(rapid.IntRange(0, 5).Draw(rt, "days"))
				who := clerk(h.office, day)
				switch rapid.SampledFrom([]string{"pause", "resume", "work", "return"}).Draw(rt, "do") {
				case "pause":
					_ = h.pause(who, m, "author")
				case "resume":
					_ = h.resume(who, m)
				case "work":
					_ = h.take(who, m.Code)
					_ = h.answer(who, m.Code, explained)
				case "return":
					late := author(day, m)
					_ = h.speak(late, m, itIsNot)
				}
			}
			_ = h.resume(clerk(h.office, day.Add(1)), m)
			w := h.why(m)
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
