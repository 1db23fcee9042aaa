package identityweb

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/seal"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/ledger"
	"kheo/unit"
)

var (
	office = kheo.Office{Name: "Tỉnh Tây Ninh", Origin: "sample.kheo.local/test", Sample: true}
	at     = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
)

const adminPassword = "mười hai chữ trở lên"

func TestSpecimensSpeakBothLanguages(t *testing.T) {
	for _, l := range lang.Langs() {
		v := web.NewView(l, office, "2026-03-02", Routes(Deps{}), web.Chrome{})
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

// An office with one administrator, and a browser in front of it.
type desk struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
	clock  *time.Time // of sessions and codes
	log    *strings.Builder
}

func each(t *testing.T, f func(t *testing.T, d *desk)) {
	t.Helper()
	eachWith(t, func(*testing.T, *Deps) {}, f)
}

// eachWith is each of an office that is given more.
func eachWith(t *testing.T, more func(t *testing.T, deps *Deps), f func(t *testing.T, d *desk)) {
	t.Helper()
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema(), identity.Schema()}, func(t *testing.T, d *db.DB) {
		clock := at
		vault, err := seal.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		deps := Deps{Cookies: Cookies{Plain: true}, Hasher: identity.NewHasher(), Tries: identity.NewTries(), Vault: vault, Now: func() time.Time { return clock }}
		more(t, &deps)
		kept := deps.Hasher.Hash(adminPassword)
		err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := identity.AddAdmin(ctx, tx, at, identity.New{Login: "quan-tri", Title: "Quản trị", Password: kept})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		s, err := web.New(web.Config{DB: d, Office: office, Log: slog.New(slog.NewTextHandler(&log, nil)), Routes: append(Routes(deps), homePage), Now: func(*http.Request) time.Time { return at },
			Identify: func(ctx context.Context, r *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
				return deps.Cookies.identify(ctx, d, r, clock)
			}})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(s)
		t.Cleanup(server.Close)
		if deps.Office != nil {
			deps.Office.Home = server.URL
		}
		f(t, &desk{t, server, browser(t), &clock, &log})
	})
}

// homePage says who is signed in, so that a test can see it.
var homePage = web.Route{Name: "public.home", Method: "GET", VI: "/", EN: "/", Handle: func(w http.ResponseWriter, a *web.Ask) error {
	return a.Show(w, web.Page{Title: "home"})
}}

// identify is what the site does, in short.
func (c Cookies) identify(ctx context.Context, d *db.DB, r *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
	var s identity.Session
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		s, err = identity.FindSession(ctx, tx, c.Token(r), at, at)
		return err
	})
	if err != nil {
		return kheo.Caller{}, web.Signed{}, nil
	}
	return s.Caller, web.Signed{Name: s.Title}, nil
}

// anew is another browser in front of the same office.
func (d *desk) anew() *desk { return &desk{d.t, d.server, browser(d.t), d.clock, d.log} }

func browser(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// do sends a form, or opens a page when there is none, and follows redirects.
func (d *desk) do(path string, form ...string) (status int, at, body string) {
	d.t.Helper()
	var resp *http.Response
	var err error
	if form == nil {
		resp, err = d.client.Get(d.server.URL + path)
	} else {
		values := url.Values{}
		for i := 0; i+1 < len(form); i += 2 {
			values.Set(form[i], form[i+1])
		}
		resp, err = d.client.PostForm(d.server.URL+path, values)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		d.t.Fatal(err)
	}
	return resp.StatusCode, resp.Request.URL.Path, b.String()
}

func (d *desk) signIn(login, password string) int {
	d.t.Helper()
	status, _, _ := d.do("/dang-nhap", "login", login, "password", password)
	return status
}

var passwordField = regexp.MustCompile(`<input[^>]*type="password"[^>]*>`)

// A password is filled in and kept by the browser or by a program for it, and
// pasted: its field says which one it is, and nothing stands in the way.
func TestPasswordsMayBeFilledIn(t *testing.T) {
	v, seen := web.NewView(lang.VI, office, "2026-03-02", Routes(Deps{}), web.Chrome{}), 0
	for _, s := range Specimens() {
		var b strings.Builder
		if err := web.Frame(v, s.Page(v)).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		for _, field := range passwordField.FindAllString(b.String(), -1) {
			seen++
			if !regexp.MustCompile(`autocomplete="(current|new)-password"`).MatchString(field) || strings.Contains(field, "maxlength") || strings.Contains(field, "readonly") {
				t.Errorf("%s: %s", s.Name, field)
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d fields were seen", seen)
	}
	scripts, err := filepath.Glob("../../internal/web/assets/*.ts")
	if err != nil || len(scripts) < 5 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, name := range scripts {
		if body, err := os.ReadFile(name); err != nil || strings.Contains(string(body), `"paste"`) {
			t.Errorf("%s listens to what is pasted, or %v", name, err)
		}
	}
}

func TestSigningInAndOut(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		_, _, wrong := d.do("/dang-nhap", "login", "quan-tri", "password", "sai")
		_, _, unknown := d.do("/dang-nhap", "login", "quan-tro", "password", "sai")
		words := lang.VI.T("identityweb.fault.wrong")
		if !strings.Contains(wrong, words) || !strings.Contains(unknown, words) {
			t.Error("a wrong password and an unknown login must say the same")
		}
		status, path, body := d.do("/dang-nhap", "login", " Quan-Tri ", "password", adminPassword, "next", "/can-bo")
		if status != http.StatusOK || path != "/can-bo" || !strings.Contains(body, "quan-tri") {
			t.Fatalf("signing in: %d at %s\n%s", status, path, body)
		}
		root, err := url.Parse(d.server.URL)
		if err != nil {
			t.Fatal(err)
		}
		stolen := d.client.Jar.Cookies(root)
		d.do("/dang-xuat", "x", "y")
		if len(d.client.Jar.Cookies(root)) != 0 {
			t.Error("signed out, and the cookie is still there")
		}
		d.client.Jar.SetCookies(root, stolen)
		if status, _, _ := d.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("signed out, and the token still opens: %d", status)
		}
	})
}

func TestNextStaysInThisOffice(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "javascript:alert(1)", "/dang-nhap", ""} {
			status, path, _ := d.do("/dang-nhap", "login", "quan-tri", "password", adminPassword, "next", next)
			if status != http.StatusOK || path != "/can-bo" {
				t.Errorf("next %q led to %d at %s", next, status, path)
			}
		}
	})
}

func TestOnlyAdministratorsSeeThePeople(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, path := range []string{"/can-bo", "/en/staff", "/can-bo/0195a1c2-7b1e-7c3d-8e4f-0123456789ab"} {
			if status, _, _ := d.do(path); status != http.StatusNotFound {
				t.Errorf("%s for a visitor: %d", path, status)
			}
		}
		for _, path := range []string{"/can-bo", "/can-bo/x/giao-vai", "/can-bo/x/thoi-vai", "/can-bo/x/mat-khau", "/can-bo/x/dong", "/can-bo/x/thoat", "/can-bo/x/bo-ma-so", "/can-bo/ma-so",
			"/mat-khau", "/tai-khoan/ma-so", "/tai-khoan/ma-so/thu", "/tai-khoan/ma-so/bo", "/tai-khoan/thoat-noi-khac"} {
			if status, _, _ := d.do(path, "login", "x1", "title", "x"); status != http.StatusNotFound {
				t.Errorf("a form to %s from a visitor: %d", path, status)
			}
		}
	})
}

var shownOnce = regexp.MustCompile(`<strong class="code">([A-Z2-7]{20})</strong>`)

// The administrator's whole job: somebody comes, gets a role, forgets the
// password, chooses their own, goes.
// A password that was handed over runs out, and can be handed over anew; one's
// own does not.
func TestAFirstPasswordRunsOut(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.signIn("quan-tri", adminPassword)
		_, _, body := d.do("/can-bo", "login", "can-bo", "title", "Cán bộ dân vận")
		first, href := shownOnce.FindStringSubmatch(body), regexp.MustCompile(`/can-bo/([0-9a-f-]{36})/giao-vai`).FindStringSubmatch(body)
		if first == nil || href == nil {
			t.Fatalf("no password or no address:\n%s", body)
		}
		*d.clock = d.clock.Add(identity.FirstFor - time.Minute)
		if got := d.anew().signIn("can-bo", first[1]); got != http.StatusOK {
			t.Errorf("a minute before it runs out: %d", got)
		}
		*d.clock = d.clock.Add(time.Minute)
		if got := d.anew().signIn("can-bo", first[1]); got != http.StatusUnprocessableEntity {
			t.Errorf("run out, and it opens: %d", got)
		}
		d.signIn("quan-tri", adminPassword)
		_, _, body = d.do("/can-bo/"+href[1]+"/mat-khau", "x", "y")
		if first = shownOnce.FindStringSubmatch(body); first == nil {
			t.Fatalf("no second one:\n%s", body)
		}
		own := "một câu của riêng mình"
		new := d.anew()
		new.signIn("can-bo", first[1])
		if status, _, body := new.do("/mat-khau", "old", first[1], "password", own, "again", own); status != http.StatusOK {
			t.Errorf("choosing one's own: %d\n%s", status, body)
		}
		*d.clock = d.clock.Add(2 * identity.FirstFor)
		if got := d.anew().signIn("can-bo", own); got != http.StatusOK {
			t.Errorf("one's own ran out: %d", got)
		}
	})
}

func TestSomebodyComesAndGoes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		if got := d.signIn("quan-tri", adminPassword); got != http.StatusOK {
			t.Fatal(got)
		}
		status, _, body := d.do("/can-bo", "login", "quan-tri", "title", "")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, lang.VI.T("identity.fault.taken")) || !strings.Contains(body, lang.VI.T("identity.fault.title")) {
			t.Errorf("a form with two faults: %d\n%s", status, body)
		}
		_, _, body = d.do("/can-bo", "login", "can-bo", "title", "Cán bộ dân vận")
		m := shownOnce.FindStringSubmatch(body)
		href := regexp.MustCompile(`/can-bo/([0-9a-f-]{36})/giao-vai`).FindStringSubmatch(body)
		if m == nil || href == nil {
			t.Fatalf("no password or no address:\n%s", body)
		}
		path := "/can-bo/" + href[1]
		if status, _, body = d.do(path+"/giao-vai", "role", "host_lead", "from", "2026-03-02"); status != http.StatusUnprocessableEntity {
			t.Errorf("a role of a body without a body: %d\n%s", status, body)
		}
		if status, _, body = d.do(path+"/giao-vai", "role", "admin", "from", "2/3/2026"); status != http.StatusOK {
			t.Errorf("giving a role: %d\n%s", status, body)
		}
		if _, _, body = d.do(path); strings.Contains(body, m[1]) {
			t.Error("the password is shown twice")
		}
		d.comesIn(m[1])
		if status, _, body = d.do(path+"/dong", "x", "y"); status != http.StatusOK || !strings.Contains(body, lang.VI.T("identityweb.closed")) {
			t.Errorf("closing: %d\n%s", status, body)
		}
		if got := d.anew().signIn("can-bo", "một câu của riêng mình"); got != http.StatusUnprocessableEntity {
			t.Errorf("a closed account signs in: %d", got)
		}
	})
}

// comesIn signs the new one in from a browser of their own and changes the
// password, which ends their other sessions.
func (d *desk) comesIn(password string) {
	d.t.Helper()
	one, two := d.anew(), d.anew()
	for _, x := range []*desk{one, two} {
		status, path, _ := x.do("/dang-nhap", "login", "can-bo", "password", password, "next", "/can-bo")
		if status != http.StatusOK || path != "/mat-khau" {
			d.t.Fatalf("the new one signs in: %d, and is led to %s, to choose a password", status, path)
		}
	}
	for _, c := range []struct {
		old, fresh, again string
		want              int
	}{
		{"sai", "một câu của riêng mình", "một câu của riêng mình", http.StatusUnprocessableEntity},
		{password, "ngắn", "ngắn", http.StatusUnprocessableEntity},
		{password, "một câu của riêng mình", "một câu khác", http.StatusUnprocessableEntity},
		{password, "một câu của riêng mình", "một câu của riêng mình", http.StatusOK},
	} {
		if status, _, body := one.do("/mat-khau", "old", c.old, "password", c.fresh, "again", c.again); status != c.want {
			d.t.Errorf("password from %q to %q: %d, want %d\n%s", c.old, c.fresh, status, c.want, body)
		}
	}
	if status, _, _ := one.do("/can-bo"); status != http.StatusOK {
		d.t.Errorf("changing the password signed out the one who did: %d", status)
	}
	if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
		d.t.Errorf("the other session outlived the password: %d", status)
	}
}

func TestTheCookieOfARealOfficeIsSecure(t *testing.T) {
	w := httptest.NewRecorder()
	Cookies{}.Keep(w, "token")
	got := w.Header().Get("Set-Cookie")
	for _, want := range []string{"__Host-kheo=token", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %s", got, want)
		}
	}
}
