package web_test

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"kheo/internal/web"
)

// Whatever comes as a form, in parts or not: an answer that is no fault of the
// house's.
func FuzzForm(f *testing.F) {
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nCống\r\n--x--\r\n")
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"../a.png\"\r\n\r\n\x89PNG\r\n--x--\r\n")
	f.Add("application/x-www-form-urlencoded", "title=Uû ban nh©n d©n&day=%zz")
	f.Add("application/x-www-form-urlencoded", "title=HuyÖn CÇn §ưíc&oldtext=tcvn3")
	s := server(f, io.Discard)
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest("POST", "/viec/7", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%q %q: %d", kind, body, w.Code)
		}
	})
}

// What a file is never depends on what it says of itself outside its bytes.
func FuzzSniff(f *testing.F) {
	for _, s := range []string{"", "%PDF-1.7", "PK\x03\x04", "\x89PNG\r\n\x1a\n", "<svg/>", "\xff\xd8\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if web.Sniff(b) == "" {
			t.Errorf("%q is nothing", b)
		}
	})
}
