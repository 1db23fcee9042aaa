package stationeryweb

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/stationery"
	"kheo/unit"
)

// A listPage is every kind of paper of each body whose stationery the visitor
// keeps.
type listPage struct{ Bodies []bodyPapers }

type bodyPapers struct {
	unit.Body
	Papers map[string]stationery.Version // by kind
}

func list(w http.ResponseWriter, a *web.Ask) error {
	var p listPage
	mine := a.Who.Units(stationery.MayKeep)
	if len(mine) == 0 {
		return fmt.Errorf("stationery: %w", kheo.ErrForbidden)
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		p.Bodies = nil
		for _, id := range mine {
			b, err := unit.FindBody(ctx, tx, id)
			if err != nil {
				return err
			}
			papers := bodyPapers{b, map[string]stationery.Version{}}
			for _, k := range stationery.Kinds() {
				if papers.Papers[k.ID], err = stationery.Of(ctx, tx, id, k.ID); err != nil {
					return err
				}
			}
			p.Bodies = append(p.Bodies, papers)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

func (p listPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("stationeryweb.title"), Verb: "noi", Body: p.body(v), Private: true}
}

func (b bodyPapers) table(v web.View) web.Table {
	t := web.Table{Caption: b.Name, Cols: []web.Col{{Name: v.T("stationeryweb.paper"), Main: true}, {Name: v.T("stationeryweb.letterhead")}, {Name: v.T("stationeryweb.template")}}}
	for _, k := range stationery.Kinds() {
		x := b.Papers[k.ID]
		own := v.T("stationeryweb.template.ours")
		if x.Template != "" {
			own = v.T("stationeryweb.template.own")
		}
		t.Rows = append(t.Rows, web.Row{{Text: v.T("stationeryweb.kind." + k.ID), Href: v.To("stationery.show", string(b.ID), k.ID)},
			{Text: v.T("stationeryweb.style." + x.Style)}, {Text: own}})
	}
	return t
}

// A paperPage is what one kind of paper of a body is written on.
type paperPage struct {
	Body    unit.Body
	Kind    stationery.Kind
	Now     stationery.Version
	Typed   *stationery.Head // what was typed, when something is to be mended
	Faults  kheo.Faults
	History []stationery.Version
	Names   map[kheo.PersonID]string
}

// kind is the kind the path asks for; for whom the stationery is not there to
// keep, it is not there to see.
func kind(a *web.Ask) (kheo.UnitID, stationery.Kind, error) {
	body := kheo.UnitID(a.PathValue("body"))
	k, ok := stationery.KindOf(a.PathValue("kind"))
	if !ok {
		return body, k, fmt.Errorf("paper of kind %q: %w", a.PathValue("kind"), kheo.ErrNotFound)
	}
	return body, k, a.Who.May(stationery.MayKeep, body)
}

func show(w http.ResponseWriter, a *web.Ask) error { return again(w, a, paperPage{}) }

func again(w http.ResponseWriter, a *web.Ask, p paperPage) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	p.Kind = k
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Body, err = unit.FindBody(ctx, tx, body); err != nil {
			return err
		}
		if p.Now, err = stationery.Of(ctx, tx, body, k.ID); err != nil {
			return err
		}
		if p.History, err = stationery.History(ctx, tx, body, k.ID); err != nil {
			return err
		}
		p.Names = map[kheo.PersonID]string{}
		for _, x := range p.History {
			if _, ok := p.Names[x.Person]; ok {
				continue
			}
			who, err := identity.Find(ctx, tx, x.Person)
			if err != nil {
				return err
			}
			p.Names[x.Person] = who.Title
		}
		return nil
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(p.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.ShowStatus(w, status, p.page(a.View))
}

// done leads back to the page, or shows it again with what is to be mended.
func done(w http.ResponseWriter, a *web.Ask, err error, p paperPage) error {
	if f, ok := web.Mend(err); ok {
		p.Faults = f
		return again(w, a, p)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("stationery.show", a.PathValue("body"), a.PathValue("kind")))
}

func choose(w http.ResponseWriter, a *web.Ask) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	h := stationery.Head{Style: a.PostFormValue("style")}
	var faults kheo.Faults
	for name, to := range map[string]*string{"above": &h.Above, "issuer": &h.Issuer, "place": &h.Place, "signer": &h.Signer} {
		typed, err := text.Clean(a.PostFormValue(name))
		faults.Need(err == nil, name, "stationery.fault.line", "n", 1)
		*to = strings.TrimSpace(typed)
	}
	seen, _ := strconv.ParseInt(a.PostFormValue("seen"), 10, 64) // what is no number is no version, which is refused
	if err = faults.Err(); err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			return stationery.Choose(ctx, tx, a.Who, body, k.ID, seen, h)
		})
	}
	return done(w, a, err, paperPage{Typed: &h})
}

func putAway(w http.ResponseWriter, a *web.Ask) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	return done(w, a, a.Write(func(ctx context.Context, tx *db.Tx) error {
		return stationery.PutAway(ctx, tx, a.Who, body, k.ID)
	}), paperPage{})
}

func (p paperPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("stationeryweb.kind." + p.Kind.ID), Verb: "noi", Body: p.body(v), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("stationeryweb.title"), Href: v.To("stationery.list")}, {Name: v.T("stationeryweb.kind." + p.Kind.ID)}}}
}

// head is what the form shows: what was typed, else what stands.
func (p paperPage) head() stationery.Head {
	if p.Typed != nil {
		return *p.Typed
	}
	return p.Now.Head
}

func (p paperPage) style(v web.View) web.Field {
	f := web.FieldFor(v, p.Faults, "style", "stationeryweb.letterhead", p.head().Style)
	for _, s := range doc.Styles() {
		f.Options = append(f.Options, web.Option{Value: s, Label: v.T("stationeryweb.style." + s), Chosen: s == p.head().Style})
	}
	return f
}

// line is a line of the head that may be left as composed.
func (p paperPage) line(v web.View, name, value string) web.Field {
	f := web.FieldFor(v, p.Faults, name, "stationeryweb.line."+name, value).May()
	f.Rows = 2
	return f
}

func (p paperPage) file(v web.View) web.Field {
	f := web.FieldFor(v, p.Faults, "template", "stationeryweb.file", "").With(v.T("stationeryweb.file-help"))
	f.Accept = []string{web.DOCX, ".docx"}
	return f
}

// names tabulates the placeholders of the kind.
func (p paperPage) names(v web.View) web.Table {
	t := web.Table{Caption: v.T("stationeryweb.names"), Cols: []web.Col{{Name: v.T("stationeryweb.name"), Main: true}, {Name: v.T("stationeryweb.name-says")}}}
	for _, name := range p.Kind.Names() {
		t.Rows = append(t.Rows, web.Row{{Text: "{{" + name + "}}"}, {Text: v.T("stationeryweb.name." + name)}})
	}
	return t
}

// facts tabulates what the letterhead stands on, and how sure that is.
func (p paperPage) facts(v web.View) web.Table {
	t := web.Table{Caption: v.T("stationeryweb.facts"), Cols: []web.Col{{Name: v.T("stationeryweb.fact"), Main: true},
		{Name: v.T("stationeryweb.fact-value")}, {Name: v.T("stationeryweb.fact-source")}}}
	for _, f := range doc.Facts(p.head().Style) {
		sure := web.Tag{Shape: web.TagReceived, Text: v.T("stationeryweb.unsure")}
		if f.Confirmed {
			sure = web.Tag{Shape: web.TagRight, Text: v.T("stationeryweb.sure")}
		}
		t.Rows = append(t.Rows, web.Row{{Text: v.T(f.What())}, {Text: f.Value}, {Text: f.Source, Tag: sure}})
	}
	return t
}

func (p paperPage) versions(v web.View) web.Table {
	t := web.Table{Caption: v.T("stationeryweb.history"), Cols: []web.Col{{Name: v.T("stationeryweb.version"), Main: true},
		{Name: v.T("stationeryweb.letterhead")}, {Name: v.T("stationeryweb.template")}, {Name: v.T("stationeryweb.who")}}}
	for _, x := range p.History {
		own := v.T("stationeryweb.template.ours")
		if x.Template != "" {
			own = x.Template[:12]
		}
		t.Rows = append(t.Rows, web.Row{{Text: v.T("stationeryweb.version.n", "n", x.Version), Sub: v.Date(kheo.DateOf(x.At))},
			{Text: v.T("stationeryweb.style." + x.Style)}, {Text: own}, {Text: p.Names[x.Person]}})
	}
	return t
}
