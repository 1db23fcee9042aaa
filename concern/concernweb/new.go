package concernweb

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/ledger"
	"kheo/matter/look"
	"kheo/sorting"
)

// A doorPage asks the one question before a word is typed: what concerns an
// official's wrongdoing goes another way, and nothing of it is kept here.
type doorPage struct{ web.View }

func (p *pages) door(w http.ResponseWriter, a *web.Ask) error {
	return a.Show(w, doorPage{a.View}.page())
}

func (d doorPage) page() web.Page {
	return web.Page{Title: d.T("concernweb.new.title"), Verb: "nghe", Crumbs: listCrumbs(d.View), Body: doorBody(d)}
}

// way is a route of another package, or the page of lawful channels.
func way(v web.View, route string) string {
	if v.Has(route) {
		return v.To(route)
	}
	return v.To("public.channels")
}

// A guidedPage is what one who complains of a decision takes along: where the
// law sends them, dated. The ledger keeps the day when they ask for a number,
// never a word.
type guidedPage struct {
	web.View
	Leaf ledger.Leaf
}

func (p *pages) guided(w http.ResponseWriter, a *web.Ask) error {
	return a.Show(w, guidedPage{View: a.View}.page())
}

func (p *pages) guide(w http.ResponseWriter, a *web.Ask) error {
	g := guidedPage{View: a.View}
	if p.sends.Take(a.Request, a.Who.At) {
		if err := p.work.Check(a.Who.At, a.PostForm); err != nil {
			return err
		}
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		g.Leaf, err = concern.Guide(ctx, tx, a.Who, concern.Complaint, a.Office.Unit)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, g.page())
}

func (g guidedPage) page() web.Page {
	return web.Page{Title: g.T("concernweb.guided.title"), Verb: "nghe", Crumbs: listCrumbs(g.View), Body: guidedBody(g), Private: g.Leaf.ID != ""}
}

func listCrumbs(v web.View) []web.Crumb {
	return []web.Crumb{{Name: v.T("concernweb.nghe"), Href: v.To("public.nghe")}, {Name: v.T("concernweb.list.title"), Href: v.To("concern.list")}}
}

// A form is what was typed; it comes back whole on every fault.
type form struct {
	Words, Place, PlaceID, Hamlet string
	Lat, Lon                      string
	Category, Contact, Join       string
	Answers                       map[string]string // to the category's questions
	Seen                          bool              // what is alike has been shown
	CallBack                      bool
	Lost                          bool // a photo came and must be chosen again
	Faults                        kheo.Faults
}

// A newPage is the form, first empty, then with what is like it.
type newPage struct {
	web.View
	Form   form
	Client string
	Places []string     // the communes one may mean, for the field to complete
	Which  []web.Option // those the typed name may mean, when it is several
	In     kheo.UnitID  // the commune it is in, "" while nobody knows
	Spot   web.SpotField
	Kept   string // photos of an earlier sending that wait, signed
	KeptN  int
	Near   near
	Step   bool // shown after the first sending: what is alike comes first
	Puzzle guard.Puzzle
	Helper bool // somebody types for another
	Rings  bool // and may ring people with answers
}

func (p *pages) write(w http.ResponseWriter, a *web.Ask) error {
	n := newPage{View: a.View, Client: a.Client(), Puzzle: p.puzzle(a)}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := p.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		n.begin(book, lastPlace(a, book))
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, n.page())
}

// puzzle comes along with the form when this network has sent much.
func (p *pages) puzzle(a *web.Ask) guard.Puzzle {
	if p.sends.Asks(a.Request, a.Who.At) {
		return p.work.Issue(a.Who.At)
	}
	return guard.Puzzle{}
}

func (n newPage) page() web.Page {
	page := web.Page{Title: n.T("concernweb.new.title"), Verb: "nghe", Crumbs: listCrumbs(n.View), Body: newBody(n), Private: n.Step || n.Helper, Locates: true}
	if n.Helper {
		page.Title = n.T("concernweb.help.title")
	}
	return page
}

// readForm takes what was typed as it was typed.
func readForm(a *web.Ask) form {
	f := form{Words: a.PostFormValue("words"), Place: a.PostFormValue("place"), PlaceID: a.PostFormValue("place_id"),
		Hamlet: a.PostFormValue("hamlet"), Lat: a.PostFormValue("lat"), Lon: a.PostFormValue("lon"),
		Category: a.PostFormValue("category"), Contact: a.PostFormValue("contact"), Join: a.PostFormValue("join"),
		Seen: a.PostFormValue("seen") != "", CallBack: a.PostFormValue("callback") != "", Answers: map[string]string{}}
	for name, values := range a.PostForm {
		if id, ok := strings.CutPrefix(name, "q_"); ok && len(values) > 0 && values[0] != "" {
			f.Answers[id] = values[0]
		}
	}
	return f
}

// new is the form as the use case takes it; the place was found beforehand.
func (f form) new(a *web.Ask, place kheo.UnitID) concern.New {
	n := concern.New{Client: a.Client(), Words: f.Words, Category: f.Category, Territory: place, Hamlet: f.Hamlet,
		Contact: f.Contact, Join: f.Join, Channel: concern.Web, CallBack: f.CallBack}
	n.Lat, n.Lon, n.Spot = concern.ReadSpot(f.Lat, f.Lon)
	for _, id := range slices.Sorted(maps.Keys(f.Answers)) {
		n.Extra = append(n.Extra, concern.Extra{Question: id, Answer: f.Answers[id]})
	}
	return n
}

// A near is what a text is like: the topics its words mean, and the open
// concerns close by.
type near struct {
	Topics    []web.Option
	Questions []web.Field
	Guide     string // of the chosen topic, said before anything is sent
	Ways      string // where the lawful ways stand, when the guide names them
	Likes     []like
	Seen      bool
}

// A like is an open concern near the one being typed, with what anybody may
// know of it.
type like struct {
	Code, Title, Text, Where, Age, Joined string
	Tag                                   web.Tag
	Href                                  string
}

const topicsShown, likesShown = 3, 3

// near answers the form while it is being typed: a piece of a page, posted so
// that no word stands in an address.
func (p *pages) near(w http.ResponseWriter, a *web.Ask) error {
	f := readForm(a)
	var n near
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		book, err := p.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		place, _, _ := findPlace(book, a.View, f)
		n, err = p.alike(ctx, tx, a, f, place)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	return nearPart(a.View, n).Render(a.Context(), w)
}

// alike finds topics and similar concerns for what is typed so far.
func (p *pages) alike(ctx context.Context, tx *db.Tx, a *web.Ask, f form, place kheo.UnitID) (near, error) {
	n := near{Seen: place != "" && strings.TrimSpace(f.Words) != ""}
	t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return n, err
	}
	n.topics(a.View, t, f)
	if !n.Seen {
		return n, nil
	}
	about := concern.About{Words: f.Words, Category: f.Category, Territory: place, Hamlet: f.Hamlet}
	about.Lat, about.Lon, about.Spot = concern.ReadSpot(f.Lat, f.Lon)
	likes, err := p.Desk.Similar(ctx, tx, a.Who, about, likesShown)
	if err != nil {
		return n, err
	}
	for _, l := range likes {
		n.Likes = append(n.Likes, likeOf(a.View, t, l))
	}
	return n, nil
}

// topics are what the words speak of, the best one chosen, and the way out.
func (n *near) topics(v web.View, t *sorting.Table, f form) {
	chosen := f.Category
	list := t.Suggest(f.Words, topicsShown)
	if chosen == "" && len(list) > 0 {
		chosen = list[0].Category
	}
	if c, ok := t.Category(f.Category); ok && !slices.ContainsFunc(list, func(s sorting.Suggestion) bool { return s.Category == c.ID }) {
		list = append(list, sorting.Suggestion{Category: c.ID})
	}
	for _, s := range list {
		c, ok := t.Category(s.Category)
		if !ok {
			continue
		}
		o := web.Option{Value: c.ID, Label: categoryName(v, c), Chosen: c.ID == chosen}
		if len(s.Because) > 0 {
			o.Help = v.T("concernweb.near.because", "words", strings.Join(s.Because, ", "))
		}
		n.Topics = append(n.Topics, o)
		if c.ID == chosen {
			n.Questions = questions(v, c, f)
			n.Guide = either(v, c.Guide.Text, c.Guide.TextEN)
			if c.Guide.ID == "ways" {
				n.Ways = way(v, "sorting.ways")
			}
		}
	}
	if len(n.Topics) > 0 {
		n.Topics = append(n.Topics, web.Option{Value: unsorted, Label: v.T("concernweb.near.unsorted"), Chosen: chosen == unsorted})
	}
}

// unsorted leaves the topic to the office.
const unsorted = "-"

func questions(v web.View, c sorting.Category, f form) []web.Field {
	var list []web.Field
	for _, q := range c.Questions {
		list = append(list, web.Field{Name: "q_" + q.ID, Label: either(v, q.Text, q.TextEN), Value: f.Answers[q.ID]}.May())
	}
	return list
}

func categoryName(v web.View, c sorting.Category) string { return either(v, c.Name, c.NameEN) }

// either is the English where the reader wants it and there is one.
func either(v web.View, vi, en string) string {
	if v.English() && en != "" {
		return en
	}
	return vi
}

// likeOf is a similar concern in words: its published text, or its topic.
func likeOf(v web.View, t *sorting.Table, l concern.Like) like {
	c, _ := t.Category(l.Category)
	out := like{Code: l.Code, Title: l.Title, Text: l.Text, Href: v.To("concern.show", l.Code), Where: l.Hamlet,
		Age: age(v, l.Opened), Tag: look.StateTag(v, l.State, ""), Joined: v.T("concernweb.near.joined", "n", l.Joined+1)}
	if out.Title == "" {
		out.Title = v.T("concernweb.unpublished", "topic", categoryName(v, c))
	}
	if l.Metres >= 0 {
		out.Where = strings.TrimLeft(out.Where+", "+v.T("concernweb.near.metres", "n", roundMetres(l.Metres)), ", ")
	}
	return out
}

// roundMetres says a distance no more exactly than a phone knows it.
func roundMetres(m int) int { return (m + 9) / 10 * 10 }
