package matter_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// try runs one use case and returns what it says.
func (w *world) try(f func(ctx context.Context, tx *db.Tx) error) error {
	w.Helper()
	return w.d.Write(w.Context(), f)
}

func (w *world) take(who kheo.Caller, code string) error {
	return w.try(func(ctx context.Context, tx *db.Tx) error { return matter.Take(ctx, tx, who, code) })
}

func (w *world) answer(who kheo.Caller, code string, r matter.Reply) error {
	return w.try(func(ctx context.Context, tx *db.Tx) error { return matter.Answer(ctx, tx, who, code, r) })
}

func (w *world) confirm(who kheo.Caller, code string) error {
	return w.try(func(ctx context.Context, tx *db.Tx) error { return matter.Confirm(ctx, tx, who, code, "") })
}

func (w *world) giveBack(who kheo.Caller, code, why string) error {
	return w.try(func(ctx context.Context, tx *db.Tx) error { return matter.Return(ctx, tx, who, code, why) })
}

func (w *world) choose(who kheo.Caller, code string, to kheo.UnitID, why string) error {
	return w.try(func(ctx context.Context, tx *db.Tx) error { return matter.Choose(ctx, tx, w.book, who, code, to, why) })
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func TestARecommendationFromOpeningToItsConfirmation(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		if m.Code != "KN-23-0001" || m.State != matter.Assigned || m.Holder != w.board || !m.Public {
			t.Fatalf("opened: %+v", m)
		}
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-20"), strings.ToLower(m.Code), done))
		w.must(w.giveBack(lead(w.province, "2024-03-22"), m.Code, "Còn thiếu cột hạn xong."))
		w.must(w.take(officer(w.board, "2024-03-25"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-26"), m.Code, done))
		w.must(w.confirm(lead(w.province, "2024-03-28"), m.Code))

		for _, c := range []struct {
			on   kheo.Date
			want matter.State
		}{
			{"2023-12-11", matter.Assigned}, {"2023-12-15", matter.InHand}, {"2024-03-19", matter.InHand},
			{"2024-03-21", matter.Answered}, {"2024-03-22", matter.Reopened}, {"2024-03-28", matter.Confirmed}, {"", matter.Confirmed},
		} {
			if got := w.find(m.Code, c.on).State; got != c.want {
				t.Errorf("on %q: %s, want %s", c.on, got, c.want)
			}
		}
		if got := w.leavesOf(m.Code); got != 7 {
			t.Errorf("%d ledger entries, want one for each of 7 moves", got)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			if _, err := matter.Find(ctx, tx, m.Code, "2023-12-10"); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("before it was opened: %v, want not found", err)
			}
			moves, err := matter.Moves(ctx, tx, m.ID, "2024-03-21")
			if len(moves) != 3 || len(moves[2].Proofs) != 1 || moves[2].Answer != matter.Acted {
				t.Errorf("moves up to the first answer: %+v", moves)
			}
			return err
		})
	})
}

func TestOnlyThoseItIsOwedToConfirm(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-20"), m.Code, done))
		day := kheo.Date("2024-03-22")
		all := []kheo.Right{matter.MayTake, matter.MayConfirm, matter.MayChoose}
		for name, who := range map[string]kheo.Caller{
			"a visitor":                        {At: at(day, 12)},
			"the holder":                       officer(w.board, day),
			"the holder with every right":      as("x", w.board, day, all...),
			"an administrator of the office":   {Person: "a", At: at(day, 12), Grants: []kheo.Grant{{Role: "admin", Rights: all}}},
			"another body":                     as("x", w.front, day, all...),
			"a body that will be the heir":     as("x", w.provinceTG, day, all...),
			"a taker in the body it's owed to": as("x", w.province, day, matter.MayTake),
			"the one who answered":             as("officer", w.province, day, all...),
		} {
			if err := w.confirm(who, m.Code); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s confirms: %v, want forbidden", name, err)
			}
			if err := w.giveBack(who, m.Code, "vì"); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s returns: %v, want forbidden", name, err)
			}
		}
		if err := w.confirm(lead(w.province, "2025-03-01"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a body that has passed on confirms: %v, want forbidden", err)
		}
		w.must(w.confirm(lead(w.provinceTG, "2025-03-01"), m.Code))
	})
}

func TestTheHeirCarriesOn(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		if s := w.stand(m, "2025-02-09"); s.Holder != w.board || s.Passed || s.Waiting {
			t.Errorf("before the board passed on: %+v", s)
		}
		s := w.stand(m, "2025-02-10")
		if s.Holder != w.boardTG || !s.Passed || s.Given != w.board || s.Ended != "2025-02-09" {
			t.Errorf("after the board passed on: %+v", s)
		}
		if err := w.take(officer(w.board, "2025-03-01"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the ended board takes it: %v, want forbidden", err)
		}
		w.must(w.take(officer(w.boardTG, "2025-03-01"), m.Code))
		if got := w.find(m.Code, "").Holder; got != w.boardTG {
			t.Errorf("holder after the heir took it: %s, want %s", got, w.boardTG)
		}
	})
}

func TestWithoutAnHeirTheMatterWaitsForAChoice(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		s := w.stand(m, "2025-07-01")
		want := matter.Standing{Given: w.board, Last: w.boardTG, Waiting: true, Ended: "2025-06-30", Chooser: w.tayNinh}
		if s != want {
			t.Fatalf("Stand = %+v, want %+v", s, want)
		}
		if len(w.communes) != 6 {
			t.Fatalf("Cần Đước leads to %d communes, want 6", len(w.communes))
		}
		day := kheo.Date("2025-07-01")
		if err := w.take(officer(w.communes[0], day), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a commune takes it unasked: %v, want forbidden", err)
		}
		if err := w.choose(lead(w.province, day), m.Code, w.communes[0], "vì"); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the ended province chooses: %v, want forbidden", err)
		}
		for _, to := range []kheo.UnitID{w.elsewhere, w.boardTG, w.tayNinh, ""} {
			var f kheo.Faults
			if err := w.choose(lead(w.tayNinh, day), m.Code, to, "vì"); !errors.As(err, &f) {
				t.Errorf("chosen %q: %v, want a fault", to, err)
			}
		}
		w.must(w.choose(lead(w.tayNinh, day), m.Code, w.communes[2], "Nơi có nhiều lời hứa nhất."))
		m = w.find(m.Code, "")
		if m.State != matter.Assigned || m.Holder != w.communes[2] || m.Due != "2025-06-30" || !m.Late(day) {
			t.Errorf("after the choice: %+v", m)
		}
		if err := w.choose(lead(w.tayNinh, day), m.Code, w.communes[1], "nữa"); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("chosen twice: %v, want a conflict", err)
		}
		if s := w.stand(w.find(m.Code, "2025-06-30"), "2025-06-30"); s.Holder != w.boardTG {
			t.Errorf("the day before: %+v", s)
		}
		w.must(w.take(officer(w.communes[2], "2025-07-03"), m.Code))
	})
}

func TestAnAnsweredMatterWaitsForAVerdictNotForAHolder(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-20"), m.Code, done))
		if s := w.stand(w.find(m.Code, ""), "2025-07-01"); s.Waiting || s.Holder != "" || s.Last != w.boardTG {
			t.Errorf("answered: %+v", s)
		}
		w.must(w.giveBack(lead(w.tayNinh, "2025-07-02"), m.Code, "Chưa thấy bảng."))
		if s := w.stand(w.find(m.Code, ""), "2025-07-02"); !s.Waiting {
			t.Errorf("returned to a holder that ended: %+v", s)
		}
	})
}

func TestASettledMatterStaysWithWhoeverHeldIt(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-20"), m.Code, done))
		w.must(w.confirm(lead(w.province, "2024-03-28"), m.Code))
		want := matter.Standing{Holder: w.board, Given: w.board, Last: w.board}
		if s := w.stand(w.find(m.Code, ""), "2026-11-22"); s != want {
			t.Errorf("long after both boards ended: %+v, want %+v", s, want)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		who := officer(w.board, "2023-12-15")
		var wrong kheo.Wrong
		if err := w.answer(who, m.Code, done); !errors.As(err, &wrong) || !slices.Contains(wrong.Possible, "in_hand") {
			t.Errorf("answered before it was taken: %v", err)
		}
		if err := w.take(officer(w.board, "2023-12-10"), m.Code); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("taken before it was opened: %v, want a conflict", err)
		}
		w.must(w.take(who, m.Code))
		for _, c := range []struct {
			field string
			reply matter.Reply
		}{
			{"kind", matter.Reply{Text: "x"}},
			{"text", matter.Reply{Kind: matter.Explained, Text: " \n"}},
			{"text", matter.Reply{Kind: matter.Explained, Text: strings.Repeat("ữ", 5001)}},
			{"proof", matter.Reply{Kind: matter.Acted, Text: "x"}},
			{"proof", matter.Reply{Kind: matter.Acted, Text: "x", Proofs: []matter.Proof{{Name: "a", SHA256: "zz", Size: 1}}}},
		} {
			var f kheo.Faults
			err := w.answer(who, m.Code, c.reply)
			if !errors.As(err, &f) {
				t.Errorf("%+v: %v, want faults", c.reply.Kind, err)
				continue
			}
			if _, ok := f.On(c.field); !ok || len(f) != 1 {
				t.Errorf("faults %v, want one on %s", f, c.field)
			}
		}
		w.must(w.answer(who, m.Code, matter.Reply{Kind: matter.Explained, Text: strings.Repeat("ữ", 5000)}))
		if err := w.giveBack(lead(w.province, "2023-12-20"), m.Code, "  "); err == nil {
			t.Error("returned without a reason")
		}
		if err := w.take(officer(w.board, "2023-12-21"), "KN-23-9999"); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("an unknown code: %v, want not found", err)
		}
	})
}

func TestOpeningIsCheckedWhole(t *testing.T) {
	each(t, func(w *world) {
		n := w.second()
		n.Title, n.Due, n.Kind = "", "2023-12-10", "other"
		var f kheo.Faults
		err := w.try(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.Open(ctx, tx, lead(w.province, "2023-12-11"), n)
			return err
		})
		if !errors.As(err, &f) || len(f) != 3 {
			t.Errorf("three things to mend: %v", err)
		}
		n = w.second()
		n.Holder = w.communes[0]
		err = w.try(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.Open(ctx, tx, lead(w.province, "2023-12-11"), n)
			return err
		})
		if !errors.As(err, &f) || f[0].Field != "holder" {
			t.Errorf("given to a body that does not exist yet: %v", err)
		}
		for _, who := range []kheo.Caller{officer(w.province, "2023-12-11"), lead(w.board, "2023-12-11")} {
			err = w.try(func(ctx context.Context, tx *db.Tx) error {
				_, err := matter.Open(ctx, tx, who, w.second())
				return err
			})
			if !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("opened for a body one does not speak for: %v", err)
			}
		}
	})
}

func TestAPrivateMatterIsNotFoundUntilItIsPublished(t *testing.T) {
	each(t, func(w *world) {
		n := w.second()
		n.Public = false
		var m matter.Matter
		w.do(func(ctx context.Context, tx *db.Tx) (err error) {
			m, err = matter.Open(ctx, tx, lead(w.province, "2023-12-11"), n)
			return err
		})
		if err := w.take(officer(w.front, "2023-12-12"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("somebody it does not concern: %v, want not found", err)
		}
		see := func(who kheo.Caller) (err error) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				err = w.find(m.Code, "").May(ctx, tx, who)
				return nil
			})
			return err
		}
		for _, who := range []kheo.Caller{officer(w.board, "2023-12-12"), lead(w.province, "2023-12-12"), officer(w.boardTG, "2025-03-01")} {
			if err := see(who); err != nil {
				t.Errorf("a body it concerns: %v", err)
			}
		}
		if err := see(kheo.Caller{At: at("2023-12-12", 9)}); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a visitor: %v, want not found", err)
		}
		w.do(func(ctx context.Context, tx *db.Tx) error {
			return matter.Publish(ctx, tx, lead(w.province, "2023-12-13"), "inspection/1")
		})
		if err := see(kheo.Caller{At: at("2023-12-14", 9)}); err != nil {
			t.Errorf("a visitor, after it was published: %v", err)
		}
	})
}

func TestThreeRatesAsOfADay(t *testing.T) {
	each(t, func(w *world) {
		m, other := w.open(), w.open()
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-20"), m.Code, done))
		w.must(w.giveBack(lead(w.province, "2024-03-22"), m.Code, "Còn thiếu."))
		w.must(w.take(officer(w.board, "2024-03-25"), m.Code))
		w.must(w.answer(officer(w.board, "2024-03-26"), m.Code, matter.Reply{Kind: matter.Explained, Text: "Chưa có kinh phí."}))
		w.must(w.confirm(lead(w.province, "2024-03-28"), m.Code))
		for _, c := range []struct {
			on   kheo.Date
			want matter.Rates
		}{
			{"2023-12-10", matter.Rates{}},
			{"2023-12-31", matter.Rates{Total: 2}},
			{"2024-03-21", matter.Rates{Total: 2, Answered: 1, Acted: 1, Waiting: 1}},
			{"2024-03-25", matter.Rates{Total: 2, Answered: 1, Acted: 1, Reopened: 1}},
			{"2024-03-28", matter.Rates{Total: 2, Answered: 1, Confirmed: 1}},
		} {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				got, err := matter.ThreeRates(ctx, tx, matter.Filter{Source: "inspection/1", Public: true, Kind: matter.Recommendation}, c.on)
				if got != c.want {
					t.Errorf("on %s: %+v, want %+v", c.on, got, c.want)
				}
				return err
			})
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.List(ctx, tx, matter.Filter{Open: true, Holders: []kheo.UnitID{w.board}})
			if len(list) != 1 || list[0].Code != other.Code {
				t.Errorf("still open: %+v", list)
			}
			if late := matter.Overdue(list, "2025-07-01"); len(late) != 1 || late[0].DaysLeft("2025-07-01") != -1 {
				t.Errorf("overdue on 2025-07-01: %+v", late)
			}
			return err
		})
	})
}

func TestTheDeskAsksEachForTheirPart(t *testing.T) {
	each(t, func(w *world) {
		m := w.open()
		asks := func(who kheo.Caller) (do matter.Do) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				d, err := matter.OnDesk(ctx, tx, who, matter.View{})
				if len(d.Tasks) == 1 {
					do = d.Tasks[0].Do
				}
				return err
			})
			return do
		}
		check := func(when string, who kheo.Caller, want matter.Do) {
			t.Helper()
			if got := asks(who); got != want {
				t.Errorf("%s: the desk asks to %q, want %q", when, got, want)
			}
		}
		check("opened, holder", officer(w.board, "2023-12-12"), matter.DoTake)
		check("opened, owed to", lead(w.province, "2023-12-12"), matter.DoWatch)
		check("opened, another", officer(w.front, "2023-12-12"), "")
		check("waiting, the one who chooses", lead(w.tayNinh, "2025-07-01"), matter.DoChoose)
		check("waiting, a commune", officer(w.communes[0], "2025-07-01"), "")
		w.must(w.take(officer(w.board, "2023-12-15"), m.Code))
		check("in hand, holder", officer(w.board, "2023-12-16"), matter.DoAnswer)
		w.must(w.answer(officer(w.board, "2024-03-20"), m.Code, done))
		check("answered, holder", officer(w.board, "2024-03-21"), matter.DoWatch)
		check("answered, owed to", lead(w.province, "2024-03-21"), matter.DoJudge)
		w.must(w.confirm(lead(w.province, "2024-03-28"), m.Code))
		check("confirmed, holder", officer(w.board, "2024-03-29"), "")
	})
}
