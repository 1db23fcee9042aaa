package drawn

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAPageIsGoodWhileNothingIsWritten(t *testing.T) {
	var s Pages
	now := time.Unix(1000, 0)
	page := New("text/html", []byte("trang"))
	s.Keep("a", page, 7, now)
	for _, c := range []struct {
		name   string
		key    string
		writes int64
		at     time.Time
		want   bool
	}{
		{"at once", "a", 7, now, true},
		{"a little later", "a", 7, now.Add(goodFor / 2), true},
		{"a second later", "a", 7, now.Add(goodFor), false},
		{"after a write", "a", 8, now, false},
		{"another page", "b", 7, now, false},
	} {
		if got, ok := s.Get(c.key, c.writes, c.at); ok != c.want || ok && got != page {
			t.Errorf("%s: %v, want %v", c.name, ok, c.want)
		}
	}
	for i := range 3 * most {
		s.Keep(string(rune('A'+i)), page, 7, now)
	}
	if n := len(s.kept); n > most {
		t.Errorf("%d pages kept, at most %d", n, most)
	}
}

func TestCountingTakesAFiftiethOfTheTime(t *testing.T) {
	var s Counts[int]
	at := time.Unix(1000, 0)
	now := func() time.Time { return at }
	counted := 0
	count := func() (int, error) {
		counted++
		at = at.Add(100 * time.Millisecond)
		return counted, nil
	}
	for writes := range int64(100) { // something is written a hundred times in ten seconds
		if _, err := s.Count("a", writes, now, count); err != nil {
			t.Fatal(err)
		}
		at = at.Add(100 * time.Millisecond)
	}
	if counted < 2 || counted > 3 {
		t.Errorf("counted %d times in ten seconds, each a tenth of a second", counted)
	}
	broken := errors.New("broken")
	if _, err := s.Count("b", 1, now, func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("err = %v", err)
	}
	if got, err := s.Count("b", 1, now, func() (int, error) { return 5, nil }); got != 5 || err != nil {
		t.Errorf("after an error: %d, %v", got, err)
	}
}

func TestNobodyWaitsForACountThatAJobRenews(t *testing.T) {
	var s Counts[int]
	at := time.Unix(1000, 0)
	now := func() time.Time { return at }
	byJob, byVisitor := 0, 0
	counts := func(n *int) func() (int, error) {
		return func() (int, error) {
			*n++
			at = at.Add(time.Second)
			return *n, nil
		}
	}
	for writes := range int64(1000) { // a job every five seconds, a visitor every second
		if writes%5 == 0 {
			if err := s.Renew("a", writes, now, counts(&byJob)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Count("a", writes, now, counts(&byVisitor)); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
	}
	if byVisitor != 0 || byJob < 30 || byJob > 45 {
		t.Errorf("in %s visitors counted %d times, the job %d times", at.Sub(time.Unix(1000, 0)), byVisitor, byJob)
	}
}

func TestTheFirstCountIsMadeOnce(t *testing.T) {
	var s Counts[int]
	var counted atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			got, err := s.Count("a", 1, time.Now, func() (int, error) {
				time.Sleep(10 * time.Millisecond)
				return int(counted.Add(1)), nil
			})
			if got != 1 || err != nil {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	all.Wait()
	if n := counted.Load(); n != 1 {
		t.Errorf("counted %d times", n)
	}
}

func TestAPageIsSentWholeSqueezedOrNotAgain(t *testing.T) {
	page := New("text/html; charset=utf-8", []byte("<p>Nghe dân nói</p>"))
	send := func(head map[string]string, alike bool) *http.Response {
		r := httptest.NewRequest("GET", "/", nil)
		for k, v := range head {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		if err := page.Send(w, r, alike); err != nil {
			t.Fatal(err)
		}
		return w.Result()
	}
	plain := send(nil, true)
	if b, _ := io.ReadAll(plain.Body); string(b) != string(page.Body) || plain.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("plain: %q, %v", b, plain.Header)
	}
	small := send(map[string]string{"Accept-Encoding": "br, gzip"}, true)
	z, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); string(b) != string(page.Body) || err != nil || small.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("squeezed: %q, %v", b, err)
	}
	if r := send(map[string]string{"If-None-Match": page.Tag}, true); r.StatusCode != http.StatusNotModified {
		t.Errorf("the same again: %d", r.StatusCode)
	}
	if r := send(nil, false); r.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("of one's own: %v", r.Header)
	}
}
