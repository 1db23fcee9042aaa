// Package drawn keeps answers that every visitor sees alike, so that a page many
// look at is drawn once.
//
// A page is good while nothing was written by this process, and for a second:
// then it is drawn anew. What takes long to count is kept for a while after it
// changed, so that counting never takes more than a fiftieth of the time.
package drawn

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Page is an answer ready to be sent again: its bytes, plain and squeezed,
// and their tag.
type Page struct {
	Type     string // media type
	Body     []byte
	Squeezed []byte
	Tag      string
}

// New keeps the bytes of an answer.
func New(kind string, body []byte) *Page {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body) // a buffer takes everything
	z.Close()
	sum := fnv.New64a()
	sum.Write(body)
	return &Page{Type: kind, Body: body, Squeezed: b.Bytes(), Tag: fmt.Sprintf(`W/"%x"`, sum.Sum64())}
}

// Send answers with the page. Only what every visitor sees alike may be kept by
// others on its way.
func (d *Page) Send(w http.ResponseWriter, r *http.Request, alike bool) error {
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("ETag", d.Tag)
	h.Add("Vary", "Cookie")
	h.Set("Cache-Control", "no-cache")
	if !alike {
		h.Set("Cache-Control", "private, no-store")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), d.Tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	body := d.Body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = d.Squeezed
	}
	_, err := w.Write(body)
	return err
}

const (
	most      = 256
	goodFor   = time.Second
	countsFor = time.Minute // what other processes write is seen by then
	patience  = 50
)

// Pages are kept by their key. The zero Pages is empty and ready.
type Pages struct {
	mu   sync.Mutex
	kept map[string]keptPage
}

type keptPage struct {
	page   *Page
	writes int64
	at     time.Time
}

// Get is a kept page that is still good; writes counts what this process wrote.
func (s *Pages) Get(key string, writes int64, now time.Time) (*Page, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.kept[key]
	return k.page, ok && k.writes == writes && now.Sub(k.at).Abs() < goodFor
}

// Keep keeps a page; writes and now are from before it was drawn.
func (s *Pages) Keep(key string, page *Page, writes int64, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= most {
		s.kept = map[string]keptPage{}
	}
	s.kept[key] = keptPage{page, writes, now}
}

// Counts are kept by their key. The zero Counts is empty and ready.
type Counts[T any] struct {
	mu   sync.Mutex
	kept map[string]keptCount[T]
}

type keptCount[T any] struct {
	count  T
	writes int64
	at     time.Time
	took   time.Duration
	busy   bool // somebody counts anew; the others take the old
}

// Count is a kept count that is still good, or what f counts anew. While one
// counts, the others take the old.
func (s *Counts[T]) Count(key string, writes int64, now func() time.Time, f func() (T, error)) (T, error) {
	began := now()
	if c, ok := s.get(key, writes, began); ok {
		return c, nil
	}
	c, err := f()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		delete(s.kept, key)
		return c, err
	}
	if s.kept == nil || len(s.kept) >= most {
		s.kept = map[string]keptCount[T]{}
	}
	end := now()
	s.kept[key] = keptCount[T]{count: c, writes: writes, at: end, took: end.Sub(began)}
	return c, nil
}

func (s *Counts[T]) get(key string, writes int64, now time.Time) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.kept[key]
	if !ok {
		return k.count, false
	}
	age := now.Sub(k.at).Abs()
	if k.busy || age < patience*k.took || k.writes == writes && age < countsFor {
		return k.count, true
	}
	k.busy = true
	s.kept[key] = k
	return k.count, false
}
