package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/lang"
)

// An Ask is one request: who asks, when, in which language.
type Ask struct {
	*http.Request
	View
	Who    kheo.Caller
	Signed Signed // who is signed in, for the head of the page
	Ref    string // the short code to read over the phone
	files  map[string][]upload
	route  Route
	server *Server
}

// Signed is how the head names the one signed in; zero for a visitor.
type Signed struct {
	Name string // "Trưởng đoàn kiểm tra"
	Body string // "Ban Dân vận Tỉnh ủy Long An"
	Desk Place  // where they work, when that is not everybody's desk
}

// Write runs f in a transaction of the office's database; it may run f twice.
func (a *Ask) Write(f func(ctx context.Context, tx *db.Tx) error) error {
	return a.server.db.Write(a.Context(), f)
}

// Read runs f on one state of the office's database.
func (a *Ask) Read(f func(ctx context.Context, tx *db.Tx) error) error {
	return a.server.db.Read(a.Context(), f)
}

// On is the day the visitor looks at: ?on=, else today. A day that does not
// exist was answered before the handler ran.
func (a *Ask) On() kheo.Date {
	if d, err := ReadDay(a.URL.Query().Get("on")); err == nil && d != "" {
		return d
	}
	return a.Who.Today()
}

// Day reads a day of the form: 2023-12-01, or 1/12/2023 as people write it.
// An empty field is no day; a field that is no day is a fault.
func (a *Ask) Day(field string) (kheo.Date, error) {
	d, err := ReadDay(a.PostFormValue(field))
	if err != nil {
		return "", kheo.Faults{{Field: field, Key: "web.fault.day"}}
	}
	return d, nil
}

// ReadDay reads 2023-12-01 or 1/12/2023; nothing is no day.
func ReadDay(s string) (kheo.Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if p := strings.Split(s, "/"); len(p) == 3 && len(p[2]) == 4 {
		day, err1 := strconv.Atoi(p[0])
		month, err2 := strconv.Atoi(p[1])
		if err1 == nil && err2 == nil {
			s = fmt.Sprintf("%s-%02d-%02d", p[2], month, day)
		}
	}
	return kheo.ParseDate(s)
}

// Show writes the page with status 200.
func (a *Ask) Show(w http.ResponseWriter, p Page) error {
	return a.ShowStatus(w, http.StatusOK, p)
}

// ShowStatus writes the page with another status. A page is drawn whole before
// its first byte leaves, so that a failure can still become an error page.
func (a *Ask) ShowStatus(w http.ResponseWriter, status int, p Page) error {
	var b bytes.Buffer
	if err := frame(a.outside(p), p).Render(a.Context(), &b); err != nil {
		return fmt.Errorf("draw %s: %w", a.route.Name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(a.Lang))
	if p.Locates {
		h.Set("Permissions-Policy", mayLocate)
	}
	switch {
	case p.Private || a.Signed != (Signed{}) || status != http.StatusOK:
		h.Set("Cache-Control", "private, no-store")
	default:
		h.Set("Cache-Control", "no-cache")
		h.Add("Vary", "Cookie")
		if unchanged(w, a.Request, b.Bytes()) {
			return nil
		}
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// unchanged answers 304 when the visitor already has these bytes.
func unchanged(w http.ResponseWriter, r *http.Request, body []byte) bool {
	sum := fnv.New64a()
	sum.Write(body)
	tag := fmt.Sprintf(`W/"%x"`, sum.Sum64())
	w.Header().Set("ETag", tag)
	if r.Method == http.MethodPost || !strings.Contains(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// JSON writes v as the answer of a door.
func (a *Ask) JSON(w http.ResponseWriter, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("encode %s: %w", a.route.Name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	if unchanged(w, a.Request, b.Bytes()) {
		return nil
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Attach hands out a kept file under its own name, to be saved and not shown.
// No cache between keeps it: it may be for those who asked alone.
func (a *Ask) Attach(w http.ResponseWriter, file io.ReadSeeker, name, mediaType string) error {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, a.Request, "", time.Time{}, file)
	return nil
}

// Go answers a form with 303 to a place in this office.
func (a *Ask) Go(w http.ResponseWriter, to string) error {
	if !Local(to) {
		return fmt.Errorf("go to %q: not a place in this office", to)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, a.Request, to, http.StatusSeeOther)
	return nil
}

// Local tells whether a place is a path of this office, not another host's.
func Local(to string) bool {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' } // browsers drop a tab: /<tab>/host is //host
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsFunc(to, odd)
}

// Elsewhere is this same page in the other language: the wildcards and the
// query go along. A form that has no page of its own leads to the start.
func (a *Ask) Elsewhere() string {
	other := a.Lang.Other()
	r := a.route
	if r.EN == "" {
		return a.start(other)
	}
	if r.Method != http.MethodGet {
		if page, ok := a.server.pageAt(r.VI); ok {
			r = page
		} else {
			return a.start(other)
		}
	}
	var wild []string
	for _, name := range wildNames(a.route.VI) {
		wild = append(wild, a.PathValue(name))
	}
	path, _ := fillPath(r.at(other), wild)
	if a.URL.RawQuery != "" && a.Method == http.MethodGet {
		path += "?" + a.URL.RawQuery
	}
	return path
}

func (a *Ask) start(l lang.Lang) string {
	if l == lang.EN {
		return "/en/"
	}
	return "/"
}

// Root is the office's own address as the visitor reached it, without a path.
func (a *Ask) Root() string {
	scheme := "http://"
	if a.TLS != nil || a.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https://"
	}
	return scheme + a.Host
}
