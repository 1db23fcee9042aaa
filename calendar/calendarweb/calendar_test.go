package calendarweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/calendar/calendarweb"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/ledger"
)

// serve is the pages of this package, asked by somebody with the rights.
func serve(t *testing.T, d *db.DB, rights ...kheo.Right) *web.Server {
	t.Helper()
	s, err := web.New(web.Config{
		DB: d, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Routes: calendarweb.Routes(),
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

func TestTheYearAndItsForm(t *testing.T) {
	const edit = "/lich-lam-viec/sua"
	storm := url.Values{"date": {"2026-11-26"}, "kind": {calendar.Closed}, "name": {"Nghỉ tránh bão"}, "source": {"Công điện của tỉnh"}}
	dbtest.Each(t, []db.Schema{ledger.Schema(), calendar.Schema()}, func(t *testing.T, d *db.DB) {
		visitor, admin := serve(t, d), serve(t, d, calendar.MayEdit)
		for _, c := range []struct {
			who          *web.Server
			method, path string
			form         url.Values
			status       int
			see, unsee   string
		}{
			{visitor, "GET", "/lich-lam-viec", nil, 200, "Ngày Văn hóa Việt Nam", "/sua"},
			{visitor, "GET", "/lich-lam-viec?year=2024", nil, 200, "1570/TB-LĐTBXH", "⟦"},
			{visitor, "GET", "/en/working-days?year=2024", nil, 200, "Make-up working day", "⟦"},
			{visitor, "GET", "/lich-lam-viec?year=2031", nil, 200, "Chưa có danh sách ngày nghỉ của năm 2031", "⟦"},
			{visitor, "GET", "/lich-lam-viec?year=99999999", nil, 404, "", ""},
			{visitor, "GET", "/lich-lam-viec?year=x", nil, 404, "", ""},
			{visitor, "GET", edit, nil, 404, "", "Loại ngày"},
			{visitor, "POST", edit, storm, 404, "", ""},
			{admin, "GET", edit + "?day=2024-05-04", nil, 200, "Làm bù (cho ngày nghỉ 29/04/2024)", "⟦"},
			{admin, "GET", edit + "?day=xx", nil, 200, "Loại ngày", "⟦"},
			{admin, "POST", edit, url.Values{"name": {"Nghỉ tránh bão"}}, 422, "Nghỉ tránh bão", "⟦"},
			{admin, "POST", edit, storm, 303, "", ""},
			{visitor, "GET", "/lich-lam-viec?year=2026", nil, 200, "Nghỉ tránh bão", "⟦"},
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
	for _, s := range calendarweb.Specimens() {
		for _, l := range lang.Langs() {
			v := web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh"}, "2026-11-22", calendarweb.Routes(), web.Chrome{})
			var b strings.Builder
			if err := s.Page(v).Body.Render(t.Context(), &b); err != nil || strings.Contains(b.String(), "⟦") {
				t.Errorf("%s in %s: %v\n%s", s.Name, l, err, b.String())
			}
		}
	}
}
