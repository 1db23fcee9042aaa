package verdict_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/triage"
	"kheo/verdict"
)

func TestAConcernFromFilingToItsAuthorsOwnVerdict(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-11-02")
		if m.State != matter.Received || m.Holder != h.Office || m.OwedTo != "" || m.Due != "2026-11-16" || m.Public || m.Title != "" {
			t.Fatalf("raised: %+v", m)
		}
		if err := h.Take(mattertest.Clerk(h.Office, "2026-11-03"), m.Code); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("taken before it was sorted: %v", err)
		}
		if err := h.Take(mattertest.Clerk(h.Culture, "2026-11-03"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("by a body it does not concern: %v, want not found", err)
		}
		h.Answered(m, "2026-11-03")
		m = h.Find(m.Code, "")
		if m.State != matter.Answered || m.SpeakBy != "2026-11-18" || m.Title == "" || !slices.Contains(m.Assist, h.Culture) {
			t.Fatalf("answered: %+v", m)
		}
		if err := h.Confirm(mattertest.Chair(h.Parent, "2026-11-04"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("the chair confirms: %v, want not found", err)
		}
		if err := h.Confirm(mattertest.Clerk(h.Office, "2026-11-04"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder confirms: %v, want forbidden", err)
		}
		if err := h.Speak(mattertest.Author("2026-11-05"), m, mattertest.ItIsDone); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a visitor speaks: %v, want not found", err)
		}
		var f kheo.Faults
		if err := h.Speak(mattertest.Author("2026-11-05", m), m, verdict.Verdict{}); !errors.As(err, &f) {
			t.Errorf("not settled without a reason: %v", err)
		}
		h.Must(h.Speak(mattertest.Author("2026-11-05", m), m, mattertest.ItIsNot))
		m = h.Find(m.Code, "")
		if m.State != matter.Reopened || m.Holder != h.Office || m.Due != "2026-11-19" || m.SpeakBy != "" || m.Late("2026-11-17") {
			t.Fatalf("reopened: %+v", m)
		}
		h.Must(h.Take(mattertest.Clerk(h.Office, "2026-11-06"), m.Code))
		h.Must(h.Answer(mattertest.Clerk(h.Office, "2026-11-06"), m.Code, mattertest.Done))
		h.Must(h.Speak(mattertest.Author("2026-11-07", m), m, mattertest.ItIsDone))
		m = h.Find(m.Code, "")
		if m.State != matter.Confirmed || m.Verdict != matter.Own || m.Answer != matter.Acted {
			t.Fatalf("confirmed: %+v", m)
		}
		if got := h.LeavesOf(m.Code); got != int64(m.Moves) || m.Moves != 9 {
			t.Errorf("%d entries for %d moves", got, m.Moves)
		}
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			moves, err := matter.Moves(ctx, tx, m.ID, "2026-11-04")
			if len(moves) != 5 || moves[4].TextEN == "" || moves[4].Script == "" || moves[4].Board == "" {
				t.Errorf("the first answer: %+v", moves)
			}
			words, err2 := verdict.Words(ctx, tx, m.ID)
			if len(words) != 2 || words[0].Sealed != mattertest.ItIsNot.Sealed || words[0].Reason != "partly" || !words[1].Settled {
				t.Errorf("words: %+v", words)
			}
			return errors.Join(err, err2)
		})
		if back := h.Find(m.Code, "2026-11-04"); back.State != matter.Answered || back.Due != "2026-11-16" || back.SpeakBy != "" {
			t.Errorf("looking back: %+v", back)
		}
	})
}

func TestMindsChangeWhileTheTimeRuns(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		h.Answered(m, "2026-03-03") // to speak until 18 March
		h.Must(h.Speak(mattertest.Author("2026-03-04", m), m, mattertest.ItIsDone))
		if err := h.Speak(mattertest.Author("2026-03-19", m), m, mattertest.ItIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("after the time: %v", err)
		}
		h.Must(h.Speak(mattertest.Author("2026-03-18", m), m, mattertest.ItIsNot))
		if got := h.Find(m.Code, ""); got.State != matter.Reopened || got.Verdict != "" {
			t.Errorf("changed their mind: %+v", got)
		}

		m = h.Raise("2026-03-02")
		h.Answered(m, "2026-03-20")
		if n := h.Lapse("2026-04-04"); n != 0 {
			t.Errorf("on the last day %d lapsed", n)
		}
		if n := h.Lapse("2026-04-05"); n != 1 {
			t.Errorf("the day after %d lapsed", n)
		}
		if err := h.Speak(mattertest.Author("2026-04-21", m), m, mattertest.ItIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("too late: %v", err)
		}
		if err := h.Speak(mattertest.Author("2026-04-06", m), m, mattertest.ItIsDone); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("silence became a yes: %v", err)
		}
		h.Must(h.Speak(mattertest.Author("2026-04-20", m), m, mattertest.ItIsNot))
		h.Must(h.Take(mattertest.Clerk(h.Office, "2026-04-21"), m.Code))
		h.Must(h.Answer(mattertest.Clerk(h.Office, "2026-04-21"), m.Code, mattertest.Explained))
		h.Lapse("2026-05-30")
		if err := h.Speak(mattertest.Author("2026-05-31", m), m, mattertest.ItIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a second time after silence: %v", err)
		}
	})
}

func TestTheThirdReturnGoesUp(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		h.Answered(m, "2026-03-03")
		day := kheo.Date("2026-03-04")
		for range 2 {
			h.Must(h.Speak(mattertest.Author(day, m), m, mattertest.ItIsNot))
			if got := h.Find(m.Code, ""); got.Holder != h.Office {
				t.Fatalf("held by %s", got.Holder)
			}
			day = day.Add(1)
			h.Must(h.Take(mattertest.Clerk(h.Office, day), m.Code))
			h.Must(h.Answer(mattertest.Clerk(h.Office, day), m.Code, mattertest.Explained))
		}
		h.Must(h.Speak(mattertest.Author(day, m), m, mattertest.ItIsNot))
		if got := h.Find(m.Code, ""); got.Holder != h.Parent || got.State != matter.Reopened {
			t.Errorf("the third time: %+v, want it with the parent %s", got, h.Parent)
		}
		h.Must(h.Take(mattertest.Chair(h.Parent, day.Add(1)), m.Code))
	})
}

func TestSeveralWhoRaiseTheSameEachSpeak(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		first := h.Raise("2026-03-02")
		second := h.Raise("2026-03-03", first)
		third := h.Raise("2026-03-03")
		if second.State != matter.Merged || second.Into != first.ID || second.Holder != h.Office {
			t.Fatalf("joined: %+v", second)
		}
		h.Must(h.Try(func(ctx context.Context, tx *db.Tx) error {
			return triage.Merge(ctx, tx, mattertest.Clerk(h.Office, "2026-03-04"), third.Code, first.Code)
		}))
		h.Answered(first, "2026-03-05")
		h.Must(h.Speak(mattertest.Author("2026-03-06", first), first, mattertest.ItIsDone))
		h.Must(h.Speak(mattertest.Author("2026-03-06", second), second, verdict.Verdict{Settled: true, Helped: true}))
		if got := h.Find(first.Code, "").State; got != matter.Answered {
			t.Fatalf("two of three: %s", got)
		}
		h.Must(h.Speak(mattertest.Author("2026-03-07", third), first, mattertest.ItIsDone))
		if got := h.Find(first.Code, ""); got.State != matter.Confirmed || got.Verdict != matter.Own {
			t.Fatalf("all three: %+v", got)
		}
		h.Must(h.Speak(mattertest.Author("2026-03-08", second), second, mattertest.ItIsNot))
		if got := h.Find(first.Code, "").State; got != matter.Reopened {
			t.Fatalf("one changed their mind: %s", got)
		}
		h.Must(h.Try(func(ctx context.Context, tx *db.Tx) error {
			return triage.Unmerge(ctx, tx, mattertest.Clerk(h.Office, "2026-03-09"), third.Code, "Việc khác.")
		}))
		if got := h.Find(third.Code, ""); got.State != matter.Received || got.Due != third.Due || got.Into != "" {
			t.Errorf("taken out again: %+v", got)
		}
		h.Must(h.Take(mattertest.Clerk(h.Office, "2026-03-09"), first.Code))
		h.Must(h.Answer(mattertest.Clerk(h.Office, "2026-03-09"), first.Code, mattertest.Explained))
		h.Must(h.Speak(mattertest.Author("2026-03-10", second), second, verdict.Verdict{Settled: true, Helped: true}))
		if n := h.Lapse("2026-03-25"); n != 1 {
			t.Fatalf("%d closed", n)
		}
		if got := h.Find(first.Code, ""); got.State != matter.Confirmed || got.Verdict != matter.Helped {
			t.Errorf("one said yes through a helper, nobody no: %+v", got)
		}
	})
}

func TestWithdrawing(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		withdraw := func(who kheo.Caller, m matter.Matter) error {
			return h.Try(func(ctx context.Context, tx *db.Tx) error { return verdict.Withdraw(ctx, tx, who, m.Code) })
		}
		m := h.Raise("2026-03-02")
		if err := withdraw(mattertest.Clerk(h.Office, "2026-03-03"), m); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder withdraws it: %v", err)
		}
		h.Must(withdraw(mattertest.Author("2026-03-03", m), m))
		if got := h.Find(m.Code, "").State; got != matter.Withdrawn {
			t.Errorf("withdrawn: %s", got)
		}
		first := h.Raise("2026-03-02")
		second := h.Raise("2026-03-02", first)
		h.Must(withdraw(mattertest.Author("2026-03-03", first), first))
		if got := h.Find(first.Code, "").State; got != matter.Received {
			t.Fatalf("others still raise it: %s", got)
		}
		h.Answered(first, "2026-03-04")
		if err := h.Speak(mattertest.Author("2026-03-05", first), first, mattertest.ItIsNot); err == nil {
			t.Error("one who withdrew speaks")
		}
		h.Must(h.Speak(mattertest.Author("2026-03-05", second), second, mattertest.ItIsDone))
		if got := h.Find(first.Code, "").State; got != matter.Confirmed {
			t.Errorf("all who are left find it settled: %s", got)
		}
	})
}
