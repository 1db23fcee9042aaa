package identityweb

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oauth2-proxy/mockoidc"

	"kheo/lang"
)

// An idp is a provider that is not ours, in process, and what is done to the
// word it gives before it leaves.
type idp struct {
	*mockoidc.MockOIDC
	forge func(head, says map[string]any)
	down  atomic.Bool
}

func (o *idp) says(claim string, value any) {
	o.forge = func(_, says map[string]any) { says[claim] = value }
}

func openIDP(t *testing.T) *idp {
	t.Helper()
	m, err := mockoidc.NewServer(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &idp{MockOIDC: m}
	if err := m.AddMiddleware(o.between); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	if err := m.Start(server.Listener, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Shutdown() })
	return o
}

// between signs the token anew after it was changed, or not at all.
func (o *idp) between(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case o.down.Load():
			http.Error(w, "down", http.StatusBadGateway)
			return
		case o.forge == nil || r.URL.Path != mockoidc.TokenEndpoint:
			next.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		var answer map[string]any
		if rec.Code == http.StatusOK && json.Unmarshal(rec.Body.Bytes(), &answer) == nil {
			answer["id_token"] = o.sign(answer["id_token"].(string))
			body, _ := json.Marshal(answer)
			rec.Body = bytes.NewBuffer(body)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(rec.Code)
		w.Write(rec.Body.Bytes())
	})
}

func (o *idp) sign(token string) string {
	part := func(s string) map[string]any {
		raw, _ := base64.RawURLEncoding.DecodeString(s)
		var m map[string]any
		json.Unmarshal(raw, &m)
		return m
	}
	text := func(m map[string]any) string {
		raw, _ := json.Marshal(m)
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	parts := strings.Split(token, ".")
	head, says := part(parts[0]), part(parts[1])
	o.forge(head, says)
	signed := text(head) + "." + text(says)
	if head["alg"] == "none" {
		return signed + "."
	}
	key, sum := o.Keypair.PrivateKey, sha256.Sum256([]byte(signed))
	if head["foreign"] == true {
		key, _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	sig, _ := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// withOffice is the desk of an office that has accounts of its own; the
// administrator's is 1234567890 there and not tied yet.
func withOffice(t *testing.T, f func(t *testing.T, d *desk, o *idp)) {
	t.Helper()
	var o *idp
	eachWith(t, func(t *testing.T, deps *Deps) {
		o = openIDP(t)
		deps.Office = &Provider{Issuer: o.Issuer(), Client: o.ClientID, Secret: o.ClientSecret}
		o.FastForward(time.Until(at)) // to the hour it is here
	}, func(t *testing.T, d *desk) { f(t, d, o) })
}

var leaveShown = regexp.MustCompile(`href="(http://[^"]+/oidc/authorize[^"]+)"`)

// ties has the administrator tie the account that the provider shows next.
func (d *desk) ties() {
	d.t.Helper()
	d.signIn("quan-tri", adminPassword)
	if status, _, body := d.do("/tai-khoan/co-quan", "password", "sai"); status != http.StatusUnprocessableEntity || leaveShown.MatchString(body) {
		d.t.Errorf("the way to tie without the password: %d", status)
	}
	_, _, body := d.do("/tai-khoan/co-quan", "password", adminPassword)
	m := leaveShown.FindStringSubmatch(body)
	if m == nil {
		d.t.Fatalf("no way to the provider:\n%s", body)
	}
	if status, at := d.follow(strings.ReplaceAll(m[1], "&amp;", "&")); status != http.StatusOK || at != "/tai-khoan" {
		d.t.Fatalf("tying: %d at %s", status, at)
	}
}

// follow goes wherever an address leads.
func (d *desk) follow(address string) (status int, at string) {
	d.t.Helper()
	resp, err := d.client.Get(address)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Request.URL.Path
}

func TestTheOfficesAccountSignsInWhoTiedIt(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		if _, _, body := d.do("/dang-nhap"); !strings.Contains(body, lang.VI.T("identityweb.office-enter")) {
			t.Error("the door does not offer the office's account")
		}
		status, _, body := d.do("/dang-nhap/co-quan")
		if status != http.StatusForbidden || !strings.Contains(body, lang.VI.T("identityweb.fault.office-unknown")) {
			t.Errorf("an account nobody tied: %d", status)
		}
		if status, _, _ := d.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("an account nobody tied opened: %d", status)
		}
		d.ties()
		two := d.anew()
		if status, at, _ := two.do("/en/sign-in/office?next=/en/account"); status != http.StatusOK || at != "/en/account" {
			t.Errorf("signing in by it: %d at %s", status, at)
		}
		if _, _, body := two.do("/tai-khoan"); !strings.Contains(body, lang.VI.T("identityweb.how-linked")) {
			t.Error("one's own page does not say that the account is tied")
		}
		// Somebody else there is nobody here, and cannot take the name of who is.
		o.QueueUser(&mockoidc.MockUser{Subject: "other", Email: "jane.doe@example.com"})
		if status, _, _ := d.anew().do("/dang-nhap/co-quan"); status != http.StatusForbidden {
			t.Errorf("another with the same address: %d", status)
		}
		if status, at, _ := two.do("/tai-khoan/co-quan/bo", "password", adminPassword); status != http.StatusOK || at != "/tai-khoan" {
			t.Errorf("untying: %d at %s", status, at)
		}
		if status, _, _ := d.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("another session outlived untying: %d", status)
		}
		if status, _, _ := d.anew().do("/dang-nhap/co-quan"); status != http.StatusForbidden {
			t.Errorf("after untying: %d", status)
		}
	})
}

func TestAnAdministratorTiesAnAccount(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		d.signIn("quan-tri", adminPassword)
		_, _, body := d.do("/can-bo", "login", "can-bo", "title", "Cán bộ dân vận")
		path := "/can-bo/" + regexp.MustCompile(`/can-bo/([0-9a-f-]{36})/giao-vai`).FindStringSubmatch(body)[1]
		for _, visitor := range []string{path + "/co-quan", path + "/bo-co-quan"} {
			if status, _, _ := d.anew().do(visitor, "subject", "can-bo-9"); status != http.StatusNotFound {
				t.Errorf("%s for a visitor: %d", visitor, status)
			}
		}
		if status, _, _ := d.do(path+"/co-quan", "subject", ""); status != http.StatusUnprocessableEntity {
			t.Errorf("no name there: %d", status)
		}
		if status, _, _ := d.do(path+"/co-quan", "subject", "can-bo-9"); status != http.StatusOK {
			t.Errorf("tying: %d", status)
		}
		two := d.anew()
		o.QueueUser(&mockoidc.MockUser{Subject: "can-bo-9"})
		if status, at, _ := two.do("/dang-nhap/co-quan"); status != http.StatusOK || at != "/tai-khoan" {
			t.Errorf("signing in: %d at %s", status, at)
		}
		if status, _, _ := two.do(path+"/co-quan", "subject", "x"); status != http.StatusNotFound {
			t.Errorf("one without the right ties: %d", status)
		}
		if status, _, _ := d.do(path+"/bo-co-quan", "x", "y"); status != http.StatusOK {
			t.Errorf("untying: %d", status)
		}
		if _, at, _ := two.do("/tai-khoan"); at != "/dang-nhap" {
			t.Errorf("untied, and still in at %s", at)
		}
	})
}

// A role that wants a second factor opens by the office's account only when the
// provider says that one was shown.
func TestTheProviderSaysWhetherASecondFactorWasShown(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		d.ties()
		d.do("/can-bo/ma-so", "role", "admin")
		for _, c := range []struct {
			claim string
			value any
			want  int
		}{
			{"x", 1, http.StatusNotFound}, {"amr", []string{"pwd"}, http.StatusNotFound}, {"acr", "gold", http.StatusNotFound},
			{"amr", []string{"pwd", "mfa"}, http.StatusOK},
		} {
			o.says(c.claim, c.value)
			two := d.anew()
			two.do("/dang-nhap/co-quan")
			if status, _, _ := two.do("/can-bo"); status != c.want {
				t.Errorf("%s %v: %d, want %d", c.claim, c.value, status, c.want)
			}
		}
		secret, _ := d.codes() // now with a code app of this house, too
		two := d.anew()
		if _, at, _ := two.do("/dang-nhap/co-quan"); at == "/dang-nhap/ma-so" {
			t.Error("a code is asked although the provider asked for one")
		}
		o.forge = nil
		if _, at, _ := two.do("/dang-nhap/co-quan"); at != "/dang-nhap/ma-so" {
			t.Errorf("without the provider's word it led to %s", at)
		}
		if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("half a session opened: %d", status)
		}
		*d.clock = d.clock.Add(time.Minute)
		code := appCode(t, secret, *d.clock)
		if status, at, _ := two.do("/dang-nhap/ma-so", "code", code); status != http.StatusOK || at != "/can-bo" {
			t.Errorf("the code after it: %d at %s", status, at)
		}
	})
}

func TestNoForgedWordOpens(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		d.ties()
		for name, forge := range map[string]func(head, says map[string]any){
			"another nonce":       func(_, says map[string]any) { says["nonce"] = "x" },
			"no nonce":            func(_, says map[string]any) { delete(says, "nonce") },
			"another audience":    func(_, says map[string]any) { says["aud"] = "elsewhere" },
			"two, not said whose": func(_, says map[string]any) { says["aud"] = []string{o.ClientID, "elsewhere"} },
			"given to another":    func(_, says map[string]any) { says["azp"] = "elsewhere" },
			"another issuer":      func(_, says map[string]any) { says["iss"] = "https://elsewhere.example" },
			"run out":             func(_, says map[string]any) { says["exp"] = at.Add(-time.Minute).Unix() },
			"nobody":              func(_, says map[string]any) { says["sub"] = "" },
			"not signed":          func(head, _ map[string]any) { head["alg"] = "none" },
			"signed by the secret": func(head, _ map[string]any) {
				head["alg"] = "HS256"
			},
			"signed by another": func(head, _ map[string]any) { head["foreign"] = true },
		} {
			o.forge = forge
			two := d.anew()
			if status, _, body := two.do("/dang-nhap/co-quan"); status != http.StatusForbidden || !strings.Contains(body, lang.VI.T("identityweb.fault.office-again")) {
				t.Errorf("%s: %d", name, status)
			}
			if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
				t.Errorf("%s opened: %d", name, status)
			}
		}
		d.server.Close() // every line is written
		if n := strings.Count(d.log.String(), "refused=office-token"); n != 11 || strings.Contains(d.log.String(), mockoidc.DefaultUser().Subject) {
			t.Errorf("%d refusals in the log, or somebody's name:\n%s", n, d.log)
		}
	})
}

// stay has the browser stop where it would come back to this house.
func (d *desk) stay() {
	d.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == back {
			return http.ErrUseLastResponse
		}
		return nil
	}
}

func (d *desk) leaves() string {
	d.t.Helper()
	d.stay()
	resp, err := d.client.Get(d.server.URL + "/dang-nhap/co-quan")
	if err != nil {
		d.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.Header.Get("Location")
}

func TestNobodyComesBackOnAnothersWay(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		d.ties()
		one, two := d.anew(), d.anew()
		backOfOne := one.leaves()
		two.leaves()
		if status, _ := two.follow(backOfOne); status != http.StatusForbidden {
			t.Errorf("another's way back: %d", status)
		}
		if status, _ := d.anew().follow(backOfOne); status != http.StatusForbidden {
			t.Errorf("a way back by one who never left: %d", status)
		}
		root, _ := url.Parse(d.server.URL)
		kept := one.client.Jar.Cookies(root)
		if status, at := one.follow(backOfOne); status != http.StatusOK || at != "/can-bo" {
			t.Errorf("one's own way back: %d at %s", status, at)
		}
		if status, _ := one.follow(backOfOne); status != http.StatusForbidden {
			t.Errorf("the same way a second time: %d", status)
		}
		thief := d.anew() // with the cookie of the way that was gone
		thief.client.Jar.SetCookies(root, kept)
		if status, _ := thief.follow(backOfOne); status != http.StatusForbidden {
			t.Errorf("the code a second time: %d", status)
		}
		late := d.anew()
		address := late.leaves()
		*d.clock = d.clock.Add(awayFor + time.Second)
		if status, _ := late.follow(address); status != http.StatusForbidden {
			t.Errorf("too late: %d", status)
		}
		if status, _ := d.anew().follow(d.server.URL + back + "?error=access_denied&state=x"); status != http.StatusForbidden {
			t.Errorf("a refusal nobody asked for: %d", status)
		}
	})
}

// A way to tie that was begun by one must not tie another who sits there since.
func TestAnAccountIsTiedByWhoeverBegan(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		d.signIn("quan-tri", adminPassword)
		_, _, body := d.do("/tai-khoan/co-quan", "password", adminPassword)
		leave := strings.ReplaceAll(leaveShown.FindStringSubmatch(body)[1], "&amp;", "&")
		d.do("/dang-xuat", "x", "y")
		if status, _ := d.follow(leave); status != http.StatusForbidden {
			t.Errorf("signed out since: %d", status)
		}
		if status, _, _ := d.anew().do("/dang-nhap/co-quan"); status != http.StatusForbidden {
			t.Errorf("and it is tied: %d", status)
		}
	})
}

func TestAProviderThatIsDownLeavesThePassword(t *testing.T) {
	withOffice(t, func(t *testing.T, d *desk, o *idp) {
		o.down.Store(true)
		status, _, body := d.do("/dang-nhap/co-quan")
		if status != http.StatusServiceUnavailable || !strings.Contains(body, lang.VI.T("identityweb.fault.office-down")) {
			t.Errorf("down: %d", status)
		}
		if got := d.signIn("quan-tri", adminPassword); got != http.StatusOK {
			t.Errorf("the password meanwhile: %d", got)
		}
		o.down.Store(false)
		d.ties()
		two := d.anew()
		address := two.leaves()
		o.down.Store(true)
		if status, _ := two.follow(address); status != http.StatusServiceUnavailable {
			t.Errorf("down on the way back: %d", status)
		}
	})
}

// Without accounts of the office nothing of it is there.
func TestNoProviderNoDoor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.signIn("quan-tri", adminPassword)
		for _, path := range []string{"/dang-nhap/co-quan", back, "/tai-khoan/co-quan"} {
			if status, _, _ := d.do(path); status != http.StatusNotFound {
				t.Errorf("%s: %d", path, status)
			}
		}
		if _, _, body := d.do("/tai-khoan"); strings.Contains(body, "co-quan") {
			t.Error("one's own page leads there")
		}
	})
}
