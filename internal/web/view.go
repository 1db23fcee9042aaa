package web

import (
	"time"

	"github.com/a-h/templ"

	"kheo"
	"kheo/lang"
)

// A View is what a component needs to speak: the language, the links, the day.
type View struct {
	Lang   lang.Lang
	Office kheo.Office
	Today  kheo.Date
	house  *house
}

// house is what all views of one server share.
type house struct {
	routes routes
	chrome Chrome
	loose  bool // specimens of one package: names of others' routes are taken on trust
}

// T is the text of a key in the visitor's language; see lang.Lang.T.
func (v View) T(key string, args ...any) string { return v.Lang.T(key, args...) }

// To is the address of a named route in the visitor's language, with its
// wildcards filled in order. An unknown name is a mistake of ours: it panics,
// and a test draws every specimen to find it.
func (v View) To(route string, wild ...string) string {
	if v.house == nil || v.house.loose && !v.house.routes.has(route) {
		return loosePath(v.Lang, route, wild)
	}
	return v.house.routes.path(v.Lang, route, wild)
}

// In is the view in another language.
func (v View) In(l lang.Lang) View {
	v.Lang = l
	return v
}

// Date writes a day: 26/11/2026, or 26 Nov 2026.
func (v View) Date(d kheo.Date) string { return v.Lang.Date(d) }

// Near writes a day without its year when that is this year's: 26/11.
func (v View) Near(d kheo.Date) string {
	if d.Year() == v.Today.Year() {
		return v.Lang.DayMonth(d)
	}
	return v.Lang.Date(d)
}

// DayName writes a day with its weekday: thứ Năm, 26/11/2026.
func (v View) DayName(d kheo.Date) string { return v.Lang.DayName(d) }

// Clock writes an instant: 15:40, 19/11/2026.
func (v View) Clock(t time.Time) string { return v.Lang.Clock(t) }

// Num writes a whole number: 1.180 or 1,180.
func (v View) Num(n int64) string { return v.Lang.Num(n) }

// English tells whether the page speaks English.
func (v View) English() bool { return v.Lang == lang.EN }

// Fault is the sentence about a field of a form that must be mended, or "".
func (v View) Fault(f kheo.Faults, field string) string {
	x, ok := f.On(field)
	if !ok {
		return ""
	}
	return v.T(x.Key, x.Args...)
}

// NewView makes a view outside a request, for specimens and tests. With no
// routes every name is taken on trust; with routes only their names are.
func NewView(l lang.Lang, office kheo.Office, today kheo.Date, list []Route, c Chrome) View {
	h := &house{routes: newRoutes(list), chrome: c, loose: len(list) == 0}
	return View{Lang: l, Office: office, Today: today, house: h}
}

// A Crumb is one step of the path above the heading.
type Crumb struct{ Name, Href string }

// A Page is what a handler shows.
type Page struct {
	Title   string // of the document; the body draws its own h1
	Verb    string // which of nghe, noi, lam is current; "" none
	Crumbs  []Crumb
	Body    templ.Component
	Private bool   // signed-in pages: not indexed, not cached
	Locates bool   // the page may ask the phone where it is
	Wide    bool   // the body sets its own bands across the window, as home does
	Feed    string // address of the page's Atom feed, "" for none
}

// Chrome is what stands around every page, by the names of routes.
type Chrome struct {
	Home    string  // "public.home"
	Verbs   []Place // nghe, noi, lam
	Foot    []Place
	SignIn  string // "" leaves the link out
	SignOut string // takes a POST
	Desk    string
	Own     Place // one's own page, for those signed in
}

// A Place is one link of the chrome.
type Place struct {
	Verb  string // "nghe"; of a verb only
	Key   string // its words in package lang
	Route string
}

// A Specimen is one page in one state, drawn for tests and for /dev/pages.
type Specimen struct {
	Name string
	Page func(v View) Page
}

// Has tells whether a route is there to link to.
func (v View) Has(route string) bool {
	return v.house == nil || v.house.loose || v.house.routes.has(route)
}
