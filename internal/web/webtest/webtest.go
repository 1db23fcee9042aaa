// Package webtest looks at drawn pages: every specimen of every package, in
// both languages, must have one h1, a label for each field, no missing words,
// nothing inline, no repeated id, and stay light.
package webtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"kheo"
	"kheo/internal/web"
	"kheo/lang"
)

// Office is the office that specimens are drawn in.
func Office() kheo.Office {
	return kheo.Office{Name: "Tỉnh Tây Ninh", Note: "gồm Long An trước 01/07/2025", Origin: "sample.kheo.local/tayninh", Sample: true}
}

// View is a view that takes the names of other packages' routes on trust.
func View(l lang.Lang) web.View {
	return web.NewView(l, Office(), "2026-11-22", nil, web.Chrome{})
}

// Check draws every specimen in both languages and looks at it.
func Check(t *testing.T, list []web.Specimen) {
	t.Helper()
	if len(list) == 0 {
		t.Error("no specimens: a page that nobody draws is a page that nobody looks at")
	}
	for _, l := range lang.Langs() {
		for _, s := range list {
			Draw(t, View(l), s)
		}
	}
}

// Draw draws one specimen in a view and looks at it; it returns the page.
func Draw(t *testing.T, v web.View, s web.Specimen) []byte {
	t.Helper()
	p := s.Page(v)
	var b bytes.Buffer
	if err := web.Frame(v, p).Render(t.Context(), &b); err != nil {
		t.Errorf("%s in %s: %v", s.Name, v.Lang, err)
		return nil
	}
	for _, fault := range Faults(b.Bytes()) {
		t.Errorf("%s in %s: %s", s.Name, v.Lang, fault)
	}
	if p.Title == "" {
		t.Errorf("%s in %s: the page has no title", s.Name, v.Lang)
	}
	return b.Bytes()
}

// maxPage is the most a page may weigh on its way, beside its style, script
// and fonts. LOOK and DESIGN allow 60 KB for all but the fonts.
const maxPage = 48 << 10

// Faults lists what is wrong with a page.
func Faults(page []byte) []string {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	f := finder{labelled: map[string]bool{}, ids: map[string]bool{}}
	f.labels(doc)
	f.walk(doc)
	if f.h1 != 1 {
		f.add("%d h1, want 1", f.h1)
	}
	if i := bytes.Index(page, []byte("⟦")); i >= 0 {
		f.add("words are missing: %.60s", page[i:])
	}
	if n := squeezed(page); n > maxPage {
		f.add("%d bytes squeezed, at most %d", n, maxPage)
	}
	return f.found
}

func squeezed(b []byte) int {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := io.Copy(w, bytes.NewReader(b)); err != nil {
		return len(b)
	}
	w.Close()
	return z.Len()
}

type finder struct {
	found    []string
	labelled map[string]bool // ids that a label names
	ids      map[string]bool
	h1       int
}

func (f *finder) add(format string, args ...any) {
	f.found = append(f.found, fmt.Sprintf(format, args...))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (f *finder) labels(n *html.Node) {
	if n.Type == html.ElementNode && n.Data == "label" {
		f.labelled[attr(n, "for")] = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.labels(c)
	}
}

func (f *finder) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		f.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c)
	}
}

func (f *finder) element(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "style", strings.HasPrefix(a.Key, "on"):
			f.add("<%s %s=…> is inline; the policy forbids it", n.Data, a.Key)
		case a.Key == "id" && f.ids[a.Val]:
			f.add("id %q stands twice", a.Val)
		case a.Key == "id":
			f.ids[a.Val] = true
		case (a.Key == "href" || a.Key == "src" || a.Key == "action") && elsewhere(a.Val):
			f.add("<%s %s=%q> leads to another host", n.Data, a.Key, a.Val)
		}
	}
	switch n.Data {
	case "h1":
		f.h1++
	case "style":
		f.add("<style> is inline; the policy forbids it")
	case "script":
		if attr(n, "src") == "" {
			f.add("<script> is inline; the policy forbids it")
		}
	case "img":
		if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
			f.add("an img without alt")
		}
	case "input", "select", "textarea":
		f.field(n)
	case "a", "button", "th", "h2", "h3":
		if strings.TrimSpace(words(n)) == "" && attr(n, "aria-label") == "" {
			f.add("<%s> without words", n.Data)
		}
	}
}

// elsewhere: everything comes from this host; a link out is for sources of law.
func elsewhere(to string) bool {
	return strings.HasPrefix(to, "//") || strings.HasPrefix(to, "http:") || strings.HasPrefix(to, "javascript:")
}

func (f *finder) field(n *html.Node) {
	switch attr(n, "type") {
	case "hidden", "submit", "button":
		return
	}
	inLabel := n.Parent != nil && n.Parent.Data == "label"
	if !inLabel && !f.labelled[attr(n, "id")] && attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
		f.add("<%s name=%q> has no label", n.Data, attr(n, "name"))
	}
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
	}
	return b.String()
}
