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
	"kheo/matter/mattertest"
)

func TestARecommendationFromOpeningToItsConfirmation(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		if m.Code != "KN-23-0001" || m.State != matter.Assigned || m.Holder != w.Board || !m.Public {
			t.Fatalf("opened: %+v", m)
		}
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), strings.ToLower(m.Code), mattertest.Done))
		w.Must(w.GiveBack(mattertest.Lead(w.Province, "2024-03-22"), m.Code, "Còn thiếu cột hạn xong."))
		w.Must(w.Take(mattertest.Officer(w.Board, "2024-03-25"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-26"), m.Code, mattertest.Done))
		w.Must(w.Confirm(mattertest.Lead(w.Province, "2024-03-28"), m.Code))

		for _, c := range []struct {
			on   kheo.Date
			want matter.State
		}{
			{"2023-12-11", matter.Assigned}, {"2023-12-15", matter.InHand}, {"2024-03-19", matter.InHand},
			{"2024-03-21", matter.Answered}, {"2024-03-22", matter.Reopened}, {"2024-03-28", matter.Confirmed}, {"", matter.Confirmed},
		} {
			if got := w.Find(m.Code, c.on).State; got != c.want {
				t.Errorf("on %q: %s, want %s", c.on, got, c.want)
			}
		}
		if got := w.LeavesOf(m.Code); got != 7 {
			t.Errorf("%d ledger entries, want one for each of 7 moves", got)
		}
		w.Read(func(ctx context.Context, tx *db.Tx) error {
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
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), m.Code, mattertest.Done))
		day := kheo.Date("2024-03-22")
		all := []kheo.Right{matter.MayTake, matter.MayConfirm, matter.MayChoose}
		for name, who := range map[string]kheo.Caller{
			"a visitor":                        {At: mattertest.At(day, 12)},
			"the holder":                       mattertest.Officer(w.Board, day),
			"the holder with every right":      mattertest.As("x", w.Board, day, all...),
			"an administrator of the office":   {Person: "a", At: mattertest.At(day, 12), Grants: []kheo.Grant{{Role: "admin", Rights: all}}},
			"another body":                     mattertest.As("x", w.Front, day, all...),
			"a body that will be the heir":     mattertest.As("x", w.ProvinceTG, day, all...),
			"a taker in the body it's owed to": mattertest.As("x", w.Province, day, matter.MayTake),
			"the one who answered":             mattertest.As("officer", w.Province, day, all...),
		} {
			if err := w.Confirm(who, m.Code); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s confirms: %v, want forbidden", name, err)
			}
			if err := w.GiveBack(who, m.Code, "vì"); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s returns: %v, want forbidden", name, err)
			}
		}
		if err := w.Confirm(mattertest.Lead(w.Province, "2025-03-01"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a body that has passed on confirms: %v, want forbidden", err)
		}
		w.Must(w.Confirm(mattertest.Lead(w.ProvinceTG, "2025-03-01"), m.Code))
	})
}

func TestTheHeirCarriesOn(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		if s := w.Stand(m, "2025-02-09"); s.Holder != w.Board || s.Passed || s.Waiting {
			t.Errorf("before the board passed on: %+v", s)
		}
		s := w.Stand(m, "2025-02-10")
		if s.Holder != w.BoardTG || !s.Passed || s.Given != w.Board || s.Ended != "2025-02-09" {
			t.Errorf("after the board passed on: %+v", s)
		}
		if err := w.Take(mattertest.Officer(w.Board, "2025-03-01"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the ended board takes it: %v, want forbidden", err)
		}
		w.Must(w.Take(mattertest.Officer(w.BoardTG, "2025-03-01"), m.Code))
		if got := w.Find(m.Code, "").Holder; got != w.BoardTG {
			t.Errorf("holder after the heir took it: %s, want %s", got, w.BoardTG)
		}
	})
}

func TestWithoutAnHeirTheMatterWaitsForAChoice(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		s := w.Stand(m, "2025-07-01")
		want := matter.Standing{Given: w.Board, Last: w.BoardTG, Waiting: true, Ended: "2025-06-30", Chooser: w.TayNinh}
		if s != want {
			t.Fatalf("Stand = %+v, want %+v", s, want)
		}
		if len(w.Communes) != 6 {
			t.Fatalf("Cần Đước leads to %d communes, want 6", len(w.Communes))
		}
		day := kheo.Date("2025-07-01")
		if err := w.Take(mattertest.Officer(w.Communes[0], day), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a commune takes it unasked: %v, want forbidden", err)
		}
		if err := w.Choose(mattertest.Lead(w.Province, day), m.Code, w.Communes[0], "vì"); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the ended province chooses: %v, want forbidden", err)
		}
		for _, to := range []kheo.UnitID{w.Elsewhere, w.BoardTG, w.TayNinh, ""} {
			var f kheo.Faults
			if err := w.Choose(mattertest.Lead(w.TayNinh, day), m.Code, to, "vì"); !errors.As(err, &f) {
				t.Errorf("chosen %q: %v, want a fault", to, err)
			}
		}
		w.Must(w.Choose(mattertest.Lead(w.TayNinh, day), m.Code, w.Communes[2], "Nơi có nhiều lời hứa nhất."))
		m = w.Find(m.Code, "")
		if m.State != matter.Assigned || m.Holder != w.Communes[2] || m.Due != "2025-06-30" || !m.Late(day) {
			t.Errorf("after the choice: %+v", m)
		}
		if err := w.Choose(mattertest.Lead(w.TayNinh, day), m.Code, w.Communes[1], "nữa"); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("chosen twice: %v, want a conflict", err)
		}
		if s := w.Stand(w.Find(m.Code, "2025-06-30"), "2025-06-30"); s.Holder != w.BoardTG {
			t.Errorf("the day before: %+v", s)
		}
		w.Must(w.Take(mattertest.Officer(w.Communes[2], "2025-07-03"), m.Code))
	})
}

func TestAnAnsweredMatterWaitsForAVerdictNotForAHolder(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), m.Code, mattertest.Done))
		if s := w.Stand(w.Find(m.Code, ""), "2025-07-01"); s.Waiting || s.Holder != "" || s.Last != w.BoardTG {
			t.Errorf("answered: %+v", s)
		}
		w.Must(w.GiveBack(mattertest.Lead(w.TayNinh, "2025-07-02"), m.Code, "Chưa thấy bảng."))
		if s := w.Stand(w.Find(m.Code, ""), "2025-07-02"); !s.Waiting {
			t.Errorf("returned to a holder that ended: %+v", s)
		}
	})
}

func TestASettledMatterStaysWithWhoeverHeldIt(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), m.Code, mattertest.Done))
		w.Must(w.Confirm(mattertest.Lead(w.Province, "2024-03-28"), m.Code))
		want := matter.Standing{Holder: w.Board, Given: w.Board, Last: w.Board}
		if s := w.Stand(w.Find(m.Code, ""), "2026-11-22"); s != want {
			t.Errorf("long after both boards ended: %+v, want %+v", s, want)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		who := mattertest.Officer(w.Board, "2023-12-15")
		var wrong kheo.Wrong
		if err := w.Answer(who, m.Code, mattertest.Done); !errors.As(err, &wrong) || !slices.Contains(wrong.Possible, "in_hand") {
			t.Errorf("answered before it was taken: %v", err)
		}
		if err := w.Take(mattertest.Officer(w.Board, "2023-12-10"), m.Code); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("taken before it was opened: %v, want a conflict", err)
		}
		w.Must(w.Take(who, m.Code))
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
			err := w.Answer(who, m.Code, c.reply)
			if !errors.As(err, &f) {
				t.Errorf("%+v: %v, want faults", c.reply.Kind, err)
				continue
			}
			if _, ok := f.On(c.field); !ok || len(f) != 1 {
				t.Errorf("faults %v, want one on %s", f, c.field)
			}
		}
		w.Must(w.Answer(who, m.Code, matter.Reply{Kind: matter.Explained, Text: strings.Repeat("ữ", 5000)}))
		if err := w.GiveBack(mattertest.Lead(w.Province, "2023-12-20"), m.Code, "  "); err == nil {
			t.Error("returned without a reason")
		}
		if err := w.Take(mattertest.Officer(w.Board, "2023-12-21"), "KN-23-9999"); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("an unknown code: %v, want not found", err)
		}
	})
}

func TestOpeningIsCheckedWhole(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		n := w.Second()
		n.Title, n.Due, n.Kind = "", "2023-12-10", "other"
		var f kheo.Faults
		err := w.Try(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.Open(ctx, tx, mattertest.Lead(w.Province, "2023-12-11"), n)
			return err
		})
		if !errors.As(err, &f) || len(f) != 3 {
			t.Errorf("three things to mend: %v", err)
		}
		n = w.Second()
		n.Holder = w.Communes[0]
		err = w.Try(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.Open(ctx, tx, mattertest.Lead(w.Province, "2023-12-11"), n)
			return err
		})
		if !errors.As(err, &f) || f[0].Field != "holder" {
			t.Errorf("given to a body that does not exist yet: %v", err)
		}
		for _, who := range []kheo.Caller{mattertest.Officer(w.Province, "2023-12-11"), mattertest.Lead(w.Board, "2023-12-11")} {
			err = w.Try(func(ctx context.Context, tx *db.Tx) error {
				_, err := matter.Open(ctx, tx, who, w.Second())
				return err
			})
			if !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("opened for a body one does not speak for: %v", err)
			}
		}
	})
}

func TestAPrivateMatterIsNotFoundUntilItIsPublished(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		n := w.Second()
		n.Public = false
		var m matter.Matter
		w.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			m, err = matter.Open(ctx, tx, mattertest.Lead(w.Province, "2023-12-11"), n)
			return err
		})
		if err := w.Take(mattertest.Officer(w.Front, "2023-12-12"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("somebody it does not concern: %v, want not found", err)
		}
		see := func(who kheo.Caller) (err error) {
			w.Read(func(ctx context.Context, tx *db.Tx) error {
				err = w.Find(m.Code, "").May(ctx, tx, who)
				return nil
			})
			return err
		}
		for _, who := range []kheo.Caller{mattertest.Officer(w.Board, "2023-12-12"), mattertest.Lead(w.Province, "2023-12-12"), mattertest.Officer(w.BoardTG, "2025-03-01")} {
			if err := see(who); err != nil {
				t.Errorf("a body it concerns: %v", err)
			}
		}
		if err := see(kheo.Caller{At: mattertest.At("2023-12-12", 9)}); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a visitor: %v, want not found", err)
		}
		w.Do(func(ctx context.Context, tx *db.Tx) error {
			return matter.Publish(ctx, tx, mattertest.Lead(w.Province, "2023-12-13"), "inspection/1")
		})
		if err := see(kheo.Caller{At: mattertest.At("2023-12-14", 9)}); err != nil {
			t.Errorf("a visitor, after it was published: %v", err)
		}
	})
}
