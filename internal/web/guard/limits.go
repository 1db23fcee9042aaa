package guard

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"kheo"
)

// maxCounted is how many addresses a window remembers. Beyond it every
// newcomer is asked for work, and still nobody is refused.
const maxCounted = 100_000

// Limits count what an address sends, without keeping an address: by a digest
// under a key that is drawn anew every day and never leaves memory. Past the
// soft limit one is asked for a little work (Work), never refused: a whole
// hamlet may stand behind one address.
type Limits struct {
	soft   int
	window time.Duration

	mu     sync.Mutex
	day    kheo.Date
	key    [32]byte
	began  time.Time
	now    map[uint64]int
	before map[uint64]int // the window before, fading out
}

// NewLimits lets an address send soft times in a window before it is asked.
func NewLimits(soft int, window time.Duration) *Limits {
	return &Limits{soft: soft, window: window}
}

// Take counts one sending, and tells whether to ask for work first.
func (l *Limits) Take(r *http.Request, at time.Time) (ask bool) {
	return l.count(NetworkOf(r), at, 1)
}

// Asks tells, without counting, whether the next sending will be asked: the
// form can then bring the puzzle along while it is being filled in.
func (l *Limits) Asks(r *http.Request, at time.Time) bool { return l.count(NetworkOf(r), at, 0) }

func (l *Limits) count(network string, at time.Time, n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn(at)
	d := l.digest(network)
	left := 1 - float64(at.Sub(l.began))/float64(l.window)
	have, known := l.now[d]
	if !known && len(l.now) >= maxCounted {
		return true
	}
	if n > 0 {
		l.now[d] = have + n
	}
	return float64(have)+left*float64(l.before[d]) >= float64(l.soft)
}

// turn opens a new window, and with a new day a new key: what was counted
// yesterday can no longer be tied to anybody.
func (l *Limits) turn(at time.Time) {
	if day := kheo.DateOf(at); day != l.day {
		rand.Read(l.key[:])
		l.day, l.began, l.now, l.before = day, at, map[uint64]int{}, nil
		return
	}
	switch age := at.Sub(l.began); {
	case age >= 2*l.window || age < 0:
		l.began, l.now, l.before = at, map[uint64]int{}, nil
	case age >= l.window:
		l.began, l.now, l.before = l.began.Add(l.window), map[uint64]int{}, l.now
	}
}

func (l *Limits) digest(network string) uint64 {
	m := hmac.New(sha256.New, l.key[:])
	m.Write([]byte(network))
	return binary.BigEndian.Uint64(m.Sum(nil))
}

// NetworkOf is what the subscriber who asks holds, for counting alone: one IPv4
// address, or an IPv6 /64. It is never written down.
func NetworkOf(r *http.Request) string {
	address := addressOf(r)
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// addressOf is who asks: the peer, or, when that is a proxy on this machine, the
// address it says it speaks for.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil || !peer.IsLoopback() {
		return host
	}
	hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
		return last
	}
	return host
}
