package identityweb

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"kheo/lang"
)

// A phone makes passkeys and signs with them, in software.
type phone struct {
	virtualwebauthn.Authenticator
	party virtualwebauthn.RelyingParty
	key   virtualwebauthn.Credential
}

// named has the desk's browser come by a name: for a number there are no
// passkeys.
func (d *desk) named() string {
	d.t.Helper()
	u, err := url.Parse(d.server.URL)
	if err != nil {
		d.t.Fatal(err)
	}
	d.server.URL = "http://localhost:" + u.Port()
	return d.server.URL
}

func newPhone(origin string) *phone {
	return &phone{virtualwebauthn.NewAuthenticator(), virtualwebauthn.RelyingParty{ID: "localhost", Name: "x", Origin: origin},
		newKey()}
}

// newKey is a key whose coordinates have their 32 bytes. Of one in 128 the
// library drops a zero before a coordinate, which no device does (RFC 9053,
// section 7.1.1) and the office rightly refuses.
func newKey() virtualwebauthn.Credential {
	const whole = 77 // bytes of such a key in CBOR
	for {
		if c := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(c.Key.AttestationData()) == whole {
			return c
		}
	}
}

var (
	askShown     = regexp.MustCompile(`name="ask" value="([^"]+)"`)
	optionsShown = regexp.MustCompile(`data-options="([^"]+)"`)
)

// asks is what a page asks of a device.
func (d *desk) asks(path string) (options, sealed string) {
	d.t.Helper()
	_, _, body := d.do(path)
	o, s := optionsShown.FindStringSubmatch(body), askShown.FindStringSubmatch(body)
	if o == nil || s == nil {
		d.t.Fatalf("%s asks for no passkey:\n%s", path, body)
	}
	return html.UnescapeString(o[1]), html.UnescapeString(s[1])
}

func (p *phone) make(t *testing.T, options string) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	p.Options.UserHandle = []byte(o.UserID)
	return virtualwebauthn.CreateAttestationResponse(p.party, p.Authenticator, p.key, *o)
}

func (p *phone) sign(t *testing.T, options string) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	return virtualwebauthn.CreateAssertionResponse(p.party, p.Authenticator, p.key, *o)
}

// keeps has the administrator keep a passkey of the phone.
func (d *desk) keeps(p *phone, name string) {
	d.t.Helper()
	options, sealed := d.asks("/tai-khoan/khoa")
	answer := p.make(d.t, options)
	if status, at, body := d.do("/tai-khoan/khoa", "name", name, "password", adminPassword, "ask", sealed, "answer", answer); status != http.StatusOK || !strings.Contains(body, name) {
		d.t.Fatalf("keeping a passkey: %d at %s\n%s", status, at, body)
	}
}

func (d *desk) knocks(p *phone) (status int, at, body string) {
	d.t.Helper()
	options, sealed := d.asks("/dang-nhap")
	return d.do("/dang-nhap/khoa", "ask", sealed, "answer", p.sign(d.t, options), "next", "/tai-khoan")
}

// The whole way: made after the password, two of them, signed in by, used where
// a role wants a second factor, dropped.
func TestAPasskeySignsIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		origin := d.named()
		d.signIn("quan-tri", adminPassword)
		one, two := newPhone(origin), newPhone(origin)
		options, sealed := d.asks("/tai-khoan/khoa")
		if status, _, _ := d.do("/tai-khoan/khoa", "name", "x", "password", "sai", "ask", sealed, "answer", one.make(t, options)); status != http.StatusUnprocessableEntity {
			t.Errorf("kept without the password: %d", status)
		}
		d.keeps(one, "điện thoại")
		d.keeps(two, "máy ở cơ quan")
		d.do("/can-bo/ma-so", "role", "admin")
		if status, _, _ := d.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("the password alone, where a second factor is wanted: %d", status)
		}
		for _, p := range []*phone{one, two} {
			three := d.anew()
			if status, at, _ := three.knocks(p); status != http.StatusOK || at != "/tai-khoan" {
				t.Errorf("signing in: %d at %s", status, at)
			}
			if status, _, _ := three.do("/can-bo"); status != http.StatusOK {
				t.Errorf("a passkey is no second factor: %d", status)
			}
		}
		_, _, body := d.do("/tai-khoan/khoa")
		first := regexp.MustCompile(`value="([0-9a-f-]{36})"[^>]*>\s*<[^>]*>\s*điện thoại`).FindStringSubmatch(body)
		if first == nil || strings.Count(body, strings.Split(lang.VI.T("identityweb.seen", "at", "|"), "|")[0]) != 2 {
			t.Fatalf("the list lacks a passkey, or when it was used:\n%s", body)
		}
		d.do("/tai-khoan/khoa/bo", "key", first[1], "again", "sai")
		d.do("/tai-khoan/khoa/bo", "again", adminPassword)
		if status, _, _ := d.anew().knocks(one); status != http.StatusOK {
			t.Errorf("dropped without the password, or unnamed: %d", status)
		}
		d.do("/tai-khoan/khoa/bo", "key", first[1], "again", adminPassword)
		if status, _, body := d.anew().knocks(one); status != http.StatusForbidden || !strings.Contains(body, lang.VI.T("identityweb.fault.passkey")) {
			t.Errorf("a passkey that was dropped: %d", status)
		}
		if status, _, _ := d.anew().knocks(two); status != http.StatusOK {
			t.Errorf("the other one: %d", status)
		}
	})
}

func TestNoForgedSignatureOpens(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		origin := d.named()
		d.signIn("quan-tri", adminPassword)
		own := newPhone(origin)
		own.key.Counter = 5
		d.keeps(own, "điện thoại")
		for name, change := range map[string]func(p *phone){
			"another site":         func(p *phone) { p.party.Origin = "https://kheo.elsewhere.example" },
			"another name":         func(p *phone) { p.party.ID = "elsewhere.example" },
			"nobody looked":        func(p *phone) { p.Options.UserNotVerified = true },
			"nobody there":         func(p *phone) { p.Options.UserNotPresent = true },
			"another holder":       func(p *phone) { p.Options.UserHandle = []byte("0195a1c2-7b1e-7c3d-8e4f-0123456789ac") },
			"no holder":            func(p *phone) { p.Options.UserHandle = nil },
			"another key":          func(p *phone) { p.key.Key = newKey().Key },
			"an unknown one":       func(p *phone) { p.key = newKey() },
			"fewer signatures":     func(p *phone) { p.key.Counter = 4 },
			"as many as before":    func(p *phone) {},
			"no longer counting":   func(p *phone) { p.key.Counter = 0 },
			"suddenly with copies": func(p *phone) { p.key.Counter, p.Options.BackupEligible = 6, true },
		} {
			p := *own
			change(&p)
			two := d.anew()
			if status, _, _ := two.knocks(&p); status != http.StatusForbidden {
				t.Errorf("%s: %d", name, status)
			}
			if _, at, _ := two.do("/tai-khoan"); at != "/dang-nhap" {
				t.Errorf("%s opened", name)
			}
		}
		own.key.Counter = 6
		if status, _, _ := d.anew().knocks(own); status != http.StatusOK {
			t.Errorf("one more than before: %d", status)
		}
		d.server.Close() // every line is written
		if n, m := strings.Count(d.log.String(), "refused=passkey\n"), strings.Count(d.log.String(), "refused=passkey-copied\n"); n != 9 || m != 3 || strings.Contains(d.log.String(), "quan-tri") {
			t.Errorf("%d and %d refusals in the log, or somebody's name:\n%s", n, m, d.log)
		}
	})
}

func TestASignatureServesOnceAndInTime(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		origin := d.named()
		d.signIn("quan-tri", adminPassword)
		own := newPhone(origin)
		madeFor, sealedFor := d.asks("/tai-khoan/khoa")
		d.keeps(own, "điện thoại")
		options, sealed := d.anew().asks("/dang-nhap")
		answer := own.sign(t, options)
		for _, c := range []struct{ what, sealed, answer string }{
			{"nothing", "", ""}, {"no answer", sealed, ""}, {"not sealed here", "x", answer}, {"no JSON", sealed, "{"},
			{"a making for a signature", sealedFor, own.make(t, madeFor)}, {"very long", sealed, "{\"id\":\"" + strings.Repeat("A", 50_000) + "\"}"},
		} {
			if status, _, _ := d.anew().do("/dang-nhap/khoa", "ask", c.sealed, "answer", c.answer); status != http.StatusForbidden {
				t.Errorf("%s: %d", c.what, status)
			}
		}
		options, sealed = d.anew().asks("/dang-nhap")
		answer = own.sign(t, options)
		if status, _, _ := d.anew().do("/dang-nhap/khoa", "ask", sealed, "answer", answer); status != http.StatusOK {
			t.Errorf("signed: %d", status)
		}
		if status, _, _ := d.anew().do("/dang-nhap/khoa", "ask", sealed, "answer", answer); status != http.StatusForbidden {
			t.Errorf("the same signature again: %d", status)
		}
		options, sealed = d.anew().asks("/dang-nhap")
		*d.clock = d.clock.Add(asksFor + time.Second)
		if status, _, _ := d.anew().do("/dang-nhap/khoa", "ask", sealed, "answer", own.sign(t, options)); status != http.StatusForbidden {
			t.Errorf("too late: %d", status)
		}
	})
}

func TestNoPasskeyIsMadeForAnother(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		origin := d.named()
		d.signIn("quan-tri", adminPassword)
		_, _, body := d.do("/can-bo", "login", "can-bo", "title", "Cán bộ dân vận")
		password := shownOnce.FindStringSubmatch(body)[1]
		path := "/can-bo/" + regexp.MustCompile(`/can-bo/([0-9a-f-]{36})/giao-vai`).FindStringSubmatch(body)[1]
		own, other := newPhone(origin), d.anew()
		options, sealed := d.asks("/tai-khoan/khoa")
		var shown struct{ User struct{ Name string } }
		if err := json.Unmarshal([]byte(options), &shown); err != nil || shown.User.Name != "quan-tri" {
			t.Errorf("asked for %q: %v", shown.User.Name, err)
		}
		other.signIn("can-bo", password)
		answer := own.make(t, options)
		if status, _, _ := other.do("/tai-khoan/khoa", "name", "x", "password", password, "ask", sealed, "answer", answer); status != http.StatusUnprocessableEntity {
			t.Errorf("asked of one, kept for another: %d", status)
		}
		unseen := newPhone(origin)
		unseen.Options.UserNotVerified = true
		options, sealed = d.asks("/tai-khoan/khoa")
		if status, _, _ := d.do("/tai-khoan/khoa", "name", "x", "password", adminPassword, "ask", sealed, "answer", unseen.make(t, options)); status != http.StatusUnprocessableEntity {
			t.Errorf("made without looking who it is: %d", status)
		}
		d.keeps(own, "điện thoại")
		options, sealed = other.asks("/tai-khoan/khoa")
		if status, _, _ := other.do("/tai-khoan/khoa", "name", "x", "password", password, "ask", sealed, "answer", own.make(t, options)); status != http.StatusUnprocessableEntity {
			t.Errorf("one passkey for two: %d", status)
		}
		mine := newPhone(origin)
		options, sealed = other.asks("/tai-khoan/khoa")
		other.do("/tai-khoan/khoa", "name", "x", "password", password, "ask", sealed, "answer", mine.make(t, options))
		if status, _, _ := d.do(path+"/bo-khoa", "x", "y"); status != http.StatusOK {
			t.Errorf("an administrator takes it away: %d", status)
		}
		if status, _, _ := d.anew().knocks(mine); status != http.StatusForbidden {
			t.Errorf("taken away, and it opens: %d", status)
		}
		if _, at, _ := other.do("/tai-khoan"); at != "/dang-nhap" {
			t.Errorf("a session outlived it, at %s", at)
		}
	})
}
