package guard_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"

	"kheo/internal/web/guard"
)

var noon = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

func take(l *guard.Limits, address string, at time.Time) bool {
	r := httptest.NewRequest("POST", "/", nil)
	r.RemoteAddr = address
	return l.Take(r, at)
}

func TestPastTheSoftLimitWorkIsAsked(t *testing.T) {
	l := guard.NewLimits(3, time.Minute)
	for i := range 10 {
		if got, want := take(l, "192.0.2.7:1000", noon), i >= 3; got != want {
			t.Errorf("sending %d: asked = %v, want %v", i+1, got, want)
		}
	}
	if take(l, "192.0.2.8:1000", noon) {
		t.Error("a neighbour with another address is asked too")
	}
	for _, c := range []struct {
		after time.Duration
		asked bool
	}{{70 * time.Second, true}, {5 * time.Minute, false}} {
		if got := take(l, "192.0.2.7:1000", noon.Add(c.after)); got != c.asked {
			t.Errorf("%v later: asked = %v, want %v", c.after, got, c.asked)
		}
	}
}

func TestAsksCountsNothing(t *testing.T) {
	l := guard.NewLimits(2, time.Minute)
	r := httptest.NewRequest("GET", "/", nil)
	for range 50 {
		if l.Asks(r, noon) {
			t.Fatal("looking at the form was counted as sending it")
		}
	}
}

// A subscriber holds a whole IPv6 /64, and a proxy on this machine names whom
// it speaks for; any other may write what it likes.
func TestWhoIsCountedTogether(t *testing.T) {
	for _, c := range []struct {
		first, second, forwarded string
		same                     bool
	}{
		{"[2001:db8::1]:1", "[2001:db8::ffff]:2", "", true},
		{"[2001:db8::1]:1", "[2001:db8:0:1::1]:2", "", false},
		{"192.0.2.1:1", "192.0.2.1:2", "", true},
		{"192.0.2.1:1", "192.0.2.2:1", "", false},
		{"[::ffff:192.0.2.1]:1", "192.0.2.1:2", "", true},
		{"198.51.100.9:1", "127.0.0.1:2", "203.0.113.5, 198.51.100.9", true},
		{"192.0.2.1:1", "192.0.2.1:2", "203.0.113.5", true},
	} {
		l := guard.NewLimits(1, time.Minute)
		take(l, c.first, noon)
		r := httptest.NewRequest("POST", "/", nil)
		r.RemoteAddr = c.second
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := l.Take(r, noon); got != c.same {
			t.Errorf("%s then %s (%s): one sender = %v, want %v", c.first, c.second, c.forwarded, got, c.same)
		}
	}
}

func TestANewDayForgets(t *testing.T) {
	l := guard.NewLimits(1, 48*time.Hour)
	take(l, "192.0.2.7:1", noon)
	if !take(l, "192.0.2.7:1", noon.Add(time.Hour)) {
		t.Error("the second of one day is not asked")
	}
	if take(l, "192.0.2.7:1", noon.Add(24*time.Hour)) {
		t.Error("yesterday's count is still tied to an address")
	}
}

func solve(p guard.Puzzle) string {
	for i := 0; ; i++ {
		if n := strconv.Itoa(i); guard.Solved(p.Text, n, p.Bits) {
			return n
		}
	}
}

func TestAPuzzleOpensOnce(t *testing.T) {
	w := guard.NewWork()
	p := w.Issue(noon)
	form := url.Values{"work": {p.Text}, "nonce": {solve(p)}}
	at := noon.Add(time.Second)
	if err := w.Check(at, form); err != nil {
		t.Fatalf("solved: %v", err)
	}
	var next guard.Puzzle
	if err := w.Check(at, form); !errors.As(err, &next) || next.Text == p.Text {
		t.Errorf("the same puzzle again: %v, want another puzzle", err)
	}
	if err := w.Check(at.Add(90*time.Minute), form); err == nil {
		t.Error("the same puzzle after its memory was turned over opens again")
	}
}

func TestWithoutAScriptOneWaits(t *testing.T) {
	w := guard.NewWork()
	p := w.Issue(noon)
	form := url.Values{"work": {p.Text}, "nonce": {""}}
	var left guard.Puzzle
	if err := w.Check(noon.Add(10*time.Second), form); !errors.As(err, &left) || left.Text != p.Text || left.Wait != p.Wait-10 {
		t.Errorf("too early: %+v, want the same puzzle with %d seconds", left, p.Wait-10)
	}
	if err := w.Check(noon.Add(time.Duration(p.Wait)*time.Second), form); err != nil {
		t.Errorf("after waiting: %v", err)
	}
}

// Many puzzles fetched at once and waited for together do not open a flood.
func TestWaitingIsSlow(t *testing.T) {
	w := guard.NewWork()
	passed := 0
	for range 500 {
		p := w.Issue(noon)
		if w.Check(noon.Add(40*time.Second), url.Values{"work": {p.Text}}) == nil {
			passed++
		}
	}
	if passed == 0 || passed > 100 {
		t.Errorf("%d of 500 that only waited passed in one minute", passed)
	}
}

func TestPuzzlesOfOthersAreNotTaken(t *testing.T) {
	w, other := guard.NewWork(), guard.NewWork()
	p, ours := other.Issue(noon), w.Issue(noon)
	for name, c := range map[string]struct {
		text string
		at   time.Time
	}{
		"another office's": {p.Text, noon.Add(time.Minute)},
		"nothing":          {"", noon.Add(time.Minute)},
		"not base64":       {"%%%", noon},
		"too short":        {"AAAA", noon},
		"from tomorrow":    {ours.Text, noon.Add(-time.Hour)},
		"too old":          {ours.Text, noon.Add(2 * time.Hour)},
	} {
		form := url.Values{"work": {c.text}, "nonce": {solve(guard.Puzzle{Text: c.text, Bits: p.Bits})}}
		if err := w.Check(c.at, form); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestSolved(t *testing.T) {
	// sha256("kheo.92") is 00be…: eight zero bits, as sha256sum shows
	for n := range 12 {
		if got, want := guard.Solved("kheo", "92", n), n <= 8; got != want {
			t.Errorf("%d bits: %v, want %v", n, got, want)
		}
	}
	if guard.Solved("kheo", "", 0) || guard.Solved("kheo", fmt.Sprint(1<<62, "00000"), 0) {
		t.Error("no nonce, or one too long, is no work")
	}
}

func TestTheNetworkOfThePeerOrOfItsProxy(t *testing.T) {
	for _, c := range []struct{ peer, forwarded, want string }{
		{"203.0.113.9:4711", "", "203.0.113.9"},
		{"203.0.113.9:4711", "198.51.100.1", "203.0.113.9"},
		{"127.0.0.1:4711", "198.51.100.1, 198.51.100.2", "198.51.100.2"},
		{"[::1]:4711", "", "::/64"},
		{"@", "", "@"},
	} {
		r := httptest.NewRequest("GET", "/", http.NoBody)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := guard.NetworkOf(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
