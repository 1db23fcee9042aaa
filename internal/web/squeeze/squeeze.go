// Package squeeze compresses text on its way out.
package squeeze

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// least is what is worth compressing: anything shorter travels in one packet
// either way.
const least = 1200

// level is the fastest but two: pages come out a twentieth larger than at the
// usual one, in half the time.
const level = 3

// Text compresses what is text, for those who take it. Its writers are used
// again and again: a new one costs more than a small answer does.
func Text(next http.Handler) http.Handler {
	idle := &sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // the level is ours
		}
		return z
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		s := &squeezer{ResponseWriter: w, idle: idle}
		defer s.close()
		next.ServeHTTP(s, r)
	})
}

// A squeezer holds the first of a text back until it is known to be long
// enough.
type squeezer struct {
	http.ResponseWriter
	idle   *sync.Pool
	zip    *gzip.Writer
	status int          // 0 before WriteHeader
	text   bool         // it may be compressed
	first  bytes.Buffer // held back, while text and not zip
}

// WriteHeader decides, from the type of the answer, whether it may be
// compressed.
func (s *squeezer) WriteHeader(status int) {
	if status < 200 {
		s.ResponseWriter.WriteHeader(status)
		return
	}
	if s.status != 0 {
		return
	}
	s.status = status
	h := s.Header()
	s.text = isText(h.Get("Content-Type")) && h.Get("Content-Encoding") == "" && h.Get("Content-Range") == "" &&
		status != http.StatusNoContent && status != http.StatusNotModified
	if !s.text {
		s.ResponseWriter.WriteHeader(status)
	}
}

// Write compresses, passes on, or waits for more.
func (s *squeezer) Write(b []byte) (int, error) {
	if s.status == 0 {
		if s.Header().Get("Content-Type") == "" {
			s.Header().Set("Content-Type", http.DetectContentType(b))
		}
		s.WriteHeader(http.StatusOK)
	}
	switch {
	case s.zip != nil:
		return s.zip.Write(b)
	case !s.text:
		return s.ResponseWriter.Write(b)
	case s.first.Len()+len(b) < least:
		return s.first.Write(b)
	}
	s.Header().Set("Content-Encoding", "gzip")
	s.Header().Del("Content-Length")
	s.ResponseWriter.WriteHeader(s.status)
	s.zip = s.idle.Get().(*gzip.Writer)
	s.zip.Reset(s.ResponseWriter)
	if _, err := s.zip.Write(s.first.Bytes()); err != nil {
		return 0, err
	}
	return s.zip.Write(b)
}

// Unwrap lets http.ResponseController reach the writer underneath.
func (s *squeezer) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// close sends what was held back; what cannot be written now went wrong before.
func (s *squeezer) close() {
	switch {
	case s.zip != nil:
		s.zip.Close()
		s.idle.Put(s.zip)
		s.zip = nil
	case s.text:
		s.ResponseWriter.WriteHeader(s.status)
		s.ResponseWriter.Write(s.first.Bytes())
	}
}

func isText(t string) bool {
	for _, p := range []string{"text/", "application/json", "application/problem+json", "image/svg+xml", "application/xml", "application/atom+xml"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}
