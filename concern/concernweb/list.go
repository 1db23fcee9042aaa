package concernweb

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/internal/web"
	"kheo/internal/web/drawn"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// listed is how many concerns stand on a page.
const listed = 20

// states are the ones the list can be narrowed to.
var states = []string{"open", "late", "answered", "confirmed", "reopened", "refused"}

// A narrowing is what the address asks for.
type narrowing struct {
	Place    kheo.UnitID
	Category string
	State    string
	Query    string
	After    string
}

func readNarrowing(q url.Values) narrowing {
	n := narrowing{Place: kheo.UnitID(q.Get("unit")), Category: q.Get("category"), State: q.Get("state"),
		Query: strings.TrimSpace(q.Get("q")), After: q.Get("after")}
	if !slices.Contains(states, n.State) {
		n.State = ""
	}
	return n
}

// address is the list so narrowed.
func (n narrowing) address(path string) string {
	q := url.Values{}
	for name, value := range map[string]string{"unit": string(n.Place), "category": n.Category, "state": n.State, "q": n.Query, "after": n.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// A listPage is the concerns anybody may know of.
type listPage struct {
	web.View
	N      narrowing
	Place  string // name of the commune chosen
	Topic  string // name of the category chosen
	Units  []web.Option
	Topics []web.Option
	Rates  web.Rates
	Ready  string // the rates in one sentence to take along
	Map    web.SymbolMap
	Rows   web.Said
	Pager  web.Pager
	Feed   string
}

// list is drawn once for all visitors who see it alike.
func (p *pages) list(w http.ResponseWriter, a *web.Ask) error {
	return p.sendDrawn(w, a, a.URL.RequestURI(), func() (*drawn.Page, error) {
		page, err := p.listPage(a)
		if err != nil {
			return nil, err
		}
		return a.Draw(page.page())
	})
}

// sendDrawn answers with a kept page that is still good, or draws it anew; a
// visitor with a page of their own gets it drawn for them alone.
func (p *pages) sendDrawn(w http.ResponseWriter, a *web.Ask, key string, draw func() (*drawn.Page, error)) error {
	writes, now := p.Writes(), p.Now()
	key += " " + string(a.Today)
	alike := a.Who.Person == "" && len(a.Who.Voices) == 0
	w.Header().Set("Content-Language", string(a.Lang))
	if page, ok := p.drawn.Get(key, writes, now); ok && alike {
		return page.Send(w, a.Request, alike)
	}
	page, err := draw()
	if err != nil {
		return err
	}
	if alike {
		p.drawn.Keep(key, page, writes, now)
	}
	return page.Send(w, a.Request, alike)
}

func (p *pages) listPage(a *web.Ask) (listPage, error) {
	page := listPage{View: a.View, N: readNarrowing(a.URL.Query())}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		return p.fillList(ctx, tx, a, &page)
	})
	return page, err
}

func (p *pages) fillList(ctx context.Context, tx *db.Tx, a *web.Ask, l *listPage) error {
	t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return err
	}
	book, err := p.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	units := communes(book, a.View)
	l.choices(t, units)
	rates, open, err := p.counted(ctx, tx, book, t, l.N, a.View)
	if err != nil {
		return err
	}
	l.count(rates)
	l.draw(open, units)
	found, err := p.find(ctx, tx, a, l, book, t)
	if err != nil {
		return err
	}
	for _, c := range found.Concerns {
		l.Rows = append(l.Rows, rowOf(a.View, t, book, c))
	}
	l.page2(found.Next)
	return nil
}

// find is the list so narrowed; where words were typed, what was published and
// holds them, best first.
func (p *pages) find(ctx context.Context, tx *db.Tx, a *web.Ask, l *listPage, book *unit.Book, t *sorting.Table) (concern.Page, error) {
	f := l.filter(book, listed)
	if l.N.Query == "" {
		return p.Desk.List(ctx, tx, a.Who, f)
	}
	hits, err := search.Find(ctx, tx, search.Query{Words: l.N.Query, Kinds: []string{concern.SearchKind}, Scopes: []string{search.Public}, Limit: listed, After: l.N.After})
	var page concern.Page
	for _, h := range hits {
		c, err := concern.Find(ctx, tx, a.Who, h.ID)
		if errors.Is(err, kheo.ErrNotFound) {
			continue
		}
		if err != nil {
			return page, err
		}
		page.Next = h.Cursor
		if (len(f.Territory) == 0 || slices.Contains(f.Territory, c.Territory)) && (f.Category == "" || t.Under(c.Category, f.Category)) {
			page.Concerns = append(page.Concerns, c)
		}
	}
	if len(hits) < listed {
		page.Next = ""
	}
	return page, err
}

// filter is what the address asks for, as the list takes it.
func (l *listPage) filter(book *unit.Book, limit int) concern.Filter {
	f := concern.Filter{Category: l.N.Category, State: l.N.State, After: l.N.After, On: l.Today, Limit: limit}
	if l.N.Place != "" {
		f.Territory = book.Whole(l.N.Place, l.Today)
	}
	return f
}

// page2 leads on from here.
func (l *listPage) page2(next string) {
	path := l.To("concern.list")
	n := l.N
	if n.After != "" {
		n.After = ""
		l.Pager.First = n.address(path)
	}
	if next != "" {
		n.After = next
		l.Pager.Next = n.address(path)
	}
	n.After, n.Query = "", ""
	l.Feed = n.address(l.To("concern.feed"))
}

// choices are the communes and the topics to narrow by.
func (l *listPage) choices(t *sorting.Table, units []unit.Unit) {
	l.Units = []web.Option{{Label: l.T("concernweb.list.all-places")}}
	for _, u := range units {
		l.Units = append(l.Units, web.Option{Value: string(u.ID), Label: u.Name})
		if u.ID == l.N.Place {
			l.Place = u.Name
		}
	}
	l.Topics = []web.Option{{Label: l.T("concernweb.list.all-topics")}}
	for _, c := range t.Categories() {
		name := categoryName(l.View, c)
		if c.Parent != "" {
			name = "\u2003" + name
		}
		l.Topics = append(l.Topics, web.Option{Value: c.ID, Label: name})
		if c.ID == l.N.Category {
			l.Topic = categoryName(l.View, c)
		}
	}
}

// counted is the count of the place and topic chosen: the rates, and what is
// open in each commune.
func (p *pages) counted(ctx context.Context, tx *db.Tx, book *unit.Book, t *sorting.Table, n narrowing, v web.View) (tally.Rates, map[kheo.UnitID]int, error) {
	all, err := p.Count(ctx, tx)
	if err != nil {
		return tally.Rates{}, nil, err
	}
	within := map[kheo.UnitID]bool{}
	if n.Place != "" {
		for _, id := range book.Whole(n.Place, v.Today) {
			within[id] = true
		}
	}
	fits := func(c matter.Cell) bool {
		return c.Kind == matter.Concern && (n.Place == "" || within[c.Territory]) && (n.Category == "" || t.Under(c.Category, n.Category))
	}
	open := map[kheo.UnitID]int{}
	for _, c := range all.Cells {
		if c.State.Open() && fits(c) {
			open[c.Territory] += c.N
		}
	}
	return all.Rates(fits), open, nil
}

// count makes the three rates and the sentence that holds both terms of each.
func (l *listPage) count(c tally.Rates) {
	var apart []string
	for _, x := range []struct {
		name string
		n    int
	}{{"helped", c.Helped}, {"lapsed", c.Lapsed}, {"reopened", c.Reopened}, {"waiting", c.Waiting}} {
		if x.n > 0 {
			apart = append(apart, l.T("concernweb.apart."+x.name, "n", x.n))
		}
	}
	l.Rates = web.Rates{Of: c.Total, None: l.T("concernweb.rates.none"), Rows: []web.Rate{
		{Name: l.T("concernweb.rates.answered"), N: c.Answered, Meaning: l.T("concernweb.rates.answered-says", "n", c.Total-c.Answered)},
		{Name: l.T("concernweb.rates.acted"), N: c.Acted, Meaning: l.T("concernweb.rates.acted-says")},
		{Name: l.T("concernweb.rates.confirmed"), N: c.Confirmed, Meaning: l.T("concernweb.rates.confirmed-says")},
	}}
	if len(apart) > 0 {
		l.Rates.Apart = l.T("concernweb.apart", "parts", strings.Join(apart, ", "))
	}
	if c.Total > 0 {
		l.Ready = l.T("concernweb.rates.ready", "where", cmp.Or(l.Place, l.Office.NameIn(l.English())), "n", c.Total,
			"answered", c.Answered, "acted", c.Acted, "confirmed", c.Confirmed, "day", l.Today)
	}
}

// mapped is how many communes the map names.
const mapped = 10

// draw is the map of what is open, by commune.
func (l *listPage) draw(open map[kheo.UnitID]int, units []unit.Unit) {
	units = slices.DeleteFunc(slices.Clone(units), func(u unit.Unit) bool { return u.Lat == 0 || open[u.ID] == 0 })
	slices.SortStableFunc(units, func(a, b unit.Unit) int { return open[b.ID] - open[a.ID] })
	var said []string
	for _, u := range units[:min(len(units), mapped)] {
		n := open[u.ID]
		l.Map.Spots = append(l.Map.Spots, web.Spot{Name: u.Short + " " + l.Num(int64(n)), Lat: u.Lat, Lon: u.Lon, Size: float64(n), Chosen: true})
		said = append(said, l.T("concernweb.map.one", "place", u.Name, "n", n))
	}
	l.Map.Label = l.T("concernweb.map.label", "list", strings.Join(said, "; "))
	l.Map.Caption = l.T("concernweb.map.caption")
}

// rowOf is a concern as anybody may know of it: its published text, or topic,
// hamlet, age and state.
func rowOf(v web.View, t *sorting.Table, book *unit.Book, c concern.Concern) web.SaidRow {
	category, _ := t.Category(c.Category)
	row := web.SaidRow{Title: c.Version.Title, Href: v.To("concern.show", c.Code), Text: firstWords(versionText(v, c.Version)), Tag: look.StateTag(v, c.State, c.Answer)}
	if v.English() && c.Version.TitleEN != "" {
		row.Title = c.Version.TitleEN
	}
	if row.Title == "" {
		row.Title = v.T("concernweb.unpublished", "topic", topicOf(v, category))
	}
	if c.Late(v.Today) {
		row.Tag = web.Tag{Shape: web.TagLate, Text: look.Left(v, c.Due, v.Today)}
	}
	var who []string
	if u, err := book.Last(c.Territory, kheo.DateOf(c.Opened)); err == nil {
		who = append(who, strings.TrimPrefix(c.Hamlet+", "+u.Name, ", "))
	}
	who = append(who, age(v, c.Opened))
	if b, ok := t.Body(c.Holder); ok && c.State.Open() {
		who = append(who, v.T("concernweb.list.holder", "body", look.Bodies{b.ID: b}.Short(v, b.ID)))
	}
	if c.Joined > 0 {
		who = append(who, v.T("concernweb.list.joined", "n", c.Joined+1))
	}
	row.Who = strings.Join(who, " · ")
	return row
}

// firstWords are enough of a text to know what it says.
func firstWords(s string) string {
	letters := []rune(strings.Join(strings.Fields(s), " "))
	if len(letters) <= 200 {
		return string(letters)
	}
	cut := string(letters[:200])
	return cut[:strings.LastIndex(cut, " ")+1] + "…"
}

func (l listPage) page() web.Page {
	crumbs := listCrumbs(l.View)[:1]
	return web.Page{Title: l.T("concernweb.list.title"), Verb: "nghe", Crumbs: crumbs, Body: listBody(l), Feed: l.Feed}
}

func (l listPage) title() string {
	switch {
	case l.Place != "" && l.Topic != "":
		return l.T("concernweb.list.title-both", "topic", l.Topic, "place", l.Place)
	case l.Place != "":
		return l.T("concernweb.list.title-place", "place", l.Place)
	case l.Topic != "":
		return l.T("concernweb.list.title-topic", "topic", l.Topic)
	}
	return l.T("concernweb.list.title")
}

func (l listPage) field(name, value string, options []web.Option) web.Field {
	return web.Field{Name: name, Label: l.T("concernweb.list." + name), Value: value, Options: options}
}

func (l listPage) stateField() web.Field {
	f := l.field("state", l.N.State, []web.Option{{Label: l.T("concernweb.list.all-states")}})
	for _, s := range states {
		f.Options = append(f.Options, web.Option{Value: s, Label: l.T("concernweb.state." + s)})
	}
	return f
}
