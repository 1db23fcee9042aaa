package inspectionweb

import (
	"context"
	"net/http"
	"strings"

	"kheo/indicator"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/web"
)

// An outlinePage edits the outline's tree and sends it.
type outlinePage struct {
	web.View
	Code, Title string
	Form        form
	Sections    []editSection
	Figures     []choice // indicators to choose from
	Paper       paperForm
	Due         dueView
	Editable    bool
}

func (p outlinePage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.outline"), Verb: "lam", Body: outlineBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

type editSection struct {
	ID, Number, Title string
	Depth             int
	Boxes             []editBox
}

type editBox struct {
	ID, Title, Kind string // Kind: computed, recorded, words
}

func (d Deps) showOutline(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, inspects, func(ctx context.Context, tx *db.Tx, f facts) (drawn, error) {
		p := f.outlinePage(a.View, typed)
		var err error
		p.Paper, err = d.paperForm(ctx, tx, a, f.Side.Team, inspection.OutlinePaper)
		return p, err
	})
}

func (f facts) outlinePage(v web.View, typed form) outlinePage {
	p := outlinePage{View: v, Code: f.I.Code, Title: f.title(v), Form: typed, Due: f.due(v), Editable: !f.I.Reached(inspection.OutlineSent)}
	for _, s := range f.I.Sections {
		e := editSection{ID: s.ID, Number: s.Number, Title: s.TitleIn(v.Lang), Depth: s.Depth}
		for _, b := range s.Boxes {
			e.Boxes = append(e.Boxes, editBox{b.ID, b.TitleIn(v.Lang), b.Kind()})
		}
		p.Sections = append(p.Sections, e)
	}
	for _, x := range indicator.All() {
		p.Figures = append(p.Figures, choice{Value: x.ID, Label: v.T("indicator." + x.ID + ".name"), On: typed.val("indicator", "") == x.ID})
	}
	return p
}

func (d Deps) edit(w http.ResponseWriter, a *web.Ask) error {
	e := inspection.Edit{Do: line(a, "do"), ID: line(a, "id"), Title: line(a, "title"), Indicator: line(a, "indicator")}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return inspection.EditOutline(ctx, tx, a.Who, a.PathValue("code"), e)
	})
	if f, ok := web.Mend(err); ok {
		return d.showOutline(w, a, http.StatusUnprocessableEntity, form{Values: a.PostForm, Faults: f})
	}
	if err != nil {
		return err
	}
	back := a.To("inspection.outline", a.PathValue("code"))
	if e.Do != "remove" && e.ID != "" {
		back += "#" + anchor(e.ID)
	}
	return a.Go(w, back)
}

func (d Deps) send(w http.ResponseWriter, a *web.Ask) error {
	return d.file(w, a, inspects, inspection.OutlinePaper, d.showOutline, paper.Press.Outline, inspection.SendOutline)
}

// anchor is a page-unique name of an id.
func anchor(id string) string { return "m" + strings.ReplaceAll(id, "-", "") }
