package public

import (
	"context"
	"net/http"
	"time"

	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/drawn"
	"kheo/tally"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Book func(ctx context.Context, tx *db.Tx) (*unit.Book, error)

	Now   func() time.Time
	Count func(ctx context.Context, tx *db.Tx) (tally.Tally, error) // what stands where, kept
	Topic topics

	Drawn  *drawn.Pages // the home page, kept while nothing is written; nil keeps none
	Writes func() int64

	// Where is the address of a document found by its words, "" for none.
	Where func(v web.View, kind, id string) string
}

// topics is the name of a category of concerns, for one whose words are private.
type topics func(ctx context.Context, tx *db.Tx, v web.View, category string) (string, error)

// Routes are the public pages.
func Routes(d Deps) []web.Route {
	list := []web.Route{
		{Name: "public.home", Method: http.MethodGet, VI: "/", EN: "/", Handle: d.home},
		{Name: "public.search", Method: http.MethodGet, VI: "/tim", EN: "/search", Handle: d.search},
		{Name: "public.channels", Method: http.MethodGet, VI: "/duong-di", EN: "/channels", Handle: channels},
		{Name: "public.robots", Method: http.MethodGet, VI: "/robots.txt", Handle: robots},
	}
	for _, p := range pages {
		list = append(list, web.Route{Name: p.route, Method: http.MethodGet, VI: p.vi, EN: p.en,
			Handle: func(w http.ResponseWriter, a *web.Ask) error { return a.Show(w, p.page(a.View)) }})
	}
	return list
}

// Chrome is what stands around every page.
func Chrome() web.Chrome {
	return web.Chrome{
		Home: "public.home",
		Verbs: []web.Place{
			{Verb: "nghe", Key: "public.verb.nghe", Route: "public.nghe"},
			{Verb: "noi", Key: "public.verb.noi", Route: "public.noi"},
			{Verb: "lam", Key: "public.verb.lam", Route: "public.lam"},
		},
		Foot: []web.Place{
			{Key: "public.search.title", Route: "public.search"},
			{Key: "public.channels.link", Route: "sorting.ways"},
			{Key: "public.data.title", Route: "public.data"},
			{Key: "public.door.ledger", Route: "ledger.book"},
			{Key: "public.access.title", Route: "public.access"},
		},
		SignIn:  "identity.sign-in",
		SignOut: "identity.sign-out",
		Desk:    "desk.list",
		Own:     web.Place{Key: "public.own", Route: "identity.account"},
	}
}

// channels leads on to the ways, whose page it was.
func channels(w http.ResponseWriter, a *web.Ask) error { return a.Go(w, a.To("sorting.ways")) }

// robots keeps search engines out of an office of sample data.
func robots(w http.ResponseWriter, a *web.Ask) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	body := "User-agent: *\nDisallow: /assets/\n"
	if a.Office.Sample {
		body = "User-agent: *\nDisallow: /\n"
	}
	_, err := w.Write([]byte(body))
	return err
}
