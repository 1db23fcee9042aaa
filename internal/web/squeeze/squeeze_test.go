package squeeze

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever is written, in however many pieces, arrives; what is long and text
// arrives compressed, also when its writer was used before.
func TestWhatIsWrittenArrives(t *testing.T) {
	long := strings.Repeat("nước tràn vô sân, ", 400)
	for _, c := range []struct {
		name, kind string
		pieces     []string
		status     int
		squeezed   bool
	}{
		{"long", "text/html; charset=utf-8", []string{long}, 200, true},
		{"long again", "application/json", []string{"{", long, "}"}, 201, true},
		{"short", "application/json", []string{`{"a":`, `1}`}, 503, false},
		{"empty", "text/html", nil, 303, false},
		{"a picture", "image/png", []string{long}, 200, false},
		{"many small", "text/html", strings.SplitAfter(long, " "), 200, true},
	} {
		h := Text(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			w.WriteHeader(c.status)
			for _, p := range c.pieces {
				io.WriteString(w, p)
			}
		}))
		for range 2 {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept-Encoding", "gzip, br")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			body := io.Reader(w.Body)
			if squeezed := w.Header().Get("Content-Encoding") == "gzip"; squeezed != c.squeezed || w.Code != c.status {
				t.Fatalf("%s: squeezed %v, status %d", c.name, squeezed, w.Code)
			} else if squeezed {
				z, err := gzip.NewReader(body)
				if err != nil {
					t.Fatal(err)
				}
				body = z
			}
			got, err := io.ReadAll(body)
			if err != nil || string(got) != strings.Join(c.pieces, "") {
				t.Errorf("%s: %d bytes arrived, %v", c.name, len(got), err)
			}
		}
	}
}
