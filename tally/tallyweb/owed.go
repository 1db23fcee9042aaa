package tallyweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/tally"
	"kheo/unit"
)

// An owedPage is the public list of what is owed, under the three rates.
type owedPage struct {
	web.View
	Rates  web.Rates
	Counts tally.Rates // the same as a table
	Open   int
	Parts  string // "2 lời hứa, 3 kiến nghị"
	List   web.Table
	Unit   web.Field
	Kind   web.Field
	Holder web.Field
	All    bool // settled ones too
	Narrow bool // a filter is set
	AsOf   web.AsOf

	Sentence string    // the rates, ready to be read out
	Bodies   web.Table // of each body
	Pager    web.Pager
}

// An owedRow is one matter of the list.
type owedRow struct {
	M      matter.Matter
	S      matter.Standing
	Holder string
	Place  string
}

func (d Deps) showOwed(w http.ResponseWriter, a *web.Ask) error {
	p := owedPage{View: a.View, All: a.FormValue("all") != ""}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		newest, err := d.newest(ctx, tx, a)
		if err != nil {
			return err
		}
		if newest {
			return d.readToday(ctx, tx, a, &p)
		}
		return d.readOwed(ctx, tx, a, &p)
	})
	if err != nil {
		return err
	}
	return a.Show(w, web.Page{Title: a.T("tallyweb.owed.title"), Verb: "lam", Body: owedBody(p)})
}

// readOwed lists public matters of the unit asked for, then of the holder. A
// unit's matters are those of its subtree on the day they were opened, so a
// former district keeps its own.
func (d Deps) readOwed(ctx context.Context, tx *db.Tx, a *web.Ask, p *owedPage) error {
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	kind := p.chooseKind(a)
	list, err := matter.List(ctx, tx, matter.Filter{Public: true, On: a.On(), Kind: kind})
	if err != nil {
		return err
	}
	inUnit, holder := kheo.UnitID(a.FormValue("unit")), kheo.UnitID(a.FormValue("holder"))
	p.Narrow = inUnit != "" || holder != "" || kind != ""
	p.Unit = choiceOf(a.View, "unit", "tallyweb.owed.unit", units(book, list), string(inUnit))
	names := look.Bodies{}
	var rows []owedRow
	for _, m := range within(book, list, inUnit) {
		r := owedRow{M: m, Place: look.Place(book, m)}
		if r.S, err = matter.Stand(ctx, tx, m, a.On()); err != nil {
			return err
		}
		if err := names.Add(ctx, tx, r.S.Last); err != nil {
			return err
		}
		r.Holder = names.Name(a.View, r.S.Last)
		rows = append(rows, r)
	}
	p.Holder = choiceOf(a.View, "holder", "tallyweb.owed.holder", holders(rows), string(holder))
	p.fill(slices.DeleteFunc(rows, func(r owedRow) bool { return holder != "" && r.S.Last != holder }), a.On())
	return nil
}

// chooseKind is the kind asked for, "" all of them.
func (p *owedPage) chooseKind(a *web.Ask) matter.Kind {
	kind := matter.Kind(a.FormValue("kind"))
	if kind != matter.Concern && kind != matter.Recommendation {
		kind = ""
	}
	p.Kind = choiceOf(a.View, "kind", "tallyweb.owed.kind", []web.Option{
		{Value: string(matter.Concern), Label: a.T("matter.kind.concern")},
		{Value: string(matter.Recommendation), Label: a.T("matter.kind.recommendation")}}, string(kind))
	return kind
}

// fill counts the matters and writes the list.
func (p *owedPage) fill(rows []owedRow, on kheo.Date) {
	var list []matter.Matter
	for _, r := range rows {
		list = append(list, r.M)
		if r.M.State.Open() {
			p.Open++
		}
		if r.M.State.Open() || p.All && r.M.State.Owed() {
			p.List.Rows = append(p.List.Rows, r.cells(p.View, on))
		}
	}
	p.List.Caption = p.T("tallyweb.owed.title")
	p.List.Cols = []web.Col{{Name: p.T("tallyweb.owed.col.time")}, {Name: p.T("tallyweb.owed.col.what"), Main: true},
		{Name: p.T("tallyweb.owed.col.holder")}, {Name: p.T("tallyweb.owed.col.state")}}
	p.Counts = tally.Count(list)
	p.Rates = rates(p.View, p.Counts)
	p.Parts = parts(p.View, list)
	p.AsOf = web.AsOf{Path: p.To("tally.owed"), On: on}
}

func (r owedRow) cells(v web.View, on kheo.Date) web.Row {
	m := r.M
	what := web.Cell{Text: m.Title, Href: v.To("matter.show", m.Code), Sub: m.Code + " · " + r.Place}
	if m.Kind == matter.Concern && v.Has("concern.show") {
		what.Href = v.To("concern.show", m.Code)
	}
	if on != v.Today {
		what.Href += "?on=" + string(on)
	}
	time := web.Cell{Text: v.Date(m.Due)}
	if m.Late(on) {
		time = web.Cell{Tag: web.Tag{Shape: web.TagLate, Text: look.Left(v, m.Due, on)}, Sub: v.Date(m.Due)}
	} else if m.State.WithHolder() {
		time.Sub = look.Left(v, m.Due, on)
	}
	holder := web.Cell{Text: r.Holder}
	if r.S.Waiting {
		holder = web.Cell{Tag: web.Tag{Shape: web.TagLate, Text: v.T("matterweb.track.waiting")}, Sub: v.T("tallyweb.owed.last", "body", r.Holder)}
	}
	return web.Row{time, what, holder, {Tag: look.StateTag(v, m.State, m.Answer)}}
}

// rates are the three, of one denominator, and what is counted apart.
func rates(v web.View, c tally.Rates) web.Rates {
	return web.Rates{Of: c.Total, None: v.T("tallyweb.owed.empty"),
		Rows: []web.Rate{
			{Name: v.T("tallyweb.rates.answered"), N: c.Answered, Meaning: v.T("tallyweb.rates.answered.note", "n", c.Total-c.Answered)},
			{Name: v.T("tallyweb.rates.acted"), N: c.Acted, Meaning: v.T("tallyweb.rates.acted.note")},
			{Name: v.T("tallyweb.rates.confirmed"), N: c.Confirmed, Meaning: v.T("tallyweb.rates.confirmed.note")}},
		Apart: v.T("tallyweb.rates.apart", "helped", c.Helped, "lapsed", c.Lapsed, "reopened", c.Reopened, "waiting", c.Waiting),
		Table: "#rates-table"}
}

// parts says what the open ones are, by kind.
func parts(v web.View, list []matter.Matter) string {
	var said []string
	for _, k := range []matter.Kind{matter.Concern, matter.Commitment, matter.Recommendation} {
		n := 0
		for _, m := range list {
			if m.Kind == k && m.State.Open() {
				n++
			}
		}
		if n > 0 {
			said = append(said, v.T("tallyweb.owed.part."+string(k), "n", n))
		}
	}
	return strings.Join(said, ", ")
}

// units are the territories that matters are about, and those above them, as
// they were when the matters were opened.
func units(book *unit.Book, list []matter.Matter) []web.Option {
	var all []web.Option
	add := func(u unit.Unit) {
		o := web.Option{Value: string(u.ID), Label: u.Name}
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	for _, m := range list {
		day := kheo.DateOf(m.Opened)
		if u, err := book.Last(m.Territory, day); err == nil {
			add(u)
		}
		for _, u := range book.Ancestors(m.Territory, day) {
			add(u)
		}
	}
	sortOptions(all)
	return all
}

func within(book *unit.Book, list []matter.Matter, id kheo.UnitID) []matter.Matter {
	if id == "" {
		return list
	}
	return slices.DeleteFunc(list, func(m matter.Matter) bool {
		above := book.Ancestors(m.Territory, kheo.DateOf(m.Opened))
		return m.Territory != id && !slices.ContainsFunc(above, func(u unit.Unit) bool { return u.ID == id })
	})
}

func holders(rows []owedRow) []web.Option {
	var all []web.Option
	for _, r := range rows {
		o := web.Option{Value: string(r.S.Last), Label: r.Holder}
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	sortOptions(all)
	return all
}

func sortOptions(all []web.Option) {
	slices.SortFunc(all, func(a, b web.Option) int {
		return strings.Compare(text.SortKey(a.Label), text.SortKey(b.Label))
	})
}

// choiceOf is a filter: any, or one of the options.
func choiceOf(v web.View, name, key string, options []web.Option, value string) web.Field {
	f := web.FieldFor(v, nil, name, key, value)
	f.Options = append([]web.Option{{Value: "", Label: v.T("tallyweb.owed.any")}}, options...)
	return f
}

func (p owedPage) heading() string {
	if p.Open == 0 {
		return p.T("tallyweb.owed.done")
	}
	return p.T("tallyweb.owed.count", "n", p.Open)
}

// table is the rates as figures, with what is counted apart.
func (p owedPage) table() web.Table {
	t := web.Table{Caption: p.T("tallyweb.rates.title", "n", p.Counts.Total), Shown: true,
		Cols: []web.Col{{Name: p.T("tallyweb.rates.col.what"), Main: true}, {Name: p.T("tallyweb.rates.col.n"), Num: true}}}
	for _, r := range []struct {
		key string
		n   int
	}{
		{"tallyweb.rates.answered", p.Counts.Answered}, {"tallyweb.rates.acted", p.Counts.Acted}, {"tallyweb.rates.confirmed", p.Counts.Confirmed},
		{"tallyweb.rates.helped", p.Counts.Helped}, {"tallyweb.rates.lapsed", p.Counts.Lapsed}, {"tallyweb.rates.reopened", p.Counts.Reopened}, {"tallyweb.rates.waiting", p.Counts.Waiting},
	} {
		t.Rows = append(t.Rows, web.Row{{Text: p.T(r.key)}, {Text: p.Num(int64(r.n))}})
	}
	return t
}
