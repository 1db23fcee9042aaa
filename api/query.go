package api

import (
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/web"
)

const (
	usual = 100  // things on a page
	most  = 1000 // things on a page, when asked for
)

// A query reads the parameters of one request and gathers what is wrong with
// them; a parameter nobody reads is wrong too.
type query struct {
	values url.Values
	known  []string
	wrong  bad
	today  kheo.Date
}

func ask(a *web.Ask) *query {
	v, err := url.ParseQuery(a.URL.RawQuery)
	q := &query{values: v, today: a.Who.Today()}
	if err != nil {
		q.need("?", "the query string is broken: "+err.Error())
	}
	return q
}

func (q *query) need(name, detail string) {
	q.wrong = append(q.wrong, badParam{name, detail})
}

// text reads a parameter, given once at most.
func (q *query) text(name string) string {
	q.known = append(q.known, name)
	if len(q.values[name]) > 1 {
		q.need(name, "given more than once")
	}
	v := q.values.Get(name)
	if q.values.Has(name) && strings.TrimSpace(v) == "" {
		q.need(name, "is empty; leave it out instead")
	}
	if len(v) > 400 {
		q.need(name, "is longer than 400 bytes")
		return ""
	}
	if strings.ContainsRune(v, 0) || strings.ToValidUTF8(v, "") != v {
		q.need(name, "is not UTF-8 text")
		return ""
	}
	return v
}

// day reads a day, "" when not given.
func (q *query) day(name string) kheo.Date {
	v := q.text(name)
	if v == "" {
		return ""
	}
	d, err := kheo.ParseDate(v)
	if err != nil {
		q.need(name, fmt.Sprintf("%q is not a day; write 2023-12-01", v))
	}
	return d
}

// year reads a year, 0 when not given.
func (q *query) year(name string) int {
	v := q.text(name)
	if v == "" {
		return 0
	}
	y, err := strconv.Atoi(v)
	if err != nil || len(v) != 4 || y < 1900 || y > 2200 {
		q.need(name, fmt.Sprintf("%q is not a year; write 2023", v))
		return 0
	}
	return y
}

// unit reads a unit's id, "" when not given.
func (q *query) unit(name string) kheo.UnitID {
	v := q.text(name)
	if v != "" && !kheo.IsID(v) {
		q.need(name, fmt.Sprintf("%q is not an id; find it with /api/v1/units?q= or ?code=", v))
		return ""
	}
	return kheo.UnitID(v)
}

// choice reads one of a few words, "" when not given.
func (q *query) choice(name string, words ...string) string {
	v := q.text(name)
	if v != "" && !slices.Contains(words, v) {
		q.need(name, fmt.Sprintf("%q is none of %s", v, strings.Join(words, ", ")))
		return ""
	}
	return v
}

// limit reads how many things a page may hold.
func (q *query) limit(unset int) int {
	v := q.text("limit")
	if v == "" {
		return unset
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		q.need("limit", fmt.Sprintf("%q is not a number from 1 to %d", v, most))
		return unset
	}
	return n
}

// check is an error when a parameter is wrong or unknown to the route.
func (q *query) check() error {
	var names []string
	for name := range q.values {
		if !slices.Contains(q.known, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		detail := "unknown here; known: " + strings.Join(q.known, ", ")
		if len(q.known) == 0 {
			detail = "unknown here; this address takes no parameters"
		}
		q.need(name, detail)
	}
	if len(q.wrong) == 0 {
		return nil
	}
	return q.wrong
}
