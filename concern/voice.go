package concern

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// How many wrong secrets a code lets through in a window before each try costs
// a little work. With 40 bits nobody guesses one in a lifetime at that pace;
// whoever misreads their slip has room, and nobody else's tries shut them out.
// Guesses over many codes are held by the limits of the pages.
const (
	triesPerCode = 20
	tryWindow    = 10 * time.Minute
	mostCounted  = 100_000
)

// ErrWork says that many secrets were tried for one code: until the window
// turns, one is looked at only after a little work.
var ErrWork = errors.New("many secrets tried for one code: work first")

// tries counts in memory, and forgets when the window turns.
type tries struct {
	since time.Time
	n     map[string]int
}

// try counts one before the secret is looked at, so that many at once count, too.
func (t *tries) try(at time.Time, code string, worked bool) error {
	if t.n == nil || at.Before(t.since) || at.Sub(t.since) >= tryWindow || len(t.n) >= mostCounted {
		t.since, t.n = at, map[string]int{}
	}
	t.n[code]++
	if t.n[code] > triesPerCode && !worked {
		return ErrWork
	}
	return nil
}

// Voice is the id of the matter whose code and secret these are, else
// kheo.ErrNotFound: a wrong code and a wrong secret look alike. ErrWork
// after many tries, unless the sender worked for this one.
func (d *Desk) Voice(ctx context.Context, tx *db.Tx, who kheo.Caller, code, secret string, worked bool) (string, error) {
	code, err := ParseCode(code)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	err = d.tries.try(who.At, code, worked)
	d.mu.Unlock()
	if err != nil {
		return "", err
	}
	id, kind, err := matter.Named(ctx, tx, code)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return "", err
	}
	right := sameSecret(secret, secretOf(d.Vault, id)) // compared for a code of nobody, too
	if err != nil || kind != matter.Concern || !right {
		return "", fmt.Errorf("code and secret: %w", kheo.ErrNotFound)
	}
	d.mu.Lock()
	delete(d.tries.n, code)
	d.mu.Unlock()
	return id, nil
}
