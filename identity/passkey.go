package identity

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
)

// mostPasskeys is how many one person may have.
const mostPasskeys = 10

// A Passkey signs its holder in by a signature of their device, which asked for
// their finger, face or PIN before: it is a password and a second factor in one.
type Passkey struct {
	ID, Name   string
	Credential string // what the device calls it
	Public     string // the key that checks its signatures
	Signs      int64  // how many it says it made; 0 for those that do not count
	Backed     bool   // its maker keeps copies
	Made       time.Time
	Used       time.Time // zero: never

	person     string
	made, used int64
}

func (k *Passkey) fields() []any {
	return []any{&k.ID, &k.person, &k.Name, &k.Credential, &k.Public, &k.Signs, &k.Backed, &k.made, &k.used}
}

func (k Passkey) whole() Passkey {
	k.Made = time.UnixMicro(k.made)
	if k.used != 0 {
		k.Used = time.UnixMicro(k.used)
	}
	return k
}

// AddPasskey keeps one more of the caller's own.
func AddPasskey(ctx context.Context, tx *db.Tx, who kheo.Caller, k Passkey) error {
	own, err := Passkeys(ctx, tx, who)
	if err != nil {
		return err
	}
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from identity_passkey where credential = $1`, k.Credential)
	if err != nil {
		return err
	}
	name, err := text.Line(k.Name)
	var f kheo.Faults
	f.Need(err == nil && name != "" && len([]rune(name)) <= 60, "name", "identity.fault.passkey-name")
	f.Need(n == 0, "name", "identity.fault.passkey-taken")
	f.Need(len(own) < mostPasskeys, "name", "identity.fault.passkey-many", "n", mostPasskeys)
	if err := f.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into identity_passkey (id, person, name, credential, public, signs, backed, made) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		kheo.NewID(who.At), string(who.Person), name, k.Credential, k.Public, k.Signs, k.Backed, who.At.UnixMicro())
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.passkey_added", Subject: "person"})
	return err
}

// Passkeys are the caller's own, oldest first. Nobody sees another's, nor when
// they were used.
func Passkeys(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Passkey, error) {
	list, err := db.All(ctx, tx, (*Passkey).fields, `
		select id, person, name, credential, public, signs, backed, made, used
		from identity_passkey where person = $1 order by made, id`, string(who.Person))
	for i := range list {
		list[i] = list[i].whole()
	}
	return list, err
}

// HasPasskey tells whether somebody has one.
func HasPasskey(ctx context.Context, tx *db.Tx, id kheo.PersonID) (bool, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from identity_passkey where person = $1`, string(id))
	return n > 0, err
}

// FindPasskey is a passkey by what the device calls it, and whose it is;
// ErrNotFound when nobody's who may sign in.
func FindPasskey(ctx context.Context, tx *db.Tx, credential string) (Passkey, Person, error) {
	k, err := db.One(ctx, tx, (*Passkey).fields, `
		select id, person, name, credential, public, signs, backed, made, used from identity_passkey where credential = $1`, credential)
	if err != nil {
		return Passkey{}, Person{}, err
	}
	p, err := Find(ctx, tx, kheo.PersonID(k.person))
	if err == nil && p.Closed {
		err = fmt.Errorf("passkey: %w", kheo.ErrNotFound)
	}
	return k.whole(), p, err
}

// UsePasskey writes down that a passkey was used, which has made so many
// signatures by now.
func UsePasskey(ctx context.Context, tx *db.Tx, k Passkey, signs int64, clock time.Time) error {
	return tx.Move(ctx, `update identity_passkey set signs = $1, used = $2 where id = $3 and signs = $4`, signs, clock.UnixMicro(), k.ID, k.Signs)
}

// DropPasskey takes one of the caller's own away and ends their sessions.
func DropPasskey(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	n, err := tx.Exec(ctx, `delete from identity_passkey where id = $1 and person = $2`, id, string(who.Person))
	return dropped(ctx, tx, who, who.Person, n, err)
}

// DropPasskeys takes all somebody's away, unseen, after their phone was lost.
func DropPasskeys(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `delete from identity_passkey where person = $1`, string(id))
	return dropped(ctx, tx, who, id, n, err)
}

func dropped(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID, n int64, err error) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("drop passkey: %w", kheo.ErrNotFound)
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.passkey_dropped", Subject: "person"})
	return err
}
