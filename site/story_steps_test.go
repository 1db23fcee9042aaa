package site_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// A field is one name and value of a form; a file's value is its name under
// testdata/story/files.
type field struct {
	name, value string
	file        bool
}

func fields(p *player, args []string) []field {
	var list []field
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			p.t.Fatalf("%s: %q is not name=value", p.at, a)
		}
		value, file := strings.CutPrefix(value, "@")
		list = append(list, field{name, value, file})
	}
	return list
}

func (p *player) post(path string, list []field) {
	p.t.Helper()
	for _, f := range list {
		if f.file {
			p.postFiles(path, list)
			return
		}
	}
	form := url.Values{}
	for _, f := range list {
		form.Add(f.name, f.value)
	}
	p.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (p *player) postFiles(path string, list []field) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range list {
		if !f.file {
			m.WriteField(f.name, f.value)
			continue
		}
		body, err := os.ReadFile(filepath.Join("testdata/story/files", f.value))
		if err != nil {
			p.t.Fatalf("%s: %v", p.at, err)
		}
		w, err := m.CreateFormFile(f.name, f.value)
		if err != nil {
			p.t.Fatalf("%s: %v", p.at, err)
		}
		w.Write(body)
	}
	m.Close()
	p.send("POST", path, m.FormDataContentType(), &b)
}

func (p *player) stepStatus(a []string) {
	if strconv.Itoa(p.answer.status) != a[0] {
		p.fail("status %d, want %s", p.answer.status, a[0])
	}
}

func (p *player) stepSee(a []string) {
	if !strings.Contains(p.visible(), squeeze(a[0])) {
		p.fail("does not show %q", a[0])
	}
}

func (p *player) stepNotSee(a []string) {
	if strings.Contains(p.visible(), squeeze(a[0])) {
		p.fail("shows %q", a[0])
	}
}

func (p *player) stepFilled(a []string) {
	var got []string
	walk(p.page(), func(n *html.Node) bool {
		if n.Data == "form" {
			want := named(n, field{name: a[0]}).name
			for _, f := range filled(n) {
				if f.name == want {
					got = append(got, f.value)
				}
			}
		}
		return true
	})
	if !slices.Contains(got, a[1]) {
		p.fail("%s holds %q", a[0], got)
	}
}

func (p *player) stepHeader(a []string) {
	if got := p.answer.header.Get(a[0]); !strings.Contains(got, a[1]) {
		p.fail("header %s is %q", a[0], got)
	}
}

func (p *player) stepJSON(a []string) {
	got, err := dig(p.answer.body, a[0])
	want := strings.Join(a[2:], " ")
	switch {
	case err != nil:
		p.fail("%v", err)
	case a[1] == "==" && got != want, a[1] == "!=" && got == want:
		p.fail("%s is %s", a[0], got)
	case a[1] != "==" && a[1] != "!=":
		p.fail("compare with == or !=")
	}
}

func (p *player) stepKeep(a []string) {
	var value string
	var err error
	switch {
	case a[1] == "path":
		value, _, _ = strings.Cut(p.answer.path, "?")
	case a[1] == "json" && len(a) == 3:
		value, err = dig(p.answer.body, a[2])
	case a[1] == "match" && len(a) == 3:
		m := regexp.MustCompile(a[2]).FindStringSubmatch(p.answer.body)
		if len(m) != 2 {
			err = fmt.Errorf("no match with one group for %s", a[2])
		} else {
			value = html.UnescapeString(m[1])
		}
	default:
		err = fmt.Errorf("keep NAME path, json PATH or match 'regexp'")
	}
	if err != nil {
		p.fail("%v", err)
	}
	p.kept[a[0]] = value
}

// dig finds a value in JSON: "items.0.name"; "items.#" counts.
func dig(body, path string) (string, error) {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", fmt.Errorf("not JSON: %w", err)
	}
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[part]
			if !ok {
				return "", fmt.Errorf("%s: there is no %q", path, part)
			}
			v = next
		case []any:
			if part == "#" {
				return strconv.Itoa(len(x)), nil
			}
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(x) {
				return "", fmt.Errorf("%s: there is no item %q among %d", path, part, len(x))
			}
			v = x[i]
		default:
			return "", fmt.Errorf("%s: nothing under %q", path, part)
		}
	}
	if s, ok := v.(string); ok {
		return s, nil
	}
	out, err := json.Marshal(v)
	return string(out), err
}

func (p *player) stepClick(a []string) {
	var href string
	walk(p.page(), func(n *html.Node) bool {
		if n.Data == "a" && textOf(n) == squeeze(a[0]) {
			href = attr(n, "href")
		}
		return href == ""
	})
	if href == "" {
		p.fail("no link %q", a[0])
	}
	p.get(p.resolve(href))
}

// stepSubmit sends the form that holds the button, with what the page filled
// in and what the story changes.
func (p *player) stepSubmit(a []string) {
	var form, button *html.Node
	walk(p.page(), func(n *html.Node) bool {
		if n.Data == "form" {
			walk(n, func(b *html.Node) bool {
				if b.Data == "button" && strings.HasPrefix(textOf(b), squeeze(a[0])) {
					form, button = n, b
				}
				return button == nil
			})
		}
		return button == nil
	})
	if button == nil {
		p.fail("no form with a button %q", a[0])
	}
	list := filled(form)
	if name := attr(button, "name"); name != "" {
		list = append(list, field{name, attr(button, "value"), false})
	}
	for _, f := range fields(p, a[1:]) {
		f = named(form, f)
		list = append(without(list, f.name), f)
	}
	action := attr(form, "action")
	if attr(button, "formaction") != "" {
		action = attr(button, "formaction")
	}
	if strings.EqualFold(attr(form, "method"), "post") {
		p.post(p.resolve(action), list)
		return
	}
	q := url.Values{}
	for _, f := range list {
		q.Add(f.name, f.value)
	}
	p.get(p.resolve(action) + "?" + q.Encode())
}

// named finds the control that a story calls by its name or by how its label
// begins; a choice, too, may be called by its words.
func named(form *html.Node, f field) field {
	var byLabel, byName *html.Node
	ids := map[string]*html.Node{}
	walk(form, func(n *html.Node) bool {
		if id := attr(n, "id"); id != "" {
			ids[id] = n
		}
		if byName == nil && attr(n, "name") == f.name {
			byName = n
		}
		return true
	})
	walk(form, func(n *html.Node) bool {
		if byLabel == nil && n.Data == "label" && strings.HasPrefix(textOf(n), squeeze(f.name)) {
			byLabel = ids[attr(n, "for")]
		}
		return true
	})
	control := byName
	if control == nil {
		control = byLabel
	}
	if control == nil {
		return f
	}
	f.name = attr(control, "name")
	walk(form, func(n *html.Node) bool {
		switch {
		case n.Data == "select" && n == control:
			walk(n, func(o *html.Node) bool {
				if o.Data == "option" && textOf(o) == squeeze(f.value) {
					f.value = attr(o, "value")
				}
				return true
			})
		case n.Data == "label" && strings.HasPrefix(textOf(n), squeeze(f.value)) && f.value != "":
			if c := ids[attr(n, "for")]; c != nil && attr(c, "type") == "radio" && attr(c, "name") == f.name {
				f.value = attr(c, "value")
			}
		case n.Data == "input" && attr(n, "type") == "radio" && attr(n, "name") == f.name && n.Parent.Data == "label" &&
			strings.HasPrefix(textOf(n.Parent), squeeze(f.value)) && f.value != "":
			f.value = attr(n, "value")
		}
		return true
	})
	return f
}

func without(list []field, name string) []field {
	var kept []field
	for _, f := range list {
		if f.name != name {
			kept = append(kept, f)
		}
	}
	return kept
}

// filled is what a browser would send of the form as it came.
func filled(form *html.Node) []field {
	var list []field
	walk(form, func(n *html.Node) bool {
		name := attr(n, "name")
		if name == "" || has(n, "disabled") {
			return true
		}
		switch n.Data {
		case "input":
			switch attr(n, "type") {
			case "file", "submit", "button":
			case "checkbox", "radio":
				if has(n, "checked") {
					value := attr(n, "value")
					if !has(n, "value") {
						value = "on"
					}
					list = append(list, field{name, value, false})
				}
			default:
				list = append(list, field{name, attr(n, "value"), false})
			}
		case "textarea":
			list = append(list, field{name, strings.TrimSuffix(strings.TrimPrefix(rawText(n), "\n"), " "), false}) // rawText puts a space after what is no inline element
		case "select":
			list = append(list, field{name, chosen(n), false})
		}
		return true
	})
	return list
}

func chosen(sel *html.Node) string {
	var first, marked *html.Node
	walk(sel, func(n *html.Node) bool {
		if n.Data == "option" {
			if first == nil {
				first = n
			}
			if has(n, "selected") {
				marked = n
			}
		}
		return true
	})
	if marked == nil {
		marked = first
	}
	if marked == nil {
		return ""
	}
	if has(marked, "value") {
		return attr(marked, "value")
	}
	return textOf(marked)
}

func (p *player) resolve(href string) string {
	base, err := url.Parse(p.answer.path)
	if err != nil {
		p.fail("%v", err)
	}
	to, err := base.Parse(href)
	if err != nil {
		p.fail("%v", err)
	}
	return to.RequestURI()
}

func (p *player) page() *html.Node {
	n, err := html.Parse(strings.NewReader(p.answer.body))
	if err != nil {
		p.fail("%v", err)
	}
	return n
}

// visible is the text a reader sees; of what is not a page, the whole body.
func (p *player) visible() string {
	if !strings.HasPrefix(p.answer.header.Get("Content-Type"), "text/html") {
		return squeeze(p.answer.body)
	}
	return textOf(p.page())
}

// walk visits elements, parents first, until f says no.
func walk(n *html.Node, f func(*html.Node) bool) bool {
	if n.Type == html.ElementNode && !f(n) {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !walk(c, f) {
			return false
		}
	}
	return true
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string { return squeeze(rawText(n)) }

func rawText(n *html.Node) string {
	var b strings.Builder
	var read func(n *html.Node)
	read = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template" || n.Data == "head"):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			read(c)
		}
		if n.Type == html.ElementNode && !inline[n.Data] {
			b.WriteByte(' ')
		}
	}
	read(n)
	return b.String()
}

// inline elements do not part words.
var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "code": true, "em": true,
	"mark": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "var": true, "small": true}

func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}
