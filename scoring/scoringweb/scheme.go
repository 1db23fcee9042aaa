package scoringweb

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/scoring"
	"kheo/scoring/beside"
	"kheo/unit"
)

type choice struct{ ID, Name string }

// A schemesPage lists the schemes; who may write them begins one here.
type schemesPage struct {
	List   []scoring.Scheme
	Bodies []choice // the visitor may write schemes for
	New    scoring.New
	Faults kheo.Faults
}

func schemes(w http.ResponseWriter, a *web.Ask) error { return showSchemes(w, a, scoring.New{}, nil) }

func showSchemes(w http.ResponseWriter, a *web.Ask, n scoring.New, faults kheo.Faults) error {
	p := schemesPage{New: n, Faults: faults}
	if p.New.Year == 0 {
		p.New.Year = a.Who.Today().Time().Year()
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		p.List, err = scoring.Schemes(ctx, tx, a.Who)
		if err == nil {
			p.Bodies, err = bodies(ctx, tx, a.Who, scoring.MaySettle)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status(faults), p.page(a.View))
}

func status(faults kheo.Faults) int {
	if len(faults) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// bodies are those the caller holds a right in.
func bodies(ctx context.Context, tx *db.Tx, who kheo.Caller, right kheo.Right) ([]choice, error) {
	var list []choice
	for _, id := range who.Units(right) {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, choice{string(b.ID), b.Name})
	}
	return list, nil
}

func draft(w http.ResponseWriter, a *web.Ask) error {
	year, _ := strconv.Atoi(a.PostFormValue("year"))
	n := scoring.New{Name: a.PostFormValue("name"), NameEN: a.PostFormValue("name_en"), Year: year,
		Level: a.PostFormValue("level"), Body: kheo.UnitID(a.PostFormValue("body"))}
	var s scoring.Scheme
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = scoring.Draft(ctx, tx, a.Who, n)
		return err
	})
	switch {
	case err != nil:
		return err
	case faults != nil:
		return showSchemes(w, a, n, faults)
	}
	return a.Go(w, a.To("scoring.scheme", s.Code))
}

func (p schemesPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("scoringweb.schemes"), Verb: "lam", Body: p.body(v)}
}

func (p schemesPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("scoringweb.schemes"), Cols: []web.Col{{Name: v.T("scoringweb.name"), Main: true},
		{Name: v.T("scoringweb.year"), Num: true}, {Name: v.T("scoringweb.level")}, {Name: v.T("scoringweb.state")}}}
	for _, s := range p.List {
		t.Rows = append(t.Rows, web.Row{
			{Text: beside.Name(v, s.Name, s.NameEN), Href: v.To("scoring.scheme", s.Code), Sub: v.T("scoringweb.version", "code", s.Code, "n", s.Version)},
			{Text: strconv.Itoa(s.Year)}, {Text: v.T("scoring.level." + s.Level)}, {Tag: schemeTag(v, s)}})
	}
	return t
}

func schemeTag(v web.View, s scoring.Scheme) web.Tag {
	if !s.Issued {
		return web.Tag{Shape: web.TagReceived, Text: v.T("scoringweb.draft")}
	}
	return web.Tag{Shape: web.TagRight, Text: v.T("scoringweb.issued")}
}

func (p schemesPage) field(v web.View, field, value string) web.Field {
	return web.FieldFor(v, p.Faults, field, "scoringweb.field."+field, value)
}

func (p schemesPage) levels(v web.View) web.Field {
	f := p.field(v, "level", p.New.Level)
	for _, l := range scoring.Levels() {
		f.Options = append(f.Options, web.Option{Value: l, Label: v.T("scoring.level." + l)})
	}
	return f
}

func options(f web.Field, list []choice) web.Field {
	for _, c := range list {
		f.Options = append(f.Options, web.Option{Value: c.ID, Label: c.Name})
	}
	return f
}

// A schemePage is one version of a scheme.
type schemePage struct {
	scoring.Scheme
	May    bool   // write it
	Bands  string // as typed
	Basis  string
	Faults kheo.Faults
}

func showScheme(w http.ResponseWriter, a *web.Ask) error { return schemeAgain(w, a, schemePage{}) }

func schemeAgain(w http.ResponseWriter, a *web.Ask, p schemePage) error {
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Scheme, err = scoring.SeeScheme(ctx, tx, a.Who, a.PathValue("code")); err != nil {
			return err
		}
		p.May, err = scoring.MayWrite(ctx, tx, a.Who, p.Scheme)
		return err
	})
	if err != nil {
		return err
	}
	if p.Bands == "" {
		p.Bands = scoring.FormatBands(p.Scheme.Bands)
	}
	return a.ShowStatus(w, status(p.Faults), p.page(a.View))
}

func (p schemePage) page(v web.View) web.Page {
	return web.Page{Title: beside.Name(v, p.Name, p.NameEN), Verb: "lam", Body: p.body(v),
		Crumbs: []web.Crumb{{Name: v.T("scoringweb.schemes"), Href: v.To("scoring.schemes")}, {Name: p.Code}}}
}

// how says how a criterion is marked.
func how(v web.View, c scoring.Criterion) string {
	most := beside.Points(v, c.Max)
	switch c.Kind {
	case scoring.Group:
		return v.T("scoringweb.how.group")
	case scoring.YesNo:
		return v.T("scoringweb.how.yesno", "max", most)
	case scoring.Judged:
		return v.T("scoringweb.how.judged", "max", most)
	case scoring.Deduction:
		return v.T("scoringweb.how.deduction", "each", beside.Points(v, c.Each), "max", most)
	}
	s := v.T("scoringweb.how.ratio")
	for _, x := range c.Steps {
		s += " " + v.T("scoringweb.how.step", "from", beside.Points(v, scoring.Points(x.From)), "give", beside.Points(v, x.Give))
	}
	return s
}

func bandSays(v web.View, b scoring.Band) string {
	key := "scoringweb.band"
	if b.Floors {
		key = "scoringweb.band.floors"
	}
	return v.T(key, "from", beside.Points(v, b.From))
}

func setBands(w http.ResponseWriter, a *web.Ask) error {
	p := schemePage{Bands: a.PostFormValue("bands")}
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		list, err := scoring.ParseBands(p.Bands)
		if err != nil {
			return err
		}
		return scoring.SetBands(ctx, tx, a.Who, a.PathValue("code"), list)
	})
	return after(w, a, p, faults, err)
}

func issue(w http.ResponseWriter, a *web.Ask) error {
	p := schemePage{Basis: a.PostFormValue("basis")}
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		return scoring.Issue(ctx, tx, a.Who, a.PathValue("code"), p.Basis)
	})
	return after(w, a, p, faults, err)
}

func drop(w http.ResponseWriter, a *web.Ask) error {
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		return scoring.Drop(ctx, tx, a.Who, a.PathValue("code"), a.PathValue("id"))
	})
	return after(w, a, schemePage{}, faults, err)
}

func after(w http.ResponseWriter, a *web.Ask, p schemePage, faults kheo.Faults, err error) error {
	if err != nil {
		return err
	}
	if p.Faults = faults; faults != nil {
		return schemeAgain(w, a, p)
	}
	return a.Go(w, a.To("scoring.scheme", a.PathValue("code")))
}

func again(w http.ResponseWriter, a *web.Ask) error {
	var s scoring.Scheme
	err := a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = scoring.Again(ctx, tx, a.Who, a.PathValue("code"))
		return err
	})
	if err != nil {
		return err
	}
	return a.Go(w, a.To("scoring.scheme", s.Code))
}

// A criterionPage writes one criterion of a draft; "new" adds one.
type criterionPage struct {
	Scheme scoring.Scheme
	scoring.Criterion
	Typed  typed
	Faults kheo.Faults
}

type typed struct{ Max, Each, Floor, Steps string }

const fresh = "new"

func criterion(w http.ResponseWriter, a *web.Ask) error {
	p := criterionPage{}
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		p.Scheme, err = scoring.SeeScheme(ctx, tx, a.Who, a.PathValue("code"))
		return err
	})
	if err != nil {
		return err
	}
	c, ok := p.Scheme.Criterion(a.PathValue("id"))
	if !ok && a.PathValue("id") != fresh || p.Scheme.Issued {
		return fmt.Errorf("criterion %s: %w", a.PathValue("id"), kheo.ErrNotFound)
	}
	p.Criterion = c
	p.Typed = typed{c.Max.String(), c.Each.String(), strconv.FormatInt(c.Floor, 10), scoring.FormatSteps(c.Steps)}
	return a.Show(w, p.page(a.View))
}

func setCriterion(w http.ResponseWriter, a *web.Ask) error {
	t := typed{a.PostFormValue("max"), a.PostFormValue("each"), a.PostFormValue("floor"), a.PostFormValue("steps")}
	c := scoring.Criterion{ID: a.PathValue("id"), Parent: a.PostFormValue("parent"), Name: a.PostFormValue("name"), NameEN: a.PostFormValue("name_en"),
		Kind: scoring.Kind(a.PostFormValue("kind"))}
	if c.ID == fresh {
		c.ID = ""
	}
	t.read(&c)
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		return scoring.SetCriterion(ctx, tx, a.Who, a.PathValue("code"), c)
	})
	if err != nil {
		return err
	}
	if faults == nil {
		return a.Go(w, a.To("scoring.scheme", a.PathValue("code")))
	}
	p := criterionPage{Criterion: c, Typed: t, Faults: faults}
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		p.Scheme, err = scoring.SeeScheme(ctx, tx, a.Who, a.PathValue("code"))
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page(a.View))
}

// read puts what was typed into the criterion; what cannot be read is −1, which
// the rule refuses.
func (t typed) read(c *scoring.Criterion) {
	number := func(s string) scoring.Points {
		if s == "" {
			return 0
		}
		if p, ok := scoring.ParsePoints(s); ok {
			return p
		}
		return -1
	}
	c.Max, c.Each = number(t.Max), number(t.Each)
	c.Floor = int64(number(t.Floor))
	if c.Floor > 0 {
		c.Floor /= 100
	}
	c.Steps, _ = scoring.ParseSteps(t.Steps)
}

func (p criterionPage) page(v web.View) web.Page {
	return web.Page{Title: p.title(v), Private: true, Body: p.body(v), Crumbs: []web.Crumb{
		{Name: v.T("scoringweb.schemes"), Href: v.To("scoring.schemes")},
		{Name: p.Scheme.Code, Href: v.To("scoring.scheme", p.Scheme.Code)}, {Name: p.title(v)}}}
}

func (p criterionPage) title(v web.View) string {
	if p.ID == "" {
		return v.T("scoringweb.add")
	}
	return v.T("scoringweb.change")
}

func (p criterionPage) action(v web.View) string {
	id := p.ID
	if id == "" {
		id = fresh
	}
	return v.To("scoring.criterion", p.Scheme.Code, id)
}

func (p criterionPage) field(v web.View, field, value string) web.Field {
	return web.FieldFor(v, p.Faults, field, "scoringweb.field."+field, value)
}

func (p criterionPage) kinds(v web.View) web.Field {
	f := p.field(v, "kind", string(p.Kind))
	for _, k := range scoring.Kinds() {
		f.Options = append(f.Options, web.Option{Value: string(k), Label: v.T("scoring.kind." + string(k))})
	}
	return f
}

func (p criterionPage) parents(v web.View) web.Field {
	f := p.field(v, "parent", p.Parent)
	f.Options = []web.Option{{Label: v.T("scoringweb.top")}}
	for _, c := range p.Scheme.Criteria {
		if c.Kind == scoring.Group && c.ID != p.ID {
			f.Options = append(f.Options, web.Option{Value: c.ID, Label: beside.Name(v, c.Name, c.NameEN)})
		}
	}
	return f
}
