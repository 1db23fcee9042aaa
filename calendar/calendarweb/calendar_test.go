package calendarweb_test

import (
	"context"
	"maps"
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

// across stands in for the matters of an office: three are open until the end of
// November.
func across(_ context.Context, _ *db.Tx, _ string, s kheo.Span, _ kheo.Date) (int, bool, error) {
	if s.From <= "2026-11-30" {
		return 3, false, nil
	}
	return 0, false, nil
}

// serve is the pages of this package, asked by somebody with the rights.
func serve(t *testing.T, d *db.DB, rights ...kheo.Right) *web.Server {
	t.Helper()
	s, err := web.New(web.Config{
		DB: d, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Routes: calendarweb.Routes(calendarweb.Deps{Across: across}),
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

// with is a form with one field filled otherwise.
func with(form url.Values, name, value string) url.Values {
	form = maps.Clone(form)
	form.Set(name, value)
	return form
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
			{admin, "POST", edit, with(storm, "to", "hai ngày"), 422, "Ngày viết theo dạng", "⟦"},
			{admin, "POST", edit, with(storm, "date", "1/9/2026"), 422, "Ngày đã qua hơn 31", "⟦"},
			{admin, "POST", edit, storm, 200, "Ngày này nằm trong thời hạn của 3\u00a0việc", "⟦"},
			{admin, "POST", edit, with(storm, "seen", "2"), 200, "3\u00a0việc", "⟦"},
			{visitor, "GET", "/lich-lam-viec?year=2026", nil, 200, "", "Nghỉ tránh bão"},
			{admin, "POST", edit, with(storm, "seen", "3"), 303, "", ""},
			{visitor, "GET", "/lich-lam-viec?year=2026", nil, 200, "cơ quan đặt ngày 20/11/2026", "⟦"},
			{visitor, "GET", "/en/working-days?year=2026", nil, 200, "set by this office on", "⟦"},
			{admin, "POST", edit, with(storm, "source", "Công điện thứ hai"), 303, "", ""}, // the day is off already: nothing moves
			{admin, "GET", edit + "?day=2026-11-26", nil, 200, "Công điện của tỉnh", "⟦"},
			{admin, "POST", edit, with(with(storm, "date", "2026-12-24"), "to", "2026-12-25"), 303, "", ""},
			{visitor, "GET", "/lich-lam-viec?year=2026", nil, 200, "25/12/2026", "⟦"},
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
			v := web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh"}, "2026-11-22", calendarweb.Routes(calendarweb.Deps{Across: across}), web.Chrome{})
			var b strings.Builder
			if err := s.Page(v).Body.Render(t.Context(), &b); err != nil || strings.Contains(b.String(), "⟦") {
				t.Errorf("%s in %s: %v\n%s", s.Name, l, err, b.String())
			}
		}
	}
}
