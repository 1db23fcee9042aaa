// Package squeeze compresses text on its way out.
package squeeze

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// Text compresses what is text, for those who take it.
func Text(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		s := &squeezer{ResponseWriter: w}
		defer s.close()
		next.ServeHTTP(s, r)
	})
}

// A squeezer decides at the first byte whether what follows is text.
type squeezer struct {
	http.ResponseWriter
	zip     *gzip.Writer
	decided bool
}

// WriteHeader decides, from the type of the answer.
func (s *squeezer) WriteHeader(status int) {
	if !s.decided {
		s.decided = true
		h := s.Header()
		if isText(h.Get("Content-Type")) && h.Get("Content-Encoding") == "" && h.Get("Content-Range") == "" &&
			status != http.StatusNoContent && status != http.StatusNotModified && status >= 200 {
			h.Set("Content-Encoding", "gzip")
			h.Del("Content-Length")
			s.zip = gzip.NewWriter(s.ResponseWriter)
		}
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write compresses, or passes on.
func (s *squeezer) Write(b []byte) (int, error) {
	if !s.decided {
		if s.Header().Get("Content-Type") == "" {
			s.Header().Set("Content-Type", http.DetectContentType(b))
		}
		s.WriteHeader(http.StatusOK)
	}
	if s.zip != nil {
		return s.zip.Write(b)
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer underneath.
func (s *squeezer) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *squeezer) close() {
	if s.zip != nil {
		s.zip.Close() // what cannot be written now went wrong before
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
