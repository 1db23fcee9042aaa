package scoringweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
	"kheo/scoring"
	"kheo/scoring/beside"
	"kheo/unit"
)

// A sheetsPage lists the sheets; a delegation opens one for a body here.
type sheetsPage struct {
	List            []scoring.Sheet
	Schemes, Bodies []choice // to open one
	Scheme, Body    string
	Faults          kheo.Faults
}

func sheets(w http.ResponseWriter, a *web.Ask) error { return sheetsAgain(w, a, sheetsPage{}) }

func sheetsAgain(w http.ResponseWriter, a *web.Ask, p sheetsPage) error {
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.List, err = scoring.Sheets(ctx, tx, a.Who); err != nil || len(a.Who.Units(scoring.MayAppraise)) == 0 {
			return err
		}
		list, err := scoring.Schemes(ctx, tx, a.Who)
		if err != nil {
			return err
		}
		p.Schemes, p.Bodies = nil, nil
		for _, s := range list {
			if s.Issued {
				p.Schemes = append(p.Schemes, choice{s.Code, s.Code + " · " + beside.Name(a.View, s.Name, s.NameEN)})
			}
		}
		all, err := unit.AllBodies(ctx, tx)
		for _, b := range all {
			if b.From <= a.Who.Today() && (b.To == "" || b.To >= a.Who.Today()) {
				p.Bodies = append(p.Bodies, choice{string(b.ID), b.Name})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status(p.Faults), p.page(a.View))
}

func open(w http.ResponseWriter, a *web.Ask) error {
	p := sheetsPage{Scheme: a.PostFormValue("scheme"), Body: a.PostFormValue("body")}
	var s scoring.Sheet
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		of := scoring.Subject{Kind: scoring.Body, Body: kheo.UnitID(p.Body)}
		if code := a.PostFormValue("model"); code != "" {
			m, err := model.Look(ctx, tx, a.Who, code, a.Today)
			if err != nil {
				return err
			}
			of = beside.Model(m)
		}
		var err error
		s, err = scoring.Open(ctx, tx, a.Who, p.Scheme, of)
		return err
	})
	if err != nil {
		return err
	}
	if p.Faults = faults; faults != nil {
		return sheetsAgain(w, a, p)
	}
	return a.Go(w, a.To("scoring.sheet", s.Code))
}

func (p sheetsPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("scoringweb.sheets"), Verb: "lam", Body: p.body(v)}
}

func (p sheetsPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("scoringweb.sheets"), Cols: []web.Col{{Name: v.T("scoringweb.subject"), Main: true},
		{Name: v.T("scoringweb.scheme")}, {Name: v.T("scoringweb.state")}}}
	for _, s := range p.List {
		t.Rows = append(t.Rows, web.Row{{Text: s.Title, Href: v.To("scoring.sheet", s.Code), Sub: s.Code},
			{Text: beside.Name(v, s.Scheme.Name, s.Scheme.NameEN)}, {Tag: beside.State(v, s.State)}})
	}
	return t
}

// A sheetPage is one sheet with its three sides.
type sheetPage struct {
	scoring.Sheet
	Hand   scoring.Hand
	Names  map[kheo.PersonID]string // of those who marked, for those who work on it
	Why    string
	Faults kheo.Faults
}

func showSheet(w http.ResponseWriter, a *web.Ask) error { return sheetAgain(w, a, sheetPage{}) }

func sheetAgain(w http.ResponseWriter, a *web.Ask, p sheetPage) error {
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Sheet, p.Hand, err = scoring.See(ctx, tx, a.Who, a.PathValue("code")); err != nil {
			return err
		}
		p.Names, err = names(ctx, tx, p.Sheet)
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status(p.Faults), p.page(a.View))
}

func names(ctx context.Context, tx *db.Tx, s scoring.Sheet) (map[kheo.PersonID]string, error) {
	by := map[kheo.PersonID]string{}
	for _, m := range s.History {
		by[m.Person] = ""
	}
	for _, m := range s.Moves {
		by[m.Person] = ""
	}
	delete(by, "")
	for id := range by {
		x, err := identity.Find(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		by[id] = x.Title
	}
	return by, nil
}

func (p sheetPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("scoringweb.sheet.title", "name", p.Title), Verb: "lam", Private: p.State != scoring.Published, Body: p.body(v),
		Crumbs: []web.Crumb{{Name: v.T("scoringweb.sheets"), Href: v.To("scoring.sheets")}, {Name: p.Code}}}
}

// now is the side the visitor marks at present; "" for none.
func (p sheetPage) now() scoring.Side {
	if side := p.Now(); side != "" && p.Hand.Marks(side) {
		return side
	}
	return ""
}

// left is what is not marked yet on the side being marked.
func (p sheetPage) left() []scoring.Criterion { return p.Left(p.Now()) }

// counts is the result as it stands: of the side that is being marked, or what
// counts.
func (p sheetPage) counts() scoring.Result {
	if p.Now() == scoring.Own {
		return p.Count(scoring.Own)
	}
	return p.Count(scoring.Settled)
}

func (p sheetPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("scoringweb.beside"), Cols: []web.Col{{Name: v.T("scoringweb.criterion"), Main: true}, {Name: v.T("scoringweb.most"), Num: true}}}
	sides := p.sides()
	for _, side := range sides {
		t.Cols = append(t.Cols, web.Col{Name: v.T("scoring.side." + string(side)), Num: true})
	}
	var got []scoring.Result
	for _, side := range sides {
		got = append(got, p.Count(side))
	}
	for i, b := range p.Scheme.Tree() {
		most := got[0].Lines[i].Of
		if b.Kind == scoring.Deduction {
			most = -b.Max
		}
		row := web.Row{p.first(v, b), {Text: beside.Points(v, most)}}
		for n, side := range sides {
			row = append(row, p.cell(v, got[n].Lines[i], side))
		}
		t.Rows = append(t.Rows, row)
	}
	sum := web.Row{{Text: v.T("scoringweb.total")}, {Text: beside.Points(v, got[0].Of)}}
	for _, r := range got {
		if r.Left == len(p.Scheme.Leaves()) {
			sum = append(sum, web.Cell{Text: "–"})
			continue
		}
		sum = append(sum, web.Cell{Text: beside.Points(v, r.Total)})
	}
	t.Rows = append(t.Rows, sum)
	return t
}

// sides are the three for those who work on the sheet; others see what counts.
func (p sheetPage) sides() []scoring.Side {
	if p.Hand.Any() {
		return scoring.Sides()
	}
	return []scoring.Side{scoring.Settled}
}

func (p sheetPage) first(v web.View, b scoring.Branch) web.Cell {
	c := web.Cell{Text: strings.Repeat("– ", b.Depth) + beside.Name(v, b.Name, b.NameEN)}
	if p.now() != "" && b.Kind != scoring.Group {
		c.Href = v.To("scoring.mark", p.Code, b.ID)
	}
	return c
}

func (p sheetPage) cell(v web.View, l scoring.Line, side scoring.Side) web.Cell {
	if !l.Marked {
		return web.Cell{Text: "–"}
	}
	c := web.Cell{Text: beside.Points(v, l.Points)}
	if m, ok := p.Last(l.ID, side); ok && l.Kind == scoring.Ratio && m.Den > 0 {
		c.Sub = v.Num(m.Num) + "/" + v.Num(m.Den)
	}
	if l.Fails {
		c.Sub = strings.TrimSpace(c.Sub + " " + v.T("scoringweb.under", "need", beside.Points(v, l.Need)))
	}
	return c
}

// why tells the band in sentences.
func (p sheetPage) why(v web.View) []string {
	r := p.counts()
	list := []string{v.T("scoringweb.why.total", "total", beside.Points(v, r.Total), "of", beside.Points(v, r.Of))}
	if r.Left > 0 {
		return append(list, v.T("scoringweb.why.left", "n", r.Left))
	}
	list = append(list, v.T("scoringweb.why.alone", "from", beside.Points(v, r.Alone.From), "band", beside.Name(v, r.Alone.Name, r.Alone.NameEN)))
	for _, l := range r.Failing {
		list = append(list, v.T("scoringweb.why.fails", "name", beside.Name(v, l.Name, l.NameEN), "got", beside.Points(v, l.Points),
			"of", beside.Points(v, l.Of), "need", beside.Points(v, l.Need), "n", l.Floor))
	}
	switch {
	case r.Alone != r.Band:
		list = append(list, v.T("scoringweb.why.down", "band", beside.Name(v, r.Alone.Name, r.Alone.NameEN), "got", beside.Name(v, r.Band.Name, r.Band.NameEN)))
	case len(r.Failing) == 0:
		list = append(list, v.T("scoringweb.why.floors"))
	}
	return list
}

// history tells every mark and move, newest first.
func (p sheetPage) history(v web.View) web.Timeline {
	var list web.Timeline
	moves := p.Moves
	past := func(at time.Time) { // the moves after a mark
		for len(moves) > 0 && !moves[len(moves)-1].At.Before(at) {
			m := moves[len(moves)-1]
			moves = moves[:len(moves)-1]
			list = append(list, web.Happening{When: v.Date(kheo.DateOf(m.At)), What: v.T("scoring.state." + string(m.To)), By: p.Names[m.Person], Note: m.Why})
		}
	}
	for i := len(p.History) - 1; i >= 0; i-- {
		m := p.History[i]
		past(m.At)
		c, _ := p.Scheme.Criterion(m.Criterion)
		said := m.Note
		if m.Why != "" {
			said = strings.TrimSpace(said + " " + v.T("scoringweb.because", "why", m.Why))
		}
		list = append(list, web.Happening{When: v.Date(kheo.DateOf(m.At)), By: p.Names[m.Person], Note: said,
			What: v.T("scoringweb.gave", "side", v.T("scoring.side."+string(m.Side)), "points", beside.Points(v, m.Points), "name", beside.Name(v, c.Name, c.NameEN))})
	}
	past(time.Time{})
	return list
}

func pass(w http.ResponseWriter, a *web.Ask) error {
	p := sheetPage{Why: a.PostFormValue("why")}
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		return scoring.Pass(ctx, tx, a.Who, a.PathValue("code"), scoring.State(a.PostFormValue("to")), p.Why)
	})
	if err != nil {
		return err
	}
	if p.Faults = faults; faults != nil {
		return sheetAgain(w, a, p)
	}
	return a.Go(w, a.To("scoring.sheet", a.PathValue("code")))
}

func itoa(n int) string { return strconv.Itoa(n) }
