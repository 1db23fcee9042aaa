package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// How long a session lasts: without a sign of life, and at most.
const (
	idleFor  = 12 * time.Hour
	lastsFor = 7 * 24 * time.Hour
	touch    = 5 * time.Minute // how often a sign of life is written down
)

// A Session is somebody signed in.
type Session struct {
	Caller kheo.Caller
	Title  string
	Body   kheo.UnitID // the body of their latest role, for the head of the page
	Stale  bool        // a sign of life is due: see Touch
}

// Start signs a person in at a moment of the real clock and returns the token
// for their cookie; only its digest is kept.
func Start(ctx context.Context, tx *db.Tx, login string, at time.Time) (string, error) {
	p, err := findLogin(ctx, tx, login)
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	if p.closed != 0 {
		return "", fmt.Errorf("sign in: %w", kheo.ErrNotFound)
	}
	var b [32]byte
	rand.Read(b[:])
	token := base64.RawURLEncoding.EncodeToString(b[:])
	_, err = tx.Exec(ctx, `insert into identity_session (token, person, created, seen, revoked) values ($1, $2, $3, $4, $5)`,
		kept(token), p.id, at.UnixMicro(), at.UnixMicro(), false)
	return token, err
}

func kept(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

type session struct {
	person, title string
	created, seen int64
}

func (s *session) fields() []any { return []any{&s.person, &s.title, &s.created, &s.seen} }

// FindSession is who holds the token at clock, the real time, with the rights
// they have on the civil day of at, the time of the question. ErrNotFound when
// the session is unknown, revoked or over.
func FindSession(ctx context.Context, tx *db.Tx, token string, clock, at time.Time) (Session, error) {
	s, err := db.One(ctx, tx, (*session).fields, `
		select s.person, p.title, s.created, s.seen
		from identity_session s join identity_person p on p.id = s.person
		where s.token = $1 and s.revoked = $2 and p.closed = 0`, kept(token), false)
	if err != nil {
		return Session{}, err
	}
	if clock.Sub(time.UnixMicro(s.seen)) > idleFor || clock.Sub(time.UnixMicro(s.created)) > lastsFor {
		return Session{}, fmt.Errorf("session is over: %w", kheo.ErrNotFound)
	}
	out := Session{Title: s.title, Stale: clock.Sub(time.UnixMicro(s.seen)) > touch}
	out.Caller, err = CallerOf(ctx, tx, kheo.PersonID(s.person), at)
	for _, g := range out.Caller.Grants {
		if out.Body == "" {
			out.Body = g.Unit
		}
	}
	return out, err
}

// CallerOf is the person as a caller at a moment: with the rights of the roles
// they hold that day in bodies that live that day.
func CallerOf(ctx context.Context, tx *db.Tx, id kheo.PersonID, at time.Time) (kheo.Caller, error) {
	who := kheo.Caller{Person: id, At: at}
	held, err := rolesOn(ctx, tx, id, who.Today())
	if err != nil {
		return kheo.Caller{}, err
	}
	for _, h := range held {
		if h.Unit != "" {
			body, err := unit.FindBody(ctx, tx, h.Unit)
			if err != nil {
				return kheo.Caller{}, fmt.Errorf("role in %s: %w", h.Unit, err)
			}
			if !body.Holds(who.Today()) {
				continue
			}
		}
		who.Grants = append(who.Grants, kheo.Grant{Role: h.Role, Unit: h.Unit, Rights: RightsOf(h.Role)})
	}
	return who, nil
}

// Touch writes a sign of life down.
func Touch(ctx context.Context, tx *db.Tx, token string, clock time.Time) error {
	_, err := tx.Exec(ctx, `update identity_session set seen = $1 where token = $2`, clock.UnixMicro(), kept(token))
	return err
}

// End signs the holder of the token out.
func End(ctx context.Context, tx *db.Tx, token string) error {
	_, err := tx.Exec(ctx, `update identity_session set revoked = $1 where token = $2`, true, kept(token))
	return err
}

func revokeAll(ctx context.Context, tx *db.Tx, id kheo.PersonID) error {
	_, err := tx.Exec(ctx, `update identity_session set revoked = $1 where person = $2`, true, string(id))
	return err
}
