package identity

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// subjectMost is as long as a provider's name for somebody may be (OpenID
// Connect Core, section 2).
const subjectMost = 255

// An Account is somebody at the office's own provider, as the provider names
// them. Only its digest is kept: it may be an address or a name.
type Account struct{ Issuer, Subject string }

func (a Account) digest() string { return kept(a.Issuer + "\n" + a.Subject) }

// Link ties an account to a person, who signs in by it from now on. People tie
// their own; an administrator anybody's. One that is tied is untied first.
func Link(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID, a Account) error {
	if who.Person != id {
		if err := who.May(MayAdmin, ""); err != nil {
			return err
		}
	}
	p, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	has, err := HasLink(ctx, tx, id)
	if err != nil {
		return err
	}
	if has || p.Closed {
		return fmt.Errorf("link: %w", kheo.ErrConflict)
	}
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from identity_link where digest = $1`, a.digest())
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(a.Issuer != "" && a.Subject != "" && len(a.Subject) <= subjectMost, "subject", "identity.fault.subject")
	f.Need(n == 0, "subject", "identity.fault.linked")
	if err := f.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into identity_link (person, digest, since) values ($1, $2, $3)`, string(id), a.digest(), who.At.UnixMicro())
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.account_linked", Subject: "person"})
	return err
}

// Unlink unties somebody's account and ends their sessions.
func Unlink(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID) error {
	if who.Person != id {
		if err := who.May(MayAdmin, ""); err != nil {
			return err
		}
	}
	n, err := tx.Exec(ctx, `delete from identity_link where person = $1`, string(id))
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("unlink: %w", kheo.ErrNotFound)
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.account_unlinked", Subject: "person"})
	return err
}

// HasLink tells whether an account is tied to somebody.
func HasLink(ctx context.Context, tx *db.Tx, id kheo.PersonID) (bool, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from identity_link where person = $1`, string(id))
	return n > 0, err
}

// FindByAccount is who an account is tied to; ErrNotFound when to nobody who may
// sign in.
func FindByAccount(ctx context.Context, tx *db.Tx, a Account) (Person, error) {
	p, err := db.One(ctx, tx, (*person).fields, `
		select p.id, p.login, p.title, p.password, p.created, p.closed, p.first_until
		from identity_link l join identity_person p on p.id = l.person
		where l.digest = $1 and p.closed = 0`, a.digest())
	return p.whole(), err
}
