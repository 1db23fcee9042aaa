package identity

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// An Open is a session one could go on with, as its holder sees it.
type Open struct {
	ID     string
	Device string // "chrome/android"; "" is not known
	Began  time.Time
	Seen   time.Time
	Here   bool // the one that asks

	token         string
	created, seen int64
}

func (o *Open) fields() []any { return []any{&o.token, &o.ID, &o.Device, &o.created, &o.seen} }

// Sessions are the caller's own that are not over at clock, the latest first.
// Nobody sees another's: when somebody works is not to be watched.
func Sessions(ctx context.Context, tx *db.Tx, who kheo.Caller, token string, clock time.Time) ([]Open, error) {
	list, err := db.All(ctx, tx, (*Open).fields, `
		select token, id, device, created, seen from identity_session
		where person = $1 and revoked = $2 and half = $3 and created >= $4 and seen >= $5
		order by created desc, id desc`,
		string(who.Person), false, false, clock.Add(-lastsFor).UnixMicro(), clock.Add(-idleFor).UnixMicro())
	for i, o := range list {
		list[i].Began, list[i].Seen, list[i].Here = time.UnixMicro(o.created), time.UnixMicro(o.seen), o.token == kept(token)
	}
	return list, err
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

// EndOne ends one of the caller's own sessions; another's is not found.
func EndOne(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	n, err := tx.Exec(ctx, `update identity_session set revoked = $1 where id = $2 and person = $3`, true, id, string(who.Person))
	if err == nil && n == 0 {
		err = fmt.Errorf("end session: %w", kheo.ErrNotFound)
	}
	return err
}

// EndOthers ends all the caller's own sessions but the one of the token.
func EndOthers(ctx context.Context, tx *db.Tx, who kheo.Caller, token string) error {
	_, err := tx.Exec(ctx, `update identity_session set revoked = $1 where person = $2 and token <> $3`,
		true, string(who.Person), kept(token))
	return err
}

// EndAll ends every session of somebody, without being shown one: a phone was
// lost, or left behind.
func EndAll(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	if _, err := Find(ctx, tx, id); err != nil {
		return err
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.sessions_ended", Subject: "person"})
	return err
}

func revokeAll(ctx context.Context, tx *db.Tx, id kheo.PersonID) error {
	_, err := tx.Exec(ctx, `update identity_session set revoked = $1 where person = $2`, true, string(id))
	return err
}
