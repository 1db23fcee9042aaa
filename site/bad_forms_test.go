package site_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"kheo/internal/db"
	"kheo/site"
)

// badValues is what nobody should type into a form: days that are none, broken
// text, another host's header, a path out of the house, markup, SQL.
var badValues = []string{"30/2/2023", "a\x00b", "a\xffb", "x\r\nSet-Cookie: a=b <script>alert(1)</script> '; drop table matter_matter; --",
	"9999-99-99", "../../../etc/passwd", "99999999999999999999", "-1", strings.Repeat("a\u0301\u0302\u0303", 9000)}

// most is how many fields of a form are tried alone, the others as they stood.
const most = 12

// officeForms are pages with forms that the walk does not pass.
var officeForms = []string{"/mo-hinh/moi", "/dang-nhap", "/quan-tri", "/tai-khoan", "/quy-tac-chuyen/moi", "/kiem-tra/moi", "/mau-tra-loi"}

// An offered form as its page offers it.
type offered struct {
	action string
	values url.Values
}

// forms of a page that post, each with what stands in it.
func forms(page string) []offered {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	var list []offered
	var walk func(n *html.Node, in *offered)
	walk = func(n *html.Node, in *offered) {
		if n.Type == html.ElementNode && n.Data == "form" && strings.EqualFold(attrOf(n, "method"), "post") {
			in = &offered{attrOf(n, "action"), url.Values{}}
			defer func() { list = append(list, *in) }()
		}
		if name := attrOf(n, "name"); in != nil && n.Type == html.ElementNode && name != "" {
			switch value := attrOf(n, "value"); n.Data {
			case "input", "button", "option":
				in.values.Set(name, value)
			case "textarea", "select":
				in.values.Set(name, "")
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(root, nil)
	return list
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// oneOf is a form's address without what tells one matter from another.
var oneOf = regexp.MustCompile(`[A-Z]{2}-[0-9A-Z-]+|[0-9a-f-]{36}|[0-9]+|linh-vuc/[a-z0-9_-]+|/xa-[a-z0-9-]+|don-vi/[^/]+`)

// Every form of every page, as each role sees it, holding what nobody should
// type, each field alone and all together: no answer is a fault of the house,
// none carries a header or markup that was typed, no broken text is kept.
func TestEveryFormTakesBadValues(t *testing.T) {
	t.Parallel()
	c := &clock{at: time.Now()}
	office := openOffice(t, "", plant(t, "", c).dir, c)
	seen, sent := map[string]bool{}, 0
	for _, role := range []string{"", "quan-tri", "lanh-dao-ban", "kinh-te", "lanh-dao-xa", "chu-tich"} {
		cookies := signedIn(t, office, role)
		for _, page := range crawl(office, cookies, append(slices.Clone(officeForms), pages(t, office)...)) {
			staysOutOfAddresses(t, page, cookies)
			for _, f := range forms(page) {
				if kind := oneOf.ReplaceAllString(f.action, "*"); !seen[kind] && !strings.HasPrefix(f.action, "/dev/") && f.action != "/dang-xuat" {
					seen[kind] = true
					sent += tryForm(t, office, cookies, f)
				}
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d forms were found: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
	t.Logf("%d forms, %d bad sendings", len(seen), sent)
	noBrokenText(t, office)
}

// asked are what is typed into addresses: what one looks for, and nothing else.
var asked = []string{"q", "place_q", "code"}

// staysOutOfAddresses looks that a page's forms put nothing into an address but
// what one looks for and chooses, and that no page holds its reader's token.
func staysOutOfAddresses(t *testing.T, page string, cookies []*http.Cookie) {
	t.Helper()
	for _, c := range cookies {
		if strings.Contains(page, c.Value) {
			t.Errorf("a page holds the token of %s", c.Name)
		}
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Error(err)
		return
	}
	for n := range root.Descendants() {
		if n.Data != "form" || strings.EqualFold(attrOf(n, "method"), "post") {
			continue
		}
		for in := range n.Descendants() {
			typed := in.Data == "textarea" || in.Data == "input" && !slices.Contains([]string{"hidden", "checkbox", "radio", "submit", "date"}, attrOf(in, "type"))
			if name := attrOf(in, "name"); typed && !slices.Contains(asked, name) {
				t.Errorf("%s, typed at %s, would stand in an address", name, attrOf(n, "action"))
			}
		}
	}
}

// crawl is the pages one reaches from some, two of a kind.
func crawl(office *site.Site, cookies []*http.Cookie, todo []string) []string {
	var all []string
	kinds := map[string]int{}
	for n := 0; n < len(todo); n++ {
		path, _, _ := strings.Cut(todo[n], "?")
		kind := oneOf.ReplaceAllString(path, "*")
		if kinds[kind]++; kinds[kind] > 2 {
			continue
		}
		w := ask(office, "GET", todo[n], "", cookies)
		page := w.Body.String()
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		all = append(all, page)
		for _, m := range hrefs.FindAllStringSubmatch(page, -1) {
			if to := html.UnescapeString(m[1]); !strings.HasPrefix(to, "/en/") && !strings.HasPrefix(to, "/api/") {
				todo = append(todo, to)
			}
		}
	}
	return all
}

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)

// ask sends one request as somebody, each from a network of its own.
func ask(office *site.Site, method, path, body string, cookies []*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", formKind)
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	office.ServeHTTP(w, r)
	return w
}

func tryForm(t *testing.T, office *site.Site, cookies []*http.Cookie, f offered) int {
	t.Helper()
	sent := 0
	try := func(what, bad string) {
		w := ask(office, "POST", f.action, f.values.Encode(), cookies)
		sent++
		to := w.Header().Get("Location")
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable || strings.ContainsAny(to, "\r\n") || strings.HasPrefix(to, "//") ||
			slices.ContainsFunc(w.Result().Cookies(), func(c *http.Cookie) bool { return c.Name == "a" }) || strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s with %s = %.40q: %d to %q", f.action, what, bad, w.Code, to)
		}
	}
	names := slices.Sorted(maps.Keys(f.values))
	for i, name := range names[:min(len(names), most)] {
		was, bad := f.values[name], badValues[i%len(badValues)]
		f.values.Set(name, bad)
		try(name, bad)
		f.values[name] = was
	}
	for _, bad := range badValues {
		for name := range f.values {
			f.values.Set(name, bad)
		}
		try("every field", bad)
	}
	return sent
}

// noBrokenText reads every column of text of every table: none holds a NUL or
// what is no UTF-8. PostgreSQL keeps neither by itself.
func noBrokenText(t *testing.T, office *site.Site) {
	t.Helper()
	if office.DB.Engine() == db.Postgres {
		return
	}
	err := office.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		columns, err := db.All(ctx, tx, func(c *[2]string) []any { return []any{&c[0], &c[1]} }, `
			select m.name, i.name from sqlite_master m join pragma_table_info(m.name) i
			where m.type = 'table' and upper(i.type) = 'TEXT' order by m.name`)
		if err != nil {
			return err
		}
		for _, c := range columns {
			texts, err := db.All(ctx, tx, db.Value[string], `select distinct `+c[1]+` from `+c[0]+` where `+c[1]+` is not null`)
			if err != nil {
				return err
			}
			for _, s := range texts {
				if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
					t.Errorf("%s.%s keeps broken text: %.60q", c[0], c[1], s)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
