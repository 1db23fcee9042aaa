package deskweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/unit"
)

// A templatesPage is the answers a body's officers begin from.
type templatesPage struct {
	web.View
	List   []templateRow
	Typed  desk.Template
	Bodies []web.Option
	Faults kheo.Faults
}

type templateRow struct {
	Name, Kind, Words, Edit, Drop string
}

func templates(w http.ResponseWriter, a *web.Ask) error {
	return show(w, a, http.StatusOK, desk.Template{ID: a.FormValue("id")}, nil)
}

// show draws the list, and the form with what was typed or with the template
// asked for.
func show(w http.ResponseWriter, a *web.Ask, status int, typed desk.Template, faults kheo.Faults) error {
	p := templatesPage{View: a.View, Typed: typed, Faults: faults}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error { return p.read(ctx, tx, a) })
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, p.page())
}

func (p *templatesPage) read(ctx context.Context, tx *db.Tx, a *web.Ask) error {
	for _, id := range a.Who.Units(matter.MayTake) {
		if id == "" {
			continue
		}
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return err
		}
		o := web.Option{Value: string(id), Label: b.Name}
		if a.English() && b.NameEN != "" {
			o.Label = b.NameEN
		}
		p.Bodies = append(p.Bodies, o)
	}
	if len(p.Bodies) == 0 {
		return kheo.ErrForbidden
	}
	list, err := desk.Templates(ctx, tx, a.Who)
	p.fill(list)
	return err
}

func (p *templatesPage) fill(list []desk.Template) {
	for _, t := range list {
		p.List = append(p.List, templateRow{t.Name, p.T("matter.answer." + string(t.Answer)), t.Words,
			p.To("desk.templates") + "?id=" + t.ID + "#template", p.To("desk.template-drop", t.ID)})
		if t.ID == p.Typed.ID && p.Typed.Words == "" && len(p.Faults) == 0 {
			p.Typed = t
		}
	}
}

func (p templatesPage) page() web.Page {
	return web.Page{Title: p.T("deskweb.templates"), Crumbs: crumbs(p.View), Body: templatesBody(p), Private: true}
}

func (p templatesPage) field(name, value string) web.Field {
	return web.FieldFor(p.View, p.Faults, name, "deskweb.template."+name, value)
}

func (p templatesPage) bodyField() web.Field {
	f := p.field("body", string(p.Typed.Body))
	f.Options = p.Bodies
	return f
}

func (p templatesPage) answerField() web.Field {
	f := p.field("answer", string(p.Typed.Answer))
	for _, k := range []matter.AnswerKind{matter.Acted, matter.Document, matter.Explained} {
		f.Options = append(f.Options, web.Option{Value: string(k), Label: p.T("matter.answer." + string(k))})
	}
	return f
}

func saveTemplate(w http.ResponseWriter, a *web.Ask) error {
	t := desk.Template{ID: a.PostFormValue("id"), Body: kheo.UnitID(a.PostFormValue("body")), Name: a.PostFormValue("name"),
		Answer: matter.AnswerKind(a.PostFormValue("answer")), Words: a.PostFormValue("words"), WordsEN: a.PostFormValue("words_en")}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return desk.SaveTemplate(ctx, tx, a.Who, t) })
	if faults, ok := web.Mend(err); ok {
		return show(w, a, http.StatusUnprocessableEntity, t, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("desk.templates"))
}

func dropTemplate(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return desk.DropTemplate(ctx, tx, a.Who, a.PathValue("id"))
	})
	if err != nil {
		return err
	}
	return a.Go(w, a.To("desk.templates"))
}

// body is the one a template belongs to, or the officer's only one.
func (p templatesPage) body() string {
	if p.Typed.Body != "" {
		return string(p.Typed.Body)
	}
	return p.Bodies[0].Value
}
