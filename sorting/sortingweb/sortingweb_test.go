package sortingweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/law"
	"kheo/ledger"
	"kheo/sorting"
	"kheo/sorting/sortingweb"
	"kheo/unit"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, sortingweb.Specimens()) }

var now = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

// A world is an office with one commune, two bodies and three past concerns.
type world struct {
	*testing.T
	tables *sorting.Tables
	d      *db.DB
	xa     kheo.UnitID
	water  kheo.UnitID
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{T: t, d: d, tables: &sorting.Tables{Books: &unit.Books{}}}
	who := kheo.Caller{At: now, Grants: []kheo.Grant{{Rights: []kheo.Right{unit.MayAdmin}}}}
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		book, err := w.tables.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		w.xa = book.Find("xã Cần Đước", "2026-11-20", 1)[0].Unit.ID
		add := func(name, short string, kind unit.BodyKind) (kheo.UnitID, error) {
			return unit.AddBody(ctx, tx, who, unit.Body{Name: name, Short: short, Kind: kind, Territory: w.xa, Span: kheo.Span{From: "2025-07-01"}})
		}
		if _, err = add("Ủy ban nhân dân xã Cần Đước", "UBND xã", unit.Authority); err != nil {
			return err
		}
		w.water, err = add("Trạm cấp nước xã Cần Đước", "Trạm cấp nước", unit.Department)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) gone(context.Context, *db.Tx, kheo.Caller, kheo.Span) ([]sorting.Gone, error) {
	one := func(code, category string) sorting.Gone {
		return sorting.Gone{Code: code, Case: sorting.Case{Place: w.xa, Category: category, Kind: "concern", On: "2026-10-02"}}
	}
	return []sorting.Gone{one("PA-7K3M-9QX", "tapwater"), one("PA-2222-22B", "road"), one("PA-3333-33C", "canal")}, nil
}

// server answers as somebody with the rights; none is a visitor.
func (w *world) server(rights ...kheo.Right) *web.Server {
	w.Helper()
	s, err := web.New(web.Config{
		DB: w.d, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Routes: sortingweb.Routes(sortingweb.Deps{Tables: w.tables, Gone: w.gone}),
		Now: func(*http.Request) time.Time { return now },
		Identify: func(_ context.Context, _ *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
			c := kheo.Caller{At: at}
			if len(rights) > 0 {
				c.Person, c.Grants = "p", []kheo.Grant{{Rights: rights}}
			}
			return c, web.Signed{}, nil
		},
	})
	if err != nil {
		w.Fatal(err)
	}
	return s
}

func ask(s *web.Server, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

// A step is one request and what must come of it.
type step struct {
	who          *web.Server
	method, path string
	form         url.Values
	status       int
	see, unsee   string
}

func (w *world) walk(steps []step) {
	w.Helper()
	for _, c := range steps {
		rec := ask(c.who, c.method, c.path, c.form)
		body := rec.Body.String()
		if rec.Code != c.status || !strings.Contains(body, c.see) || c.unsee != "" && strings.Contains(body, c.unsee) || strings.Contains(body, "⟦") {
			w.Fatalf("%s %s %v: %d, want %d, to see %q and not %q\n%s", c.method, c.path, c.form, rec.Code, c.status, c.see, c.unsee, body)
		}
	}
}

var schemas = []db.Schema{ledger.Schema(), law.Schema(), calendar.Schema(), unit.Schema(), sorting.Schema()}

func TestEverybodySeesTheTreeAndTheWays(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		visitor := w.server()
		w.walk([]step{
			{visitor, "GET", "/linh-vuc", nil, 200, "Đèn đường", ""},
			{visitor, "GET", "/en/topics", nil, 200, "Street lights", ""},
			{visitor, "POST", "/linh-vuc", url.Values{"words": {"den duong ap 3 tat"}}, 200, "Vì có chữ", ""},
			{visitor, "POST", "/linh-vuc", url.Values{"words": {"  "}}, 422, "Viết vài chữ", ""},
			{visitor, "POST", "/linh-vuc", url.Values{"words": {"<script>alert(1)</script> ổ gà"}}, 200, "Đường hư", "<script>alert"},
			{visitor, "GET", "/linh-vuc/streetlight", nil, 200, "Số căn cước", ""},
			{visitor, "GET", "/en/topics/manner", nil, 200, "leave out the officer’s name", ""},
			{visitor, "GET", "/linh-vuc/tapwater?place=" + string(w.xa), nil, 200, "Ủy ban nhân dân xã Cần Đước", ""},
			{visitor, "GET", "/linh-vuc/tapwater?place_q=xa+tan+chanh+can+duoc", nil, 200, "trước là Xã Tân Chánh", ""},
			{visitor, "GET", "/linh-vuc/tapwater?place_q=zqxw", nil, 200, "Chưa tìm thấy nơi nào", "nếu gửi hôm nay"},
			{visitor, "GET", "/linh-vuc/tapwater?place=khong-co", nil, 200, "Nơi này chưa có cơ quan nào", ""},
			{visitor, "GET", "/linh-vuc/khong-co", nil, 404, "", ""},
			{visitor, "GET", "/di-duong-nao", nil, 200, "90\u00a0ngày", "<form"},
			{visitor, "GET", "/en/which-way", nil, 200, "handwriting secret", "<form"},
		})
	})
}

func TestTheTableIsForOfficersAndItsDraftForEditors(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		visitor, officer, editor := w.server(), w.server("matter.sort"), w.server(sorting.MayEdit)
		tried := "/quy-tac-chuyen?category=tapwater&kind=concern&place=" + string(w.xa)
		rule := url.Values{"place": {string(w.xa)}, "category": {"tapwater"}, "kind": {"concern"},
			"target": {"body/" + string(w.water)}, "note": {"Trạm của xã trực cả tuần"}, "from": {"1/1/2026"}}
		w.walk([]step{
			{visitor, "GET", "/quy-tac-chuyen", nil, 404, "", ""},
			{officer, "GET", "/quy-tac-chuyen", nil, 200, "Chưa có quy tắc riêng nào", "Sửa bảng"},
			{officer, "GET", tried, nil, 200, "Không nơi nào được nêu tên, việc tới Ủy ban nhân dân xã Cần Đước", ""},
			{officer, "GET", "/quy-tac-chuyen/ban-nhap", nil, 404, "", ""},
			{officer, "POST", "/quy-tac-chuyen/them", rule, 404, "", ""},
			{officer, "POST", "/quy-tac-chuyen/dung-that", url.Values{"edits": {"1"}}, 404, "", ""},
			{editor, "GET", "/quy-tac-chuyen/ban-nhap", nil, 200, "Chưa có bản nháp", ""},
			{editor, "GET", "/quy-tac-chuyen/them", nil, 200, "Thêm quy tắc chuyển việc", ""},
			{editor, "POST", "/quy-tac-chuyen/them", url.Values{"find": {"place"}, "place_q": {"can duoc"}, "note": {"giữ lại"}}, 200, "giữ lại", ""},
			{editor, "POST", "/quy-tac-chuyen/them", url.Values{"note": {"thiếu nơi nhận"}, "from": {"31/2/2026"}}, 422, "thiếu nơi nhận", ""},
			{editor, "POST", "/quy-tac-chuyen/them", rule, 303, "", ""},
			{officer, "GET", tried, nil, 200, "việc tới Ủy ban", ""},
			{editor, "POST", "/quy-tac-chuyen/dung-that", url.Values{"edits": {"1"}}, 409, "", ""},
			{editor, "POST", "/quy-tac-chuyen/chay-thu", nil, 200, "1 sẽ đi nơi khác, 0 sẽ đổi ngày", "PA-2222-22B"},
			{editor, "GET", "/en/routing/draft", nil, 200, "of 3 past concerns 1 would go elsewhere, 0 would have another day", ""},
			{editor, "POST", "/quy-tac-chuyen/chay-thu", nil, 200, "Theo quy tắc 1 (Nước sạch, nước giếng, phản ánh", "PA-2222-22B"},
			{editor, "POST", "/en/routing/try", nil, 200, "Trạm của xã trực cả tuần", "PA-2222-22B"},
			{editor, "POST", "/quy-tac-chuyen/dung-that", url.Values{"edits": {"1"}}, 303, "", ""},
			{officer, "GET", tried, nil, 200, "Tới Trạm cấp nước xã Cần Đước, theo quy tắc 1", ""},
			{visitor, "GET", "/linh-vuc/tapwater?place=" + string(w.xa), nil, 200, "Theo quy tắc chuyển số 1: Nước sạch", "trực cả tuần"},
			{visitor, "GET", "/en/topics/tapwater?place=" + string(w.xa), nil, 200, "By routing rule 1: Tap", "trực cả tuần"},
			{officer, "GET", tried + "&day=2025-12-31", nil, 200, "chưa tới ngày", ""},
			{officer, "GET", tried + "&day=hom-qua", nil, 200, "", "theo quy tắc 1"},
			{officer, "GET", "/en/routing", nil, 200, "in use since", ""},
		})
	})
}

// flooding is the form of that topic with one question.
func flooding(vi, en string) url.Values {
	return url.Values{"name": {"Ngập"}, "name_en": {"Flooding"}, "lead": {"short/UBND xã"}, "rule": {"concern.answer.on_the_spot"},
		"words": {"ngập"}, "ask_2": {vi}, "ask_2_en": {en}, "never_1": {"Nhà mấy tầng"}, "never_1_en": {"How many floors"}, "ways": {"yes"}}
}

func TestRulesAndTopicsAreChangedByForms(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		editor := w.server(sorting.MayEdit)
		add := func(note string) url.Values { return url.Values{"target": {"short/UBND xã"}, "note": {note}} }
		w.walk([]step{
			{editor, "POST", "/quy-tac-chuyen/them", add("quy tắc đầu"), 303, "", ""},
			{editor, "POST", "/quy-tac-chuyen/them", add("quy tắc sau"), 303, "", ""},
		})
		page := ask(editor, "GET", "/quy-tac-chuyen/ban-nhap", nil).Body.String()
		ids := regexp.MustCompile(`/quy-tac-chuyen/quy-tac/([0-9a-f-]{36})"`).FindAllStringSubmatch(page, -1)
		if len(ids) != 2 {
			t.Fatalf("two rules are expected:\n%s", page)
		}
		second := "/quy-tac-chuyen/quy-tac/" + ids[1][1]
		w.walk([]step{
			{editor, "GET", second, nil, 200, "quy tắc sau", ""},
			{editor, "POST", second, add("quy tắc sau, sửa"), 303, "", ""},
			{editor, "POST", second + "/doi-cho", url.Values{"to": {"1"}}, 303, "", ""},
			{editor, "GET", "/quy-tac-chuyen/ban-nhap", nil, 200, "quy tắc sau, sửa", ""},
			{editor, "POST", second + "/bo", nil, 303, "", ""},
			{editor, "GET", second, nil, 404, "", ""},
			{editor, "GET", "/quy-tac-chuyen/linh-vuc/road", nil, 200, "ổ gà", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/road", url.Values{"name": {""}}, 422, "", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/road", url.Values{"name": {"Đường sá"}, "name_en": {"Roads"},
				"lead": {"short/UBND xã"}, "rule": {"concern.answer.long"}, "words": {"ổ gà\r\nổ voi\r\n"}}, 303, "", ""},
			{editor, "GET", "/quy-tac-chuyen/linh-vuc/flooding", nil, 200, "Nước cao tới đâu", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/flooding", flooding("Ông/bà theo đạo gì?", "Your religion?"), 422, "“đạo gì” là hỏi tôn giáo", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/flooding", flooding("Ngập tới giờ nào?", ""), 422, "Ghi cả tiếng Việt và tiếng Anh", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/flooding", flooding("Ngập tới giờ nào?", "Until when?"), 303, "", ""},
			{editor, "GET", "/quy-tac-chuyen/linh-vuc/flooding", nil, 200, "Ngập tới giờ nào?", "Theo con nước"},
			{editor, "GET", "/en/routing/topics/flooding", nil, 200, "Until when?", ""},
			{editor, "GET", "/linh-vuc/flooding", nil, 200, "Theo con nước", "Ngập tới giờ nào?"},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/other/bo", nil, 422, "", ""},
			{editor, "POST", "/quy-tac-chuyen/linh-vuc/ferry/bo", nil, 303, "", ""},
			{editor, "POST", "/quy-tac-chuyen/them-linh-vuc", url.Values{"parent": {"water"}, "name": {"Nước lợ"}, "name_en": {"Brackish water"},
				"lead": {"short/UBND xã"}, "rule": {"concern.answer.ordinary"}}, 303, "", ""},
			{editor, "GET", "/quy-tac-chuyen/ban-nhap", nil, 200, "thôi dùng", ""},
			{editor, "GET", "/linh-vuc", nil, 200, "Bến đò", "Nước lợ"},
			{editor, "POST", "/quy-tac-chuyen/bo-ban-nhap", nil, 303, "", ""},
			{editor, "POST", "/quy-tac-chuyen/lap-lai", url.Values{"version": {"1"}}, 303, "", ""},
			{editor, "GET", "/quy-tac-chuyen/ban-nhap", nil, 200, "Nước lợ", ""},
		})
	})
}
