package matterweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/unit"
)

// A happening with the instant it is sorted by.
type event struct {
	web.Happening
	at time.Time
}

// timeline is the moves, oldest first, and between them what the law did to
// the holders: a body ended, its heir carries on, or nobody does.
func (f facts) timeline(v web.View) web.Timeline {
	var list []event
	for i, m := range f.Moves {
		e := event{web.Happening{When: v.Clock(m.At), What: f.told(v, m), Note: m.Note, Stage: web.Done}, m.At}
		if m.To == matter.Answered {
			e.Note = "" // the answer stands whole above
		}
		list = append(list, e)
		until := f.On
		switch {
		case i+1 < len(f.Moves):
			until = kheo.DateOf(f.Moves[i+1].At)
		case !m.To.Open():
			continue // what became of the holder afterwards is another story
		}
		list = append(list, f.passed(v, f.Lines[m.Holder], kheo.DateOf(m.At), until)...)
	}
	if f.Deal != nil && f.M.Kind == matter.Concern {
		list = append(list, f.between(v)...)
	}
	slices.SortStableFunc(list, func(a, b event) int { return a.at.Compare(b.at) })
	var told web.Timeline
	for _, e := range list {
		told = append(told, e.Happening)
	}
	if !f.M.State.Open() {
		told[len(told)-1].Stage = web.Now
		return told
	}
	now := web.Happening{When: v.T("matterweb.now"), What: f.awaited(v).Value, Stage: web.Now}
	if f.On != v.Today {
		now.When = v.Date(f.On)
	}
	return append(told, now)
}

// told says a move in one sentence.
func (f facts) told(v web.View, m matter.Move) string {
	if f.M.Kind == matter.Concern {
		return f.toldConcern(v, m)
	}
	key := string(m.To)
	switch {
	case m.To == matter.Assigned && m.From != "":
		key = "chosen"
	case m.To == matter.Answered:
		key = "answered." + string(m.Answer)
	}
	return v.T("matterweb.told."+key, "body", f.Bodies.Name(v, m.Body), "holder", f.Bodies.Name(v, m.Holder))
}

// passed is what became of a holder between two moves.
func (f facts) passed(v web.View, line []unit.HeirLink, from, until kheo.Date) []event {
	var list []event
	for i, h := range line {
		b := h.Body
		if b.To == "" || b.To < from || b.To >= until {
			continue
		}
		e := event{web.Happening{When: v.Date(b.To.Add(1))}, b.To.Add(1).Time()}
		if i+1 < len(line) {
			next := line[i+1]
			e.What = v.T("matterweb.told.passed", "body", f.Bodies.Name(v, b.ID), "heir", f.Bodies.Name(v, next.Body.ID))
			if next.Basis != "" {
				e.Note = v.T("matterweb.told.basis", "basis", next.Basis)
			}
		} else {
			e.Stage = web.Offer
			e.What = v.T("matterweb.told.no_heir", "body", f.Bodies.Name(v, b.ID))
			e.Note = v.T("matterweb.told.no_heir.note")
		}
		list = append(list, e)
	}
	return list
}

// answers are the holder's answers, the standing one first.
func (f facts) answers(v web.View) []web.Answer {
	var list []web.Answer
	for i, m := range f.Moves {
		if m.To != matter.Answered {
			continue
		}
		a := web.Answer{Tag: look.AnswerTag(v, m.Answer), Acted: m.Answer == matter.Acted, Text: m.Note,
			By: v.T("matterweb.answer.by", "body", f.Bodies.Name(v, m.Body), "when", v.Clock(m.At))}
		if v.English() && m.TextEN != "" {
			a.Text = m.TextEN
		}
		if i+1 < len(f.Moves) && f.Moves[i+1].To == matter.Reopened {
			a.By += " · " + v.T("matterweb.answer.returned")
		}
		for _, p := range m.Proofs {
			a.Files = append(a.Files, web.FileLink{Name: p.Name, Href: v.To("matter.proof", f.M.Code, p.SHA256),
				Note: fileType(p) + ", " + v.Lang.Size(p.Size)})
		}
		list = append([]web.Answer{a}, list...)
	}
	return list
}

// receipt leads to the ledger's word for the last public entry up to the day:
// for a moment the signed promise, then the receipt.
func (f facts) receipt(v web.View) web.Receipt {
	if n := len(f.Pending); n > 0 && kheo.DateOf(f.Pending[n-1].At) <= f.On {
		leaf := f.Pending[n-1]
		return web.Receipt{Title: v.T("matterweb.receipt.title"), Lead: v.T("matterweb.receipt.pending"),
			Facts:       []web.Fact{{Label: v.T("matterweb.receipt.at"), Value: v.Clock(leaf.At)}},
			Fingerprint: leaf.Hash[:16], Href: v.To("ledger.promise", leaf.ID), Link: v.T("matterweb.receipt.promise")}
	}
	for i := len(f.Entered) - 1; i >= 0; i-- {
		e := f.Entered[i]
		if kheo.DateOf(e.At) > f.On {
			continue
		}
		return web.Receipt{Title: v.T("matterweb.receipt.title"), Lead: v.T("matterweb.receipt.lead"),
			Facts: []web.Fact{{Label: v.T("matterweb.receipt.number"), Value: v.Num(e.Index)},
				{Label: v.T("matterweb.receipt.at"), Value: v.Clock(e.At)}},
			Fingerprint: e.Hash[:16], Href: v.To("ledger.receipt", strconv.FormatInt(e.Index, 10)), Link: v.T("matterweb.receipt.file")}
	}
	return web.Receipt{}
}

// fileType is the short name people know a type by.
func fileType(p matter.Proof) string {
	_, short, _ := strings.Cut(p.Type, "/")
	if i := strings.LastIndexByte(p.Name, '.'); i > 0 && len(p.Name)-i <= 5 {
		short = p.Name[i+1:]
	}
	return strings.ToUpper(short)
}
