package desk_test

import (
	"context"
	"slices"
	"testing"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/unit"
)

func deskOf(h *mattertest.Hall, who kheo.Caller, v desk.Part) (d desk.Page) {
	h.Helper()
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		d, err = desk.Read(ctx, tx, who, v)
		return err
	})
	return d
}

func TestTheDeskCountsAndPages(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		day := kheo.Date("2026-03-16")
		var made []matter.Matter
		for range 3 {
			made = append(made, h.Raise("2026-02-23")) // late: due 9 March
		}
		made = append(made, h.Raise("2026-03-02")) // due today
		for range 3 {
			made = append(made, h.Raise("2026-03-10"))
		}
		h.Must(h.Accept(mattertest.Clerk(h.Office, day), made[4], h.Trade)) // offered to trade, helped by culture
		h.Answered(made[5], day)
		who := mattertest.Clerk(h.Office, day)
		d := deskOf(h, who, desk.Part{})
		for tab, want := range map[desk.Tab]int{desk.TabLate: 3, desk.TabToday: 1, desk.TabNew: 2, desk.TabWaiting: 1} {
			if d.Counts[tab] != want {
				t.Errorf("%s: counted %d, want %d", tab, d.Counts[tab], want)
			}
			n := 0
			for _, x := range d.Tasks {
				if x.Tab == tab {
					n++
				}
			}
			if n != want || len(deskOf(h, who, desk.Part{Tab: tab}).Tasks) != want {
				t.Errorf("%s: shows %d, and alone %d, want %d", tab, n, len(deskOf(h, who, desk.Part{Tab: tab}).Tasks), want)
			}
		}
		var codes []string
		for after, n := "", 0; n < 10; n++ {
			page := deskOf(h, who, desk.Part{Limit: 2, After: after})
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
		if d.Hidden != (desk.Hidden{}) {
			t.Errorf("all of the place is on this desk: %+v", d.Hidden)
		}
		trade := deskOf(h, mattertest.Clerk(h.Trade, day), desk.Part{})
		if len(trade.Tasks) != 1 || trade.Tasks[0].Do != desk.DoAccept || trade.Counts[desk.TabNew] != 1 || trade.Hidden.Unpublished != 7 {
			t.Errorf("the desk it is offered to: %+v", trade)
		}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.GiveWords(ctx, tx, who, h.Find(made[0].Code, ""), h.Office, "Cống nghẹt", "Cống trước nhà văn hóa nghẹt.", nil)
			return err
		})
		culture := deskOf(h, mattertest.Clerk(h.Culture, day), desk.Part{})
		if len(culture.Tasks) != 2 || culture.Tasks[0].Do != desk.DoWatch || culture.Hidden != (desk.Hidden{Elsewhere: 1, Unpublished: 6}) {
			t.Errorf("the desk of the one who helps: %+v", culture)
		}
	})
}

func TestAReorganisationPassesConcernsOn(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		n := h.Raise("2026-03-02")
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), n, ""))
		var heir kheo.UnitID
		admin := kheo.Caller{Person: "admin", At: mattertest.At("2026-03-10", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
		h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			if err := unit.EndBody(ctx, tx, admin, h.Office, "2026-03-10", "QĐ 1"); err != nil {
				return err
			}
			heir, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Văn phòng mới", Kind: unit.Department, Territory: h.Place, Parent: h.Parent, Span: kheo.Span{From: "2026-03-11"}})
			return err
		})
		s := h.Stand(m, "2026-03-11")
		if !s.Waiting || s.Chooser != h.Communes[0] {
			t.Fatalf("no heir: %+v, want a choice by the body that owns civic work, %s", s, h.Communes[0])
		}
		board := mattertest.As("board", h.Communes[0], "2026-03-11", matter.MayChoose)
		if d := deskOf(h, board, desk.Part{}); len(d.Tasks) != 2 || d.Tasks[0].Do != desk.DoChoose || d.Counts[desk.TabNew] != 2 {
			t.Errorf("the desk of the one who chooses: %+v", d)
		}
		h.Must(h.Choose(board, m.Code, h.Trade, "Việc của Phòng."))
		if got := h.Find(m.Code, ""); got.State != matter.Received || got.Holder != h.Trade || got.Due != m.Due {
			t.Errorf("chosen, and not yet sorted: %+v", got)
		}
		h.Must(h.Accept(mattertest.Clerk(h.Trade, "2026-03-11"), m, ""))
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			return unit.SetHeir(ctx, tx, admin, h.Office, heir, "2026-03-11", "QĐ 1")
		})
		if s := h.Stand(n, "2026-03-11"); s.Waiting || s.Holder != heir || !s.Passed {
			t.Errorf("with an heir: %+v", s)
		}
		if d := deskOf(h, mattertest.Clerk(heir, "2026-03-12"), desk.Part{}); len(d.Tasks) != 1 || d.Tasks[0].Do != desk.DoTake {
			t.Errorf("the heir's desk: %+v", d)
		}
		h.Must(h.Take(mattertest.Clerk(heir, "2026-03-12"), n.Code))
	})
}

func TestTheDeskAsksEachForTheirPart(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m := w.Open()
		asks := func(who kheo.Caller) (do desk.Do) {
			w.Read(func(ctx context.Context, tx *db.Tx) error {
				d, err := desk.Read(ctx, tx, who, desk.Part{})
				if len(d.Tasks) == 1 {
					do = d.Tasks[0].Do
				}
				return err
			})
			return do
		}
		check := func(when string, who kheo.Caller, want desk.Do) {
			t.Helper()
			if got := asks(who); got != want {
				t.Errorf("%s: the desk asks to %q, want %q", when, got, want)
			}
		}
		check("opened, holder", mattertest.Officer(w.Board, "2023-12-12"), desk.DoTake)
		check("opened, owed to", mattertest.Lead(w.Province, "2023-12-12"), desk.DoWatch)
		check("opened, another", mattertest.Officer(w.Front, "2023-12-12"), "")
		check("waiting, the one who chooses", mattertest.Lead(w.TayNinh, "2025-07-01"), desk.DoChoose)
		check("waiting, a commune", mattertest.Officer(w.Communes[0], "2025-07-01"), "")
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		check("in hand, holder", mattertest.Officer(w.Board, "2023-12-16"), desk.DoAnswer)
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), m.Code, mattertest.Done))
		check("answered, holder", mattertest.Officer(w.Board, "2024-03-21"), desk.DoWatch)
		check("answered, owed to", mattertest.Lead(w.Province, "2024-03-21"), desk.DoJudge)
		w.Must(w.Confirm(mattertest.Lead(w.Province, "2024-03-28"), m.Code))
		check("confirmed, holder", mattertest.Officer(w.Board, "2024-03-29"), "")
	})
}

func TestWhatWasToldUpStandsOnTheParentsDesk(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		h.Raise("2026-03-02")
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := matter.Escalate(ctx, tx, kheo.Caller{At: mattertest.At("2026-06-01", 7)})
			return err
		})
		if d := deskOf(h, mattertest.Chair(h.Parent, "2026-06-02"), desk.Part{}); len(d.Tasks) != 1 || d.Tasks[0].Tab != desk.TabWaiting {
			t.Errorf("the parent's desk: %+v", d)
		}
	})
}

// Words are looked for in all that lies on the desk, not in the page shown, and
// what is found is read page by page in the order of the desk.
func TestASearchLooksThroughTheWholeDesk(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		var fit []string
		for n := range 24 {
			m := h.Raise(kheo.Date("2026-03-02").Add(n % 5))
			if n%7 == 6 {
				h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-08"), m, "")) // its title: Cống thoát nước ấp 1
				fit = append(fit, m.Code)
			}
		}
		who := mattertest.Clerk(h.Office, "2026-03-09")
		search := func(words string, limit int, says func(matter.Matter) string) (codes []string) {
			for after, n := "", 0; n < 30; n++ {
				d := deskOf(h, who, desk.Part{Words: words, Says: says, Limit: limit, After: after})
				if d.Counts[desk.TabNew] != 24 {
					t.Errorf("%q: the desk counts %v, whatever is searched for", words, d.Counts)
				}
				for _, x := range d.Tasks {
					codes = append(codes, x.Code)
				}
				if after = d.Next; after == "" {
					break
				}
			}
			return codes
		}
		for _, c := range []struct {
			words string
			want  int
		}{{"cong thoat", 3}, {"Cống nước", 3}, {"cộng", 0}, {"ap 1", 24}, {"test-007", 1}, {"  ", 24}, {"%_'", 0}} {
			for _, limit := range []int{1, 2, 100} {
				if got := search(c.words, limit, nil); len(got) != c.want {
					t.Errorf("%q, %d a page: %v, want %d", c.words, limit, got, c.want)
				}
			}
		}
		if got := search("cong", 1, nil); !slices.IsSortedFunc(got, func(a, b string) int { return matter.ByDue(h.Find(a, ""), h.Find(b, "")) }) || len(got) != len(fit) {
			t.Errorf("page by page %v, want %v by their days", got, fit)
		}
		if got := search("thoát nước đường", 2, func(matter.Matter) string { return "Thoát nước, đường" }); len(got) != 24 {
			t.Errorf("by the topic's name: %d", len(got))
		}
	})
}
