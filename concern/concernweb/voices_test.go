package concernweb

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/seal"
)

func vaultIn(t *testing.T) *seal.Vault {
	t.Helper()
	v, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func request(cookies []*http.Cookie) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	for _, c := range cookies {
		if c.MaxAge >= 0 {
			r.AddCookie(c)
		}
	}
	return r
}

func TestVoicesAreHeardAndForgotten(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, kheo.Zone)
	p := &pages{Deps: Deps{Desk: &concern.Desk{Vault: vaultIn(t)}, Now: func() time.Time { return now }}}
	one, two := kheo.NewID(now), kheo.NewID(now)
	w := httptest.NewRecorder()
	p.hear(w, request(nil), one, false)
	first := w.Result().Cookies()
	if c := first[0]; !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 || !strings.HasPrefix(c.Name, "__Host-") {
		t.Errorf("cookie %+v", c)
	}
	w = httptest.NewRecorder()
	p.hear(w, request(first), two, true)
	both := w.Result().Cookies()
	if got := Voices(request(both), p.Desk.Vault, now); !slices.Equal(got, []string{one, two}) {
		t.Errorf("voices %v", got)
	}
	if most := int(longMemory / time.Second); both[0].MaxAge > most || both[0].MaxAge < most-1 {
		t.Errorf("kept for %d seconds", both[0].MaxAge)
	}
	w = httptest.NewRecorder()
	p.forget(w, request(both), one)
	if got := Voices(request(w.Result().Cookies()), p.Desk.Vault, now); !slices.Equal(got, []string{two}) {
		t.Errorf("after forgetting %v", got)
	}
	for _, c := range []struct {
		name string
		got  []string
	}{
		{"after its time", Voices(request(both), p.Desk.Vault, now.Add(longMemory))},
		{"the short one after its time", Voices(request(first), p.Desk.Vault, now.Add(shortMemory))},
		{"another office", Voices(request(both), vaultIn(t), now)},
	} {
		if len(c.got) != 0 {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
}

func TestNoLetterOfTheCookieMayChange(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, kheo.Zone)
	v := vaultIn(t)
	good := writeVoices(v, []string{kheo.NewID(now)}, now.Add(time.Hour))
	for i := range good {
		c := byte('A')
		if good[i] == c {
			c = 'B'
		}
		bad := good[:i] + string(c) + good[i+1:]
		if ids, _ := readVoices(bad, v, now); len(ids) > 0 && bad != good && i != len(good)-1 {
			t.Errorf("letter %d changed: %v", i, ids)
		}
	}
	if ids, _ := readVoices(good, v, now); len(ids) != 1 {
		t.Errorf("the cookie itself: %v", ids)
	}
}
