package sortingweb

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
	"kheo/unit"
)

// A rulesPage is the table that is on, for officers: its rules, a case tried
// on it, its versions.
type rulesPage struct {
	Table    *sorting.Table
	On       kheo.Date
	Versions []sorting.Version
	MayEdit  bool

	Place    web.UnitField
	Category string
	Kind     string
	Day      string
	Asked    bool
	Fired    sorting.Fired
	Lines    []sorting.Line
	Body     unit.Body
	Nobody   bool
	Faults   kheo.Faults
}

// rules shows the table and, when a place and a category are in the address,
// where a case from there goes and why.
func (d Deps) rules(w http.ResponseWriter, a *web.Ask) error {
	if err := officer(a); err != nil {
		return err
	}
	ask := a.URL.Query()
	p := rulesPage{On: a.Who.Today(), MayEdit: a.Who.Can(sorting.MayEdit, ""),
		Category: ask.Get("category"), Kind: ask.Get("kind"), Day: ask.Get("day")}
	err := d.table(a, func(ctx context.Context, tx *db.Tx, t *sorting.Table) error {
		p.Table = t
		var err error
		if p.Versions, err = sorting.Versions(ctx, tx); err != nil {
			return err
		}
		return d.ask(ctx, tx, a, &p)
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// ask tries the case of the address.
func (d Deps) ask(ctx context.Context, tx *db.Tx, a *web.Ask, p *rulesPage) error {
	ask := a.URL.Query()
	book, err := d.Tables.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	if p.Kind == "" {
		p.Kind = "concern"
	}
	p.Place = places(a.View, book, ask.Get("place_q"), kheo.UnitID(ask.Get("place")), p.On)
	if ask.Get("find") != "" || ask.Get("place") == "" {
		return nil
	}
	day, err := web.ReadDay(p.Day)
	p.Faults.Need(err == nil, "day", "web.fault.day")
	if err != nil {
		return nil
	}
	if day == "" {
		day = p.On
	}
	p.Asked = true
	p.Fired, p.Lines, err = p.Table.Explain(sorting.Case{Place: kheo.UnitID(ask.Get("place")), Category: p.Category, Kind: p.Kind, On: day})
	p.Nobody = errors.Is(err, kheo.ErrNotFound)
	if err != nil && !p.Nobody {
		return err
	}
	p.Body, _ = p.Table.Body(p.Fired.Body)
	return nil
}

// places offers the territories of a day that words may mean; the chosen one
// stays chosen.
func places(v web.View, book *unit.Book, words string, chosen kheo.UnitID, on kheo.Date) web.UnitField {
	f := web.UnitField{Field: web.Field{Name: "place", Value: string(chosen), Label: v.T("sortingweb.field.place")}, Query: words}
	option := func(u unit.Unit) {
		f.Found = append(f.Found, web.Option{Value: string(u.ID), Label: u.Name, Help: book.Address(u.Parent, on)})
	}
	seen := chosen == ""
	for _, h := range book.Find(words, on, 8) {
		option(h.Unit)
		seen = seen || h.Unit.ID == chosen
	}
	if u, err := book.Last(chosen, on); err == nil && !seen {
		option(u)
	}
	return f
}

func (p rulesPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("sortingweb.rules.title"), Private: true, Body: rulesBody(v, p)}
}

func (p rulesPage) category(v web.View) web.Field {
	f := web.FieldFor(v, p.Faults, "category", "sortingweb.field.category", p.Category)
	f.Options = topics(v, p.Table, v.T("sortingweb.field.category.none"))
	return f
}

func (p rulesPage) kind(v web.View) web.Field {
	f := web.FieldFor(v, p.Faults, "kind", "sortingweb.field.kind", p.Kind)
	for _, k := range []string{"concern", "commitment", "recommendation"} {
		f.Options = append(f.Options, web.Option{Value: k, Label: kind(v, k)})
	}
	return f
}

func (p rulesPage) day(v web.View) web.Field {
	return web.FieldFor(v, p.Faults, "day", "sortingweb.field.day", p.Day).May()
}

// topics are the tree as options, leaves under their branch.
func topics(v web.View, t *sorting.Table, none string) []web.Option {
	list := []web.Option{{Label: none}}
	for _, c := range t.Categories() {
		label := name(v, c)
		if top, ok := t.Category(c.Parent); ok {
			label = v.T("sortingweb.under", "top", name(v, top), "name", label)
		}
		list = append(list, web.Option{Value: c.ID, Label: label})
	}
	return list
}

func kind(v web.View, k string) string {
	if k == "" {
		return v.T("sortingweb.any-kind")
	}
	return v.T("sortingweb.kind." + k)
}

// verdict is where the tried case goes, in a sentence.
func (p rulesPage) verdict(v web.View) string {
	switch {
	case p.Nobody:
		return v.T("sortingweb.try.nobody")
	case p.Fired.Rule != "":
		return v.T("sortingweb.try.rule", "body", p.Body.Name, "n", p.Fired.N, "note", p.Fired.Note)
	case p.Fired.Category != "":
		c, _ := p.Table.Category(p.Fired.Category)
		return v.T("sortingweb.try.lead", "body", p.Body.Name, "name", name(v, c))
	}
	return v.T("sortingweb.try.anybody", "body", p.Body.Name)
}

// rulesTable is rules in their order, in words.
func rulesTable(v web.View, t *sorting.Table, rules []sorting.Rule, on kheo.Date) web.Table {
	out := web.Table{Caption: v.T("sortingweb.rules.title"), Cols: []web.Col{
		{Name: ""}, {Name: v.T("sortingweb.head.when"), Main: true}, {Name: v.T("sortingweb.head.goes")}, {Name: v.T("sortingweb.head.note")}}}
	for _, r := range rules {
		out.Rows = append(out.Rows, web.Row{
			{Text: strconv.Itoa(r.N)}, {Text: when(v, t, r, on), Sub: span(v, r.Span)}, {Text: t.Named(r.Target)}, {Text: r.Note}})
	}
	return out
}

// when is what a rule asks of a case: topic, kind, place.
func when(v web.View, t *sorting.Table, r sorting.Rule, on kheo.Date) string {
	topic, place := v.T("sortingweb.all"), v.T("sortingweb.everywhere")
	if c, ok := t.Category(r.Category); ok {
		topic = name(v, c)
	}
	if r.Place != "" {
		place = t.Place(r.Place, on)
	}
	return v.T("sortingweb.when", "topic", topic, "kind", kind(v, r.Kind), "place", place)
}

// span is the days of a rule, "" when it always holds.
func span(v web.View, s kheo.Span) string {
	switch {
	case s.From != "" && s.To != "":
		return v.T("sortingweb.span.both", "from", s.From, "to", s.To)
	case s.From != "":
		return v.T("sortingweb.span.from", "from", s.From)
	case s.To != "":
		return v.T("sortingweb.span.to", "to", s.To)
	}
	return ""
}

// why is what a rule lacked of the tried case, or that it fired.
func why(v web.View, l sorting.Line) string {
	if l.Because == "" {
		return v.T("sortingweb.why.fires")
	}
	return v.T("sortingweb.why." + l.Because)
}

// version is a line about one version.
func version(v web.View, x sorting.Version) string {
	key := "sortingweb.version." + string(x.State)
	at := x.Settled
	if x.State == sorting.Draft {
		at = x.At
	}
	return v.T(key, "n", x.N, "day", kheo.DateOf(at), "edits", int(x.Edits), "cases", int(x.Cases),
		"moved", int(x.Moved), "redated", int(x.Redated))
}

func (d Deps) restore(w http.ResponseWriter, a *web.Ask) error {
	return d.change(w, a, "sorting.draft", func(ctx context.Context, tx *db.Tx) error {
		n, err := strconv.ParseInt(a.PostFormValue("version"), 10, 64)
		if err != nil {
			return kheo.ErrNotFound
		}
		return sorting.Restore(ctx, tx, a.Who, n)
	})
}
