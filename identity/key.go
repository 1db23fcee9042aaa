package identity

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
)

// A Key lets another program file concerns, so many a minute.
type Key struct {
	ID        string
	Name      string // of the program or who runs it: "Cổng 1022", never a person
	PerMinute int
}

func (k *Key) fields() []any { return []any{&k.ID, &k.Name, &k.PerMinute} }

// MakeKey makes a key and returns its secret, which is shown once: only the
// digest is kept.
func MakeKey(ctx context.Context, tx *db.Tx, who kheo.Caller, name string, perMinute int) (string, error) {
	if err := who.May(MayAdmin, ""); err != nil {
		return "", err
	}
	name, err := text.Line(name)
	var f kheo.Faults
	f.Need(err == nil && name != "" && len(name) <= 200, "name", "identity.fault.key-name")
	f.Need(perMinute > 0 && perMinute <= 100_000, "per_minute", "identity.fault.key-limit")
	if err := f.Err(); err != nil {
		return "", err
	}
	var b [24]byte
	rand.Read(b[:])
	secret, id := base64.RawURLEncoding.EncodeToString(b[:]), kheo.NewID(who.At)
	_, err = tx.Exec(ctx, `insert into identity_key (id, digest, name, per_minute, made, ended) values ($1, $2, $3, $4, $5, 0)`,
		id, kept(secret), name, perMinute, who.At.UnixMicro())
	if err != nil {
		return "", fmt.Errorf("key %q: %w", name, err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.key_made", Subject: id})
	return secret, err
}

// EndKey makes a key void from now on.
func EndKey(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	err := tx.Move(ctx, `update identity_key set ended = $1 where id = $2 and ended = 0`, who.At.UnixMicro(), id)
	if err != nil {
		return fmt.Errorf("end key %s: %w", id, err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.key_ended", Subject: id})
	return err
}

// Keys that are not ended, oldest first.
func Keys(ctx context.Context, tx *db.Tx) ([]Key, error) {
	return db.All(ctx, tx, (*Key).fields, `select id, name, per_minute from identity_key where ended = 0 order by made, id`)
}

// FindKey is the key with a secret, unless it was ended by then.
func FindKey(ctx context.Context, tx *db.Tx, secret string, at time.Time) (Key, error) {
	k, err := db.One(ctx, tx, (*Key).fields, `
		select id, name, per_minute from identity_key where digest = $1 and made <= $2 and (ended = 0 or ended > $3)`,
		kept(secret), at.UnixMicro(), at.UnixMicro())
	if err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	return k, nil
}
