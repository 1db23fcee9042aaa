package tallyweb

import (
	"cmp"
	"context"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/tally"
	"kheo/unit"
)

// owedShown is how many matters one page of what is owed lists.
const owedShown = 50

// mayKnow tells what the list counts: what was published, and every concern by
// topic, hamlet, age and state.
func mayKnow(c matter.Cell) bool { return c.Public || c.Kind == matter.Concern }

// newest tells whether the page shows how things stand now: nothing moved after
// the day asked for, so that the count of now is the count of that day.
func (d Deps) newest(ctx context.Context, tx *db.Tx, a *web.Ask) (bool, error) {
	if d.Count == nil || a.On() != a.Today {
		return false, nil
	}
	n, err := matter.HowMany(ctx, tx, matter.Filter{Updated: a.Today.Add(1).Time()})
	return n == 0, err
}

// readToday lists what is owed today from the count and page by page: it must
// not read a million rows.
func (d Deps) readToday(ctx context.Context, tx *db.Tx, a *web.Ask, p *owedPage) error {
	count, err := d.Count(ctx, tx)
	if err != nil {
		return err
	}
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	o := owing{view: a.View, kind: p.chooseKind(a), book: book, unit: kheo.UnitID(a.FormValue("unit")), holder: kheo.UnitID(a.FormValue("holder")),
		last: map[kheo.UnitID]kheo.UnitID{}, names: look.Bodies{}}
	if err := o.read(ctx, tx, count, a.Today); err != nil {
		return err
	}
	p.Narrow = o.unit != "" || o.holder != "" || o.kind != ""
	p.Unit = choiceOf(a.View, "unit", "tallyweb.owed.unit", o.places, string(o.unit))
	p.Holder = choiceOf(a.View, "holder", "tallyweb.owed.holder", o.bodyOptions(), string(o.holder))
	p.Counts, p.Open = o.rates, o.open
	rows, err := d.owedRows(ctx, tx, a, p, o)
	if err != nil {
		return err
	}
	p.fill(rows, a.Today)
	p.Counts, p.Open, p.Parts = o.rates, o.open, "" // of all pages, not of this one
	p.Rates = rates(a.View, o.rates)
	p.Sentence = o.rates.Sentence(a.Lang)
	p.Bodies = o.table()
	return nil
}

// An owing is what is asked of the count: a place, a holder, and what fits.
type owing struct {
	view         web.View
	book         *unit.Book
	unit, holder kheo.UnitID
	kind         matter.Kind
	last         map[kheo.UnitID]kheo.UnitID // the heir of each holder
	names        look.Bodies
	places       []web.Option
	territories  []kheo.UnitID
	holders      []kheo.UnitID
	rates        tally.Rates
	by           map[kheo.UnitID]tally.Rates
	open         int
}

func (o *owing) read(ctx context.Context, tx *db.Tx, count tally.Tally, on kheo.Date) error {
	o.by = map[kheo.UnitID]tally.Rates{}
	inside := map[kheo.UnitID]bool{}
	for _, c := range count.Cells {
		if !mayKnow(c) || !c.State.Owed() || o.kind != "" && c.Kind != o.kind {
			continue
		}
		if _, ok := inside[c.Territory]; !ok {
			inside[c.Territory] = o.place(c.Territory, on)
		}
		if _, ok := o.last[c.Holder]; !ok {
			line, _, err := unit.Line(ctx, tx, c.Holder, on)
			if err != nil {
				return err
			}
			b := line[len(line)-1].Body
			o.last[c.Holder], o.names[b.ID] = b.ID, b
		}
		if !inside[c.Territory] || o.holder != "" && o.last[c.Holder] != o.holder {
			continue
		}
		o.add(c)
	}
	sortOptions(o.places)
	return nil
}

// add counts a cell in.
func (o *owing) add(c matter.Cell) {
	if !slices.Contains(o.territories, c.Territory) {
		o.territories = append(o.territories, c.Territory)
	}
	if !slices.Contains(o.holders, c.Holder) {
		o.holders = append(o.holders, c.Holder)
	}
	o.rates.Add(c)
	r := o.by[o.last[c.Holder]]
	r.Add(c)
	o.by[o.last[c.Holder]] = r
	if c.State.Open() {
		o.open += c.N
	}
}

// place offers a territory and those above it, and tells whether it lies in the
// one asked for, as of its last day.
func (o *owing) place(id kheo.UnitID, on kheo.Date) bool {
	u, err := o.book.Last(id, on)
	if err != nil {
		return o.unit == ""
	}
	day := on
	if u.To != "" && u.To < day {
		day = u.To
	}
	inside := o.unit == ""
	for _, x := range append([]unit.Unit{u}, o.book.Ancestors(id, day)...) {
		option := web.Option{Value: string(x.ID), Label: x.Name}
		if !slices.Contains(o.places, option) {
			o.places = append(o.places, option)
		}
		inside = inside || x.ID == o.unit
	}
	return inside
}

func (o *owing) bodyOptions() []web.Option {
	var list []web.Option
	for id := range o.names {
		list = append(list, web.Option{Value: string(id), Label: o.names.Name(o.view, id)})
	}
	sortOptions(list)
	return list
}

// table is the three rates of each body, each with both terms.
func (o *owing) table() web.Table {
	v := o.view
	t := web.Table{Caption: v.T("tallyweb.owed.bodies"), Shown: true, Cols: []web.Col{{Name: v.T("tallyweb.owed.holder"), Main: true},
		{Name: v.T("tallyweb.rates.answered"), Num: true}, {Name: v.T("tallyweb.rates.acted"), Num: true}, {Name: v.T("tallyweb.rates.confirmed"), Num: true}}}
	for _, b := range o.bodyOptions() {
		r, ok := o.by[kheo.UnitID(b.Value)]
		if !ok {
			continue
		}
		of := func(n int) web.Cell { return web.Cell{Text: v.T("tallyweb.owed.of", "n", n, "of", r.Total)} }
		t.Rows = append(t.Rows, web.Row{{Text: b.Label, Sub: r.Sentence(v.Lang)}, of(r.Answered), of(r.Acted), of(r.Confirmed)})
	}
	return t
}

// owedRows reads one page: what runs and what waits, of concerns and of what
// was published, each in the order of its index.
func (d Deps) owedRows(ctx context.Context, tx *db.Tx, a *web.Ask, p *owedPage, o owing) ([]owedRow, error) {
	f := matter.Filter{Limit: owedShown + 1, After: look.Code(a.FormValue("after"))}
	if p.Narrow {
		if len(o.territories) == 0 {
			return nil, nil
		}
		f.Territory, f.Holders = o.territories, o.holders
	}
	clocks := []string{"runs", "waits"}
	if p.All {
		clocks = append(clocks, "ended")
	}
	var list []matter.Matter
	for _, kind := range []matter.Kind{matter.Concern, matter.Recommendation} {
		if o.kind != "" && kind != o.kind {
			continue
		}
		for _, f.Clock = range clocks {
			f.Kind, f.Public = kind, kind != matter.Concern
			found, err := matter.List(ctx, tx, f)
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
		}
	}
	slices.SortFunc(list, func(x, y matter.Matter) int { return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(x.Code, y.Code)) })
	if len(list) > owedShown {
		list = list[:owedShown]
		p.Pager.Next = p.nextPage(a, list[owedShown-1].Code)
	}
	if f.After != "" {
		p.Pager.First = p.nextPage(a, "")
	}
	table, err := d.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return nil, err
	}
	var rows []owedRow
	all := matter.Stands{}
	for _, m := range list {
		r := owedRow{M: m, Place: look.Place(o.book, m)}
		if r.S, err = all.Of(ctx, tx, m, a.Today); err != nil {
			return nil, err
		}
		if err := o.names.Add(ctx, tx, r.S.Last); err != nil {
			return nil, err
		}
		if m.Kind == matter.Concern && !m.Public { // the working title was not written for all
			r.M.Title = look.Title(a.View, look.Topic(a.View, table, m.Category), m.Hamlet)
		}
		r.Holder = o.names.Name(a.View, r.S.Last)
		rows = append(rows, r)
	}
	return rows, nil
}

// nextPage is this list from another place on.
func (p *owedPage) nextPage(a *web.Ask, after string) string {
	q := a.URL.Query()
	q.Del("after")
	if after != "" {
		q.Set("after", after)
	}
	if len(q) == 0 {
		return p.To("tally.owed")
	}
	return p.To("tally.owed") + "?" + q.Encode()
}
