package site_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"html"
	"image"
	"image/png"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/lang"
	"kheo/site"
	"kheo/unit"
)

// A knocker sends what nobody should, through the doors everybody has.
type knocker struct {
	*testing.T
	site *site.Site
	srv  *httptest.Server
	dir  string
	n    int
}

func knock(t *testing.T, address string) *knocker {
	t.Helper()
	k := &knocker{T: t, dir: t.TempDir()}
	c := &clock{at: time.Date(2026, 11, 26, 9, 0, 0, 0, kheo.Zone)}
	k.site = openOffice(t, address, k.dir, c)
	place, err := k.site.Book.ByCode("28108", unit.Commune, "2026-11-26")
	if err != nil {
		t.Fatal(err)
	}
	admin := kheo.Caller{Person: "admin", At: c.now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
	err = k.site.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ủy ban nhân dân xã Cần Đước", Short: "UBND xã", Kind: unit.Authority,
			Territory: place.ID, Span: kheo.Span{From: "2025-07-01"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	k.srv = httptest.NewServer(k.site)
	t.Cleanup(k.srv.Close)
	return k
}

// kept is how many rows every table has and how many files the office keeps.
func (k *knocker) kept() map[string]int64 {
	k.Helper()
	all := map[string]int64{}
	text := `select name from sqlite_master where type = 'table' order by name`
	if k.site.DB.Engine() == db.Postgres {
		text = `select tablename from pg_tables where schemaname = current_schema() order by tablename`
	}
	err := k.site.DB.Read(k.Context(), func(ctx context.Context, tx *db.Tx) error {
		tables, err := db.All(ctx, tx, db.Value[string], text)
		if err != nil {
			return err
		}
		for _, name := range tables {
			if all[name], err = db.One(ctx, tx, db.Value[int64], `select count(*) from `+name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		k.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Join(k.dir, "files"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all["files"]++
		}
		return err
	})
	if err != nil {
		k.Fatal(err)
	}
	return all
}

// send sends a request from a network of its own, so that no limit stands
// before what is tried.
func (k *knocker) send(method, path, kind string, body io.Reader) (int, string) {
	k.Helper()
	r, err := http.NewRequestWithContext(k.Context(), method, k.srv.URL+path, body)
	if err != nil {
		k.Fatal(err)
	}
	k.n++
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.1", k.n/250, k.n%250))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		k.Fatalf("%s %.80s: %v", method, path, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		k.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// form is a filing that would be taken, with some fields another way.
func form(change ...string) url.Values {
	v := url.Values{"client": {kheo.NewID(time.Now())}, "words": {"Cống trước nhà bị nghẹt ba tuần."}, "place": {"xã Cần Đước"},
		"category": {"drainage"}, "seen": {"yes"}}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// parts is a form with a file behind it.
func parts(v url.Values, name string, data []byte) (string, []byte) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for field, list := range v {
		m.WriteField(field, list[0])
	}
	w, err := m.CreateFormFile("photo", name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil || m.Close() != nil {
		panic("a buffer takes everything")
	}
	return m.FormDataContentType(), b.Bytes()
}

// says is how a text begins in a language, up to its first parameter, as a page
// writes it.
func says(l lang.Lang, key string) string {
	const hole = "\x00"
	s := l.T(key, "name", hole, "n", hole, "unit", hole, "place", hole, "all", hole)
	s, _, _ = strings.Cut(strings.TrimLeft(s, hole), hole)
	return html.EscapeString(strings.TrimSpace(s))
}

const formKind = "application/x-www-form-urlencoded"

// marks are n bytes of a letter under a heap of combining marks.
func marks(n int) string { return "a" + strings.Repeat("\u0301", n/2) }

// claim is a PNG that says how large it is and holds nothing.
func claim(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

func smallPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA64(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever is wrong with a filing, the page says what in the reader's language
// and nothing of it is kept: no row, no file, no entry in the ledger.
func TestBadFilingsLeaveNothing(t *testing.T) {
	t.Parallel()
	whole := smallPicture(t)
	heic, err := os.ReadFile("../internal/photo/testdata/small.heic")
	if err != nil {
		t.Fatal(err)
	}
	moving, err := os.ReadFile("../internal/photo/testdata/moving.webp")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range dbtest.Addresses(t) {
		k := knock(t, address)
		before := k.kept()
		for _, c := range []struct {
			what   string
			form   url.Values
			photo  []byte
			status int
			says   string
		}{
			{"no words", form("words", ""), nil, 422, "concern.fault.words"},
			{"ten megabytes of marks", form("words", marks(10<<20)), nil, 413, "web.error.413"},
			{"as many marks as a form may hold", form("words", marks(150<<10)), nil, 422, "concern.fault.long"},
			{"marks on the hamlet", form("hamlet", marks(20<<10)), nil, 422, "concern.fault.long"},
			{"marks on the place", form("place", marks(50<<10)), nil, 422, "concernweb.fault.place-unknown"},
			{"a byte that is no letter", form("words", "Cống \xff nghẹt"), nil, 422, "concern.fault.text"},
			{"a zero in the words", form("words", "Cống\x00nghẹt"), nil, 422, "concern.fault.text"},
			{"a zero in the place", form("place", "Cần\x00Đước"), nil, 422, "concernweb.fault.place-unknown"},
			{"a zero in the hamlet", form("hamlet", "Ấp\x00"), nil, 422, "concern.fault.text"},
			{"a zero in the contact", form("contact", "09\x00"), nil, 422, "concern.fault.text"},
			{"markup for a topic", form("category", "<script>"), nil, 422, "concern.fault.category"},
			{"a zero for a topic", form("category", "a\x00"), nil, 422, "concern.fault.category"},
			{"an answer to no question", form("q_none\x00", "x"), nil, 422, "concern.fault.extra"},
			{"a place of nowhere", form("place", "'; drop table concern_concern; --"), nil, 422, "concernweb.fault.place-unknown"},
			{"a place without a body of this office", form("place", "xã Rạch Kiến"), nil, 422, "concern.fault.elsewhere"},
			{"a place of another office", form("place", "phường Hoàn Kiếm, Hà Nội"), nil, 422, "concernweb.fault.place-unknown"},
			{"markup for a hamlet", form("hamlet", "<b>Ấp Đình</b>"), nil, 422, "concern.fault.hamlet"},
			{"a person for a hamlet", form("hamlet", "nhà bà Nguyễn Thị Lan"), nil, 422, "concern.fault.hamlet"},
			{"a phone for a hamlet", form("hamlet", "Ấp 1, 0900 000 001"), nil, 422, "concern.fault.hamlet"},
			{"a house for a hamlet", form("hamlet", "số nhà 12/3 Ấp 1"), nil, 422, "concern.fault.hamlet"},
			{"no number for a spot", form("lat", "NaN", "lon", "NaN"), nil, 422, "concern.fault.spot"},
			{"without end", form("lat", "Inf", "lon", "-Inf"), nil, 422, "concern.fault.spot"},
			{"beyond the pole", form("lat", "91", "lon", "106"), nil, 422, "concern.fault.spot"},
			{"words for a spot", form("lat", "north", "lon", "east"), nil, 422, "concern.fault.spot"},
			{"half a spot", form("lat", "10.5"), nil, 422, "concern.fault.spot"},
			{"a spot in another country", form("lat", "48.85", "lon", "2.35"), nil, 422, "concern.fault.spot-far"},
			{"a code that joins nothing", form("join", "PA-2222-222"), nil, 422, "concern.fault.join"},
			{"a zero that joins", form("join", "\x00"), nil, 422, "concern.fault.join"},
			{"a bomb of a picture", form(), claim(60_000, 60_000), 422, "web.fault.photo-large"},
			{"a picture of no size", form(), claim(0, 0), 422, "web.fault.photo-broken"},
			{"half a picture", form(), whole[:len(whole)/2], 422, "web.fault.photo-broken"},
			{"HEIC", form(), heic, 422, "web.fault.photo-heic"},
			{"a moving picture", form(), moving, 422, "web.fault.photo-moving"},
			{"an empty file", form(), []byte{}, 422, "web.fault.photo-kind"},
			{"a program called a picture", form(), []byte("MZ\x90\x00this is no picture"), 422, "web.fault.photo-kind"},
			{"a drawing with a script", form(), []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 422, "web.fault.photo-kind"},
			{"a moving GIF", form(), []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"), 422, "web.fault.photo-kind"},
			{"a picture that is too heavy", form(), append(whole, make([]byte, 17<<20)...), 422, "web.fault.file-large"},
		} {
			for _, l := range lang.Langs() {
				path := "/phan-anh/moi/viet"
				if l == lang.EN {
					path = "/en/concerns/new/write"
				}
				kind, body := formKind, []byte(c.form.Encode())
				if c.photo != nil {
					kind, body = parts(c.form, "anh.jpg", c.photo)
				}
				status, answer := k.send("POST", path, kind, bytes.NewReader(body))
				if status != c.status || !strings.Contains(answer, says(l, c.says)) {
					t.Errorf("%s: %d, want %d saying %q\n%.600s", c.what, status, c.status, says(l, c.says), inMain(answer))
				}
				if strings.Contains(answer, "<script>alert") {
					t.Errorf("%s: markup came back as markup", c.what)
				}
			}
		}
		for _, at := range []string{"NaN", "Inf", "-1e308", "1e999", "x", "\x00"} {
			if status, _ := k.send("POST", "/phan-anh/moi/gan-giong", formKind, strings.NewReader(form("lat", at, "lon", at, "hamlet", at).Encode())); status >= 500 {
				t.Errorf("what is like it near %q: %d", at, status)
			}
		}
		k.cutOff(whole)
		k.same(before)
	}
}

// main is what a page says, without its frame.
func inMain(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	return strings.Join(strings.Fields(page), " ")
}

// cutOff sends a form that ends in the middle of its picture.
func (k *knocker) cutOff(picture []byte) {
	k.Helper()
	kind, body := parts(form(), "anh.png", picture)
	for l, path := range map[lang.Lang]string{lang.VI: "/phan-anh/moi/viet", lang.EN: "/en/concerns/new/write"} {
		status, answer := k.send("POST", path, kind, bytes.NewReader(body[:len(body)-60]))
		if status != 400 || !strings.Contains(answer, says(l, "web.error.400")) {
			k.Errorf("a truncated upload: %d %.300s", status, inMain(answer))
		}
	}
	if status, _ := k.send("POST", "/phan-anh/moi/viet", "multipart/form-data", strings.NewReader("x")); status != 400 {
		k.Errorf("parts without a boundary: %d", status)
	}
}

// same fails where anything was kept since.
func (k *knocker) same(before map[string]int64) {
	k.Helper()
	for name, n := range k.kept() {
		if n != before[name] {
			k.Errorf("%s: %d before, %d after", name, before[name], n)
		}
	}
}

// What is odd and yet somebody's words is kept as it was typed, and comes back
// as words; a picture comes back as another picture.
func TestOddFilingsAreWords(t *testing.T) {
	t.Parallel()
	const odd = `<script>alert(1)</script>'; drop table concern_concern; -- {{.}} ${x} %s`
	for _, address := range dbtest.Addresses(t) {
		k := knock(t, address)
		_, hidden := parts(form("words", odd, "contact", odd[:40]), "../../../../etc/<img src=x onerror=alert(1)>.png",
			append(smallPicture(t), []byte("PK\x03\x04<?php system($_GET[0]); ?>")...))
		kind, _, _ := strings.Cut(string(hidden[2:]), "\r\n")
		status, answer := k.send("POST", "/phan-anh/moi/viet", `multipart/form-data; boundary="`+kind+`"`, bytes.NewReader(hidden))
		if status != 200 || !strings.Contains(answer, "great-code") || strings.Contains(answer, "<script>alert") {
			t.Errorf("%d %.600s", status, inMain(answer))
		}
		if n := k.kept(); n["concern_concern"] != 1 || n["files"] != 1 || n["ledger_leaf"] == 0 {
			t.Errorf("kept: %v", n)
		}
		for _, path := range []string{"/phan-anh", "/open311/v2/requests.json", "/api/v1/matters", "/phan-anh/tin.atom"} {
			if status, body := k.send("GET", path, "", nil); status != 200 || strings.Contains(body, "alert(1)") {
				t.Errorf("%s: %d tells what nobody published", path, status)
			}
		}
	}
}

// Whatever is asked in an address, no page fails and no answer is a fault of
// the house.
func TestBadQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	values := []string{"\x00", "\xff", "'; drop table concern_concern; --", "<script>alert(1)</script>", "NaN", "-1", "99999999999999999999",
		"0000-00-00", "9999-12-31", "-0001-01-01", "1900-02-30", "PA-2222-222", strings.Repeat("\u0301", 3000), "%", "\u202e", "*", `"`, "a OR NEAR(", "::"}
	for _, address := range dbtest.Addresses(t) {
		k := knock(t, address)
		before := k.kept()
		for _, v := range values {
			q := url.QueryEscape(v)
			for _, path := range []string{"/phan-anh?q=Q", "/phan-anh?unit=Q", "/phan-anh?category=Q", "/phan-anh?state=Q", "/phan-anh?after=Q", "/phan-anh/xem?code=Q",
				"/phan-anh/Q", "/phan-anh/Q/giay-hen", "/phan-anh/Q/mo", "/phan-anh/Q/anh/Q", "/phan-anh/tin.atom?unit=Q&category=Q", "/en/concerns?q=Q", "/en/concerns/track?code=Q",
				"/tim?q=Q", "/tim?q=cong&tu=Q&den=Q&from=Q&until=Q&kind=Q&unit=Q&after=Q", "/en/search?q=Q&after=Q", "/dang-noi-len?unit=Q", "/nhip-chuyen?unit=Q&from=Q",
				"/don-vi?q=Q", "/viec/Q", "/viec-no-dan?unit=Q&after=Q", "/linh-vuc?q=Q", "/so-chung/dong?before=Q", "/lich-lam-viec?nam=Q&year=Q", "/quy-dinh?day=Q&ngay=Q",
				"/api/v1/matters?q=Q", "/api/v1/matters?unit=Q", "/api/v1/matters?cursor=Q", "/api/v1/matters?category=Q&state=Q", "/api/v1/matters/Q", "/api/v1/units?q=Q", "/api/v1/units/Q?on=Q",
				"/api/v1/units?day=Q", "/open311/v2/requests.json?start_date=Q&end_date=Q", "/open311/v2/requests.xml?service_code=Q", "/open311/v2/requests.json?service_request_id=Q",
				"/open311/v2/requests.json?bbox=Q", "/open311/v2/requests.json?bbox=NaN,NaN,NaN,NaN", "/open311/v2/requests.json?address_string=Q", "/open311/v2/requests.json?cursor=Q&page=Q&page_size=Q",
				"/open311/v2/requests.json?extended_status=Q&status=Q", "/open311/v2/requests.json?updated_after=Q", "/open311/v2/requests/Q.json", "/open311/v2/services/Q.xml", "/open311/v2/tokens/Q.json",
				"/open311/v2/requests/Q/updates.json"} {
				status, body := k.send("GET", strings.ReplaceAll(path, "Q", strings.ReplaceAll(q, "+", "%20")), "", nil)
				if status >= 500 || strings.Contains(body, "<script>alert") {
					t.Errorf("%s of %q: %d", path, v, status)
				}
			}
		}
		for typed, key := range map[string]string{"PA-7K3M-9QY": "concernweb.track.slip", "PA-7K3M": "concernweb.track.short", "PA-7K3M-9QXX": "concernweb.track.long", "PA-7A3M-9QX": "concernweb.track.symbol"} {
			for l, path := range map[lang.Lang]string{lang.VI: "/phan-anh/xem?code=", lang.EN: "/en/concerns/track?code="} {
				status, body := k.send("GET", path+typed, "", nil)
				if status != 404 || !strings.Contains(body, says(l, key)) {
					t.Errorf("%s: %d, want 404 saying %q: %.400s", typed, status, says(l, key), inMain(body))
				}
			}
		}
		k.same(before)
	}
}
