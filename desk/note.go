package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/matter"
)

// A Note is what one officer tells the others about a matter.
type Note struct {
	At    time.Time
	Body  kheo.UnitID
	Words string
}

// Write leaves a note on a matter. Words that may name a person are refused: it
// is about the matter (DESIGN promise 6).
func Write(ctx context.Context, tx *db.Tx, who kheo.Caller, code, words string) error {
	m, err := matter.Find(ctx, tx, code, "")
	if err != nil {
		return err
	}
	if err := Official(ctx, tx, who, m); err != nil {
		return err
	}
	bodies := mine(who)
	if len(bodies) == 0 {
		return fmt.Errorf("note on matter %s: %w", m.Code, kheo.ErrForbidden)
	}
	if words, err = checkNote(words); err != nil {
		return err
	}
	body := bodies[0]
	if slices.Contains(bodies, m.Holder) {
		body = m.Holder
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "desk.noted", Subject: m.Code, Says: []ledger.Line{
		{Name: "code", Value: m.Code}, {Name: "by", Value: string(body)}, {Name: "day", Value: string(who.Today())}}})
	if err != nil {
		return fmt.Errorf("note on matter %s: %w", m.Code, err)
	}
	_, err = tx.Exec(ctx, `insert into desk_note (id, matter, at, body, person, words, leaf) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), m.ID, who.At.UnixMicro(), string(body), string(who.Person), words, leaf.ID)
	if err != nil {
		return fmt.Errorf("note on matter %s: %w", m.Code, err)
	}
	return nil
}

// checkNote cleans the words and refuses what may name a person.
func checkNote(words string) (string, error) {
	var f kheo.Faults
	words = typed(&f, "note", words, maxNote, text.Clean)
	f.Need(words != "", "note", "desk.fault.note")
	found := pii.Said(words)
	f.Need(len(found) == 0, "note", "desk.fault.person", "found", strings.Join(found, ", "))
	return words, f.Err()
}

// Notes on a matter, newest first, for those who deal with it.
func Notes(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter) ([]Note, error) {
	if err := Official(ctx, tx, who, m); err != nil {
		return nil, err
	}
	type noteRow struct {
		Note
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *noteRow) []any { return []any{&r.at, &r.Body, &r.Words} },
		`select at, body, words from desk_note where matter = $1 order by at desc, id desc limit 100`, m.ID)
	if err != nil {
		return nil, fmt.Errorf("notes on matter %s: %w", m.Code, err)
	}
	list := make([]Note, len(rows))
	for i, r := range rows {
		list[i] = r.Note
		list[i].At = time.UnixMicro(r.at)
	}
	return list, nil
}
