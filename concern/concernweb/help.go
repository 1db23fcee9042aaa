package concernweb

import (
	"context"
	"net/http"
	"slices"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
)

// helps tells whether the caller types for people without a phone.
func helps(who kheo.Caller) bool { return len(who.Units(concern.MayHelp)) > 0 }

// helperBody is the body a helper types in: their own, never a right over the
// whole office.
func helperBody(who kheo.Caller) kheo.UnitID {
	list := slices.DeleteFunc(who.Units(concern.MayHelp), func(id kheo.UnitID) bool { return id == "" })
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// help is the page of those who type for another: the same form on one page,
// with the slip in large print at its end.
func (p *pages) help(w http.ResponseWriter, a *web.Ask) error {
	if !helps(a.Who) {
		return a.Show(w, noHelpPage{a.View}.page())
	}
	n := newPage{View: a.View, Client: a.Client(), Helper: true, Rings: len(a.Who.Units(concern.MayRead)) > 0}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := p.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		in, ok := bodyPlace(ctx, tx, book, a.Who)
		if !ok {
			in = lastPlace(a, book)
		}
		n.begin(book, in)
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, n.page())
}

func (p *pages) helped(w http.ResponseWriter, a *web.Ask) error {
	if !helps(a.Who) {
		return kheo.ErrForbidden
	}
	return p.take(w, a, newPage{View: a.View, Client: a.Client(), Form: readForm(a), Helper: true})
}

// A noHelpPage tells residents who can type for them, and helpers to sign in.
type noHelpPage struct{ web.View }

func (n noHelpPage) page() web.Page {
	return web.Page{Title: n.T("concernweb.help.who"), Verb: "nghe", Crumbs: listCrumbs(n.View), Body: noHelpBody(n)}
}
