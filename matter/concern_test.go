package matter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
)

// A hall is the bodies of one new commune: the committee and its offices.
type hall struct {
	*world
	place                  kheo.UnitID
	parent                 kheo.UnitID // Ủy ban nhân dân xã
	office, trade, culture kheo.UnitID // its Văn phòng, Phòng Kinh tế, Phòng Văn hóa – Xã hội
	n                      int
}

func eachHall(t *testing.T, f func(h *hall)) {
	t.Helper()
	each(t, func(w *world) {
		h := &hall{world: w, place: matter.Lands(w.book, w.district, "2025-07-01")[0].ID}
		w.do(func(ctx context.Context, tx *db.Tx) error {
			admin := kheo.Caller{Person: "admin", At: at("2025-07-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
			add := func(id *kheo.UnitID, name string, kind unit.BodyKind, parent kheo.UnitID) {
				var err error
				*id, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: name, Short: name, Kind: kind, Territory: h.place, Parent: parent, Span: kheo.Span{From: "2025-07-01"}})
				w.must(err)
			}
			add(&h.parent, "Ủy ban nhân dân xã", unit.Authority, "")
			add(&h.office, "Văn phòng xã", unit.Department, h.parent)
			add(&h.trade, "Phòng Kinh tế xã", unit.Department, h.parent)
			add(&h.culture, "Phòng Văn hóa – Xã hội xã", unit.Department, h.parent)
			return unit.SetCivicWork(ctx, tx, admin, h.place, w.communes[0], kheo.Span{From: "2025-07-01"})
		})
		f(h)
	})
}

// raise files a concern to the office, due in ten working days.
func (h *hall) raise(day kheo.Date, into ...matter.Matter) matter.Matter {
	h.Helper()
	h.n++
	r := matter.Raised{ID: kheo.NewID(at(day, 9)), Code: fmt.Sprintf("PA-TEST-%03d", h.n), Category: "drainage", Territory: h.place,
		Hamlet: "Ấp 1", Cell: "c1", Holder: h.office, HolderIs: "Văn phòng xã", Rule: "concern.answer.ordinary", Route: "r1"}
	for _, first := range into {
		r.Into, r.IntoCode = first.ID, first.Code
	}
	h.do(func(ctx context.Context, tx *db.Tx) (err error) {
		r.Due, err = matter.DueBy(ctx, tx, r.Rule, day)
		h.must(err)
		_, err = matter.Raise(ctx, tx, kheo.Caller{At: at(day, 9)}, r)
		return err
	})
	return h.find(r.Code, "")
}

func clerk(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return as("clerk", body, day, matter.MaySort, matter.MayTake)
}

func chair(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return as("chair", body, day, matter.MaySort, matter.MayTake, matter.MayLead, matter.MayChoose)
}

// author holds the secrets of the concerns.
func author(day kheo.Date, list ...matter.Matter) kheo.Caller {
	who := kheo.Caller{At: at(day, 15)}
	for _, m := range list {
		who.Voices = append(who.Voices, m.ID)
	}
	return who
}

func (h *hall) accept(who kheo.Caller, m matter.Matter, lead kheo.UnitID) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error {
		return matter.Accept(ctx, tx, who, m.Code, matter.Triage{Title: "Cống thoát nước ấp 1", Lead: lead, Assist: []kheo.UnitID{h.culture}})
	})
}

func (h *hall) offer(who kheo.Caller, m matter.Matter, to kheo.UnitID) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error {
		return matter.Offer(ctx, tx, who, m.Code, to, "competence", "")
	})
}

func (h *hall) decline(who kheo.Caller, m matter.Matter) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error { return matter.Decline(ctx, tx, who, m.Code, "holder", "") })
}

func (h *hall) speak(who kheo.Caller, m matter.Matter, v matter.Verdict) error {
	return h.try(func(ctx context.Context, tx *db.Tx) error { return matter.Speak(ctx, tx, who, m.Code, v) })
}

var (
	itIsDone  = matter.Verdict{Settled: true}
	itIsNot   = matter.Verdict{Reason: "partly", Sealed: "c2VhbGVk"}
	explained = matter.Reply{Kind: matter.Explained, Text: "Cống sẽ làm trong quý I.", Saying: matter.Saying{TextEN: "The culvert comes in the first quarter.", Script: "Kính thưa bà con.", Board: "Cống làm quý I."}}
)

// answered brings a concern to its answer by the office.
func (h *hall) answered(m matter.Matter, day kheo.Date) {
	h.Helper()
	h.must(h.accept(clerk(h.office, day), m, ""))
	h.must(h.take(clerk(h.office, day), m.Code))
	h.must(h.answer(clerk(h.office, day), m.Code, explained))
}

func (h *hall) lapse(day kheo.Date) (n int) {
	h.do(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = matter.LapseDue(ctx, tx, kheo.Caller{At: at(day, 1)})
		return err
	})
	return n
}

func TestAConcernFromFilingToItsAuthorsOwnVerdict(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-11-02")
		if m.State != matter.Received || m.Holder != h.office || m.OwedTo != "" || m.Due != "2026-11-16" || m.Public || m.Title != "" {
			t.Fatalf("raised: %+v", m)
		}
		if err := h.take(clerk(h.office, "2026-11-03"), m.Code); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("taken before it was sorted: %v", err)
		}
		if err := h.take(clerk(h.culture, "2026-11-03"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("by a body it does not concern: %v, want not found", err)
		}
		h.answered(m, "2026-11-03")
		m = h.find(m.Code, "")
		if m.State != matter.Answered || m.SpeakBy != "2026-11-18" || m.Title == "" || !slices.Contains(m.Assist, h.culture) {
			t.Fatalf("answered: %+v", m)
		}
		if err := h.confirm(chair(h.parent, "2026-11-04"), m.Code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("the chair confirms: %v, want not found", err)
		}
		if err := h.confirm(clerk(h.office, "2026-11-04"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder confirms: %v, want forbidden", err)
		}
		if err := h.speak(author("2026-11-05"), m, itIsDone); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a visitor speaks: %v, want not found", err)
		}
		var f kheo.Faults
		if err := h.speak(author("2026-11-05", m), m, matter.Verdict{}); !errors.As(err, &f) {
			t.Errorf("not settled without a reason: %v", err)
		}
		h.must(h.speak(author("2026-11-05", m), m, itIsNot))
		m = h.find(m.Code, "")
		if m.State != matter.Reopened || m.Holder != h.office || m.Due != "2026-11-19" || m.SpeakBy != "" || m.Late("2026-11-17") {
			t.Fatalf("reopened: %+v", m)
		}
		h.must(h.take(clerk(h.office, "2026-11-06"), m.Code))
		h.must(h.answer(clerk(h.office, "2026-11-06"), m.Code, done))
		h.must(h.speak(author("2026-11-07", m), m, itIsDone))
		m = h.find(m.Code, "")
		if m.State != matter.Confirmed || m.Verdict != matter.Own || m.Answer != matter.Acted {
			t.Fatalf("confirmed: %+v", m)
		}
		if got := h.leavesOf(m.Code); got != int64(m.Moves) || m.Moves != 9 {
			t.Errorf("%d entries for %d moves", got, m.Moves)
		}
		h.read(func(ctx context.Context, tx *db.Tx) error {
			moves, err := matter.Moves(ctx, tx, m.ID, "2026-11-04")
			if len(moves) != 5 || moves[4].TextEN == "" || moves[4].Script == "" || moves[4].Board == "" {
				t.Errorf("the first answer: %+v", moves)
			}
			words, err2 := matter.Words(ctx, tx, m.ID)
			if len(words) != 2 || words[0].Sealed != itIsNot.Sealed || words[0].Reason != "partly" || !words[1].Settled {
				t.Errorf("words: %+v", words)
			}
			return errors.Join(err, err2)
		})
		if back := h.find(m.Code, "2026-11-04"); back.State != matter.Answered || back.Due != "2026-11-16" || back.SpeakBy != "" {
			t.Errorf("looking back: %+v", back)
		}
	})
}

func TestMindsChangeWhileTheTimeRuns(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		h.answered(m, "2026-03-03") // to speak until 18 March
		h.must(h.speak(author("2026-03-04", m), m, itIsDone))
		if err := h.speak(author("2026-03-19", m), m, itIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("after the time: %v", err)
		}
		h.must(h.speak(author("2026-03-18", m), m, itIsNot))
		if got := h.find(m.Code, ""); got.State != matter.Reopened || got.Verdict != "" {
			t.Errorf("changed their mind: %+v", got)
		}

		m = h.raise("2026-03-02")
		h.answered(m, "2026-03-20")
		if n := h.lapse("2026-04-04"); n != 0 {
			t.Errorf("on the last day %d lapsed", n)
		}
		if n := h.lapse("2026-04-05"); n != 1 {
			t.Errorf("the day after %d lapsed", n)
		}
		if err := h.speak(author("2026-04-21", m), m, itIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("too late: %v", err)
		}
		if err := h.speak(author("2026-04-06", m), m, itIsDone); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("silence became a yes: %v", err)
		}
		h.must(h.speak(author("2026-04-20", m), m, itIsNot))
		h.must(h.take(clerk(h.office, "2026-04-21"), m.Code))
		h.must(h.answer(clerk(h.office, "2026-04-21"), m.Code, explained))
		h.lapse("2026-05-30")
		if err := h.speak(author("2026-05-31", m), m, itIsNot); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a second time after silence: %v", err)
		}
	})
}

func TestTheThirdReturnGoesUp(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		h.answered(m, "2026-03-03")
		day := kheo.Date("2026-03-04")
		for range 2 {
			h.must(h.speak(author(day, m), m, itIsNot))
			if got := h.find(m.Code, ""); got.Holder != h.office {
				t.Fatalf("held by %s", got.Holder)
			}
			day = day.Add(1)
			h.must(h.take(clerk(h.office, day), m.Code))
			h.must(h.answer(clerk(h.office, day), m.Code, explained))
		}
		h.must(h.speak(author(day, m), m, itIsNot))
		if got := h.find(m.Code, ""); got.Holder != h.parent || got.State != matter.Reopened {
			t.Errorf("the third time: %+v, want it with the parent %s", got, h.parent)
		}
		h.must(h.take(chair(h.parent, day.Add(1)), m.Code))
	})
}

func TestSeveralWhoRaiseTheSameEachSpeak(t *testing.T) {
	eachHall(t, func(h *hall) {
		first := h.raise("2026-03-02")
		second := h.raise("2026-03-03", first)
		third := h.raise("2026-03-03")
		if second.State != matter.Merged || second.Into != first.ID || second.Holder != h.office {
			t.Fatalf("joined: %+v", second)
		}
		h.must(h.try(func(ctx context.Context, tx *db.Tx) error {
			return matter.Merge(ctx, tx, clerk(h.office, "2026-03-04"), third.Code, first.Code)
		}))
		h.answered(first, "2026-03-05")
		h.must(h.speak(author("2026-03-06", first), first, itIsDone))
		h.must(h.speak(author("2026-03-06", second), second, matter.Verdict{Settled: true, Helped: true}))
		if got := h.find(first.Code, "").State; got != matter.Answered {
			t.Fatalf("two of three: %s", got)
		}
		h.must(h.speak(author("2026-03-07", third), first, itIsDone))
		if got := h.find(first.Code, ""); got.State != matter.Confirmed || got.Verdict != matter.Own {
			t.Fatalf("all three: %+v", got)
		}
		h.must(h.speak(author("2026-03-08", second), second, itIsNot))
		if got := h.find(first.Code, "").State; got != matter.Reopened {
			t.Fatalf("one changed their mind: %s", got)
		}
		h.must(h.try(func(ctx context.Context, tx *db.Tx) error {
			return matter.Unmerge(ctx, tx, clerk(h.office, "2026-03-09"), third.Code, "Việc khác.")
		}))
		if got := h.find(third.Code, ""); got.State != matter.Received || got.Due != third.Due || got.Into != "" {
			t.Errorf("taken out again: %+v", got)
		}
		h.must(h.take(clerk(h.office, "2026-03-09"), first.Code))
		h.must(h.answer(clerk(h.office, "2026-03-09"), first.Code, explained))
		h.must(h.speak(author("2026-03-10", second), second, matter.Verdict{Settled: true, Helped: true}))
		if n := h.lapse("2026-03-25"); n != 1 {
			t.Fatalf("%d closed", n)
		}
		if got := h.find(first.Code, ""); got.State != matter.Confirmed || got.Verdict != matter.Helped {
			t.Errorf("one said yes through a helper, nobody no: %+v", got)
		}
	})
}

func TestWithdrawing(t *testing.T) {
	eachHall(t, func(h *hall) {
		withdraw := func(who kheo.Caller, m matter.Matter) error {
			return h.try(func(ctx context.Context, tx *db.Tx) error { return matter.Withdraw(ctx, tx, who, m.Code) })
		}
		m := h.raise("2026-03-02")
		if err := withdraw(clerk(h.office, "2026-03-03"), m); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder withdraws it: %v", err)
		}
		h.must(withdraw(author("2026-03-03", m), m))
		if got := h.find(m.Code, "").State; got != matter.Withdrawn {
			t.Errorf("withdrawn: %s", got)
		}
		first := h.raise("2026-03-02")
		second := h.raise("2026-03-02", first)
		h.must(withdraw(author("2026-03-03", first), first))
		if got := h.find(first.Code, "").State; got != matter.Received {
			t.Fatalf("others still raise it: %s", got)
		}
		h.answered(first, "2026-03-04")
		if err := h.speak(author("2026-03-05", first), first, itIsNot); err == nil {
			t.Error("one who withdrew speaks")
		}
		h.must(h.speak(author("2026-03-05", second), second, itIsDone))
		if got := h.find(first.Code, "").State; got != matter.Confirmed {
			t.Errorf("all who are left find it settled: %s", got)
		}
	})
}

func TestRefusalNeedsAReasonAndARoute(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		list := []sorting.Reason{{ID: "court", Go: "Gửi tòa án."}, {ID: "nowhere"}}
		refuse := func(reason string) error {
			return h.try(func(ctx context.Context, tx *db.Tx) error {
				return matter.Refuse(ctx, tx, clerk(h.office, "2026-03-03"), m.Code, reason, list, "")
			})
		}
		for _, reason := range []string{"", "busy", "nowhere"} {
			var f kheo.Faults
			if err := refuse(reason); !errors.As(err, &f) {
				t.Errorf("refused for %q: %v, want a fault", reason, err)
			}
		}
		h.must(refuse("court"))
		n := h.raise("2026-03-02")
		h.must(h.try(func(ctx context.Context, tx *db.Tx) error {
			return matter.RouteOut(ctx, tx, clerk(h.office, "2026-03-03"), n.Code, "complaint", "Đã hướng dẫn gửi đơn khiếu nại.")
		}))
		h.read(func(ctx context.Context, tx *db.Tx) error {
			moves, err := matter.Moves(ctx, tx, m.ID, "")
			if last := moves[len(moves)-1]; last.To != matter.Refused || last.Reason != "court" {
				t.Errorf("refused: %+v", last)
			}
			return err
		})
	})
}

func TestTheClockStaysUntilTheNextAccepts(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		h.must(h.accept(clerk(h.office, "2026-03-03"), m, h.trade)) // the lead is offered it
		got := h.find(m.Code, "")
		if got.State != matter.Assigned || got.Holder != h.office || got.Offered != h.trade {
			t.Fatalf("offered: %+v", got)
		}
		if err := h.take(clerk(h.culture, "2026-03-04"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("another body takes it: %v", err)
		}
		h.must(h.take(clerk(h.trade, "2026-03-04"), m.Code))
		if got := h.find(m.Code, ""); got.State != matter.InHand || got.Holder != h.trade || got.Offered != "" || got.Due != m.Due {
			t.Fatalf("taken by the lead: %+v", got)
		}
		h.must(h.offer(clerk(h.trade, "2026-03-05"), m, h.culture))
		h.must(h.try(func(ctx context.Context, tx *db.Tx) error {
			return matter.Recall(ctx, tx, clerk(h.trade, "2026-03-05"), m.Code)
		}))
		h.must(h.offer(clerk(h.trade, "2026-03-05"), m, h.culture))
		h.must(h.answer(clerk(h.trade, "2026-03-06"), m.Code, explained))
		h.read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.Offers(ctx, tx, m.ID)
			var became []string
			for _, o := range list {
				became = append(became, o.Outcome)
			}
			if !slices.Equal(became, []string{"taken", "recalled", "recalled"}) {
				t.Errorf("offers became %v", became)
			}
			return err
		})
	})
}

func TestTheThirdBounceGoesUp(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		h.must(h.accept(clerk(h.office, "2026-03-03"), m, ""))
		day := kheo.Date("2026-03-03")
		for n, to := range []kheo.UnitID{h.trade, h.culture, h.trade} {
			if got := h.find(m.Code, ""); got.Up != "" {
				t.Fatalf("after %d bounces it went up: %+v", n, got)
			}
			day = day.Add(1)
			h.must(h.offer(clerk(h.office, day), m, to))
			if err := h.offer(clerk(h.office, day), m, h.culture); !errors.Is(err, kheo.ErrConflict) {
				t.Errorf("offered twice: %v", err)
			}
			h.must(h.decline(clerk(to, day.Add(0)), m))
		}
		got := h.find(m.Code, "") // Friday 6 March
		if got.Up != h.parent || got.LeadBy != "2026-03-09" || got.Holder != h.office || got.Due != m.Due {
			t.Fatalf("after the third: %+v", got)
		}
		if err := h.offer(clerk(h.office, "2026-03-07"), m, h.culture); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a fourth offer: %v", err)
		}
		name := func(who kheo.Caller, to kheo.UnitID) error {
			return h.try(func(ctx context.Context, tx *db.Tx) error {
				return matter.NameLead(ctx, tx, who, m.Code, to, "Cống là việc của Phòng.")
			})
		}
		if err := name(clerk(h.office, "2026-03-09"), h.trade); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder names a lead: %v", err)
		}
		var f kheo.Faults
		if err := name(chair(h.parent, "2026-03-09"), h.elsewhere); !errors.As(err, &f) {
			t.Errorf("a lead that is not under the parent: %v", err)
		}
		h.must(name(chair(h.parent, "2026-03-09"), h.trade))
		got = h.find(m.Code, "")
		if got.Holder != h.trade || !got.Led || got.LeadBy != "" || got.State != matter.Assigned {
			t.Fatalf("named: %+v", got)
		}
		if err := h.offer(clerk(h.trade, "2026-03-10"), m, h.office); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("the named lead hands it on: %v", err)
		}
		h.must(h.take(clerk(h.trade, "2026-03-10"), m.Code))
	})
}
