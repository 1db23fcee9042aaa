// Package tallyweb shows what matters amount to: what is owed under the three
// rates, how often each body hands one on, and the working days matters lay with
// it. Bodies, never persons.
package tallyweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// Routes are the pages of counts.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "tally.owed", Method: "GET", VI: "/viec-no-dan", EN: "/owed", Handle: d.showOwed},
		{Name: "tally.monday", Method: "GET", VI: "/viec-no-dan/thu-hai", EN: "/owed/monday", Handle: d.showMonday},
		{Name: "tally.handovers", Method: "GET", VI: "/nhip-chuyen", EN: "/hand-overs", Handle: d.handovers},
	}
}

// Deps are what the site hands in.
type Deps struct {
	Books  *unit.Books
	Tables *sorting.Tables

	// Count is how many matters there are of each sort; without it every one is
	// read.
	Count func(ctx context.Context, tx *db.Tx) (tally.Tally, error)

	// Idle is how long matters lay with each body in a span of days.
	Idle func(ctx context.Context, tx *db.Tx, c calendar.Calendar, s kheo.Span) (map[kheo.UnitID]tally.Idle, error)
}

// span is how many days the page looks back.
const span = 90

type page struct {
	web.View
	Span kheo.Span
	Rows []row
}

// A row is one body.
type row struct {
	Name string
	Hand matter.Handing
	Idle tally.Idle
}

func (d Deps) handovers(w http.ResponseWriter, a *web.Ask) error {
	p := page{View: a.View, Span: kheo.Span{From: a.Today.Add(-span), To: a.Today}}
	if err := a.Read(func(ctx context.Context, tx *db.Tx) error { return d.read(ctx, tx, &p) }); err != nil {
		return err
	}
	return a.Show(w, p.page())
}

func (p page) page() web.Page {
	return web.Page{Title: p.T("tallyweb.title"), Verb: "lam", Body: body(p)}
}

func (d Deps) read(ctx context.Context, tx *db.Tx, p *page) error {
	handed, err := matter.Handings(ctx, tx, p.Span)
	if err != nil {
		return err
	}
	c, err := calendar.Load(ctx, tx)
	if err != nil {
		return err
	}
	idle, err := d.Idle(ctx, tx, c, p.Span)
	if err != nil {
		return err
	}
	by := map[kheo.UnitID]row{}
	for id, x := range idle {
		by[id] = row{Idle: x}
	}
	for _, h := range handed {
		r := by[h.From]
		r.Hand = h
		by[h.From] = r
	}
	for id, r := range by {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return err
		}
		r.Name = look.Body(p.View, b)
		p.Rows = append(p.Rows, r)
	}
	slices.SortFunc(p.Rows, func(x, y row) int { return strings.Compare(text.SortKey(x.Name), text.SortKey(y.Name)) })
	return nil
}

// table has one line a body; each number stands with what it is out of.
func (p page) table() web.Table {
	t := web.Table{Caption: p.T("tallyweb.title"), Cols: []web.Col{{Name: p.T("tallyweb.body"), Main: true},
		{Name: p.T("tallyweb.idle"), Num: true}, {Name: p.T("tallyweb.matters"), Num: true},
		{Name: p.T("tallyweb.offered"), Num: true}, {Name: p.T("tallyweb.taken"), Num: true}, {Name: p.T("tallyweb.declined"), Num: true}}}
	for _, r := range p.Rows {
		var cells web.Row
		for _, n := range []int{r.Idle.Days, r.Idle.Matters, r.Hand.Offered, r.Hand.Taken, r.Hand.Declined} {
			cells = append(cells, web.Cell{Text: p.Num(int64(n))})
		}
		t.Rows = append(t.Rows, append(web.Row{{Text: r.Name}}, cells...))
	}
	return t
}

// Specimens are the page in each of its states.
func Specimens() []web.Specimen {
	draw := func(v web.View, rows ...row) web.Page {
		return page{View: v, Span: kheo.Span{From: v.Today.Add(-span), To: v.Today}, Rows: rows}.page()
	}
	return append(owedSpecimens(), []web.Specimen{
		{Name: "hand-overs", Page: func(v web.View) web.Page {
			return draw(v, row{"Phòng Kinh tế xã Cần Đước", matter.Handing{Offered: 4, Taken: 2, Declined: 1}, tally.Idle{Matters: 9, Days: 31}},
				row{"Trung tâm Phục vụ hành chính công xã Cần Đước", matter.Handing{}, tally.Idle{Matters: 1, Days: 1}})
		}},
		{Name: "no hand-overs", Page: func(v web.View) web.Page { return draw(v) }},
	}...)
}
