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
	mu    sync.Mutex
	kept  map[string]keptCount[T]
	first sync.Mutex // held by who counts what was never counted: the others wait for it
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
	c, ok, known := s.get(key, writes, now(), 1)
	if !ok && !known {
		s.first.Lock()
		defer s.first.Unlock()
		c, ok, _ = s.get(key, writes, now(), 1)
	}
	if ok {
		return c, nil
	}
	return s.anew(key, writes, now, f)
}

// Renew counts anew when half the time is over for which a count is kept, so
// that nobody who asks has to wait: for a job.
func (s *Counts[T]) Renew(key string, writes int64, now func() time.Time, f func() (T, error)) error {
	_, ok, known := s.get(key, writes, now(), 2)
	switch {
	case ok:
		return nil
	case known:
		_, err := s.anew(key, writes, now, f)
		return err
	}
	_, err := s.Count(key, writes, now, f)
	return err
}

func (s *Counts[T]) anew(key string, writes int64, now func() time.Time, f func() (T, error)) (T, error) {
	began := now()
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

// get is the kept count, whether it is still good for a share of its time, and
// whether there is any. Who is told that it is not good counts anew.
func (s *Counts[T]) get(key string, writes int64, now time.Time, share time.Duration) (c T, ok, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, known := s.kept[key]
	if !known {
		return k.count, false, false
	}
	age := now.Sub(k.at).Abs()
	if k.busy || age < patience*k.took/share || k.writes == writes && age < countsFor/share {
		return k.count, true, true
	}
	k.busy = true
	s.kept[key] = k
	return k.count, false, true
}
