package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/sorting"
	"kheo/triage"
	"kheo/verdict"
)

// A listener tries anything, as anybody, on two concerns of a commune, while
// days pass.
type listener struct {
	*mattertest.Hall
	list []matter.Matter
	day  kheo.Date
}

// Whatever is tried on concerns, in whatever order: the moves are the life
// cycle's; only authors settle and return; the holder changes by its own heir,
// an accepted offer, a named lead, or a third return; the day moves only with
// its reason kept; each change has its ledger entry; and somebody can always go
// on.
func TestWhateverIsTriedOnConcernsThePromisesHold(t *testing.T) {
	mattertest.FewChecks(t)
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		rapid.Check(h.T, func(rt *rapid.T) {
			k := listener{Hall: h, day: "2026-03-02"}
			k.list = append(k.list, h.Raise(k.day))
			if rapid.Bool().Draw(rt, "joins") {
				k.list = append(k.list, h.Raise(k.day, k.list[0]))
			} else {
				k.list = append(k.list, h.Raise(k.day))
			}
			for range rapid.IntRange(6, 40).Draw(rt, "steps") {
				k.step(rt)
			}
			for _, m := range k.list {
				k.goesOn(rt, m.Code)
			}
		})
	})
}

func (k *listener) bodies() []kheo.UnitID {
	return []kheo.UnitID{k.Parent, k.Office, k.Trade, k.Culture}
}

// step tries one thing and looks at what became of both concerns.
func (k *listener) step(rt *rapid.T) {
	k.day = k.day.Add(rapid.SampledFrom([]int{0, 0, 1, 3, 12}).Draw(rt, "days"))
	m := rapid.SampledFrom(k.list).Draw(rt, "matter")
	body := rapid.SampledFrom(k.bodies()).Draw(rt, "body")
	before := []matter.Matter{k.Find(k.list[0].Code, ""), k.Find(k.list[1].Code, "")}
	leaves := []int64{k.LeavesOf(k.list[0].Code), k.LeavesOf(k.list[1].Code)}
	try := rapid.SampledFrom([]string{"accept", "take", "answer", "offer", "take offer", "decline", "recall", "lead", "pause",
		"resume", "refuse", "merge", "unmerge", "settled", "not settled", "withdraw", "jobs"}).Draw(rt, "try")
	if rapid.IntRange(0, 3).Draw(rt, "sensibly") > 0 {
		body, try = k.sensible(rt, before[slices.IndexFunc(k.list, func(x matter.Matter) bool { return x.ID == m.ID })], body, try)
	}
	err := k.act(rt, try, m, body)
	for i, b := range before {
		after := k.Find(b.Code, "")
		if err != nil {
			if after.State != b.State || after.Holder != b.Holder || after.Due != b.Due || k.LeavesOf(b.Code) != leaves[i] {
				rt.Fatalf("%s refused (%v), yet it moved: %+v → %+v", try, err, b, after)
			}
			continue
		}
		k.judge(rt, try, body, b, after, k.LeavesOf(b.Code)-leaves[i])
	}
}

// sensible is a body and a thing to do that the matter asks for, so that lives
// do not end in a wall of refusals.
func (k *listener) sensible(rt *rapid.T, m matter.Matter, body kheo.UnitID, try string) (kheo.UnitID, string) {
	switch {
	case m.State == matter.Answered:
		return body, rapid.SampledFrom([]string{"settled", "not settled", "jobs"}).Draw(rt, "word")
	case m.LeadBy != "":
		return m.Up, "lead"
	case m.Offered != "":
		return m.Offered, rapid.SampledFrom([]string{"take offer", "decline", "decline"}).Draw(rt, "offered")
	case m.State == matter.Received:
		return m.Holder, "accept"
	case m.State == matter.Assigned || m.State == matter.Reopened:
		return m.Holder, rapid.SampledFrom([]string{"take", "offer", "offer", "pause"}).Draw(rt, "assigned")
	case m.State == matter.InHand:
		return m.Holder, rapid.SampledFrom([]string{"answer", "offer", "answer"}).Draw(rt, "in hand")
	}
	return body, try
}

func (k *listener) act(rt *rapid.T, try string, m matter.Matter, body kheo.UnitID) error {
	who, own := mattertest.Chair(body, k.day), mattertest.Author(k.day, m)
	who.At, own.At = mattertest.At(k.day, 23), mattertest.At(k.day, 23)
	to := rapid.SampledFrom(k.bodies()).Draw(rt, "to")
	other := k.list[0].Code
	if other == m.Code {
		other = k.list[1].Code
	}
	return k.Try(func(ctx context.Context, tx *db.Tx) error {
		switch try {
		case "accept":
			return triage.Accept(ctx, tx, who, m.Code, triage.Decision{Title: "Cống", Lead: to})
		case "take":
			return matter.Take(ctx, tx, who, m.Code)
		case "answer":
			return matter.Answer(ctx, tx, who, m.Code, mattertest.Done)
		case "offer":
			return matter.Offer(ctx, tx, who, m.Code, to, "place", "")
		case "take offer":
			return matter.TakeOffer(ctx, tx, who, m.Code)
		case "decline":
			return matter.Decline(ctx, tx, who, m.Code, "holder", "")
		case "recall":
			return matter.Recall(ctx, tx, who, m.Code)
		case "lead":
			return matter.NameLead(ctx, tx, who, m.Code, to, "Việc của nơi này.")
		case "pause":
			return matter.Pause(ctx, tx, who, m.Code, "survey", "")
		case "resume":
			return matter.Resume(ctx, tx, who, m.Code)
		case "refuse":
			return triage.Refuse(ctx, tx, who, m.Code, "court", []sorting.Reason{{ID: "court", Text: "Đang ở tòa", TextEN: "In court", Go: "Tòa án.", GoEN: "The court."}}, "")
		case "merge":
			return triage.Merge(ctx, tx, who, m.Code, other)
		case "unmerge":
			return triage.Unmerge(ctx, tx, who, m.Code, "Việc khác.")
		case "settled":
			return verdict.Speak(ctx, tx, own, m.Code, mattertest.ItIsDone)
		case "not settled":
			return verdict.Speak(ctx, tx, own, m.Code, mattertest.ItIsNot)
		case "withdraw":
			return verdict.Withdraw(ctx, tx, own, m.Code)
		}
		job := kheo.Caller{At: who.At}
		_, err1 := verdict.LapseDue(ctx, tx, job)
		_, err2 := matter.ResumeDue(ctx, tx, job)
		_, err3 := matter.Escalate(ctx, tx, job)
		return errors.Join(err1, err2, err3)
	})
}

// judge looks at a change that went through.
func (k *listener) judge(rt *rapid.T, try string, body kheo.UnitID, b, a matter.Matter, entries int64) {
	if a.State != b.State && !reaches(b.State, a.State, a.Moves-b.Moves) {
		rt.Fatalf("%s: %s → %s in %d moves is not in the life cycle", try, b.State, a.State, a.Moves-b.Moves)
	}
	if changed := a.Moves != b.Moves || a.Offered != b.Offered || a.Paused != b.Paused || a.Up != b.Up; changed && entries < max(1, int64(a.Moves-b.Moves)) {
		rt.Fatalf("%s: changed with %d entries: %+v → %+v", try, entries, b, a)
	}
	switch {
	case a.State == matter.Confirmed && b.State != matter.Confirmed && try != "settled" && try != "jobs",
		a.State == matter.Reopened && b.State != matter.Reopened && b.State != matter.Merged && try != "not settled",
		a.State == matter.Lapsed && b.State != matter.Lapsed && try != "jobs",
		a.State == matter.Withdrawn && b.State != matter.Withdrawn && try != "withdraw":
		rt.Fatalf("%s by %s: %s → %s", try, body, b.State, a.State)
	}
	if a.Holder != b.Holder {
		switch try {
		case "take offer", "take":
			if body != b.Offered || a.Holder != body {
				rt.Fatalf("%s by %s, offered to %s, now with %s", try, body, b.Offered, a.Holder)
			}
		case "lead":
			if body != b.Up {
				rt.Fatalf("a lead named by %s, up with %s", body, b.Up)
			}
		case "not settled":
			if a.Holder != k.Parent {
				rt.Fatalf("returned to %s", a.Holder)
			}
		default:
			rt.Fatalf("%s: the holder changed from %s to %s", try, b.Holder, a.Holder)
		}
	}
	if a.Due != b.Due {
		w := k.Why(a)
		if n := len(w.Changes); n == 0 || w.Changes[n-1].Old != b.Due || w.Changes[n-1].New != a.Due {
			rt.Fatalf("%s: the day moved from %s to %s, kept: %+v", try, b.Due, a.Due, w.Changes)
		}
	}
}

// reaches tells whether n moves of the life cycle lead from one state to the
// other.
func reaches(from, to matter.State, n int) bool {
	if n == 0 {
		return from == to
	}
	return slices.ContainsFunc(matter.Next(from), func(s matter.State) bool { return reaches(s, to, n-1) })
}

// goesOn checks that an open matter asks something of somebody, or waits for
// its author; and that nobody else's desk may judge it.
func (k *listener) goesOn(rt *rapid.T, code string) {
	m := k.Find(code, "")
	var asks []desk.Do
	k.Read(func(ctx context.Context, tx *db.Tx) error {
		s, err := matter.Stand(ctx, tx, m, k.day)
		if err != nil {
			return err
		}
		for _, body := range k.bodies() {
			do, err := desk.Asks(ctx, tx, mattertest.Chair(body, k.day), m, s)
			if err != nil {
				return err
			}
			if do != "" && do != desk.DoWatch {
				asks = append(asks, do)
			}
		}
		return nil
	})
	switch {
	case m.State == matter.Answered && slices.Contains(asks, desk.DoJudge):
		rt.Fatalf("a body judges %+v", m)
	case m.State.WithHolder() && len(asks) == 0:
		rt.Fatalf("nobody can move %+v on", m)
	}
}
