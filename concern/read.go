package concern

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/matter"
)

// Raw is what its author wrote.
type Raw struct {
	Words, Contact string
	Extra          []Extra
	Photos         []Photo
	CallBack       bool
	Notes          []Note     // what they wrote beside a verdict
	Marks          []pii.Mark // where names, numbers and plates may stand in Words
}

// A Reading is one time somebody read the raw words, shown to the author: the
// body and the role, never the person.
type Reading struct {
	At   time.Time
	Body kheo.UnitID
	Role kheo.Role
}

// Mine is the raw words for their author: nothing is logged.
func (d *Desk) Mine(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Raw, error) {
	m, err := found(ctx, tx, code)
	if err != nil {
		return Raw{}, err
	}
	if !who.Speaks(m.ID) {
		return Raw{}, fmt.Errorf("raw words of %s: %w", m.Code, kheo.ErrNotFound)
	}
	return d.raw(ctx, tx, m)
}

// Read is the raw words, for the author or for an officer of the holding body
// with MayRead; an officer's reading is logged in the same transaction, so it
// must be one that writes. For an author alone Mine needs only to read.
func (d *Desk) Read(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Raw, error) {
	m, err := found(ctx, tx, code)
	if err != nil {
		return Raw{}, err
	}
	if who.Speaks(m.ID) {
		return d.raw(ctx, tx, m)
	}
	g, err := mayRead(ctx, tx, who, m)
	if err != nil {
		return Raw{}, err
	}
	if err := logReading(ctx, tx, who, m, g); err != nil {
		return Raw{}, err
	}
	return d.raw(ctx, tx, m)
}

func logReading(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, g kheo.Grant) error {
	_, err := tx.Exec(ctx, `insert into concern_reading (id, concern, at, body, role, person) values ($1, $2, $3, $4, $5, $6)`,
		kheo.NewID(who.At), m.ID, who.At.UnixMicro(), string(g.Unit), string(g.Role), string(who.Person))
	if err != nil {
		return fmt.Errorf("log a reading of %s: %w", m.Code, err)
	}
	return nil
}

// mayRead is the grant by which the caller may read: held in the body that
// holds the matter, or the one it joined. Who may not see the raw words is told
// what anybody is told.
func mayRead(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter) (kheo.Grant, error) {
	return inHolder(ctx, tx, who, m, MayRead)
}

// raw opens what was sealed.
func (d *Desk) raw(ctx context.Context, tx *db.Tx, m matter.Matter) (Raw, error) {
	type sealed struct {
		words, contact, extra string
		callBack              bool
	}
	s, err := db.One(ctx, tx, func(s *sealed) []any { return []any{&s.words, &s.contact, &s.extra, &s.callBack} },
		`select words, contact, extra, call_back from concern_concern where id = $1`, m.ID)
	if err != nil {
		return Raw{}, fmt.Errorf("raw words of %s: %w", m.Code, err)
	}
	r := Raw{CallBack: s.callBack}
	var extra string
	for _, f := range []struct {
		to            *string
		field, sealed string
	}{{&r.Words, "words", s.words}, {&r.Contact, "contact", s.contact}, {&extra, "extra", s.extra}} {
		if f.sealed == "" {
			continue
		}
		if *f.to, err = d.Vault.Unseal(placeOf(m.ID, f.field), f.sealed); err != nil {
			return Raw{}, fmt.Errorf("%s of %s: %w", f.field, m.Code, err)
		}
	}
	r.Extra, r.Marks = parseExtra(extra), pii.Marks(r.Words)
	if r.Notes, err = d.notes(ctx, tx, m); err != nil {
		return Raw{}, fmt.Errorf("notes of %s: %w", m.Code, err)
	}
	r.Photos, err = db.All(ctx, tx, (*Photo).fields,
		`select sha256, thumb, width, height from concern_photo where concern = $1 order by n`, m.ID)
	if err != nil {
		return Raw{}, fmt.Errorf("photos of %s: %w", m.Code, err)
	}
	return r, nil
}

func (p *Photo) fields() []any { return []any{&p.SHA256, &p.Thumb, &p.Width, &p.Height} }

// Readings of a concern, oldest first; for its author and its holder.
func Readings(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) ([]Reading, error) {
	m, err := found(ctx, tx, code)
	if err != nil {
		return nil, err
	}
	if !who.Speaks(m.ID) {
		if _, err := mayRead(ctx, tx, who, m); err != nil {
			return nil, err
		}
	}
	type reading struct {
		Reading
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *reading) []any { return []any{&r.at, &r.Body, &r.Role} },
		`select at, body, role from concern_reading where concern = $1 order by at, id`, m.ID)
	if err != nil {
		return nil, fmt.Errorf("readings of %s: %w", m.Code, err)
	}
	list := make([]Reading, len(rows))
	for i, r := range rows {
		list[i] = r.Reading
		list[i].At = time.UnixMicro(r.at)
	}
	return list, nil
}
