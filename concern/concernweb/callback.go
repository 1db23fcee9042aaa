package concernweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A ringPage is those who asked to be rung with the answer.
type ringPage struct {
	web.View
	Rows []ringRow
}

// A ringRow is one of them. Contact stays empty until somebody opens it.
type ringRow struct{ Code, Title, Where, Answer, Contact string }

func (p *pages) callbacks(w http.ResponseWriter, a *web.Ask) error { return p.showRing(w, a, "", "") }

func (p *pages) showRing(w http.ResponseWriter, a *web.Ask, opened, contact string) error {
	page := ringPage{View: a.View}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		page.Rows = nil
		list, err := p.Desk.CallBacks(ctx, tx, a.Who)
		if err != nil {
			return err
		}
		t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
		if err != nil {
			return err
		}
		for _, c := range list {
			category, _ := t.Category(c.Category)
			row := ringRow{Code: c.Code, Title: c.Version.Title, Where: c.Hamlet, Answer: c.Answer.Note}
			if row.Title == "" {
				row.Title = topicOf(a.View, category)
			}
			if c.Code == opened {
				row.Contact = contact
			}
			page.Rows = append(page.Rows, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, page.page())
}

func (r ringPage) page() web.Page {
	return web.Page{Title: r.T("concernweb.callback.title"), Verb: "nghe", Crumbs: listCrumbs(r.View), Body: ringBody(r), Private: true}
}

// ring opens a number, which is logged and shown to its author, or records that
// the call was made.
func (p *pages) ring(w http.ResponseWriter, a *web.Ask) error {
	code, err := concern.ParseCode(a.PathValue("code"))
	if err != nil {
		return err
	}
	if a.PostFormValue("do") == "done" {
		if err := a.Write(func(ctx context.Context, tx *db.Tx) error { return p.Desk.Rung(ctx, tx, a.Who, code) }); err != nil {
			return err
		}
		return a.Go(w, a.To("concern.callbacks"))
	}
	var raw concern.Raw
	err = a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		raw, err = p.Desk.Read(ctx, tx, a.Who, code)
		return err
	})
	if err == nil && !raw.CallBack {
		err = kheo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return p.showRing(w, a, code, raw.Contact)
}
