package identity

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/internal/text"
	"kheo/ledger"
)

// maxHandWords is how long the words of a hand-over may be, in letters.
const maxHandWords = 2000

// A HandOver passes a role from one person to another, with what is open in
// its body at that moment.
type HandOver struct {
	To    kheo.PersonID
	Words string // what the successor should know; about the work, never about people
	Open  int    // matters the body holds and that are open
	Late  int    // of them those whose day has passed
}

// A Taken is a role somebody took over.
type Taken struct {
	Held
	HandOver
	At   time.Time
	From string // title of who held it before
}

// Hand ends a role now and gives it to somebody else from now on: no moment
// without a holder, none with two. The work belongs to the body and stays where
// it is.
func Hand(ctx context.Context, tx *db.Tx, who kheo.Caller, id string, h HandOver) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	old, err := db.One(ctx, tx, (*role).fields,
		`select id, person, role, unit, from_day, to_day, began, ended from identity_role where id = $1`, id)
	if err != nil {
		return fmt.Errorf("hand over role: %w", err)
	}
	words, err := text.Clean(h.Words)
	var f kheo.Faults
	f.Need(err == nil && utf8.RuneCountInString(words) <= maxHandWords, "words", "identity.fault.hand_words", "n", maxHandWords)
	found := pii.Said(words)
	f.Need(len(found) == 0, "words", "identity.fault.hand_person", "found", strings.Join(found, ", "))
	f.Need(old.holds(who.At), "role", "identity.fault.ended")
	f.Need(h.To != "" && h.To != kheo.PersonID(old.person), "to", "identity.fault.hand_to")
	f.Need(old.person != string(who.Person) || old.Role != Admin, "role", "identity.fault.self")
	if err := f.Err(); err != nil {
		return err
	}
	if err := tx.Move(ctx, `update identity_role set to_day = $1, ended = $2 where id = $3 and to_day = $4 and ended = 0`,
		string(who.Today()), who.At.UnixMicro(), id, string(old.To)); err != nil {
		return fmt.Errorf("hand over role %s: %w", id, err)
	}
	next := old.Held
	next.ID, next.From, next.began = kheo.NewID(who.At), who.Today(), who.At.UnixMicro()
	if err := unheld(ctx, tx, h.To, next); err != nil {
		return err
	}
	if err := addRole(ctx, tx, h.To, next); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into identity_handover (id, given, taken, at, words, open, late) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), id, next.ID, who.At.UnixMicro(), words, h.Open, h.Late)
	if err != nil {
		return fmt.Errorf("hand over role %s: %w", id, err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.role_handed", Subject: string(old.Role), Says: []ledger.Line{
		{Name: "unit", Value: string(old.Unit)}, {Name: "day", Value: string(who.Today())}}})
	return err
}

// TakenOver are the roles somebody took over and still holds, newest first.
func TakenOver(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Taken, error) {
	type row struct {
		Taken
		at int64
		role
	}
	rows, err := db.All(ctx, tx, func(r *row) []any {
		return append(r.role.fields(), &r.at, &r.Words, &r.Open, &r.Late, &r.From)
	}, `
		select t.id, t.person, t.role, t.unit, t.from_day, t.to_day, t.began, t.ended, h.at, h.words, h.open, h.late, p.title
		from identity_handover h, identity_role t, identity_role g, identity_person p
		where t.id = h.taken and g.id = h.given and p.id = g.person and t.person = $1
		order by h.at desc, h.id desc`, string(who.Person))
	if err != nil {
		return nil, fmt.Errorf("roles taken over: %w", err)
	}
	var list []Taken
	for _, r := range rows {
		if r.role.holds(who.At) {
			r.Taken.Held, r.Taken.At = r.role.Held, time.UnixMicro(r.at)
			list = append(list, r.Taken)
		}
	}
	return list, nil
}
