package matterweb

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// A comparePage is two concerns beside each other: what they say, where they
// differ, and the decision whether they are one.
type comparePage struct {
	web.View
	Code, Action string
	A, B         side
	Differ       string // in one sentence
	Table        web.Table
	Ways         []mergeWay
	Apart        mergeWay // of a merge that stands
	Opens        bool     // raw words may be opened from here
	Likes        []likeRow
	Find         web.Field
	Faults       kheo.Faults
}

// A side is one of the two.
type side struct {
	c      concern.Concern
	s      matter.Standing
	sorts  bool
	Code   string
	Title  string
	Href   string
	Public string // its version without persons
	Raw    string // once it was opened
	Place  string
	Shut   bool // asked for, and not the visitor's to read
}

// A mergeWay puts one into the other; Action without Into takes it out again.
type mergeWay struct{ Action, Into, Label, Help string }

func (d Deps) compare(w http.ResponseWriter, a *web.Ask) error { return d.showCompare(w, a, false) }

// compareWords opens what both wrote, where the visitor may: two readings,
// logged as they happen.
func (d Deps) compareWords(w http.ResponseWriter, a *web.Ask) error { return d.showCompare(w, a, true) }

func (d Deps) showCompare(w http.ResponseWriter, a *web.Ask, open bool) error {
	var p comparePage
	do := a.Read
	if open {
		do = a.Write
	}
	err := do(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = d.readCompare(ctx, tx, a, open)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(p.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.ShowStatus(w, status, p.page())
}

func (p comparePage) page() web.Page {
	return web.Page{Title: p.T("matterweb.compare.title") + " · " + p.Code, Body: compareBody(p), Private: true,
		Crumbs: []web.Crumb{{Name: p.T("deskweb.list.title"), Href: p.To("desk.list")}, {Name: p.Code, Href: p.To("matter.show", p.Code)}}}
}

func (d Deps) readCompare(ctx context.Context, tx *db.Tx, a *web.Ask, open bool) (comparePage, error) {
	p := comparePage{View: a.View, Code: look.Code(a.PathValue("code"))}
	f, err := d.read(ctx, tx, a, p.Code, a.Today)
	if err != nil {
		return p, err
	}
	if f.Deal == nil || f.M.Kind != matter.Concern {
		return p, kheo.ErrNotFound
	}
	p.Code, p.Action, p.Likes = f.M.Code, a.To("matter.compare", f.M.Code), f.likes(a.View)
	with := look.Code(a.FormValue("with"))
	other, err := concern.Find(ctx, tx, a.Who, with)
	if errors.Is(err, kheo.ErrNotFound) || err == nil && other.ID == f.M.ID {
		if with != "" {
			p.Faults = kheo.Faults{{Field: "with", Key: "matter.fault.into"}}
		}
		p.Find = web.FieldFor(a.View, p.Faults, "with", "matterweb.compare.with", with)
		return p, nil
	}
	if err != nil {
		return p, err
	}
	for _, x := range []struct {
		to *side
		c  concern.Concern
	}{{&p.A, f.Deal.C}, {&p.B, other}} {
		if *x.to, err = d.readSide(ctx, tx, a, &f, x.c, open); err != nil {
			return p, err
		}
	}
	f.compare(&p)
	p.Opens = p.Opens && !open
	return p, nil
}

// readSide reads one of the two as the visitor may know it.
func (d Deps) readSide(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts, c concern.Concern, open bool) (side, error) {
	x := side{c: c, Code: c.Code, Href: a.To("matter.show", c.Code), Title: c.Title, Public: c.Version.Text,
		Place: look.Place(f.book, c.Matter)}
	if x.Title == "" {
		x.Title = look.Title(a.View, f.topic(a.View, c.Category), c.Hamlet)
	}
	var err error
	if x.s, err = matter.Stand(ctx, tx, c.Matter, a.Today); err != nil {
		return x, err
	}
	x.sorts = matter.SpeaksFor(a.Who, matter.MaySort, x.s.Holder) == nil
	if err := f.Bodies.Add(ctx, tx, x.s.Last); err != nil || !open {
		return x, err
	}
	raw, err := d.Concerns.Read(ctx, tx, a.Who, c.Code)
	if errors.Is(err, kheo.ErrNotFound) || errors.Is(err, kheo.ErrForbidden) {
		x.Shut = true
		return x, nil
	}
	x.Raw = raw.Words
	return x, err
}

// compare says where the two differ, and what may be decided.
func (f facts) compare(p *comparePage) {
	v, a, b := p.View, p.A, p.B
	p.Opens = f.Deal.Reads
	p.Table = web.Table{Caption: v.T("matterweb.compare.facts"), Cols: []web.Col{{Name: v.T("matterweb.compare.fact"), Main: true}, {Name: a.Code}, {Name: b.Code}}}
	var differ []string
	for _, x := range []struct{ key, a, b string }{
		{"topic", f.topic(v, a.c.Category), f.topic(v, b.c.Category)},
		{"hamlet", a.c.Hamlet, b.c.Hamlet},
		{"place", a.Place, b.Place},
		{"sent", v.Date(kheo.DateOf(a.c.Opened)), v.Date(kheo.DateOf(b.c.Opened))},
		{"state", v.T("matter.state." + string(a.c.State)), v.T("matter.state." + string(b.c.State))},
		{"holder", f.Bodies.Name(v, a.s.Last), f.Bodies.Name(v, b.s.Last)},
		{"due", v.Date(a.c.Due), v.Date(b.c.Due)},
		{"raised", v.Num(int64(a.c.Joined + 1)), v.Num(int64(b.c.Joined + 1))},
	} {
		name := web.Cell{Text: v.T("matterweb.compare." + x.key)}
		if x.a != x.b {
			name.Sub = v.T("matterweb.compare.differs")
			differ = append(differ, strings.ToLower(name.Text))
		}
		p.Table.Rows = append(p.Table.Rows, web.Row{name, {Text: x.a}, {Text: x.b}})
	}
	p.Differ = v.T("matterweb.compare.same")
	if len(differ) > 0 {
		p.Differ = v.T("matterweb.compare.differ", "what", strings.Join(differ, ", "))
	}
	if n := concern.Apart(a.c, b.c); n >= 0 {
		p.Differ += " " + v.T("matterweb.compare.metres", "n", n)
	}
	p.decide()
}

// decide offers what may be done: the later into the earlier first, or, where
// one is in the other, to part them.
func (p *comparePage) decide() {
	first, then := p.A, p.B
	if then.c.Opened.Before(first.c.Opened) {
		first, then = then, first
	}
	for _, w := range []struct{ from, into side }{{then, first}, {first, then}} {
		from, into := w.from, w.into
		switch {
		case from.c.State == matter.Merged && from.c.Into == into.Code && (from.sorts || into.sorts):
			p.Apart = mergeWay{Action: p.To("matter.unmerge", from.Code), Label: p.T("matterweb.compare.part", "code", from.Code, "from", into.Code)}
		case from.sorts && into.c.State.Open() && slices.Contains(matter.Next(from.c.State), matter.Merged):
			p.Ways = append(p.Ways, mergeWay{p.To("matter.merge", from.Code), into.Code, p.T("matterweb.compare.merge", "code", from.Code, "into", into.Code),
				p.T("matterweb.compare.merge.help", "into", into.Code, "day", into.c.Due)})
		}
	}
}

func (p comparePage) why() web.Field {
	f := web.FieldFor(p.View, nil, "why", "matterweb.deed.unmerge.why", "")
	f.Rows = 3
	return f
}
