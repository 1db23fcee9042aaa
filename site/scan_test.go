package site_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo/internal/db"
	"kheo/site"
)

// large are the tables that grow with every matter of every year.
var large = []string{"matter_matter", "matter_move", "matter_voice", "matter_due", "matter_offer", "matter_pause", "matter_escalation",
	"concern_concern", "concern_version", "concern_photo", "concern_reading", "ledger_leaf", "ledger_hash", "search_doc"}

// whole are the statements that may read all of one, by a part of their text.
var whole = map[string]string{
	"group by m.kind, m.holder, m.territory": "the count that a job makes before it is needed",
	"max(m.moved)":                           "one step from the end of the index",
}

// No page asks in a way for which the engine reads a large table from end to
// end: in the sample nobody would notice, in a million nobody could wait.
func TestNoPageReadsALargeTableWhole(t *testing.T) {
	t.Parallel()
	c := &clock{at: time.Now()}
	office := openOffice(t, "", plant(t, "", c).dir, c)
	texts := map[string]string{}
	for _, role := range []string{"", "kinh-te", "chu-tich", "lanh-dao-xa", "truong-ap", "lanh-dao-ban", "quan-tri"} {
		cookies := signedIn(t, office, role)
		for _, path := range pages(t, office) {
			r := httptest.NewRequest("GET", path, nil)
			for _, c := range cookies {
				r.AddCookie(c)
			}
			ctx := db.Watched(r.Context(), func(text string) { texts[text] = path })
			w := httptest.NewRecorder()
			office.ServeHTTP(w, r.WithContext(ctx))
			if w.Code >= 500 {
				t.Errorf("%s as %q: status %d", path, role, w.Code)
			}
		}
	}
	if len(texts) < 50 {
		t.Fatalf("only %d statements were seen", len(texts))
	}
	used := map[string]bool{}
	for text, path := range texts {
		for _, step := range planOf(t, office, text) {
			table := scanned(text, step)
			if table == "" {
				continue
			}
			why := slices.IndexFunc(keysOf(whole), func(part string) bool { return strings.Contains(text, part) })
			if why >= 0 {
				used[keysOf(whole)[why]] = true
				continue
			}
			t.Errorf("%s reads all of %s (%s):\n%s", path, table, step, text)
		}
	}
	for part := range whole {
		if !used[part] {
			t.Errorf("whole[%q] is not needed any more", part)
		}
	}
}

func keysOf(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func signedIn(t *testing.T, office *site.Site, role string) []*http.Cookie {
	t.Helper()
	if role == "" {
		return nil
	}
	r := httptest.NewRequest("POST", "/dev/sign-in", strings.NewReader("role="+role))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	office.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("sign in as %s: status %d", role, w.Code)
	}
	return w.Result().Cookies()
}

// pages are those of the walk, and every page with a matter's code in it for a
// concern of each state.
func pages(t *testing.T, office *site.Site) []string {
	t.Helper()
	list := []string{"/nghe", "/noi", "/lam", "/kiem-tra", "/viec-no-dan", "/lich-lam-viec", "/quy-dinh", "/so-chung", "/so-chung/dong",
		"/phan-anh", "/phan-anh?state=open", "/phan-anh?state=late", "/phan-anh?category=water", "/phan-anh?q=cong", "/phan-anh/tin.atom",
		"/phan-anh/moi/viet", "/tim?q=cong+nghet", "/tim?q=den&kind=answer", "/dang-noi-len", "/nhip-chuyen", "/linh-vuc", "/quy-tac-chuyen",
		"/di-duong-nao", "/ban-viec", "/ban-viec?q=cong", "/ban-viec?tab=late", "/gui-giup", "/goi-lai", "/mo-hinh", "/",
		"/api/v1/matters", "/api/v1/matters?open=true", "/api/v1/matters?q=cong", "/api/v1/rates", "/api/v1/categories",
		"/open311/v2/requests.json", "/open311/v2/requests.json?status=open", "/open311/v2/services.json"}
	for _, s := range office.Walk() {
		if s.Day == "" && !s.Late {
			list = append(list, s.VI)
		}
	}
	type row struct{ code, state string }
	err := office.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.code, &r.state} },
			`select min(code), state from matter_matter group by kind, state`)
		for _, r := range rows {
			list = append(list, "/viec/"+r.code, "/phan-anh/"+r.code, "/open311/v2/requests/"+r.code+".json", "/api/v1/matters/"+r.code)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// planOf is how the engine would carry a statement out.
func planOf(t *testing.T, office *site.Site, text string) []string {
	t.Helper()
	most := 0
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		var n int
		fmt.Sscan(m[1], &n)
		most = max(most, n)
	}
	args := make([]any, most)
	for i := range args {
		args[i] = ""
	}
	type step struct {
		id, parent, unused int64
		detail             string
	}
	var details []string
	err := office.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		steps, err := db.All(ctx, tx, func(s *step) []any { return []any{&s.id, &s.parent, &s.unused, &s.detail} }, "explain query plan "+text, args...)
		details = nil
		for _, s := range steps {
			details = append(details, s.detail)
		}
		return err
	})
	if err != nil {
		t.Errorf("plan of %s: %v", text, err)
	}
	return details
}

// narrowed is what a search in an index is for: a value, or some days.
var narrowed = regexp.MustCompile(`=\?|\((opened|at|moved|until)[<>]`)

// scanned is the large table that a step of a plan reads from end to end: as a
// whole, or in the order of an index without a value to look for there. What
// reads a page in such an order stops where the page is full.
func scanned(text, step string) string {
	how, rest, _ := strings.Cut(step, " ")
	name, by, _ := strings.Cut(rest, " ")
	page := strings.Contains(text, " limit ") && strings.Contains(by, "INDEX")
	switch {
	case how != "SCAN" && how != "SEARCH", page && !strings.Contains(by, "COVERING"), how == "SEARCH" && narrowed.MatchString(by):
		return ""
	}
	for _, table := range large {
		if name == table || regexp.MustCompile(`\b`+table+` (as )?`+regexp.QuoteMeta(name)+`\b`).MatchString(text) {
			return table
		}
	}
	return ""
}
