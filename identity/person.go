package identity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
)

// A New is somebody to be added. Password is a digest by Hasher.Hash, or empty
// for one who cannot sign in with a password.
type New struct {
	Login, Title, Password string
	Until                  time.Time // how long the password serves; the zero time is for good
}

// FirstFor is how long a password serves that somebody else made: long enough
// to be handed over, too short to be kept.
const FirstFor = 7 * 24 * time.Hour

// lasting is a time to keep, 0 for none.
func lasting(until time.Time) int64 {
	if until.IsZero() {
		return 0
	}
	return until.UnixMicro()
}

// AddPerson adds somebody who can sign in; they hold no role yet.
func AddPerson(ctx context.Context, tx *db.Tx, who kheo.Caller, n New) (kheo.PersonID, error) {
	if err := who.May(MayAdmin, ""); err != nil {
		return "", err
	}
	return addPerson(ctx, tx, who, n)
}

func addPerson(ctx context.Context, tx *db.Tx, who kheo.Caller, n New) (kheo.PersonID, error) {
	login, err := foldLogin(n.Login)
	if err != nil {
		return "", err
	}
	title := norm.NFC.String(strings.Join(strings.Fields(n.Title), " "))
	var f kheo.Faults
	f.Need(title != "", "title", "identity.fault.title")
	f.Need(len([]rune(title)) <= 120, "title", "identity.fault.long", "n", 120)
	_, err = FindByLogin(ctx, tx, login)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return "", err
	}
	f.Need(err != nil, "login", "identity.fault.taken")
	if err := f.Err(); err != nil {
		return "", err
	}
	id := kheo.PersonID(kheo.NewID(who.At))
	_, err = tx.Exec(ctx, `insert into identity_person (id, login, title, password, created, first_until) values ($1, $2, $3, $4, $5, $6)`,
		string(id), login, title, n.Password, who.At.UnixMicro(), lasting(n.Until))
	if err != nil {
		return "", fmt.Errorf("add person: %w", err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.person_added", Subject: "person"})
	return id, err
}

// AddAdmin adds an administrator from the machine's own command line: it needs
// no right, because whoever runs it holds the database.
func AddAdmin(ctx context.Context, tx *db.Tx, at time.Time, n New) (kheo.PersonID, error) {
	who := kheo.Caller{At: at}
	id, err := addPerson(ctx, tx, who, n)
	if err != nil {
		return "", err
	}
	return id, giveRole(ctx, tx, who, id, Held{Role: Admin, Span: kheo.Span{From: who.Today()}})
}

// SetPassword keeps a new digest for somebody, until that time or for good, and
// ends their sessions. People change their own; an administrator anybody's.
func SetPassword(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID, kept string, until time.Time) error {
	if who.Person != id {
		if err := who.May(MayAdmin, ""); err != nil {
			return err
		}
	}
	if err := tx.Move(ctx, `update identity_person set password = $1, first_until = $2 where id = $3 and closed = 0`, kept, lasting(until), string(id)); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.password_set", Subject: "person"})
	return err
}

// ClosePerson ends all somebody's roles today and their sessions at once.
func ClosePerson(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(id != who.Person, "person", "identity.fault.self")
	if err := f.Err(); err != nil {
		return err
	}
	err := tx.Move(ctx, `update identity_person set closed = $1 where id = $2 and closed = 0`, who.At.UnixMicro(), string(id))
	if err != nil {
		return fmt.Errorf("close person: %w", err)
	}
	_, err = tx.Exec(ctx, `update identity_role set to_day = $1 where person = $2 and (to_day = '' or to_day > $3)`,
		string(who.Today()), string(id), string(who.Today()))
	if err != nil {
		return err
	}
	for _, text := range []string{`delete from identity_link where person = $1`, `delete from identity_passkey where person = $1`} {
		if _, err := tx.Exec(ctx, text, string(id)); err != nil {
			return err
		}
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.person_closed", Subject: "person"})
	return err
}

type person struct {
	Person
	id, password string
	created      int64
	closed       int64
	first        int64 // until when the password serves; 0 for good
}

func (p *person) fields() []any {
	return []any{&p.id, &p.Login, &p.Title, &p.password, &p.created, &p.closed, &p.first}
}

func (p person) whole() Person {
	p.ID, p.Created, p.Closed = kheo.PersonID(p.id), time.UnixMicro(p.created), p.closed != 0
	return p.Person
}

// FindByLogin is the person with the login, without roles.
func FindByLogin(ctx context.Context, tx *db.Tx, login string) (Person, error) {
	p, err := findLogin(ctx, tx, login)
	return p.whole(), err
}

func findLogin(ctx context.Context, tx *db.Tx, login string) (person, error) {
	login, err := foldLogin(login)
	if err != nil {
		return person{}, kheo.ErrNotFound
	}
	return db.One(ctx, tx, (*person).fields,
		`select id, login, title, password, created, closed, first_until from identity_person where login = $1`, login)
}

// KeptPassword is the digest to check a sign-in against; empty when there is
// nobody of that login who may sign in, or what was handed over ran out. first
// tells that its holder did not choose it.
func KeptPassword(ctx context.Context, tx *db.Tx, login string, clock time.Time) (kept string, first bool, err error) {
	p, err := findLogin(ctx, tx, login)
	if errors.Is(err, kheo.ErrNotFound) || err == nil && (p.closed != 0 || p.first != 0 && clock.UnixMicro() >= p.first) {
		return "", false, nil
	}
	return p.password, p.first != 0, err
}

// Find is the person by id, with their roles past and present.
func Find(ctx context.Context, tx *db.Tx, id kheo.PersonID) (Person, error) {
	p, err := db.One(ctx, tx, (*person).fields,
		`select id, login, title, password, created, closed, first_until from identity_person where id = $1`, string(id))
	if err != nil {
		return Person{}, fmt.Errorf("person %s: %w", id, err)
	}
	held, err := db.All(ctx, tx, (*role).fields, `
		select id, person, role, unit, from_day, to_day, began, ended from identity_role
		where person = $1 order by from_day, id`, string(id))
	if err != nil {
		return Person{}, fmt.Errorf("roles of person %s: %w", id, err)
	}
	one := p.whole()
	for _, h := range held {
		one.Roles = append(one.Roles, h.Held)
	}
	return one, nil
}

// People is everybody, by title, with their roles past and present.
func People(ctx context.Context, tx *db.Tx) ([]Person, error) {
	rows, err := db.All(ctx, tx, (*person).fields,
		`select id, login, title, password, created, closed, first_until from identity_person order by created, id`)
	if err != nil {
		return nil, err
	}
	held, err := db.All(ctx, tx, (*role).fields,
		`select id, person, role, unit, from_day, to_day, began, ended from identity_role order by from_day, id`)
	if err != nil {
		return nil, err
	}
	by := map[string][]Held{}
	for _, h := range held {
		by[h.person] = append(by[h.person], h.Held)
	}
	people := make([]Person, len(rows))
	for i, p := range rows {
		people[i] = p.whole()
		people[i].Roles = by[p.id]
	}
	text.Sort(people, func(p Person) string { return p.Title }, func(a, b Person) int { return cmp.Compare(a.Login, b.Login) })
	return people, nil
}
