package voices

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/seal"
)

var now = time.Date(2026, 11, 23, 8, 0, 0, 0, kheo.Zone)

func office(t *testing.T) Book {
	t.Helper()
	v, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return Book{Vault: v, Now: func() time.Time { return now }}
}

func (b Book) later(d time.Duration) Book {
	b.Now = func() time.Time { return now.Add(d) }
	return b
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
	b := office(t)
	one, two := kheo.NewID(now), kheo.NewID(now)
	w := httptest.NewRecorder()
	b.Hear(w, request(nil), one, false)
	first := w.Result().Cookies()
	if c := first[0]; !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 || !strings.HasPrefix(c.Name, "__Host-") {
		t.Errorf("cookie %+v", c)
	}
	w = httptest.NewRecorder()
	b.Hear(w, request(first), two, true)
	both := w.Result().Cookies()
	if got := b.Of(request(both)); !slices.Equal(got, []string{one, two}) {
		t.Errorf("voices %v", got)
	}
	if most := int(Long / time.Second); both[0].MaxAge > most || both[0].MaxAge < most-1 {
		t.Errorf("kept for %d seconds", both[0].MaxAge)
	}
	w = httptest.NewRecorder()
	b.Forget(w, request(both), one)
	if got := b.Of(request(w.Result().Cookies())); !slices.Equal(got, []string{two}) {
		t.Errorf("after forgetting %v", got)
	}
	for _, c := range []struct {
		name string
		got  []string
	}{
		{"after its time", b.later(Long).Of(request(both))},
		{"the short one after its time", b.later(short).Of(request(first))},
		{"another office", office(t).Of(request(both))},
	} {
		if len(c.got) != 0 {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
}

func TestNoLetterOfTheCookieMayChange(t *testing.T) {
	b := office(t)
	good := b.format([]string{kheo.NewID(now)}, now.Add(time.Hour))
	for i := range good {
		c := byte('A')
		if good[i] == c {
			c = 'B'
		}
		bad := good[:i] + string(c) + good[i+1:]
		if ids, _ := b.parse(bad); len(ids) > 0 && bad != good && i != len(good)-1 {
			t.Errorf("letter %d changed: %v", i, ids)
		}
	}
	if ids, _ := b.parse(good); len(ids) != 1 {
		t.Errorf("the cookie itself: %v", ids)
	}
}
