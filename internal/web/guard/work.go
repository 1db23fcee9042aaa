package guard

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"net/url"
	"sync"
	"time"
)

// Work asks a sender's device for a short calculation: a number that, behind
// the puzzle, hashes to enough leading zero bits. Without a script the same
// puzzle is solved by waiting. Each puzzle opens the door once.
type Work struct {
	key  [32]byte
	bits int
	wait time.Duration

	mu    sync.Mutex
	began time.Time
	spent map[[16]byte]bool
	old   map[[16]byte]bool
	waits int // of those that waited, how many passed in this minute
	since time.Time
}

const (
	workLives    = time.Hour
	workBits     = 16 // a second on a cheap phone
	workWait     = 30 * time.Second
	waitsAMinute = 60 // more senders without a script than any office has
)

// NewWork draws its own key: a puzzle issued before a restart is asked anew.
func NewWork() *Work {
	w := &Work{bits: workBits, wait: workWait}
	rand.Read(w.key[:])
	return w
}

// A Puzzle is what a form carries to the sender and back. As an error it
// means: do this first.
type Puzzle struct {
	Text string // signed, with its time
	Bits int
	Wait int // seconds, for a page without a script
}

// Error says it in the log.
func (p Puzzle) Error() string { return "work is asked before this is taken" }

// Issue makes a puzzle.
func (w *Work) Issue(at time.Time) Puzzle {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:], uint64(at.UnixMilli()))
	rand.Read(b[8:16])
	copy(b[16:], w.sign(b[:16]))
	return Puzzle{Text: base64.RawURLEncoding.EncodeToString(b[:]), Bits: w.bits, Wait: int(w.wait / time.Second)}
}

func (w *Work) sign(b []byte) []byte {
	m := hmac.New(sha256.New, w.key[:])
	m.Write(b)
	return m.Sum(nil)[:16]
}

// Check is nil when the form brings a puzzle of ours, unspent, solved or
// waited for; else it is the Puzzle to do first. A puzzle that only wants more
// waiting comes back itself, so that the waiting counts.
func (w *Work) Check(at time.Time, form url.Values) error {
	text := form.Get("work")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) != 32 || !hmac.Equal(b[16:], w.sign(b[:16])) {
		return w.Issue(at)
	}
	age := at.Sub(time.UnixMilli(int64(binary.BigEndian.Uint64(b))))
	if age < 0 || age > workLives {
		return w.Issue(at)
	}
	solved := Solved(text, form.Get("nonce"), w.bits)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.turn(at)
	id := [16]byte(b)
	switch {
	case w.spent[id] || w.old[id]:
		return w.Issue(at)
	case !solved && (age < w.wait || w.waits >= waitsAMinute):
		return Puzzle{Text: text, Bits: w.bits, Wait: max(1, int((w.wait-age)/time.Second))}
	case !solved:
		w.waits++
	}
	w.spent[id] = true
	return nil
}

// turn forgets puzzles that have died of age.
func (w *Work) turn(at time.Time) {
	if w.spent == nil || at.Sub(w.began) > workLives || at.Before(w.began) {
		w.began, w.old, w.spent = at, w.spent, map[[16]byte]bool{}
	}
	if at.Sub(w.since) > time.Minute || at.Before(w.since) {
		w.since, w.waits = at, 0
	}
}

// Solved tells whether a nonce gives the text n leading zero bits.
func Solved(text, nonce string, n int) bool {
	if nonce == "" || len(nonce) > 20 {
		return false
	}
	sum := sha256.Sum256([]byte(text + "." + nonce))
	zero := 0
	for _, b := range sum {
		zero += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return zero >= n
}
