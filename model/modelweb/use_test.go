package modelweb_test

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
	"kheo/internal/search"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/model"
	"kheo/model/modelweb"
	"kheo/scoring"
	"kheo/unit"
)

// A desk is the pages of an office and whoever sits at them.
type desk struct {
	t    *testing.T
	h    http.Handler
	who  kheo.Caller
	body kheo.UnitID
	unit unit.Unit
}

func (k *desk) sit(rights ...kheo.Right) {
	k.who.Grants = nil
	if len(rights) > 0 {
		k.who.Grants = []kheo.Grant{{Role: "host_officer", Unit: k.body, Rights: rights}}
	}
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, who: kheo.Caller{Person: "someone"}}
	now := kheo.Date("2023-01-10").Time().Add(9 * time.Hour)
	routes := append(modelweb.Routes(&unit.Books{}), web.Route{Name: "public.lam", Method: http.MethodGet, VI: "/lam", EN: "/act",
		Handle: func(http.ResponseWriter, *web.Ask) error { return nil }})
	h, err := web.New(web.Config{DB: d, Office: kheo.Office{Name: "Tỉnh Long An"}, Routes: routes,
		Now: func(*http.Request) time.Time { now = now.Add(time.Second); return now },
		Identify: func(context.Context, *http.Request, time.Time) (kheo.Caller, web.Signed, error) {
			return k.who, web.Signed{}, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	k.h = h
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	if k.unit, err = book.ByCode("28156", unit.Commune, "2023-01-10"); err != nil {
		t.Fatal(err)
	}
	admin := kheo.Caller{Person: "admin", At: now, Grants: []kheo.Grant{{Rights: []kheo.Right{unit.MayAdmin}}}}
	err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		k.body, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board,
			Territory: k.unit.Parent, Span: kheo.Span{From: "2020-01-01"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *desk) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	k.h.ServeHTTP(w, r)
	return w
}

func (k *desk) want(w *httptest.ResponseRecorder, status int, words ...string) {
	k.t.Helper()
	if w.Code != status {
		k.t.Errorf("status %d, want %d", w.Code, status)
	}
	for _, s := range words {
		if !strings.Contains(w.Body.String(), s) {
			k.t.Errorf("the page lacks %q", s)
		}
	}
}

func (k *desk) form(name string) url.Values {
	f := url.Values{"field": {"culture"}, "kind": {"collective"}, "level": {"hamlet"}, "groups": {"4"},
		"programmes": {"ntm", "do_thi_van_minh"}, "body": {string(k.body)}, "unit": {string(k.unit.ID)}, "day": {"9/1/2023"}}
	for _, b := range model.BoxNames() {
		f.Set(b, "Đã ghi ô "+b)
	}
	f.Set("name", name)
	return f
}

func TestFromTheFormToItsPage(t *testing.T) {
	dbtest.Each(t, []db.Schema{search.Schema(), ledger.Schema(), unit.Schema(), scoring.Schema(), model.Schema()}, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.want(k.send("GET", "/mo-hinh/moi", nil), 404) // a visitor registers nothing
		k.sit(model.MayRegister)
		k.want(k.send("GET", "/mo-hinh/moi", nil), 200, "Xã Tân Chánh", "Ban huyện")

		bad := k.form("Nét đẹp đường quê")
		bad.Del("aim")
		bad.Set("groups", "bốn")
		k.want(k.send("POST", "/mo-hinh/moi", bad), 422, "Chưa ghi mục tiêu", "Chỉ ghi số nguyên", `value="bốn"`, "Nét đẹp đường quê", "Đã ghi ô lasting", `value="do_thi_van_minh" checked`)

		w := k.send("POST", "/mo-hinh/moi", k.form("Nét đẹp đường quê"))
		k.want(w, 303)
		if to := w.Header().Get("Location"); to != "/mo-hinh/MH-23-0001" {
			t.Fatalf("led to %q, want the model's page", to)
		}
		k.want(k.send("POST", "/mo-hinh/moi", k.form("NÉT ĐẸP đường quê")), 422, "MH-23-0001")
		k.want(k.send("GET", "/mo-hinh/MH-23-0001", nil), 200, "Nét đẹp đường quê", "xã Tân Chánh", "Chưa công bố")

		move := func(to string) *httptest.ResponseRecorder {
			return k.send("POST", "/mo-hinh/MH-23-0001/buoc", url.Values{"to": {to}, "note": {"Danh mục năm 2023"}})
		}
		k.want(move("approved"), 403)
		k.sit(model.MayRegister, model.MayApprove)
		k.want(move("recognised"), 403)
		k.want(move("running"), 409)
		k.want(move("approved"), 303)
		k.want(move("running"), 303)
		k.want(k.send("POST", "/mo-hinh/MH-23-0001/buoc", url.Values{"to": {"ended"}, "day": {"2030-01-01"}}), 422, "Ngày này chưa tới", `value="2030-01-01"`)
		k.want(k.send("POST", "/mo-hinh/MH-23-0001/diem", url.Values{"unit": {string(k.unit.ID)}, "place": {"Ấp Đông Trung"}, "since": {"2030-01-01"}}), 422, "Ngày này chưa tới", "Ấp Đông Trung")
		k.want(k.send("POST", "/mo-hinh/MH-23-0001/diem", url.Values{"unit": {string(k.unit.ID)}, "place": {"Ấp Đông Trung"}}), 303)
		k.want(k.send("GET", "/mo-hinh/MH-23-0001", nil), 200, "Ấp Đông Trung", "2 điểm, 4 tổ tự quản")

		k.sit()
		k.want(k.send("GET", "/mo-hinh/MH-23-0001", nil), 404)
		if w := k.send("GET", "/mo-hinh?year=2023", nil); strings.Contains(w.Body.String(), "Nét đẹp") {
			t.Error("a visitor sees in the list what is not published")
		}
		k.sit(model.MayApprove)
		k.want(move("published"), 303)
		k.sit()
		k.want(k.send("GET", "/mo-hinh/MH-23-0001", nil), 200, "Nét đẹp đường quê")
		k.want(k.send("GET", "/en/models?year=2023&field=culture", nil), 200, "Nét đẹp đường quê", "Running")
		k.want(k.send("GET", "/mo-hinh/MH-23-0001?on=2022-12-31", nil), 404)
	})
}

// One person's model shows its name to everybody, and no more.
func TestOnePersonsModelNamesNobody(t *testing.T) {
	dbtest.Each(t, []db.Schema{search.Schema(), ledger.Schema(), unit.Schema(), scoring.Schema(), model.Schema()}, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.sit(model.MayRegister, model.MayApprove)
		f := k.form("Thứ Bảy nghe dân nói")
		f.Set("kind", "individual")
		f.Set("forces", "Chị nọ ở ấp kia")
		k.want(k.send("POST", "/mo-hinh/moi", f), 303)
		k.want(k.send("POST", "/mo-hinh/MH-23-0001/buoc", url.Values{"to": {"published"}}), 303)
		k.want(k.send("GET", "/mo-hinh/MH-23-0001", nil), 200, "Chị nọ ở ấp kia")
		k.sit()
		w := k.send("GET", "/mo-hinh/MH-23-0001", nil)
		k.want(w, 200, "Thứ Bảy nghe dân nói")
		if strings.Contains(w.Body.String(), "Chị nọ") {
			t.Error("a visitor reads who it is")
		}
	})
}
