package matter_test

import (
	"context"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

func (h *hall) desk(who kheo.Caller, v matter.View) (d matter.Desk) {
	h.Helper()
	h.read(func(ctx context.Context, tx *db.Tx) (err error) {
		d, err = matter.OnDesk(ctx, tx, who, v)
		return err
	})
	return d
}

func TestTheDeskCountsAndPages(t *testing.T) {
	eachHall(t, func(h *hall) {
		day := kheo.Date("2026-03-16")
		var made []matter.Matter
		for range 3 {
			made = append(made, h.raise("2026-02-23")) // late: due 9 March
		}
		made = append(made, h.raise("2026-03-02")) // due today
		for range 3 {
			made = append(made, h.raise("2026-03-10"))
		}
		h.must(h.accept(clerk(h.office, day), made[4], h.trade)) // offered to trade, helped by culture
		h.answered(made[5], day)
		who := clerk(h.office, day)
		d := h.desk(who, matter.View{})
		for tab, want := range map[matter.Tab]int{matter.TabLate: 3, matter.TabToday: 1, matter.TabNew: 2, matter.TabWaiting: 1} {
			if d.Counts[tab] != want {
				t.Errorf("%s: counted %d, want %d", tab, d.Counts[tab], want)
			}
			n := 0
			for _, x := range d.Tasks {
				if x.Tab == tab {
					n++
				}
			}
			if n != want || len(h.desk(who, matter.View{Tab: tab}).Tasks) != want {
				t.Errorf("%s: shows %d, and alone %d, want %d", tab, n, len(h.desk(who, matter.View{Tab: tab}).Tasks), want)
			}
		}
		var codes []string
		for after, n := "", 0; n < 10; n++ {
			page := h.desk(who, matter.View{Limit: 2, After: after})
			for _, x := range page.Tasks {
				codes = append(codes, x.Code)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(codes) != len(d.Tasks) {
			t.Errorf("page by page %v, at once %d", codes, len(d.Tasks))
		}
		for i := range min(len(codes), len(d.Tasks)) {
			if codes[i] != d.Tasks[i].Code {
				t.Errorf("page by page %v", codes)
				break
			}
		}
		if d.Hidden != (matter.Hidden{}) {
			t.Errorf("all of the place is on this desk: %+v", d.Hidden)
		}
		trade := h.desk(clerk(h.trade, day), matter.View{})
		if len(trade.Tasks) != 1 || trade.Tasks[0].Do != matter.DoAccept || trade.Counts[matter.TabNew] != 1 || trade.Hidden.Unpublished != 7 {
			t.Errorf("the desk it is offered to: %+v", trade)
		}
		h.do(func(ctx context.Context, tx *db.Tx) error {
			return matter.Reveal(ctx, tx, who, made[0].Code, "Cống nghẹt", "Cống trước nhà văn hóa nghẹt.")
		})
		culture := h.desk(clerk(h.culture, day), matter.View{})
		if len(culture.Tasks) != 2 || culture.Tasks[0].Do != matter.DoWatch || culture.Hidden != (matter.Hidden{Elsewhere: 1, Unpublished: 6}) {
			t.Errorf("the desk of the one who helps: %+v", culture)
		}
	})
}

func TestAReorganisationPassesConcernsOn(t *testing.T) {
	eachHall(t, func(h *hall) {
		m := h.raise("2026-03-02")
		n := h.raise("2026-03-02")
		h.must(h.accept(clerk(h.office, "2026-03-03"), n, ""))
		var heir kheo.UnitID
		admin := kheo.Caller{Person: "admin", At: at("2026-03-10", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
		h.do(func(ctx context.Context, tx *db.Tx) (err error) {
			if err := unit.EndBody(ctx, tx, admin, h.office, "2026-03-10", "QĐ 1"); err != nil {
				return err
			}
			heir, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Văn phòng mới", Kind: unit.Department, Territory: h.place, Parent: h.parent, Span: kheo.Span{From: "2026-03-11"}})
			return err
		})
		s := h.stand(m, "2026-03-11")
		if !s.Waiting || s.Chooser != h.communes[0] {
			t.Fatalf("no heir: %+v, want a choice by the body that owns civic work, %s", s, h.communes[0])
		}
		board := as("board", h.communes[0], "2026-03-11", matter.MayChoose)
		if d := h.desk(board, matter.View{}); len(d.Tasks) != 2 || d.Tasks[0].Do != matter.DoChoose || d.Counts[matter.TabNew] != 2 {
			t.Errorf("the desk of the one who chooses: %+v", d)
		}
		h.must(h.choose(board, m.Code, h.trade, "Việc của Phòng."))
		if got := h.find(m.Code, ""); got.State != matter.Received || got.Holder != h.trade || got.Due != m.Due {
			t.Errorf("chosen, and not yet sorted: %+v", got)
		}
		h.must(h.accept(clerk(h.trade, "2026-03-11"), m, ""))
		h.do(func(ctx context.Context, tx *db.Tx) error {
			return unit.SetHeir(ctx, tx, admin, h.office, heir, "2026-03-11", "QĐ 1")
		})
		if s := h.stand(n, "2026-03-11"); s.Waiting || s.Holder != heir || !s.Passed {
			t.Errorf("with an heir: %+v", s)
		}
		if d := h.desk(clerk(heir, "2026-03-12"), matter.View{}); len(d.Tasks) != 1 || d.Tasks[0].Do != matter.DoTake {
			t.Errorf("the heir's desk: %+v", d)
		}
		h.must(h.take(clerk(heir, "2026-03-12"), n.Code))
	})
}
