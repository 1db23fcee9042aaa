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
	halfFor  = 10 * time.Minute
)

// A Session is somebody signed in.
type Session struct {
	Caller kheo.Caller
	Title  string
	Body   kheo.UnitID // the body of their latest role, for the head of the page
	Stale  bool        // a sign of life is due: see Touch
	Lacks  bool        // a role of theirs wants a second factor they do not have: it gives no right
	Before time.Time   // when they had last signed in; zero is not known
}

// A Start is how somebody signs in: with what login, on what device
// ("chrome/android"), whether the second factor need not be asked, and whether
// one was shown, be it elsewhere.
type Start struct {
	Login, Device  string
	Proved, Strong bool
}

// Begin signs a person in at a moment of the real clock and returns the token
// for their cookie; only its digest is kept. Who has a second factor and did not
// show it gets half a session, good for nothing but to show it: see HalfIn. What
// is over of the person's is forgotten.
func Begin(ctx context.Context, tx *db.Tx, in Start, at time.Time) (token string, half bool, err error) {
	p, err := findLogin(ctx, tx, in.Login)
	if err != nil {
		return "", false, fmt.Errorf("sign in: %w", err)
	}
	if p.closed != 0 {
		return "", false, fmt.Errorf("sign in: %w", kheo.ErrNotFound)
	}
	has, err := HasCode(ctx, tx, kheo.PersonID(p.id))
	if err != nil {
		return "", false, err
	}
	before, err := db.One(ctx, tx, db.Value[int64], `
		select cast(coalesce(max(created), 0) as bigint) from identity_session where person = $1 and half = $2`, p.id, false)
	if err != nil {
		return "", false, err
	}
	_, err = tx.Exec(ctx, `delete from identity_session where person = $1 and (revoked = $2 or created < $3 or seen < $4)`,
		p.id, true, at.Add(-lastsFor).UnixMicro(), at.Add(-idleFor).UnixMicro())
	if err != nil {
		return "", false, err
	}
	var b [32]byte
	rand.Read(b[:])
	token, half = base64.RawURLEncoding.EncodeToString(b[:]), has && !in.Proved
	_, err = tx.Exec(ctx, `
		insert into identity_session (token, id, person, device, created, seen, revoked, half, strong, before)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		kept(token), kheo.NewID(at), p.id, in.Device, at.UnixMicro(), at.UnixMicro(), false, half, in.Strong, before)
	return token, half, err
}

// HalfIn is who showed a password a few minutes ago and still owes the second
// factor; ErrNotFound when nobody does.
func HalfIn(ctx context.Context, tx *db.Tx, token string, clock time.Time) (Person, error) {
	p, err := db.One(ctx, tx, (*person).fields, `
		select p.id, p.login, p.title, p.password, p.created, p.closed, p.first_until
		from identity_session s join identity_person p on p.id = s.person
		where s.token = $1 and s.revoked = $2 and s.half = $3 and s.created > $4 and p.closed = 0`,
		kept(token), false, true, clock.Add(-halfFor).UnixMicro())
	return p.whole(), err
}

func kept(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

type session struct {
	person, title         string
	created, seen, before int64
	strong                bool
}

func (s *session) fields() []any {
	return []any{&s.person, &s.title, &s.created, &s.seen, &s.before, &s.strong}
}

// FindSession is who holds the token at clock, the real time, with the rights
// they have on the civil day of at, the time of the question. ErrNotFound when
// the session is unknown, revoked or over.
func FindSession(ctx context.Context, tx *db.Tx, token string, clock, at time.Time) (Session, error) {
	s, err := db.One(ctx, tx, (*session).fields, `
		select s.person, p.title, s.created, s.seen, s.before, s.strong
		from identity_session s join identity_person p on p.id = s.person
		where s.token = $1 and s.revoked = $2 and s.half = $3 and p.closed = 0`, kept(token), false, false)
	if err != nil {
		return Session{}, err
	}
	if clock.Sub(time.UnixMicro(s.seen)) > idleFor || clock.Sub(time.UnixMicro(s.created)) > lastsFor {
		return Session{}, fmt.Errorf("session is over: %w", kheo.ErrNotFound)
	}
	out := Session{Title: s.title, Stale: clock.Sub(time.UnixMicro(s.seen)) > touch}
	if out.Caller, err = CallerOf(ctx, tx, kheo.PersonID(s.person), at); err != nil {
		return Session{}, err
	}
	if s.before != 0 {
		out.Before = time.UnixMicro(s.before)
	}
	if !s.strong {
		if out.Lacks, err = withhold(ctx, tx, &out.Caller); err != nil {
			return Session{}, err
		}
	}
	for _, g := range out.Caller.Grants {
		if out.Body == "" {
			out.Body = g.Unit
		}
	}
	return out, nil
}

// CallerOf is the person as a caller at a moment: with the rights of the roles
// they hold that day in bodies that live that day.
func CallerOf(ctx context.Context, tx *db.Tx, id kheo.PersonID, at time.Time) (kheo.Caller, error) {
	who := kheo.Caller{Person: id, At: at}
	held, err := rolesAt(ctx, tx, id, at)
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
