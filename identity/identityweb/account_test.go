package identityweb

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kheo/internal/web/guard"
	"kheo/lang"
)

var puzzleShown = regexp.MustCompile(`name="work" value="([^"]+)"`)

func TestOthersGuessesLockNobodyOut(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		other := d.anew()
		for range 15 {
			other.signIn("quan-tri", "sai")
		}
		status, _, body := d.do("/dang-nhap", "login", "quan-tri", "password", adminPassword)
		m := puzzleShown.FindStringSubmatch(body)
		if status != http.StatusTooManyRequests || m == nil {
			t.Fatalf("no work is asked after many tries: %d\n%s", status, body)
		}
		nonce := 0
		for !guard.Solved(m[1], strconv.Itoa(nonce), 16) {
			nonce++
		}
		form := []string{"login", "quan-tri", "password", adminPassword, "work", m[1], "nonce", strconv.Itoa(nonce)}
		if status, path, _ := d.do("/dang-nhap", form...); status != http.StatusOK || path != "/can-bo" {
			t.Errorf("the work done, the password right: %d at %s", status, path)
		}
		if status, _, _ := other.do("/dang-nhap", form...); status != http.StatusOK { // the right password set the count back
			t.Errorf("after the right password: %d", status)
		}
	})
}

// appCode is what a code app shows, told apart from the house's own counting.
func appCode(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	m := hmac.New(sha1.New, key)
	binary.Write(m, binary.BigEndian, at.Unix()/30)
	sum := m.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[19]&15:]) & (1<<31 - 1)
	return fmt.Sprintf("%06d", n%1e6)
}

var (
	secretShown = regexp.MustCompile(`<strong class="code">((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</strong>`)
	paperShown  = regexp.MustCompile(`<strong class="code">([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</strong>`)
)

// codes sets a code app up and returns its secret and a code on paper.
func (d *desk) codes() (secret, paper string) {
	d.t.Helper()
	if status, _, body := d.do("/tai-khoan/ma-so", "password", "sai"); status != http.StatusUnprocessableEntity || secretShown.MatchString(body) {
		d.t.Errorf("a secret without the password: %d", status)
	}
	_, _, body := d.do("/tai-khoan/ma-so", "password", adminPassword)
	m := secretShown.FindStringSubmatch(body)
	if m == nil || !strings.Contains(body, `class="qr"`) {
		d.t.Fatalf("no secret, or no QR code:\n%s", body)
	}
	secret = strings.ReplaceAll(m[1], " ", "")
	if status, _, body := d.do("/tai-khoan/ma-so/thu", "code", "12345"); status != http.StatusUnprocessableEntity || strings.Contains(body, m[1]) {
		d.t.Errorf("a wrong first code: %d, or the secret again\n%s", status, body)
	}
	status, _, body := d.do("/tai-khoan/ma-so/thu", "code", appCode(d.t, secret, *d.clock))
	p := paperShown.FindStringSubmatch(body)
	if status != http.StatusOK || p == nil {
		d.t.Fatalf("the first code: %d\n%s", status, body)
	}
	return secret, p[1]
}

// The whole way of a code: set up after the password, asked at the door, taken
// once, stood in for by paper, dropped with password and code.
func TestACodeIsAskedAtTheDoor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.signIn("quan-tri", adminPassword)
		two := d.anew()
		two.signIn("quan-tri", adminPassword)
		secret, paper := d.codes()
		if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("a session from before the code goes on: %d", status)
		}
		if status, _, _ := d.do("/can-bo"); status != http.StatusOK {
			t.Errorf("the one who set the code is out: %d", status)
		}
		_, path, _ := two.do("/dang-nhap", "login", "quan-tri", "password", adminPassword, "next", "/mat-khau")
		if status, _, _ := two.do("/can-bo"); path != "/dang-nhap/ma-so" || status != http.StatusNotFound {
			t.Errorf("the password alone led to %s, and opened: %d", path, status)
		}
		if status, _, _ := two.do("/dang-nhap/ma-so", "code", appCode(t, secret, *d.clock)); status != http.StatusUnprocessableEntity {
			t.Errorf("a code that was used: %d", status)
		}
		*d.clock = d.clock.Add(time.Minute)
		code := appCode(t, secret, *d.clock)
		if _, path, _ := two.do("/dang-nhap/ma-so", "code", code, "next", "/mat-khau"); path != "/mat-khau" {
			t.Errorf("the code led to %s", path)
		}
		three := d.anew()
		three.signIn("quan-tri", adminPassword)
		if status, _, _ := three.do("/dang-nhap/ma-so", "code", code); status != http.StatusUnprocessableEntity {
			t.Errorf("the same code a second time: %d", status)
		}
		if status, _, _ := three.do("/dang-nhap/ma-so", "code", "000000"); status != http.StatusUnprocessableEntity {
			t.Errorf("no code at all: %d", status)
		}
		if log := d.log.String(); strings.Count(log, "refused=code-spent") != 2 || strings.Count(log, "refused=code\n") != 1 || strings.Contains(log, code) {
			t.Errorf("the log does not tell a code that served from one that is none, or tells it:\n%s", log)
		}
		if _, path, _ := three.do("/dang-nhap/ma-so", "code", strings.ToLower(paper)); path != "/can-bo" {
			t.Errorf("a code on paper led to %s", path)
		}
		*d.clock = d.clock.Add(time.Minute)
		if status, _, _ := d.do("/tai-khoan/ma-so/bo", "password", adminPassword, "code", paper); status != http.StatusUnprocessableEntity {
			t.Errorf("dropped with a paper that was used: %d", status)
		}
		if _, path, body := d.do("/tai-khoan/ma-so/bo", "password", adminPassword, "code", appCode(t, secret, *d.clock)); path != "/tai-khoan" {
			t.Errorf("dropping led to %s\n%s", path, body)
		}
		if _, path, _ := three.do("/dang-nhap", "login", "quan-tri", "password", adminPassword); path != "/can-bo" {
			t.Errorf("after the code was dropped: %s", path)
		}
	})
}

func TestACodeIsNotGuessedForLong(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.signIn("quan-tri", adminPassword)
		secret, _ := d.codes()
		*d.clock = d.clock.Add(time.Minute)
		d.signIn("quan-tri", adminPassword)
		for range 11 {
			d.do("/dang-nhap/ma-so", "code", "000000")
		}
		if status, _, _ := d.do("/dang-nhap/ma-so", "code", appCode(t, secret, *d.clock)); status != http.StatusUnprocessableEntity {
			t.Errorf("the right code after eleven wrong: %d", status)
		}
		*d.clock = d.clock.Add(16 * time.Minute)
		if _, path, _ := d.do("/dang-nhap/ma-so", "code", appCode(t, secret, *d.clock)); path != "/dang-nhap" {
			t.Errorf("half a session after sixteen minutes leads to %s", path)
		}
	})
}

func TestOnesOwnSessionsAreListedAndEnded(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		if _, path, _ := d.do("/tai-khoan"); path != "/dang-nhap" {
			t.Errorf("a visitor's account is at %s", path)
		}
		d.signIn("quan-tri", adminPassword)
		two := d.anew()
		two.signIn("quan-tri", adminPassword)
		_, _, body := d.do("/tai-khoan")
		m := regexp.MustCompile(`name="session" value="([^"]+)"`).FindAllStringSubmatch(body, -1)
		if len(m) != 1 || !strings.Contains(body, lang.VI.T("identityweb.here")) {
			t.Fatalf("the list:\n%s", body)
		}
		if status, path, _ := d.do("/tai-khoan/thoat-noi-khac", "session", m[0][1]); status != http.StatusOK || path != "/tai-khoan" {
			t.Errorf("ending one: %d at %s", status, path)
		}
		if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("the other session goes on: %d", status)
		}
		two.signIn("quan-tri", adminPassword)
		d.do("/en/account/sign-out-elsewhere", "x", "y")
		if status, _, _ := two.do("/can-bo"); status != http.StatusNotFound {
			t.Errorf("all others were ended, and this goes on: %d", status)
		}
		if status, _, _ := d.do("/can-bo"); status != http.StatusOK {
			t.Errorf("one's own ended with the others: %d", status)
		}
	})
}

func TestADeviceIsToldPlainly(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36":                         "Chrome/Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0":           "Edge/Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1": "Safari/iPhone",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox/Linux",
		"": "/", "curl/8": "/", strings.Repeat("Chrome/Windows<script>", 100): "Chrome/Windows",
	} {
		if got := deviceOf(agent); got != want {
			t.Errorf("%.60s: %q, want %q", agent, got, want)
		}
	}
}
