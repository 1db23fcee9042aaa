package public

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/unit"
)

// searchKinds are what may be looked for alone; their words are
// public.search.kind.KIND.
var searchKinds = []string{"concern", "answer", "model", "matter"}

// A searchPage is what was asked, and what was found.
type searchPage struct {
	web.View
	Query, Kind string
	From, Until kheo.Date
	Read        []search.Reading
	Loose       bool
	Places      []place
	Hits        []hit
	First, Next string
}

// A place is a territory that the words may name.
type place struct{ Name, Above, Now, Href string }

// A hit is one document found, ready to be shown.
type hit struct {
	search.Hit
	Href, When string
	Tag        web.Tag
}

const (
	perSearch = 20
	surely    = 95 // of 100: a place that reads every word of the query
)

func (d Deps) search(w http.ResponseWriter, a *web.Ask) error {
	p := readSearch(a)
	if p.Query == "" {
		return a.Show(w, p.page())
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		q := search.Query{Words: p.Query, English: a.English(), Scopes: []string{search.Public}, From: p.From, To: p.Until, Limit: perSearch, After: a.URL.Query().Get("after")}
		if p.Kind != "" {
			q.Kinds = []string{p.Kind}
		}
		found, err := search.Look(ctx, tx, q)
		if err != nil {
			return err
		}
		p.fill(found, d.Where)
		if q.After != "" || p.Kind != "" || p.From+p.Until != "" {
			return nil // places are no documents: they have no kind and no day
		}
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		p.Places = places(a.View, book, p.Query)
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page())
}

// readSearch takes what makes sense and leaves the rest: nobody fails a search.
func readSearch(a *web.Ask) searchPage {
	get := a.URL.Query().Get
	p := searchPage{View: a.View}
	if q, err := text.Line(get("q")); err == nil {
		p.Query = q
	}
	if slices.Contains(searchKinds, get("kind")) {
		p.Kind = get("kind")
	}
	p.From, _ = web.ReadDay(get("from"))
	p.Until, _ = web.ReadDay(get("to"))
	if get("after") != "" {
		p.First = p.address("")
	}
	return p
}

// fill makes rows of what was found; where says which page a document has.
func (p *searchPage) fill(found search.Found, where func(v web.View, kind, id string) string) {
	p.Read, p.Loose = found.Read, found.Loose
	for _, h := range found.Hits {
		one := hit{Hit: h, When: p.Date(h.Day), Tag: web.Tag{Shape: web.TagDocument, Text: p.T("public.search.kind." + h.Kind)}}
		if where != nil {
			one.Href = where(p.View, h.Kind, h.ID)
		}
		p.Hits = append(p.Hits, one)
	}
	if found.More {
		p.Next = p.address(found.Hits[len(found.Hits)-1].Cursor)
	}
}

// address of the same search, from a hit on.
func (p searchPage) address(after string) string {
	q := url.Values{"q": {p.Query}}
	for _, x := range []struct{ name, value string }{{"kind", p.Kind}, {"from", string(p.From)}, {"to", string(p.Until)}, {"after", after}} {
		if x.value != "" {
			q.Set(x.name, x.value)
		}
	}
	return p.View.To("public.search") + "?" + q.Encode()
}

// places are the territories that the whole query names, with what they are
// called today.
func places(v web.View, book *unit.Book, q string) []place {
	var list []place
	for _, x := range book.Now(vietnamese(q), v.Today, 3) {
		if x.Score < surely {
			continue
		}
		on := v.Today
		if x.Was.To != "" {
			on = min(on, x.Was.To)
		}
		one := place{Name: x.Was.Name, Above: above(book.Address(x.Was.ID, on)), Href: v.To("unit.show", string(x.Was.ID))}
		var now []string
		for _, part := range x.Now {
			if part.Unit.ID != x.Was.ID {
				now = append(now, part.Unit.Name)
			}
		}
		if len(now) > 0 {
			one.Now = v.T("public.search.now", "names", strings.Join(now, ", "))
			one.Href += "?on=" + string(on)
		}
		list = append(list, one)
	}
	return list
}

// in is the language of what is shown.
func in(english bool) string {
	if english {
		return string(lang.EN)
	}
	return string(lang.VI)
}

// types are how English speaks of territories; the finder reads Vietnamese.
var types = map[string]string{"commune": "xã", "ward": "phường", "township": "thị trấn", "town": "thị xã", "district": "huyện",
	"province": "tỉnh", "city": "thành phố"}

// vietnamese is the name of a place as it would be typed in Vietnamese: the type
// stands before, without “of”.
func vietnamese(q string) string {
	parts := strings.Split(q, ",")
	for i, part := range parts {
		words := strings.Fields(part)
		if n := len(words) - 1; n > 0 && types[strings.ToLower(words[n])] != "" {
			words = append([]string{types[strings.ToLower(words[n])]}, words[:n]...)
		} else if n > 0 && types[strings.ToLower(words[0])] != "" {
			words[0] = types[strings.ToLower(words[0])]
			if strings.EqualFold(words[1], "of") {
				words = slices.Delete(words, 1, 2)
			}
		}
		parts[i] = strings.Join(words, " ")
	}
	return strings.Join(parts, ", ")
}

// above is an address without its first part.
func above(address string) string {
	_, rest, _ := strings.Cut(address, ", ")
	return rest
}

// kinds are the choices of the filter.
func (p searchPage) kinds() web.Field {
	f := web.Field{Name: "kind", Label: p.T("public.search.kind"), Value: p.Kind, Type: "search",
		Options: []web.Option{{Label: p.T("public.search.kind.all")}}}
	for _, k := range searchKinds {
		f.Options = append(f.Options, web.Option{Value: k, Label: p.T("public.search.kind." + k)})
	}
	return f
}

func (p searchPage) page() web.Page {
	return web.Page{Title: p.T("public.search.title"), Verb: "noi", Body: searchBody(p),
		Crumbs: []web.Crumb{{Name: p.T("public.verb.noi"), Href: p.View.To("public.noi")}}}
}
