package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"kheo"
)

// How many tries to sign in a window lets through, for one login and for one
// address, behind which a whole office may sit.
const (
	tryWindow   = 15 * time.Minute
	loginTries  = 10
	addressTry  = 60
	mostCounted = 100_000
)

// Tries counts tries to sign in, in memory: neither logins nor networks are
// kept, only their digests under a key that is thrown away every day.
type Tries struct {
	mu    sync.Mutex
	key   [32]byte
	day   kheo.Date
	since time.Time
	n     map[[32]byte]int
}

// NewTries counts from nothing.
func NewTries() *Tries { return &Tries{n: map[[32]byte]int{}} }

// Over tells, without counting, whether the next try is one too many.
func (t *Tries) Over(at time.Time, login, network string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turn(at)
	who, from := t.digests(login, network)
	return t.n[who] >= loginTries || t.n[from] >= addressTry
}

// Try counts a try before the password is looked at, so that many at once
// count, too; false when there were too many of the login, or from the network
// of one subscriber, as package guard names it. Whether the login exists makes
// no difference.
func (t *Tries) Try(at time.Time, login, network string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turn(at)
	who, from := t.digests(login, network)
	t.n[who]++
	t.n[from]++
	return t.n[who] <= loginTries && t.n[from] <= addressTry
}

// Forgive takes back what was counted for a login whose password was right.
func (t *Tries) Forgive(at time.Time, login, network string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turn(at)
	who, from := t.digests(login, network)
	delete(t.n, who)
	if t.n[from] > 0 {
		t.n[from]--
	}
}

// turn begins a new window, and on a new day with a new key. A clock set back
// begins one, too.
func (t *Tries) turn(at time.Time) {
	if day := kheo.DateOf(at); day != t.day {
		rand.Read(t.key[:]) // never fails: crypto/rand, since Go 1.24
		t.day, t.since = day, time.Time{}
	}
	if at.Before(t.since) || at.Sub(t.since) >= tryWindow || len(t.n) >= mostCounted {
		t.since = at
		clear(t.n)
	}
}

func (t *Tries) digests(login, network string) (who, from [32]byte) {
	if folded, err := foldLogin(login); err == nil {
		login = folded
	}
	return t.digest("login", login), t.digest("network", network)
}

func (t *Tries) digest(kind, s string) [32]byte {
	h := hmac.New(sha256.New, t.key[:])
	h.Write([]byte(kind + "\n" + s))
	return [32]byte(h.Sum(nil))
}
