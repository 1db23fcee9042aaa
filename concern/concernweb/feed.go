package concernweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/concern"
	"kheo/internal/atom"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/drawn"
)

// fed is how many concerns a feed holds.
const fed = 40

// feed is the newest concerns of a place and a topic, for readers of news.
func (p *pages) feed(w http.ResponseWriter, a *web.Ask) error {
	return p.sendDrawn(w, a, a.Root()+a.URL.RequestURI(), func() (*drawn.Page, error) {
		var f atom.Feed
		err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			f, err = p.fillFeed(ctx, tx, a)
			return err
		})
		if err != nil {
			return nil, err
		}
		b, err := f.Encode()
		return drawn.New(atom.Type+"; charset=utf-8", b), err
	})
}

func (p *pages) fillFeed(ctx context.Context, tx *db.Tx, a *web.Ask) (atom.Feed, error) {
	l := listPage{View: a.View, N: readNarrowing(a.URL.Query())}
	l.N.Query, l.N.After = "", ""
	t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return atom.Feed{}, err
	}
	book, err := p.Books.Book(ctx, tx)
	if err != nil {
		return atom.Feed{}, err
	}
	l.choices(t, communes(book, a.View))
	found, err := p.Desk.List(ctx, tx, a.Who, l.filter(book, fed))
	if err != nil {
		return atom.Feed{}, err
	}
	self, latest := a.Root()+l.N.address(a.To("concern.feed")), a.Today.Time()
	out := atom.Feed{Lang: string(a.Lang), ID: "tag:" + a.Office.Origin + ",2026:" + l.N.address(a.To("concern.feed")), Title: l.title() + " · " + a.Office.NameIn(a.English()), Author: a.Office.NameIn(a.English()),
		Links: []atom.Link{{Rel: "self", Type: atom.Type, Href: self}, {Rel: "alternate", Type: "text/html", Href: a.Root() + l.N.address(a.To("concern.list"))}}}
	if a.Office.Sample {
		out.Subtitle = a.T("web.sample-line")
	}
	for i, c := range found.Concerns {
		if i == 0 || c.Moved.After(latest) {
			latest = c.Moved
		}
		out.Entries = append(out.Entries, entryOf(a, rowOf(a.View, t, book, c), c))
	}
	out.Updated = atom.Stamp(latest)
	return out, nil
}

func entryOf(a *web.Ask, row web.SaidRow, c concern.Concern) atom.Entry {
	title := row.Title
	if a.Office.Sample {
		title = "[" + a.T("web.sample") + "] " + title
	}
	return atom.Entry{ID: "tag:" + a.Office.Origin + "," + string(kheo.DateOf(c.Opened)) + ":" + c.Code, Title: title,
		Published: atom.Stamp(c.Opened), Updated: atom.Stamp(c.Moved), Category: atom.Category{Term: c.Category, Label: row.Tag.Text},
		Link: atom.Link{Rel: "alternate", Type: "text/html", Href: a.Root() + row.Href}, Summary: row.Tag.Text + ". " + row.Text + " " + row.Who}
}
