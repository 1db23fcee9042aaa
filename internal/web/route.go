package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"kheo/lang"
)

// A Handler is ten lines: read, one use case, show or go.
type Handler func(w http.ResponseWriter, a *Ask) error

// A Route is a page or a form's target, by name, at a Vietnamese and an
// English path; the English one is mounted under /en. An empty EN mounts the
// route once, language-free, at VI.
type Route struct {
	Name   string // "unit.show"; a form and its page may share a name
	Method string // GET or POST
	VI, EN string // "/don-vi/{id}", "/units/{id}"
	Handle Handler
	Upload int64 // the largest file a form may carry; 0: the form has none
}

// pattern is the route's place in a mux. A path that ends in a slash names one
// page, not all below it.
func (r Route) pattern(l lang.Lang) string { return r.Method + " " + exact(r.at(l)) }

func exact(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + "{$}"
	}
	return path
}

// at is the path with its wildcards, in a language.
func (r Route) at(l lang.Lang) string {
	if l == lang.EN && r.EN != "" {
		return "/en" + r.EN
	}
	return r.VI
}

// routes are all of an office's, by name.
type routes map[string]Route

// newRoutes keeps the page of a name before its form: the link leads there.
func newRoutes(list []Route) routes {
	all := make(routes, len(list))
	for _, r := range list {
		if old, ok := all[r.Name]; ok && old.Method == http.MethodGet {
			continue
		}
		all[r.Name] = r
	}
	return all
}

func (all routes) has(name string) bool {
	_, ok := all[name]
	return ok
}

func (all routes) path(l lang.Lang, name string, wild []string) string {
	r, ok := all[name]
	if !ok {
		panic("no route is named " + name)
	}
	path, left := fillPath(r.at(l), wild)
	if left != 0 {
		panic(fmt.Sprintf("route %s has %d wildcards, not %d", name, len(wild)-left, len(wild)))
	}
	return path
}

// fillPath puts wild into the wildcards of a path, in order, and counts how
// many were too many (or, below zero, too few).
func fillPath(path string, wild []string) (string, int) {
	var b strings.Builder
	n := 0
	for {
		before, rest, found := strings.Cut(path, "{")
		b.WriteString(before)
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		if n < len(wild) {
			b.WriteString(escape(wild[n], strings.HasSuffix(name, "...")))
		}
		n++
		path = after
	}
	return b.String(), len(wild) - n
}

func escape(s string, whole bool) string {
	if whole { // a path of its own: the slashes stay
		parts := strings.Split(s, "/")
		for i := range parts {
			parts[i] = url.PathEscape(parts[i])
		}
		return strings.Join(parts, "/")
	}
	return url.PathEscape(s)
}

// wildNames lists the wildcards of a path in order.
func wildNames(path string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(path, "{")
		if !found {
			return names
		}
		name, after, _ := strings.Cut(rest, "}")
		names = append(names, strings.TrimSuffix(name, "..."))
		path = after
	}
}

// loosePath stands in for a route that the drawn package does not know.
func loosePath(l lang.Lang, name string, wild []string) string {
	p := "/" + strings.Join(append([]string{name}, wild...), "/")
	if l == lang.EN {
		return "/en" + p
	}
	return p
}
