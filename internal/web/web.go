// Package web is the machinery of pages: one request as an Ask, one page as a
// typed struct, routes in two languages, forms, errors, assets. It knows no
// business.
package web

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kheo"
	"kheo/internal/db"
	"kheo/lang"
)

// A View is what a component needs to speak: the language, the links, the day.
type View struct {
	Lang   lang.Lang
	Office kheo.Office
	Today  kheo.Date
	paths  *paths
}

type paths struct{}

// T is the text of a key in the visitor's language; see lang.Lang.T.
func (v View) T(key string, args ...any) string { return v.Lang.T(key, args...) }

// To is the address of a named route in the visitor's language, with its
// wildcards filled in order.
func (v View) To(route string, wild ...string) string { panic("contract") }

// Date writes a day: 26/11/2026, or 26 Nov 2026.
func (v View) Date(d kheo.Date) string { panic("contract") }

// DayName writes a day with its weekday: thứ Năm, 26/11/2026.
func (v View) DayName(d kheo.Date) string { panic("contract") }

// Num writes a whole number: 1.180 or 1,180.
func (v View) Num(n int64) string { return v.Lang.Num(n) }

// An Ask is one request: who asks, when, in which language.
type Ask struct {
	*http.Request
	View
	Who    kheo.Caller
	Signed Signed // who is signed in, for the head of the page
}

// Signed is how the head names the one signed in; zero for a visitor.
type Signed struct {
	Name string // "Trưởng đoàn kiểm tra"
	Body string // "Ban Dân vận Tỉnh ủy Long An"
}

// Write and Read run f in a transaction of the office's database.
func (a *Ask) Write(f func(ctx context.Context, tx *db.Tx) error) error { panic("contract") }
func (a *Ask) Read(f func(ctx context.Context, tx *db.Tx) error) error  { panic("contract") }

// On is the day the visitor looks at: ?on=, else today.
func (a *Ask) On() kheo.Date { panic("contract") }

// A Crumb is one step of the path above the heading.
type Crumb struct{ Name, Href string }

// A Page is what a handler shows.
type Page struct {
	Title   string // of the document; the body draws its own h1
	Verb    string // which of nghe, noi, lam is current; "" none
	Crumbs  []Crumb
	Body    templ.Component
	Private bool // signed-in pages: not indexed, not cached
}

// Show writes the page with status 200; ShowStatus with another.
func (a *Ask) Show(w http.ResponseWriter, p Page) error { panic("contract") }
func (a *Ask) ShowStatus(w http.ResponseWriter, status int, p Page) error {
	panic("contract")
}

// Go answers a form with 303 to a place in this office.
func (a *Ask) Go(w http.ResponseWriter, to string) error { panic("contract") }

// A Handler is ten lines: read, one use case, show or go.
type Handler func(w http.ResponseWriter, a *Ask) error

// A Route is a page or a form's target, by name, at a Vietnamese and an
// English path; the English one is mounted under /en. An empty EN mounts the
// route once, language-free, at VI.
type Route struct {
	Name   string // "unit.show"
	Method string // GET or POST
	VI, EN string // "/don-vi/{id}", "/units/{id}"
	Handle Handler
}

// A Specimen is one page in one state, drawn for tests and for /dev/pages.
type Specimen struct {
	Name string
	Page func(v View) Page
}
