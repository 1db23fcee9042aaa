package web_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

const upload = 64 << 10

func words(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<h1>"+templ.EscapeString(s)+"</h1>")
		return err
	})
}

func show(w http.ResponseWriter, a *web.Ask) error {
	return a.Show(w, web.Page{Title: "x", Body: words(a.PathValue("id") + " " + string(a.On()) + " " + a.To("thing.show", "y"))})
}

// send takes a title, a day and a proof; it shows what it kept.
func send(w http.ResponseWriter, a *web.Ask) error {
	file, err := a.File("proof", upload, web.PDF, web.PNG, web.DOCX)
	faults, ok := web.Mend(err)
	if err != nil && !ok {
		return err
	}
	if _, err := a.Day("day"); err != nil {
		f, _ := web.Mend(err)
		faults = append(faults, f...)
	}
	if len(faults) > 0 {
		return a.ShowStatus(w, 422, web.Page{Title: "x", Body: words(a.PostFormValue("title") + " " + a.Fault(faults, "proof") + a.Fault(faults, "day"))})
	}
	return a.Go(w, a.To("thing.show", fmt.Sprintf("%s-%d", file.Type[:min(3, len(file.Type))], len(file.Data))))
}

func fails(err error) web.Handler {
	return func(http.ResponseWriter, *web.Ask) error { return err }
}

func server(t testing.TB, log io.Writer) *web.Server {
	t.Helper()
	s, err := web.New(web.Config{
		Office: webtest.Office(), Dev: true,
		Now:        func(*http.Request) time.Time { return time.Date(2026, 11, 22, 17, 0, 0, 0, kheo.Zone) },
		Checkpoint: func() string { return "sample.kheo.local/tayninh 18402 q7Xw" },
		Log:        slog.New(slog.NewTextHandler(log, nil)),
		Specimens: func() map[string][]web.Specimen {
			return map[string][]web.Specimen{"web": {{Name: "x", Page: func(web.View) web.Page {
				return web.Page{Title: "x", Body: words("Các mảnh")}
			}}}}
		},
		Routes: []web.Route{
			{Name: "thing.where", Method: "GET", VI: "/cho", EN: "/where", Handle: func(w http.ResponseWriter, a *web.Ask) error {
				return a.Show(w, web.Page{Title: "x", Body: words("x"), Locates: true})
			}},
			{Name: "thing.busy", Method: "POST", VI: "/ban/{id}", EN: "/busy/{id}", Handle: fails(fmt.Errorf("write: %w", db.ErrBusy)), Upload: upload},
			{Name: "thing.work", Method: "POST", VI: "/nhieu", EN: "/many", Handle: fails(guard.NewWork().Issue(time.Unix(1, 0)))},
			{Name: "thing.show", Method: "GET", VI: "/viec/{id}", EN: "/things/{id}", Handle: show},
			{Name: "thing.send", Method: "POST", VI: "/viec/{id}", EN: "/things/{id}", Handle: send, Upload: upload},
			{Name: "thing.hidden", Method: "GET", VI: "/kin", EN: "/hidden", Handle: fails(fmt.Errorf("thing 7: %w", kheo.ErrNotFound))},
			{Name: "matter.wrong", Method: "POST", VI: "/sai", EN: "/wrong", Handle: fails(kheo.Wrong{From: "assigned", To: "confirmed", Possible: []string{"in_hand"}})},
			{Name: "thing.panic", Method: "GET", VI: "/vo", EN: "/panic", Handle: func(http.ResponseWriter, *web.Ask) error { panic("0912 345 678") }},
			{Name: "thing.broken", Method: "GET", VI: "/hong", EN: "/broken", Handle: fails(errors.New("secret of the house"))},
			{Name: "thing.forbidden", Method: "GET", VI: "/cam", EN: "/forbidden", Handle: fails(kheo.ErrForbidden)},
			{Name: "api.thing", Method: "GET", VI: "/api/v1/things/{id}", Handle: func(w http.ResponseWriter, a *web.Ask) error {
				if a.PathValue("id") == "0" {
					return kheo.ErrNotFound
				}
				return a.JSON(w, map[string]string{"id": a.PathValue("id")})
			}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func do(t *testing.T, method, path string, body io.Reader, head ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, body)
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	server(t, io.Discard).ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOnlyFaultsAreLoggedAsErrors(t *testing.T) {
	for path, level := range map[string]string{"/ban/7": "INFO", "/viec/7": "INFO", "/hong": "ERROR"} {
		var log strings.Builder
		method := "POST"
		if path == "/hong" {
			method = "GET"
		}
		server(t, &log).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
		if !strings.Contains(log.String(), "level="+level+" msg=request") {
			t.Errorf("%s: wanted %s\n%s", path, level, log.String())
		}
	}
}

func TestStatusOfEachError(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/viec/7", 200, "7 2026-11-22 /viec/y"},
		{"GET", "/en/things/7?on=2025-07-01", 200, "7 2025-07-01 /en/things/y"},
		{"GET", "/viec/7?on=1/12/2023", 200, "2023-12-01"},
		{"GET", "/viec/7?on=2025-02-30", 400, lang.VI.T("web.error.400")},
		{"GET", "/khong-co", 404, lang.VI.T("web.error.404")},
		{"GET", "/en/nothing", 404, lang.EN.T("web.error.404")},
		{"GET", "/kin", 404, lang.VI.T("web.error.404")},
		{"GET", "/cam", 403, lang.VI.T("web.error.403")},
		{"GET", "/sai", 405, lang.VI.T("web.error.405")},
		{"POST", "/sai", 409, lang.VI.T("web.error.possible")},
		{"GET", "/hong", 500, lang.VI.T("web.error.500")},
		{"GET", "/vo", 500, lang.VI.T("web.error.500")},
		{"GET", "/en", 301, ""},
		{"GET", "/assets/nothing.css", 404, ""},
		{"GET", "/assets/../doc.go", 307, ""},
		{"GET", "/assets/", 404, ""},
		{"GET", "/assets/fonts/", 404, ""},
		{"GET", "/assets/manifest.json", 404, ""},
		{"GET", "/.git/config", 404, ""},
		{"GET", "/assets/%2e%2e/doc.go", 404, ""},
		{"GET", "/dev/pages/web/0", 200, "Các mảnh"},
		{"GET", "/dev/pages/web/99", 404, ""},
	} {
		r := do(t, c.method, c.path, nil)
		body := text(t, r)
		if r.StatusCode != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s %s: %d, want %d with %q in\n%.300s", c.method, c.path, r.StatusCode, c.status, c.says, body)
		}
		for _, secret := range []string{"secret of the house", "0912", "thing 7"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s %s tells %q", c.method, c.path, secret)
			}
		}
	}
}

// A page that is not there and one that may not be seen are one answer but for
// the reference.
func TestMissingAndHiddenLookTheSame(t *testing.T) {
	ref := regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{2}`)
	link := regexp.MustCompile(`href="/en/[^"]*"`)
	clean := func(path string) string {
		return link.ReplaceAllString(ref.ReplaceAllString(text(t, do(t, "GET", path, nil)), "REF"), "")
	}
	if a, b := clean("/kin"), clean("/khong-co"); a != b {
		t.Errorf("hidden and missing differ:\n%s\n%s", a, b)
	}
}

func TestProblems(t *testing.T) {
	for _, path := range []string{"/api/v1/things/0", "/api/v1/nothing"} {
		r := do(t, "GET", path, nil, "Accept", "text/html")
		var p struct {
			Title  string
			Status int
			Ref    string
			Sample bool
		}
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil || r.Header.Get("Content-Type") != "application/problem+json" ||
			p.Status != 404 || p.Title != "Not Found" || p.Ref == "" || !p.Sample {
			t.Errorf("%s: %v %+v %s", path, err, p, r.Header.Get("Content-Type"))
		}
	}
}

func TestHeaders(t *testing.T) {
	h := do(t, "GET", "/viec/7", nil).Header
	for name, part := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex",
		"Referrer-Policy": "same-origin", "X-Request-Id": "-", "Content-Language": "vi", "Cache-Control": "no-cache", "ETag": `W/"`,
	} {
		if !strings.Contains(h.Get(name), part) {
			t.Errorf("%s is %q, want %q in it", name, h.Get(name), part)
		}
	}
	if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
		t.Errorf("the policy says unsafe: %s", csp)
	}
}

func TestUnchangedPagesAreNotSentAgain(t *testing.T) {
	tag := do(t, "GET", "/viec/7", nil).Header.Get("ETag")
	if r := do(t, "GET", "/viec/7", nil, "If-None-Match", tag); r.StatusCode != 304 || text(t, r) != "" {
		t.Errorf("the same page again: %d", r.StatusCode)
	}
	if r := do(t, "GET", "/viec/8", nil, "If-None-Match", tag); r.StatusCode != 200 {
		t.Errorf("another page: %d", r.StatusCode)
	}
}

func TestPagesAndAssetsAreSqueezed(t *testing.T) {
	r := do(t, "GET", "/viec/7", nil, "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(page), "</html>") {
		t.Fatalf("the squeezed page: %v", err)
	}
	css := regexp.MustCompile(`/assets/app-\w+\.css`).FindString(string(page))
	for accept, want := range map[string]string{"gzip, br": "br", "gzip": "gzip", "": ""} {
		r := do(t, "GET", css, nil, "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding"); r.StatusCode != 200 || got != want || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s for %q: %d, %q", css, accept, r.StatusCode, got)
		}
	}
}

func TestTheOtherLanguageIsTheSamePage(t *testing.T) {
	for path, want := range map[string]string{
		"/viec/a%20b?on=2025-07-01": `href="/en/things/a%20b?on=2025-07-01"`,
		"/en/things/7":              `href="/viec/7"`,
	} {
		if body := text(t, do(t, "GET", path, nil)); !strings.Contains(body, want) {
			t.Errorf("%s does not lead to %s", path, want)
		}
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	form := strings.NewReader("title=x")
	r := do(t, "POST", "/viec/7", form, "Sec-Fetch-Site", "cross-site", "Content-Type", "application/x-www-form-urlencoded")
	if r.StatusCode != 403 {
		t.Errorf("another site's form: %d", r.StatusCode)
	}
}

func TestFormsHaveALimit(t *testing.T) {
	big := url.Values{"title": {strings.Repeat("x", 9<<20)}}.Encode()
	if r := do(t, "POST", "/viec/7", strings.NewReader(big), "Content-Type", "application/x-www-form-urlencoded"); r.StatusCode != 413 {
		t.Errorf("9 MB of text: %d, want 413", r.StatusCode)
	}
	if r := do(t, "POST", "/viec/7", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhalf"), "Content-Type", "multipart/form-data; boundary=x"); r.StatusCode != 400 {
		t.Errorf("a broken form: %d, want 400", r.StatusCode)
	}
}

func docx(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("word/document.xml"); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.String()
}

// An upload that is too large or lies about its type is refused; the rest of
// the form is kept.
// A body that says it is something other than a form is not looked at.
func TestOnlyFormsAreRead(t *testing.T) {
	for kind, want := range map[string]int{
		"application/x-www-form-urlencoded": 303, "application/x-www-form-urlencoded; charset=utf-8": 303, "": 303,
		"application/json": 415, "text/plain": 415, "application/xml": 415, "application/octet-stream": 415, "none": 415,
	} {
		if r := do(t, "POST", "/viec/7", strings.NewReader("title=x"), "Content-Type", kind); r.StatusCode != want {
			t.Errorf("%q: %d, want %d", kind, r.StatusCode, want)
		}
	}
}

// Other methods than those in use are refused by name, whatever the address;
// no answer is for scripts of other sites, or tells what serves it.
func TestOnlyMethodsInUseAreAnswered(t *testing.T) {
	for _, path := range []string{"/viec/7", "/kin", "/api/v1/things/7", "/assets/nothing.css"} {
		for _, method := range []string{"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONE"} {
			r := do(t, method, path, nil, "Sec-Fetch-Site", "same-origin", "Origin", "null", "Access-Control-Request-Method", "POST")
			if method != "GET" && (r.StatusCode != 405 || !strings.Contains(r.Header.Get("Allow"), "GET")) {
				t.Errorf("%s %s: %d, it says %q is allowed", method, path, r.StatusCode, r.Header.Get("Allow"))
			}
			for name := range r.Header {
				if strings.HasPrefix(name, "Access-Control-") || name == "Server" || strings.HasPrefix(name, "X-Powered") || strings.HasPrefix(name, "X-Aspnet") {
					t.Errorf("%s %s: %s is told", method, path, name)
				}
			}
		}
	}
}

func TestUploads(t *testing.T) {
	pdf := "%PDF-1.7\n" + strings.Repeat("x", 100)
	for _, c := range []struct {
		why, name, body string
		status          int
		says            string
	}{
		{"a true one", "bien ban.pdf", pdf, 303, ""},
		{"Word", "bao-cao.docx", docx(t), 303, ""},
		{"none", "", "", 303, ""},
		{"too large", "lon.pdf", pdf + strings.Repeat("x", upload), 422, "lon.pdf"},
		{"much too large, read past", "rat-lon.pdf", pdf + strings.Repeat("x", 5*upload), 422, "rat-lon.pdf"},
		{"not taken", "trang.html", "<html><script>", 422, "trang.html"},
		{"a program called pdf", "x.pdf", "MZ\x90\x00\x03", 422, "x.pdf"},
		{"a pdf called png", "anh.png", pdf, 422, "anh.png"},
		{"an empty one", "trong.pdf", "", 422, "trong.pdf"},
		{"a path for a name", `C:\x\..\giay.html`, "<html>", 422, "giay.html"},
	} {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		part, _ := m.CreateFormFile("proof", c.name)
		io.WriteString(part, c.body)
		m.WriteField("title", "Nét đẹp đường quê")
		m.Close()
		r := do(t, "POST", "/viec/7", &b, "Content-Type", m.FormDataContentType())
		body := text(t, r)
		if r.StatusCode != c.status || c.status == 422 && (!strings.Contains(body, c.says) || !strings.Contains(body, "Nét đẹp đường quê")) {
			t.Errorf("%s: %d, want %d with the title kept and %q\n%.200s", c.why, r.StatusCode, c.status, c.says, body)
		}
		if strings.Contains(body, `C:\`) {
			t.Errorf("%s: the sender's folders are shown", c.why)
		}
	}
}

func TestDayOfAForm(t *testing.T) {
	for value, status := range map[string]int{"2023-12-01": 303, "1/12/2023": 303, "": 303, "31/02/2023": 422, "hôm qua": 422} {
		body := url.Values{"title": {"x"}, "day": {value}}.Encode()
		if r := do(t, "POST", "/viec/7", strings.NewReader(body), "Content-Type", "application/x-www-form-urlencoded"); r.StatusCode != status {
			t.Errorf("day %q: %d, want %d", value, r.StatusCode, status)
		}
	}
}

// The log has no addresses, no paths and nothing that came in.
func TestTheLogIsDiscreet(t *testing.T) {
	var log bytes.Buffer
	s := server(t, &log)
	paths := []string{"/viec/CD-7K3M-9?q=Nguyen", "/khong-co/CD-7K3M-9", "/khong-co/%0alevel=ERROR%20msg=forged", "/viec/x%0d%0aforged?q=%0aforged"}
	for _, path := range paths {
		r := httptest.NewRequest("GET", path, nil)
		r.RemoteAddr = "203.0.113.9:1234"
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	for _, secret := range []string{"203.0.113.9", "CD-7K3M-9", "Nguyen", "forged"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %s:\n%s", secret, log.String())
		}
	}
	if n := strings.Count(log.String(), "\n"); n != len(paths) {
		t.Errorf("%d lines for %d requests:\n%s", n, len(paths), log.String())
	}
	if !strings.Contains(log.String(), "route=thing.show status=200") {
		t.Errorf("the log does not tell the route:\n%s", log.String())
	}
}

// What was refused stands in the log with why, and with nothing of who.
func TestRefusalsAreLogged(t *testing.T) {
	for path, want := range map[string]string{
		"GET /cam": "level=WARN msg=request", "POST /nhieu": "refused=work", "GET /khong-co": "level=INFO msg=request", "GET /viec/7": "level=INFO msg=request",
	} {
		var log strings.Builder
		method, path, _ := strings.Cut(path, " ")
		r := httptest.NewRequest(method, path+"?q=Nguyen", nil)
		r.RemoteAddr = "203.0.113.9:1234"
		server(t, &log).ServeHTTP(httptest.NewRecorder(), r)
		if !strings.Contains(log.String(), want) || strings.Contains(log.String(), "Nguyen") || strings.Contains(log.String(), "203.0.113.9") {
			t.Errorf("%s %s: want %s and nobody's name:\n%s", method, path, want, log.String())
		}
		if strings.Contains(want, "INFO") && strings.Contains(log.String(), "refused=") {
			t.Errorf("%s was not refused:\n%s", path, log.String())
		}
	}
	var log strings.Builder
	r := httptest.NewRequest("POST", "/viec", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	server(t, &log).ServeHTTP(httptest.NewRecorder(), r)
	if !strings.Contains(log.String(), "refused=cross-site") {
		t.Errorf("a form of another site:\n%s", log.String())
	}
}

func TestARealOfficeWantsHTTPS(t *testing.T) {
	office := webtest.Office()
	office.Sample = false
	s, err := web.New(web.Config{Office: office, Routes: []web.Route{{Name: "a", Method: "GET", VI: "/a", Handle: show}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/a", "/khong-co", "/assets/x"} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got := do(t, "GET", "/viec/7", nil).Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("the sample, on plain http, says %q", got)
	}
}

func TestLocal(t *testing.T) {
	for to, want := range map[string]bool{"/": true, "/viec/7?on=x": true, "": false, "//evil": false, "https://evil": false, "/\\evil": false, "/a\r\nb": false} {
		if web.Local(to) != want {
			t.Errorf("Local(%q) = %v", to, !want)
		}
	}
}

func TestRoutesThatCannotBe(t *testing.T) {
	h := fails(nil)
	for why, list := range map[string][]web.Route{
		"twice":      {{Name: "a", Method: "GET", VI: "/a", Handle: h}, {Name: "b", Method: "GET", VI: "/a", Handle: h}},
		"no handler": {{Name: "a", Method: "GET", VI: "/a"}},
		"method":     {{Name: "a", Method: "PUT", VI: "/a", Handle: h}},
	} {
		if _, err := web.New(web.Config{Routes: list}); err == nil {
			t.Errorf("%s: no error", why)
		}
	}
}

func TestToPanicsForAnUnknownName(t *testing.T) {
	v := web.NewView(lang.VI, webtest.Office(), "2026-11-22", []web.Route{{Name: "a", Method: "GET", VI: "/a/{x}", EN: "/b/{x}"}}, web.Chrome{})
	if got := v.In(lang.EN).To("a", "1/2"); got != "/en/b/1%2F2" {
		t.Errorf("To = %s", got)
	}
	for _, f := range []func(){func() { v.To("b") }, func() { v.To("a") }, func() { v.To("a", "1", "2") }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		}()
	}
}

func FuzzReadDay(f *testing.F) {
	for _, s := range []string{"", "2023-12-01", "1/12/2023", "31/2/2024", "//", "1/1/99999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := web.ReadDay(s)
		if err == nil && d != "" && d.Time().IsZero() {
			t.Errorf("%q is read as %q", s, d)
		}
	})
}

// Text of an old font is never changed behind its writer's back: the form waits
// with both spellings, and goes on as it was sent or as it was read.
func TestOldTextWaitsForAChoice(t *testing.T) {
	s := server(t, io.Discard)
	const old = "Uû ban nh©n d©n huyÖn CÇn §\u00adíc b¸o c¸o t×nh h×nh"
	post := func(form url.Values) (int, string) {
		r := httptest.NewRequest("POST", "/viec/7", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	day := []string{"no day"} // so that the form comes back and shows what was read
	for _, c := range []struct {
		what, oldtext, says, title string
		status                     int
	}{
		{"nothing chosen", "", "Uỷ ban nhân dân huyện Cần Đước báo cáo tình hình", old, 422},
		{"a choice that is none", "x", `value="tcvn3caps"`, old, 422},
		{"kept", "keep", "<h1>" + old, old, 422},
		{"read", "tcvn3", "<h1>Uỷ ban nhân dân huyện Cần Đước báo cáo tình hình", old, 422},
		{"already right", "", "<h1>Cần Đước", "Cần Đước", 422},
	} {
		form := url.Values{"title": {c.title}, "day": day}
		if c.oldtext != "" {
			form.Set("oldtext", c.oldtext)
		}
		if status, body := post(form); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %q in\n%s", c.what, status, c.says, body)
		}
	}
	if _, body := post(url.Values{"title": {old}, "password": {"x"}, "day": day}); strings.Contains(body, "oldtext") {
		t.Error("a form with a secret was written into a page")
	}
}
