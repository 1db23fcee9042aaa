package mattertest

import (
	"context"
	"fmt"
	"testing"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/tally"
	"kheo/triage"
	"kheo/unit"
	"kheo/verdict"
)

// A Hall is the bodies of one new commune: the committee and its offices.
type Hall struct {
	*World
	Place                  kheo.UnitID
	Parent                 kheo.UnitID // Ủy ban nhân dân xã
	Office, Trade, Culture kheo.UnitID // its Văn phòng, Phòng Kinh tế, Phòng Văn hóa – Xã hội
	n                      int
}

// EachHall runs a test in the hall, on both engines.
func EachHall(t *testing.T, f func(h *Hall)) {
	t.Helper()
	Each(t, func(w *World) {
		h := &Hall{World: w, Place: w.Book.Lands(w.District, "2025-07-01")[0].ID}
		w.Do(func(ctx context.Context, tx *db.Tx) error {
			admin := kheo.Caller{Person: "admin", At: At("2025-07-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
			add := func(id *kheo.UnitID, name string, kind unit.BodyKind, parent kheo.UnitID) {
				var err error
				*id, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: name, Short: name, Kind: kind, Territory: h.Place, Parent: parent, Span: kheo.Span{From: "2025-07-01"}})
				w.Must(err)
			}
			add(&h.Parent, "Ủy ban nhân dân xã", unit.Authority, "")
			add(&h.Office, "Văn phòng xã", unit.Department, h.Parent)
			add(&h.Trade, "Phòng Kinh tế xã", unit.Department, h.Parent)
			add(&h.Culture, "Phòng Văn hóa – Xã hội xã", unit.Department, h.Parent)
			return unit.SetCivicWork(ctx, tx, admin, h.Place, w.Communes[0], kheo.Span{From: "2025-07-01"})
		})
		f(h)
	})
}

// raise files a concern to the office, due in ten working days.
func (h *Hall) Raise(day kheo.Date, into ...matter.Matter) matter.Matter {
	h.Helper()
	h.n++
	r := matter.Raised{ID: kheo.NewID(At(day, 9)), Code: fmt.Sprintf("PA-TEST-%03d", h.n), Category: "drainage", Territory: h.Place,
		Hamlet: "Ấp 1", Cell: "c1", Holder: h.Office, HolderIs: "Văn phòng xã", Rule: "concern.answer.ordinary", Route: "r1"}
	for _, first := range into {
		r.Into, r.IntoCode = first.ID, first.Code
	}
	h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		r.Due, err = calendar.DueBy(ctx, tx, r.Territory, r.Rule, day)
		h.Must(err)
		_, err = matter.Raise(ctx, tx, kheo.Caller{At: At(day, 9)}, r)
		return err
	})
	return h.Find(r.Code, "")
}

func Clerk(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return As("clerk", body, day, matter.MaySort, matter.MayTake)
}

func Chair(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return As("chair", body, day, matter.MaySort, matter.MayTake, matter.MayLead, matter.MayChoose)
}

// author holds the secrets of the concerns.
func Author(day kheo.Date, list ...matter.Matter) kheo.Caller {
	who := kheo.Caller{At: At(day, 15)}
	for _, m := range list {
		who.Voices = append(who.Voices, m.ID)
	}
	return who
}

func (h *Hall) Accept(who kheo.Caller, m matter.Matter, lead kheo.UnitID) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error {
		return triage.Accept(ctx, tx, who, m.Code, triage.Decision{Title: "Cống thoát nước ấp 1", Lead: lead, Assist: []kheo.UnitID{h.Culture}})
	})
}

func (h *Hall) Offer(who kheo.Caller, m matter.Matter, to kheo.UnitID) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error {
		return matter.Offer(ctx, tx, who, m.Code, to, "competence", "")
	})
}

func (h *Hall) Decline(who kheo.Caller, m matter.Matter) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Decline(ctx, tx, who, m.Code, "holder", "") })
}

func (h *Hall) Speak(who kheo.Caller, m matter.Matter, v verdict.Verdict) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error { return verdict.Speak(ctx, tx, who, m.Code, v) })
}

var (
	ItIsDone  = verdict.Verdict{Settled: true}
	ItIsNot   = verdict.Verdict{Reason: "partly", Sealed: "c2VhbGVk"}
	Explained = matter.Reply{Kind: matter.Explained, Text: "Cống sẽ làm trong quý I.", Saying: matter.Saying{TextEN: "The culvert comes in the first quarter.", Script: "Kính thưa bà con.", Board: "Cống làm quý I."}}
)

// answered brings a concern to its answer by the office.
func (h *Hall) Answered(m matter.Matter, day kheo.Date) {
	h.Helper()
	h.Must(h.Accept(Clerk(h.Office, day), m, ""))
	h.Must(h.Take(Clerk(h.Office, day), m.Code))
	h.Must(h.Answer(Clerk(h.Office, day), m.Code, Explained))
}

func (h *Hall) Lapse(day kheo.Date) (n int) {
	h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = verdict.LapseDue(ctx, tx, kheo.Caller{At: At(day, 1)})
		return err
	})
	return n
}

func (h *Hall) Pause(who kheo.Caller, m matter.Matter, reason string) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Pause(ctx, tx, who, m.Code, reason, "") })
}

func (h *Hall) Resume(who kheo.Caller, m matter.Matter) error {
	return h.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Resume(ctx, tx, who, m.Code) })
}

func (h *Hall) Why(m matter.Matter) (w tally.Why) {
	h.Helper()
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		w, err = tally.WhyDue(ctx, tx, h.Find(m.Code, ""))
		return err
	})
	return w
}

// explains checks that the days counted one by one end on the day, as many as
// the rule allows.
func (h *Hall) Explains(m matter.Matter) {
	h.Helper()
	w := h.Why(m)
	if len(w.Days) == 0 {
		h.Fatalf("no days between %s and %s", w.From, w.Due)
	}
	last := w.Days[len(w.Days)-1]
	if last.Day != w.Due || last.N != int(w.Rule.Value) {
		h.Errorf("counted to %d on %s, the rule allows %d until %s", last.N, last.Day, w.Rule.Value, w.Due)
	}
}
