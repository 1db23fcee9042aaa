package open311

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo/concern"
)

// The standard's ceilings, and ours for a page.
const (
	usualSpan = 90 * 24 * time.Hour
	usualMost = 1000
	pageMost  = 200
	idsMost   = 50
)

// A search is what GET requests was asked.
type search struct {
	ids        []string
	service    []string
	status     string // "", open, closed
	state      string // ours: one state of the life cycle
	from, to   time.Time
	updated    time.Time
	box        *concern.Box
	address    string
	page, size int
	cursor     string
}

// readSearch reads the parameters; every one that cannot be read is named.
func readSearch(q url.Values, now time.Time) (search, error) {
	s := search{state: q.Get("extended_status"), address: q.Get("address_string"), cursor: q.Get("cursor")}
	var w wrong
	note := func(err error) {
		if err != nil {
			w.list = append(w.list, err.Error())
		}
	}
	for name, list := range q {
		for _, v := range list {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) || len(v) > 4000 {
				note(bad("%s: is not text of a sensible length", strings.ToValidUTF8(name, "?")))
			}
		}
	}
	s.ids, s.service = listed(q.Get("service_request_id")), listed(q.Get("service_code"))
	if len(s.ids) > idsMost {
		note(bad("service_request_id: at most %d at once", idsMost))
	}
	note(s.readStatus(q["status"]))
	var err error
	s.from, err = instant(q, "start_date")
	note(err)
	s.to, err = instant(q, "end_date")
	note(err)
	s.updated, err = instant(q, "updated_after")
	note(err)
	s.box, err = readBox(q.Get("bbox"))
	note(err)
	s.page, err = number(q, "page", 1, 1, 1_000_000)
	note(err)
	s.size, err = number(q, "page_size", 0, 1, pageMost)
	note(err)
	if len(w.list) > 0 {
		w.status = 400
		return search{}, w
	}
	return s, s.span(now)
}

// readStatus takes one of the two, or both, which is the same as none.
func (s *search) readStatus(values []string) error {
	both := map[string]bool{}
	for _, v := range listed(strings.Join(values, ",")) {
		if v != "open" && v != "closed" {
			return bad("status: open or closed")
		}
		s.status, both[v] = v, true
	}
	if len(both) > 1 {
		s.status = ""
	}
	return nil
}

// span is the standard's: without dates the last ninety days; with one, ninety
// days on its other side; with two, no more than that. Our own filters lift it.
func (s *search) span(now time.Time) error {
	if len(s.ids) > 0 || !s.updated.IsZero() || s.paged() {
		return nil
	}
	switch {
	case s.from.IsZero() && s.to.IsZero():
		s.from, s.to = now.Add(-usualSpan), now
	case s.from.IsZero():
		s.from = s.to.Add(-usualSpan)
	case s.to.IsZero():
		s.to = s.from.Add(usualSpan)
	case s.to.Sub(s.from) > usualSpan:
		return bad("start_date, end_date: at most ninety days apart; with page_size they may lie further")
	}
	return nil
}

// paged tells whether our paging was asked for.
func (s *search) paged() bool { return s.size > 0 || s.cursor != "" }

func listed(v string) []string {
	var all []string
	for x := range strings.SplitSeq(v, ",") {
		if x = strings.TrimSpace(x); x != "" {
			all = append(all, x)
		}
	}
	return all
}

// instant reads a W3C time with its zone, or a day alone.
func instant(q url.Values, name string) (time.Time, error) {
	v := strings.TrimSpace(q.Get(name))
	if v == "" {
		return time.Time{}, nil
	}
	v = strings.ReplaceAll(v, " ", "+") // a plus sign sent unescaped
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if t, err := time.Parse(layout, v); err == nil {
			return t, nil
		}
	}
	return time.Time{}, bad("%s: write 2026-11-23T07:00:00+07:00", name)
}

func number(q url.Values, name string, usual, least, most int) (int, error) {
	v := q.Get(name)
	if v == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		return usual, bad("%s: a number from %d to %d", name, least, most)
	}
	return n, nil
}

// readBox reads west,south,east,north.
func readBox(v string) (*concern.Box, error) {
	if v == "" {
		return nil, nil
	}
	var n [4]float64
	parts := strings.Split(v, ",")
	ok := len(parts) == 4
	for i := 0; ok && i < 4; i++ {
		var err error
		n[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		most := 180.0
		if i%2 == 1 {
			most = 90
		}
		ok = err == nil && n[i] >= -most && n[i] <= most
	}
	if !ok || n[0] > n[2] || n[1] > n[3] {
		return nil, bad("bbox: west,south,east,north in degrees")
	}
	return &concern.Box{West: n[0], South: n[1], East: n[2], North: n[3]}, nil
}
