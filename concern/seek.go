package concern

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/internal/text"
	"kheo/matter"
)

const (
	seekThrough = 500 // how many concerns are opened and looked through
	seekShown   = 20
	seekLeast   = 3 // letters
	seekLongest = 200
)

// Sought is what came of looking for words in what authors wrote.
type Sought struct {
	Concerns []Concern // best first; their raw words are not shown here
	Through  int       // how many were looked through
	More     bool      // there are older ones, which were not
}

// Seek looks for words in what the authors wrote of the open concerns that the
// caller's bodies hold, with or without diacritics, a slip forgiven. What is
// sealed has no index: the newest are opened one by one and closed again.
//
// It finds matters, never people. Words that may name somebody are refused;
// the contact is not looked at; and whose words were found, was read: the author
// sees it among the readings, so it must run in a transaction that writes.
func (d *Desk) Seek(ctx context.Context, tx *db.Tx, who kheo.Caller, words string) (Sought, error) {
	bodies := slices.DeleteFunc(who.Units(MayRead), func(u kheo.UnitID) bool { return u == "" })
	if len(bodies) == 0 {
		return Sought{}, fmt.Errorf("seek in raw words: %w", kheo.ErrForbidden)
	}
	words = strings.TrimSpace(words)
	var f kheo.Faults
	f.Need(len([]rune(strings.Join(text.Words(text.NFC(words)), ""))) >= seekLeast, "words", "concern.fault.seek-short")
	f.Need(len([]rune(words)) <= seekLongest, "words", "concern.fault.long", "n", seekLongest)
	f.Need(len(f) > 0 || len(pii.Marks(words)) == 0 && !pii.LongNumber(words), "words", "concern.fault.seek-person")
	if err := f.Err(); err != nil {
		return Sought{}, err
	}
	ms, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Concern, Holders: bodies, Open: true, Newest: true, Limit: seekThrough + 1})
	if err != nil {
		return Sought{}, err
	}
	s := Sought{More: len(ms) > seekThrough}
	ms = ms[:min(len(ms), seekThrough)]
	s.Through = len(ms)
	if ms, err = d.saying(ctx, tx, ms, words); err != nil {
		return Sought{}, err
	}
	var shown []matter.Matter
	for _, m := range ms {
		g, err := mayRead(ctx, tx, who, m)
		if errors.Is(err, kheo.ErrNotFound) {
			continue // its holder has an heir since
		}
		if err != nil {
			return Sought{}, err
		}
		if err := logReading(ctx, tx, who, m, g); err != nil {
			return Sought{}, err
		}
		if shown = append(shown, m); len(shown) == seekShown {
			break
		}
	}
	s.Concerns, err = details(ctx, tx, shown)
	return s, err
}

// saying are those whose author used the words, best first.
func (d *Desk) saying(ctx context.Context, tx *db.Tx, ms []matter.Matter, words string) ([]matter.Matter, error) {
	type sealed struct{ id, words string }
	by := map[string]matter.Matter{}
	ids := make([]string, len(ms))
	for i, m := range ms {
		ids[i], by[m.ID] = m.ID, m
	}
	rows, err := db.All(ctx, tx, func(s *sealed) []any { return []any{&s.id, &s.words} },
		`select id, words from concern_concern where id in `+db.In(1, len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("seek in raw words: %w", err)
	}
	worth := map[string]int{}
	var found []matter.Matter
	for _, r := range rows {
		raw, err := d.Vault.Unseal(placeOf(r.id, "words"), r.words)
		if err != nil {
			return nil, fmt.Errorf("words of %s: %w", by[r.id].Code, err)
		}
		if worth[r.id] = text.Says(raw, words); worth[r.id] > 0 {
			found = append(found, by[r.id])
		}
	}
	slices.SortFunc(found, func(a, b matter.Matter) int {
		return cmp.Or(worth[b.ID]-worth[a.ID], b.Opened.Compare(a.Opened), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}
