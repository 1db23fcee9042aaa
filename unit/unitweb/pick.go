package unitweb

import (
	"context"
	"net/http"
	"net/url"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/unit"
)

// pickPage helps a form without script: it searches, offers what was found, and
// goes back to the page that asked, with the chosen id in its field.
type pickPage struct {
	Field  web.UnitField
	Back   string // a page of this office
	Hidden []hidden
	On     kheo.Date
}

type hidden struct{ Name, Value string }

func (d Deps) pick(w http.ResponseWriter, a *web.Ask) error {
	ask := a.URL.Query()
	name := ask.Get("field")
	if name == "" {
		name = "unit"
	}
	back := ask.Get("back")
	if !web.Local(back) {
		back = a.To("unit.former")
	}
	chosen := ask.Get(name)
	if kheo.IsID(chosen) && ask.Get("find") == "" {
		to, err := url.Parse(back)
		if err != nil {
			return kheo.ErrNotFound
		}
		q := to.Query()
		q.Set(name, chosen)
		to.RawQuery = q.Encode()
		return a.Go(w, to.RequestURI())
	}
	words, err := text.Line(ask.Get(name + "_q"))
	if err != nil {
		words = ""
	}
	p := pickPage{Back: back, On: a.On()}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		b, err := d.Book(ctx, tx)
		if err == nil {
			p.Field = field(a.View, b, name, words, a.On())
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Hidden = []hidden{{"field", name}, {"back", back}, {"on", ask.Get("on")}}
	return a.Show(w, p.page(a.View))
}

func (p pickPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("unitweb.pick.title"), Body: pick(v, p)}
}

// field offers the units of a day that the words may mean.
func field(v web.View, b *unit.Book, name, words string, on kheo.Date) web.UnitField {
	f := web.UnitField{Field: web.Field{Name: name, Label: v.T("unitweb.pick.label"), Help: v.T("unitweb.pick.help")}, Query: words}
	for _, h := range b.Find(words, on, 10) {
		f.Found = append(f.Found, web.Option{Value: string(h.Unit.ID), Label: h.Unit.Name, Help: above(b, h.Unit, on)})
	}
	return f
}
