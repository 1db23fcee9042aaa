package ledgerweb

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/ledger"
	"kheo/unit"
)

var office = kheo.Office{Name: "Tỉnh Tây Ninh", Origin: "sample.kheo.local/test", Sample: true}

func TestSpecimensSpeakBothLanguages(t *testing.T) {
	for _, l := range lang.Langs() {
		v := web.NewView(l, office, "2023-12-11", Routes(nil), web.Chrome{})
		for _, s := range Specimens() {
			var b strings.Builder
			if err := web.Frame(v, s.Page(v)).Render(t.Context(), &b); err != nil {
				t.Errorf("%s in %s: %v", s.Name, l, err)
			}
			if _, missing, ok := strings.Cut(b.String(), "⟦"); ok {
				t.Errorf("%s in %s: no words for %.60s", s.Name, l, missing)
			}
		}
	}
}

// The doors of the log, as a stranger's tools and a visitor's browser see them.
func TestTheLogIsServed(t *testing.T) {
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema()}, func(t *testing.T, d *db.DB) {
		log, err := ledger.OpenLog(d, t.TempDir(), office.Origin)
		if err != nil {
			t.Fatal(err)
		}
		s, err := web.New(web.Config{DB: d, Office: office, Routes: Routes(log)})
		if err != nil {
			t.Fatal(err)
		}
		if got := get(s, "/ledger/checkpoint"); got.Code != http.StatusNotFound {
			t.Errorf("the checkpoint of an empty log: %d", got.Code)
		}
		fill(t, d, log)
		for _, c := range []struct {
			path, contains, cache string
			status                int
		}{
			{"/ledger/checkpoint", office.Origin + "\n2\n", "no-cache", 200},
			{"/ledger/key", log.Key(), "", 200},
			{"/ledger/consistency/1/2", "=\n", "immutable", 200},
			{"/ledger/consistency/2/2", "", "immutable", 200},
			{"/ledger/consistency/0/2", "", "", 404},
			{"/ledger/consistency/1/3", "", "", 404},
			{"/ledger/consistency/01/2", "", "", 404},
			{"/ledger/witnessed", "", "", 404},
			{"/ledger/tile/0/000.p/2", "", "immutable", 200},
			{"/ledger/tile/entries/000.p/2", "kheo/leaf/v1\ntest.open\n", "immutable", 200},
			{"/ledger/tile/0/000", "", "", 404},
			{"/ledger/tile/0/000.p/3", "", "", 404},
			{"/ledger/receipts/1", "code: KN-1", "no-cache", 200},
			{"/ledger/receipts/0", "", "", 404},
			{"/ledger/receipts/01", "", "", 404},
			{"/ledger/receipts/2", "", "", 404},
			{"/ledger/receipts/x", "", "", 404},
			{"/so-chung/1", "KN-1", "", 200},
			{"/so-chung/0", "Dòng này chưa công bố", "", 200},
			{"/en/ledger/entries/1", "Entry 1", "", 200},
			{"/so-chung/dong", "/so-chung/1", "", 200},
			{"/en/ledger/entries?before=1", "No public entry yet", "", 200},
		} {
			got := get(s, c.path)
			if got.Code != c.status || !strings.Contains(got.Body.String(), c.contains) || !strings.Contains(got.Header().Get("Cache-Control"), c.cache) {
				t.Errorf("%s: %d, %s\n%s", c.path, got.Code, got.Header().Get("Cache-Control"), got.Body)
			}
			if strings.Contains(got.Body.String(), "KN-0") {
				t.Errorf("%s shows what is not public", c.path)
			}
		}
		checkServed(t, s, log)
	})
}

// checkServed opens what was served with the key that was served.
func checkServed(t *testing.T, s http.Handler, log *ledger.Log) {
	t.Helper()
	key := get(s, "/ledger/key").Body.String()
	if _, err := ledger.Verify(get(s, "/ledger/receipts/1").Body.Bytes(), key); err != nil {
		t.Error(err)
	}
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(get(s, "/ledger/checkpoint").Body.Bytes(), note.VerifierList(v)); err != nil {
		t.Error(err)
	}
}

func fill(t *testing.T, d *db.DB, log *ledger.Log) {
	t.Helper()
	at := time.Date(2023, 12, 11, 3, 0, 0, 0, time.UTC)
	for _, e := range []ledger.Entry{
		{Kind: "test.kept", Subject: "KN-0", Says: []ledger.Line{{Name: "code", Value: "KN-0"}}},
		{Kind: "test.open", Subject: "KN-1", Says: []ledger.Line{{Name: "code", Value: "KN-1"}}, Public: true},
	} {
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := ledger.Append(ctx, tx, kheo.Caller{At: at}, e)
			return err
		})
		if err == nil {
			_, err = log.Sequence(t.Context(), at)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, http.NoBody))
	return w
}
