package deskweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter/look"
)

// A seekPage looks for words in what authors wrote, of the open concerns one's
// own bodies hold.
type seekPage struct {
	web.View
	Words  string
	Done   bool
	Found  concern.Sought
	Rows   []seekRow
	Faults kheo.Faults
}

type seekRow struct {
	Code, Title, Href string
	Place             string
	State             web.Tag
}

func (d Deps) askSeek(w http.ResponseWriter, a *web.Ask) error {
	if len(a.Who.Units(concern.MayRead)) == 0 {
		return kheo.ErrForbidden
	}
	return a.Show(w, seekPage{View: a.View}.page())
}

// seek logs a reading for each concern it finds, so it is sent as a form.
func (d Deps) seek(w http.ResponseWriter, a *web.Ask) error {
	p := seekPage{View: a.View, Words: a.PostFormValue("words"), Done: true}
	err := a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Found, err = d.Concerns.Seek(ctx, tx, a.Who, p.Words); err != nil {
			return err
		}
		t, err := d.Concerns.Tables.Table(ctx, tx, a.Who.At)
		p.Rows = nil
		for _, c := range p.Found.Concerns {
			row := seekRow{Code: c.Code, Title: c.Title, Href: a.To("matter.show", c.Code), State: look.StateTag(a.View, c.State, c.Answer)}
			if row.Title == "" {
				row.Title = look.Title(a.View, look.Topic(a.View, t, c.Category), c.Hamlet)
			}
			row.Place = look.Raised(a.View, c.Hamlet, c.Joined)
			p.Rows = append(p.Rows, row)
		}
		return err
	})
	if faults, ok := web.Mend(err); ok {
		p.Faults, p.Done = faults, false
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page())
	}
	if err != nil {
		return err
	}
	return a.Show(w, p.page())
}

func (p seekPage) page() web.Page {
	return web.Page{Title: p.T("deskweb.seek"), Crumbs: crumbs(p.View), Body: seekBody(p), Private: true}
}

func (p seekPage) field() web.Field {
	return web.FieldFor(p.View, p.Faults, "words", "deskweb.seek.words", p.Words).With(p.T("deskweb.seek.words.help"))
}
