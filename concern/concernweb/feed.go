package concernweb

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
)

// fed is how many concerns a feed holds.
const fed = 40

// An atom is RFC 4287's feed.
type atom struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string     `xml:"xml:lang,attr"`
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Subtitle string     `xml:"subtitle,omitempty"`
	Updated  string     `xml:"updated"`
	Author   atomAuthor `xml:"author"`
	Links    []atomLink `xml:"link"`
	Entries  []atomItem `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomItem struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Category  atomCategory `xml:"category"`
	Link      atomLink     `xml:"link"`
	Summary   string       `xml:"summary"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feed is the newest concerns of a place and a topic, for readers of news.
func (p *pages) feed(w http.ResponseWriter, a *web.Ask) error {
	return p.sendDrawn(w, a, root(a)+a.URL.RequestURI(), func() (*web.Drawn, error) {
		var f atom
		err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			f, err = p.fillFeed(ctx, tx, a)
			return err
		})
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		b.WriteString(xml.Header)
		if err := xml.NewEncoder(&b).Encode(f); err != nil {
			return nil, err
		}
		return web.NewDrawn("application/atom+xml; charset=utf-8", b.Bytes()), nil
	})
}

func (p *pages) fillFeed(ctx context.Context, tx *db.Tx, a *web.Ask) (atom, error) {
	l := listPage{View: a.View, N: readNarrowing(a.URL.Query())}
	l.N.Query, l.N.After = "", ""
	t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return atom{}, err
	}
	book, err := p.book(ctx, tx)
	if err != nil {
		return atom{}, err
	}
	l.choices(t, communes(book, a.View))
	f := concern.Filter{Category: l.N.Category, State: l.N.State, On: a.Today, Limit: fed}
	if l.N.Place != "" {
		f.Territory = book.Whole(l.N.Place, a.Today)
	}
	found, err := p.Desk.List(ctx, tx, a.Who, f)
	if err != nil {
		return atom{}, err
	}
	self := root(a) + l.N.address(a.To("concern.feed"))
	out := atom{Lang: string(a.Lang), ID: self, Title: l.title() + " · " + a.Office.NameIn(a.English()), Author: atomAuthor{a.Office.NameIn(a.English())},
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: self}, {Rel: "alternate", Type: "text/html", Href: root(a) + l.N.address(a.To("concern.list"))}}}
	if a.Office.Sample {
		out.Subtitle = a.T("web.sample-line")
	}
	latest := time.Time{}
	for _, c := range found.Concerns {
		row := rowOf(a.View, t, book, c)
		out.Entries = append(out.Entries, itemOf(a, row, c))
		if c.Moved.After(latest) {
			latest = c.Moved
		}
	}
	if latest.IsZero() {
		latest = a.Today.Time()
	}
	out.Updated = stamp(latest)
	return out, nil
}

func itemOf(a *web.Ask, row web.SaidRow, c concern.Concern) atomItem {
	title := row.Title
	if a.Office.Sample {
		title = "[" + a.T("web.sample") + "] " + title
	}
	return atomItem{ID: "tag:" + a.Office.Origin + "," + string(kheo.DateOf(c.Opened)) + ":" + c.Code, Title: title,
		Published: stamp(c.Opened), Updated: stamp(c.Moved), Category: atomCategory{Term: c.Category, Label: row.Tag.Text},
		Link: atomLink{Rel: "alternate", Type: "text/html", Href: root(a) + row.Href}, Summary: row.Tag.Text + ". " + row.Text + " " + row.Who}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
