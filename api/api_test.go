package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/api"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/openapi"
	"kheo/internal/search"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/matter"
	"kheo/model"
	"kheo/report"
	"kheo/scoring"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
	"kheo/verdict"
)

func tables() []db.Schema {
	return []db.Schema{search.Schema(), ledger.Schema(), unit.Schema(), sorting.Schema(), matter.Schema(), verdict.Schema(), scoring.Schema(), model.Schema(), report.Schema(), inspection.Schema()}
}

func deps() api.Deps {
	books := &unit.Books{}
	return api.Deps{Books: books, Tables: &sorting.Tables{Books: books}, Count: func(ctx context.Context, tx *db.Tx) (tally.Tally, error) {
		cells, err := matter.Cells(ctx, tx)
		return tally.Tally{At: time.Now(), Cells: cells}, err
	}}
}

// A door is the API of a sample office on one day.
type door struct {
	t    *testing.T
	h    http.Handler
	d    *db.DB
	book *unit.Book
	desc openapi.Description
}

func open(t *testing.T, d *db.DB, today kheo.Date) *door {
	t.Helper()
	routes := api.Routes(deps())
	for _, name := range []string{"model.show", "matter.show", "concern.show", "inspection.show", "scoring.scheme", "scoring.sheet"} {
		routes = append(routes, web.Route{Name: name, Method: http.MethodGet, VI: "/" + name + "/{code}", Handle: func(http.ResponseWriter, *web.Ask) error { return nil }})
	}
	h, err := web.New(web.Config{DB: d, Office: kheo.Office{Sample: true}, Routes: routes,
		Now: func(*http.Request) time.Time { return today.Time().Add(9 * time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	k := &door{t: t, h: h, d: d, book: book}
	var kind string
	_, kind, body := k.raw("/api/v1/openapi.json")
	if k.desc, err = openapi.Read(body); err != nil || !strings.HasPrefix(kind, "application/json") {
		t.Fatalf("openapi.json: %s, %v", kind, err)
	}
	return k
}

func (k *door) raw(address string) (int, string, []byte) {
	w := httptest.NewRecorder()
	k.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Header().Get("Content-Type"), w.Body.Bytes()
}

// An answer holds what the tests look at, whatever the address.
type answer struct {
	Items                    []answer
	Total                    int
	Next, Code, Detail       string
	Name, Valid_to           string
	Errors                   []struct{ Parameter string }
	Sample                   bool
	Predecessors, Successors []struct {
		Unit        *answer
		Kind, Share string
	}
	Was *answer
	Now []struct{ Unit answer }
}

// get asks, and holds the answer to its description.
func (k *door) get(path, address string, want int) answer {
	k.t.Helper()
	status, kind, body := k.raw(address)
	if status != want {
		k.t.Errorf("%s: %d, want %d: %.200s", address, status, want, body)
	}
	for _, wrong := range k.desc.Check(path, status, kind, body) {
		k.t.Errorf("%s: %s", address, wrong)
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		k.t.Errorf("%s: %v", address, err)
	}
	if !a.Sample {
		k.t.Errorf("%s does not say that it is sample data", address)
	}
	return a
}

func TestEveryRouteIsDescribed(t *testing.T) {
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		routes := map[string]bool{}
		for _, r := range api.Routes(deps()) {
			if strings.Contains(r.VI, "...") {
				continue
			}
			routes[r.VI] = true
			if _, ok := k.desc.Paths[r.VI]; !ok {
				t.Errorf("%s is not in openapi.json", r.VI)
			}
			if r.EN != "" || r.Method != http.MethodGet {
				t.Errorf("%s: %s %s; want one GET without a language", r.Name, r.Method, r.EN)
			}
		}
		for path := range k.desc.Paths {
			if !routes[path] {
				t.Errorf("openapi.json describes %s, which is no route", path)
			}
		}
	})
}

func TestUnits(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		for _, c := range []struct {
			query string
			total int
		}{
			{"on=2025-06-30&level=commune", 10035}, {"on=2025-06-30&level=district", 696}, {"on=2025-06-30&level=province", 63},
			{"on=2025-07-02&level=commune", 3321}, {"on=2025-07-02&level=district", 0}, {"on=2025-07-02&level=province", 34},
			{"on=2023-12-01&code=806", 1}, {"code=806", 0},
		} {
			if a := k.get("/api/v1/units", "/api/v1/units?"+c.query, 200); a.Total != c.total || len(a.Items) != min(c.total, 100) {
				t.Errorf("%s: total %d, %d on the page; want %d", c.query, a.Total, len(a.Items), c.total)
			}
		}
		u, err := k.book.ByCode("806", unit.District, "2023-12-01")
		if err != nil {
			t.Fatal(err)
		}
		at := "/api/v1/units/" + string(u.ID)
		if a := k.get("/api/v1/units/{id}/children", at+"/children?on=2023-12-01", 200); a.Total != 17 || len(a.Items) != 17 || a.Next != "" {
			t.Errorf("children: %d, %d on the page, next %q; want 17 whole", a.Total, len(a.Items), a.Next)
		}
		if a := k.get("/api/v1/units/{id}", at+"?on=2023-12-01", 200); a.Code != "806" || a.Valid_to != "2025-06-30" {
			t.Errorf("the district: %+v", a)
		}
		if a := k.get("/api/v1/units/{id}", at, 404); !strings.Contains(a.Detail, "2025-06-30") {
			t.Errorf("the district today: %q, want its last day named", a.Detail)
		}
		k.get("/api/v1/units/{id}/children", at+"/children", 404)
		k.get("/api/v1/units/{id}", at+"?on=2020-01-01", 404)
		heirs := map[string]bool{}
		for _, c := range k.book.Children(u.ID, "2023-12-01") {
			for _, s := range k.get("/api/v1/units/{id}/lineage", "/api/v1/units/"+string(c.ID)+"/lineage", 200).Successors {
				heirs[s.Unit.Name] = true
			}
		}
		if len(heirs) != 6 {
			t.Errorf("the 17 communes lead to %v, want 6", heirs)
		}
		k.get("/api/v1/units/{id}/lineage", "/api/v1/units/0191f6a2-5a10-7c3e-8000-000000000001/lineage", 404)
		a := k.get("/api/v1/units/now", "/api/v1/units/now?q=xa+tan+chanh,+can+duoc,+long+an", 200)
		if len(a.Items) == 0 || a.Items[0].Was.Name != "Xã Tân Chánh" || len(a.Items[0].Now) != 1 || a.Items[0].Now[0].Unit.Name != "Xã Cần Đước" {
			t.Errorf("Tân Chánh now: %+v", a.Items)
		}
	})
}

func TestPagesOfUnitsMissNothing(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		seen, cursor := map[string]bool{}, ""
		for range 20 {
			a := k.get("/api/v1/units", "/api/v1/units?on=2025-06-30&level=district&limit=100"+cursor, 200)
			for _, u := range a.Items {
				if seen[u.Code] {
					t.Errorf("%s came twice", u.Code)
				}
				seen[u.Code] = true
			}
			if a.Next == "" {
				break
			}
			cursor = "&cursor=" + a.Next
		}
		if len(seen) != 696 {
			t.Errorf("%d districts on the pages, want 696", len(seen))
		}
	})
}

func TestWhatIsNotUnderstoodIsRefusedByName(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		for _, c := range []struct{ path, query, name string }{
			{"/api/v1/units", "levle=commune", "levle"},
			{"/api/v1/units", "on=2023-13-01", "on"},
			{"/api/v1/units", "on=01/12/2023", "on"},
			{"/api/v1/units", "on=2023-12-01&on=2024-12-01", "on"},
			{"/api/v1/units", "level=xa", "level"},
			{"/api/v1/units", "limit=0", "limit"},
			{"/api/v1/units", "limit=1001", "limit"},
			{"/api/v1/units", "parent=806", "parent"},
			{"/api/v1/units", "q=", "q"},
			{"/api/v1/units", "q=%ff", "q"},
			{"/api/v1/units/now", "", "q"},
			{"/api/v1/models", "year=23", "year"},
			{"/api/v1/models", "unit=Long+An", "unit"},
			{"/api/v1/models", "state=done", "state"},
			{"/api/v1/inspections", "year=0x7e7", "year"},
			{"/api/v1/matters", "open=false", "open"},
			{"/api/v1/matters", "q=duong&open=true", "q"},
			{"/api/v1/matters", "category=opinion", "category"},
			{"/api/v1/rates", "kind=wish", "kind"},
			{"/api/v1/openapi.json", "v=1", "v"},
		} {
			address := c.path + "?" + c.query
			status, kind, body := k.raw(address)
			var a answer
			if err := json.Unmarshal(body, &a); err != nil || status != 400 || kind != "application/problem+json" {
				t.Errorf("%s: %d %s %v", address, status, kind, err)
				continue
			}
			if len(a.Errors) != 1 || a.Errors[0].Parameter != c.name || !a.Sample {
				t.Errorf("%s: %s, want %s named alone", address, body, c.name)
			}
		}
		if status, kind, _ := k.raw("/api/v1/nothing"); status != 404 || kind != "application/problem+json" {
			t.Errorf("an address there is no thing at: %d, %s", status, kind)
		}
	})
}

func TestAnAnswerIsAskedAgainByItsTag(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		ask := func(tag string) *httptest.ResponseRecorder {
			w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/api/v1/units?code=80", nil)
			r.Header.Set("If-None-Match", tag)
			k.h.ServeHTTP(w, r)
			return w
		}
		first := ask("")
		if first.Code != 200 || first.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("first: %d, origin %q; want 200, *", first.Code, first.Header().Get("Access-Control-Allow-Origin"))
		}
		if again := ask(`"other", ` + first.Header().Get("ETag")); again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("again: %d with %d bytes, want 304 without", again.Code, again.Body.Len())
		}
	})
}

// Models: published ones only, of the unit's subtree as of the year's last day.
func TestModels(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		u, err := k.book.ByCode("806", unit.District, "2023-12-01")
		if err != nil {
			t.Fatal(err)
		}
		codes := k.plant(u, 7)
		of := "/api/v1/models?unit=" + string(u.ID)
		for _, c := range []struct {
			query string
			total int
		}{
			{"&year=2023", 6}, {"&year=2022", 0}, {"&year=2023&field=economy", 1}, {"&year=2023&state=ended", 0},
			{"&year=2023&on=2024-06-30&limit=2", 6}, {"&year=2024", 6},
		} {
			if a := k.get("/api/v1/models", of+c.query, 200); a.Total != c.total {
				t.Errorf("%s: %d, want %d", c.query, a.Total, c.total)
			}
		}
		k.get("/api/v1/models", of+"&year=2025", 404) // the district did not see that year's end
		if a := k.get("/api/v1/models", "/api/v1/models", 200); a.Total != 6 {
			t.Errorf("all: %d, want 6", a.Total)
		}
		first := k.get("/api/v1/models", of+"&year=2023&limit=4", 200)
		rest := k.get("/api/v1/models", of+"&year=2023&limit=4&cursor="+first.Next, 200)
		if len(first.Items) != 4 || len(rest.Items) != 2 || rest.Next != "" || first.Items[3].Code >= rest.Items[0].Code {
			t.Errorf("two pages: %d and %d, then %q", len(first.Items), len(rest.Items), rest.Next)
		}
		k.get("/api/v1/models/{code}", "/api/v1/models/"+codes[1], 200)
		k.get("/api/v1/models/{code}", "/api/v1/models/"+codes[0], 404) // not published
		k.get("/api/v1/models/{code}", "/api/v1/models/MH-23-9999", 404)
		for _, path := range []string{"/api/v1/inspections", "/api/v1/matters"} {
			k.get(path, path, 200)
		}
		k.get("/api/v1/inspections/{id}", "/api/v1/inspections/none", 404)
		k.get("/api/v1/matters/{code}", "/api/v1/matters/KN-23-0001", 404)
	})
}

// plant runs n models in the district's communes; the first is not published,
// the second is one person's.
func (k *door) plant(district unit.Unit, n int) []string {
	k.t.Helper()
	as := func(day kheo.Date) kheo.Caller {
		return kheo.Caller{Person: "someone", At: day.Time().Add(9 * time.Hour), Grants: []kheo.Grant{{Rights: []kheo.Right{
			unit.MayAdmin, model.MayRegister, model.MayApprove}}}}
	}
	communes := k.book.Children(district.ID, "2023-01-10")
	var codes []string
	err := k.d.Write(k.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		codes = nil
		body, err := unit.AddBody(ctx, tx, as("2023-01-03"), unit.Body{Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board,
			Territory: district.ID, Span: kheo.Span{From: "2020-01-01"}})
		if err != nil {
			return err
		}
		for i := range n {
			f := model.New{Field: model.Fields()[i%4], Collective: i != 1, Level: model.Hamlet, Unit: communes[i].ID, Body: body}
			for _, b := range model.BoxNames() {
				f.Boxes.Set(b, fmt.Sprintf("Ô %s của mô hình %d", b, i))
			}
			m, err := model.Register(ctx, tx, k.book, as("2023-01-10"), f)
			if err != nil {
				return err
			}
			codes = append(codes, m.Code)
			if _, err := model.Approve(ctx, tx, as("2023-01-20"), m.Code, model.Step{}); err != nil {
				return err
			}
			if _, err := model.Start(ctx, tx, as("2023-02-01"), m.Code, model.Step{}); err != nil {
				return err
			}
			if i == 0 {
				continue
			}
			if _, err := model.Publish(ctx, tx, as("2023-02-01"), m.Code); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return codes
}
