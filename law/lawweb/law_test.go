package lawweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/law"
	"kheo/law/lawweb"
	"kheo/ledger"
)

// serve is the pages of this package, asked by somebody with the rights.
func serve(t *testing.T, d *db.DB, rights ...kheo.Right) *web.Server {
	t.Helper()
	s, err := web.New(web.Config{
		DB: d, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Routes: lawweb.Routes(),
		Now: func(*http.Request) time.Time { return time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC) },
		Identify: func(_ context.Context, _ *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
			return kheo.Caller{Person: "p", Grants: []kheo.Grant{{Rights: rights}}, At: at}, web.Signed{}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s *web.Server, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestTheRulesAndTheirForm(t *testing.T) {
	const edit = "/quy-dinh/inspection.self_report.before_visit/sua"
	good := url.Values{"value": {"7"}, "unit": {law.WorkingDay}, "from": {"2026-01-01"}, "source": {"Quy chế của đoàn"}}
	dbtest.Each(t, []db.Schema{ledger.Schema(), law.Schema()}, func(t *testing.T, d *db.DB) {
		visitor, admin := serve(t, d), serve(t, d, law.MayEdit)
		for _, c := range []struct {
			who          *web.Server
			method, path string
			form         url.Values
			status       int
			see, unsee   string
		}{
			{visitor, "GET", "/quy-dinh", nil, 200, "Gửi báo cáo tự kiểm tra", "/sua"},
			{visitor, "GET", "/en/rules", nil, 200, "Send the self-report", "⟦"},
			{visitor, "GET", edit, nil, 404, "", "Quy chế"},
			{visitor, "POST", edit, good, 404, "", "Quy chế"},
			{admin, "GET", "/quy-dinh/no.such.rule/sua", nil, 404, "", ""},
			{admin, "GET", edit, nil, 200, "Kế hoạch 12-KH/BCĐTP", "⟦"},
			{admin, "POST", edit, url.Values{"value": {"bảy"}, "source": {"Quy chế của đoàn"}}, 422, "Quy chế của đoàn", "⟦"},
			{admin, "POST", edit, good, 303, "", ""},
			{visitor, "GET", "/quy-dinh", nil, 200, "7\u00a0ngày làm việc", "⟦"},
			{visitor, "GET", "/quy-dinh?on=2025-12-31", nil, 200, "5\u00a0ngày làm việc", "7\u00a0ngày làm việc"},
		} {
			w := ask(c.who, c.method, c.path, c.form)
			body := w.Body.String()
			if w.Code != c.status || !strings.Contains(body, c.see) || c.unsee != "" && strings.Contains(body, c.unsee) {
				t.Errorf("%s %s %v: %d, want %d, to see %q and not %q\n%s", c.method, c.path, c.form, w.Code, c.status, c.see, c.unsee, body)
			}
		}
	})
}

func TestSpecimensHaveTheirWords(t *testing.T) {
	for _, s := range lawweb.Specimens() {
		for _, l := range lang.Langs() {
			v := web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh"}, "2026-11-22", lawweb.Routes(), web.Chrome{})
			var b strings.Builder
			if err := s.Page(v).Body.Render(t.Context(), &b); err != nil || strings.Contains(b.String(), "⟦") {
				t.Errorf("%s in %s: %v\n%s", s.Name, l, err, b.String())
			}
		}
	}
}
