package search_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/internal/text"
)

func write(t testing.TB, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, d *db.DB, docs ...search.Doc) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		for _, doc := range docs {
			if err := search.Put(ctx, tx, doc); err != nil {
				return err
			}
		}
		return nil
	})
}

func look(t testing.TB, d *db.DB, q search.Query) search.Found {
	t.Helper()
	var found search.Found
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		found, err = search.Look(ctx, tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", q.Words, err)
	}
	return found
}

func find(t testing.TB, d *db.DB, q search.Query) []search.Hit { return look(t, d, q).Hits }

// ids are the hits by their id, in their order.
func ids(hits []search.Hit) string {
	var list []string
	for _, h := range hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

func each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, []db.Schema{search.Schema()}, f)
}

var public = []string{"public"}

func sample() []search.Doc {
	one := func(id, kind, day, title, body string) search.Doc {
		return search.Doc{Kind: kind, ID: id, Scope: "public", Day: kheo.Date(day), Title: title, Body: body}
	}
	return []search.Doc{
		one("ngap", "concern", "2026-03-02", "Đường ngập nước tổ 5", "Đường liên ấp ngập nước hơn ba tháng, chưa ai sửa. Bà con đi lại khó."),
		one("duong", "concern", "2026-04-01", "Xin cấp giấy", "Trại nuôi dưỡng người già ở ấp 3 xin cấp giấy."),
		one("den", "concern", "2026-03-05", "Đèn đường hư", "Đèn chiếu sáng trên hương lộ không sáng."),
		one("rac", "answer", "2026-03-09", "Trả lời về rác", "Ủy ban nhân dân xã đã cho gom rác mỗi ngày, được bà con ở Mỹ Lệ xác nhận."),
		one("hoa", "model", "2025-10-15", "Tuyến đường hoa", "Chi hội phụ nữ Hòa Thuận trồng hoa dọc tuyến đường, cộng đồng cùng chăm."),
		one("can-bo", "answer", "2024-10-15", "Quy hoạch", "Kỹ thuật viên đo lại ranh đất, quý III sẽ có kết quả. Anh Điểu K'Bang chủ trì."),
	}
}

func TestAsPeopleType(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, sample()...)
		for _, c := range []struct{ query, want string }{
			{"đường ngập", "ngap"},
			{"duong ngap", "ngap"},
			{"DUONG NGAP", "ngap"},
			{text.Fold("Đường ngập nước"), "ngap"},
			{"đường ngập", "ngap"}, // decomposed
			{"đường", "den hoa ngap duong"},
			{"dưỡng", "duong den hoa ngap"}, // exact tones first, whatever the rest
			{"ủy ban", "rac"},
			{"uỷ ban", "rac"},
			{"hoà thuận", "hoa"},
			{"mĩ lệ", "rac"},
			{"kĩ thuật", "can-bo"},
			{"quí", "can-bo"},
			{"k’bang", "can-bo"},
			{"tổ 05", "ngap"},
			{"ngaap nuoc", "ngap"}, // a letter twice
			{"ngap nucc", "ngap"},  // a letter for another
			{"chieu snag", "den"},  // two swapped
			{"ngapnuoc", "ngap"},   // run together
			{"den ko sang", "den"}, // as on phones
			{"dc xac nhan", "rac"},
			{"UBND xã", "rac"}, // an abbreviation nobody wrote
			{"ngap xyzzy", "ngap"},
			{"xyzzy", ""},
			{"", ""},
			{"?!…", ""},
		} {
			if got := ids(find(t, d, search.Query{Words: c.query, Scopes: public})); got != c.want {
				t.Errorf("%q finds %q, not %q", c.query, got, c.want)
			}
		}
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, sample()...)
		for _, c := range []struct {
			q    search.Query
			want string
		}{
			{search.Query{Words: "duong", Kinds: []string{"model"}}, "hoa"},
			{search.Query{Words: "duong", Kinds: []string{"model", "answer"}}, "hoa"},
			{search.Query{Words: "duong", Kinds: []string{"no kind"}}, ""},
			{search.Query{Words: "duong", From: "2026-03-05"}, "den duong"},
			{search.Query{Words: "duong", To: "2026-03-02"}, "hoa ngap"},
			{search.Query{Words: "duong", From: "2026-03-02", To: "2026-03-05", Kinds: []string{"concern"}}, "den ngap"},
			{search.Query{Words: "duong", Limit: 2}, "den hoa"},
		} {
			c.q.Scopes = public
			if got := ids(find(t, d, c.q)); got != c.want {
				t.Errorf("%+v finds %q, not %q", c.q, got, c.want)
			}
		}
	})
}

func TestPagesFollowEachOther(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var docs []search.Doc
		for i := range 23 {
			docs = append(docs, search.Doc{Kind: "concern", ID: fmt.Sprint(i), Scope: "public", Day: "2026-01-02", Title: "Rác", Body: "Rác ở chợ"})
		}
		put(t, d, docs...)
		seen := map[string]bool{}
		q := search.Query{Words: "rac", Scopes: public, Limit: 10}
		for range 5 {
			f := look(t, d, q)
			for _, h := range f.Hits {
				if seen[h.ID] {
					t.Errorf("%s is on two pages", h.ID)
				}
				seen[h.ID] = true
				q.After = h.Cursor
			}
			if !f.More {
				break
			}
		}
		if len(seen) != len(docs) {
			t.Errorf("the pages show %d documents of %d", len(seen), len(docs))
		}
	})
}

// Nothing of a scope that was not asked for is found, or can be told from what
// is said: not by a suggestion, not by what weighs more.
func TestScopesAreApart(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, sample()...)
		before := look(t, d, search.Query{Words: "duong tham nhung", Scopes: public})
		for i := range 40 {
			put(t, d, search.Doc{Kind: "raw", ID: fmt.Sprint(i), Scope: "body/1", Day: "2026-05-01", Title: "Đường", Body: "Kẹt cống, tham nhũng ở đường này"})
		}
		after := look(t, d, search.Query{Words: "duong tham nhung", Scopes: public})
		if fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
			t.Errorf("forty documents of another scope change the answer:\n%+v\n%+v", before, after)
		}
		if f := look(t, d, search.Query{Words: "nhungg", Scopes: public}); len(f.Hits)+len(f.Read) > 0 {
			t.Errorf("a word of another scope is suggested: %+v", f)
		}
		if h := find(t, d, search.Query{Words: "duong"}); len(h) > 0 {
			t.Errorf("without any scope %q is found", ids(h))
		}
		if h := find(t, d, search.Query{Words: "tham nhung", Scopes: []string{"body/2", "body/1"}, Limit: 100}); len(h) != 40 {
			t.Errorf("who may see them finds %d of 40", len(h))
		}
		if h := find(t, d, search.Query{Words: "duong", Scopes: []string{"body/1", "public"}, Limit: 100}); len(h) != 44 {
			t.Errorf("both scopes together give %d of 44", len(h))
		}
	})
}

func TestPutAgainAndDrop(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		doc := search.Doc{Kind: "concern", ID: "1", Scope: "body/1", Day: "2026-01-02", Title: "Cống vỡ", Body: "Cống trước trường vỡ"}
		put(t, d, doc, doc)
		if got := ids(find(t, d, search.Query{Words: "cống", Scopes: []string{"body/1"}})); got != "1" {
			t.Errorf("put twice, found as %q", got)
		}
		doc.Scope, doc.Title, doc.Body = "public", "Mương vỡ", "Mương trước trường vỡ"
		put(t, d, doc)
		for _, c := range []struct{ scope, words, want string }{
			{"body/1", "vỡ", ""}, {"public", "cống", ""}, {"public", "mương vỡ", "1"},
		} {
			if got := ids(find(t, d, search.Query{Words: c.words, Scopes: []string{c.scope}})); got != c.want {
				t.Errorf("moved to public: %q in %s finds %q, not %q", c.words, c.scope, got, c.want)
			}
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			if err := search.Drop(ctx, tx, "concern", "never there"); err != nil {
				return err
			}
			return search.Drop(ctx, tx, "concern", "1")
		})
		if got := ids(find(t, d, search.Query{Words: "vỡ", Scopes: public})); got != "" {
			t.Errorf("dropped, and found as %q", got)
		}
		for _, bad := range []search.Doc{{Kind: "a b", ID: "1", Scope: "public"}, {Kind: "a", Scope: "public"}, {Kind: "a", ID: "1"}, {Kind: "a", ID: "1", Scope: "public", Day: "yesterday"}} {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, bad) })
			if err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
	})
}

func TestSnippets(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		long := strings.Repeat("Bà con trong ấp đã họp nhiều lần về chuyện này. ", 30)
		put(t, d, search.Doc{Kind: "answer", ID: "1", Scope: "public", Title: "Nước sạch ở ấp 4",
			Body: long + "Trạm bơm nước sạch chạy lại từ thứ hai. " + long})
		h := find(t, d, search.Query{Words: "nuoc sach", Scopes: public})
		if len(h) != 1 {
			t.Fatalf("%d hits", len(h))
		}
		if got := drawn(h[0].Title); got != "[Nước sạch] ở ấp 4" {
			t.Errorf("title %q", got)
		}
		body := drawn(h[0].Body)
		if !strings.Contains(body, "Trạm bơm [nước sạch] chạy lại") || !strings.HasPrefix(body, "… ") || !strings.HasSuffix(body, " …") || len(body) > 600 {
			t.Errorf("body %q", body)
		}
	})
}

func drawn(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// Both engines are given the same documents, some of them changed and dropped,
// and say the same to the same questions.
func TestSameHitsOnBothEngines(t *testing.T) {
	said := map[string]string{}
	engines := 0
	each(t, func(t *testing.T, d *db.DB) {
		engines++
		b := newBabbler(3)
		var queries []string
		var docs []search.Doc
		for i := range 700 { // more than are counted one by one
			doc := b.short(i)
			docs = append(docs, doc)
			if i%9 == 0 {
				doc.Body = b.text(9)
				docs = append(docs, doc)
			}
			if i%50 == 49 {
				put(t, d, docs...)
				docs = nil
				write(t, d, func(ctx context.Context, tx *db.Tx) error { return search.Drop(ctx, tx, doc.Kind, doc.ID) })
			}
			if words := strings.Fields(doc.Body); i%18 == 0 {
				q := strings.Join(words[:1+i%5], " ")
				queries = append(queries, q, text.Fold(q), strings.Replace(q, "n", "m", 1))
			}
		}
		for _, q := range queries {
			f := look(t, d, search.Query{Words: q, Scopes: public})
			got := fmt.Sprintf("%+v", f)
			if was, ok := said[q]; ok && was != got {
				t.Errorf("%q:\n%s\nand\n%s", q, was, got)
			}
			said[q] = got
		}
	})
	if engines < 2 {
		t.Logf("only one engine is here: nothing was compared")
	}
}

// What is dropped leaves the file: its text, its words, and what it alone gave
// to the vocabulary.
func TestDroppedWordsLeaveTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kheo.db")
	inFile := func() bool {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		wal, _ := os.ReadFile(path + "-wal") // gone once the file is closed
		return slices.ContainsFunc([][]byte{body, wal}, func(b []byte) bool { return bytes.Contains(b, []byte("xyzabcw")) })
	}
	open := func(f func(d *db.DB)) {
		d, err := db.Open(t.Context(), "sqlite:"+path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), d, []db.Schema{search.Schema()}); err != nil {
			t.Fatal(err)
		}
		f(d)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	b := newBabbler(5)
	open(func(d *db.DB) {
		for from := 0; from < 300; from += 30 { // enough for several pieces of the index
			var docs []search.Doc
			for i := from; i < from+30; i++ {
				docs = append(docs, b.short(i))
			}
			if from == 150 {
				docs[0].Title, docs[0].Body = "Nhà ông vxyzabcw", "Tên thật là vxyzabcw và mxyzabcw, "+docs[0].Body
			}
			put(t, d, docs...)
		}
	})
	if !inFile() {
		t.Fatal("the word is not in the file to begin with")
	}
	open(func(d *db.DB) {
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return search.Drop(ctx, tx, "concern", "150") })
	})
	if inFile() {
		t.Error("a dropped word is still in the file")
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"đường ngập", "\" OR 1=1 --", "a AND NOT b*", "'; drop table search_doc", "\x00\xff", "··1", "NEAR(a b)", strings.Repeat("a̐", 400), "Ủy ban", "ẹ̣́"} {
		f.Add(s)
	}
	d, err := db.Open(f.Context(), "sqlite:"+filepath.Join(f.TempDir(), "kheo.db"))
	if err != nil {
		f.Fatal(err)
	}
	if err := db.Migrate(f.Context(), d, []db.Schema{search.Schema()}); err != nil {
		f.Fatal(err)
	}
	put(f, d, sample()...)
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range find(t, d, search.Query{Words: s, Scopes: public, After: s}) {
			if h.ID == "" || len(h.Title) == 0 {
				t.Errorf("%q finds %+v", s, h)
			}
		}
		// A document that says just this is found by saying it, and gone once it
		// is dropped.
		clean, err := text.Line(s)
		if err != nil || len(clean) > 200 {
			return
		}
		put(t, d, search.Doc{Kind: "fuzz", ID: "1", Scope: "fuzz", Title: clean})
		found := find(t, d, search.Query{Words: clean, Scopes: []string{"fuzz"}})
		if len(found) == 1 && drawnPlain(found[0].Title) != clean {
			t.Errorf("%q is shown as %q", clean, drawnPlain(found[0].Title))
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return search.Drop(ctx, tx, "fuzz", "1") })
		if len(find(t, d, search.Query{Words: clean, Scopes: []string{"fuzz"}})) > 0 {
			t.Errorf("%q is found after it was dropped", clean)
		}
	})
}

func drawnPlain(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
