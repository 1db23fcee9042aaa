package site_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"kheo/site"
)

// What docs/bench.md reports. Nothing here fails for being slow: times depend
// on the machine, and a test that fails by chance teaches nothing.

func openAt(b *testing.B, dir string) *site.Site {
	b.Helper()
	folder, err := site.OpenFolder(dir)
	if err != nil {
		b.Fatal(err)
	}
	s, err := site.New(b.Context(), site.Options{Folder: folder, Dev: true, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func seedAt(b *testing.B, dir string) *site.Site {
	b.Helper()
	s := openAt(b, dir)
	if err := site.Seed(b.Context(), s, func(int, int, string) {}); err != nil {
		b.Fatal(err)
	}
	if err := s.Planted(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

func fetch(b *testing.B, h http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(b.Context(), "GET", path, nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("%s: status %d", path, w.Code)
	}
	return w
}

// BenchmarkFirstStart is `kheo dev` from nothing to its first page.
func BenchmarkFirstStart(b *testing.B) {
	for b.Loop() {
		s := seedAt(b, b.TempDir())
		fetch(b, s, "/")
		s.Close()
	}
}

// BenchmarkRestart is a start on data that is there, to the first page.
func BenchmarkRestart(b *testing.B) {
	dir := b.TempDir()
	seedAt(b, dir).Close()
	for b.Loop() {
		s := openAt(b, dir)
		fetch(b, s, "/")
		s.Close()
	}
}

// tail reports the middle and the slowest hundredth of what f takes.
func tail(b *testing.B, f func(i int)) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		f(i)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// BenchmarkPages gives what a visitor waits for and what comes over the wire.
func BenchmarkPages(b *testing.B) {
	s := seedAt(b, b.TempDir())
	defer s.Close()
	for _, step := range s.Walk() {
		if step.Role != "" {
			continue
		}
		b.Run(step.VI, func(b *testing.B) {
			var size int
			tail(b, func(int) { size = fetch(b, s, step.VI).Body.Len() })
			b.ReportMetric(float64(size)/1024, "KB")
		})
	}
}
