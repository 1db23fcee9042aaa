package desk

import (
	"context"
	"strings"

	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/matter"
)

// Holds tells whether a text holds every typed word: with its very tones where
// they were typed, with any where none were.
func Holds(said, words string) bool {
	folded, keyed := text.Fold(said), text.Key(said)
	for word := range strings.FieldsSeq(words) {
		if text.Plain(word) && !strings.Contains(folded, text.Fold(word)) {
			return false
		}
		if !text.Plain(word) && !strings.Contains(keyed, text.Key(word)) {
			return false
		}
	}
	return true
}

// fits tells whether the part asked for shows the matter.
func (v Part) fits(m matter.Matter) bool {
	if v.Words == "" {
		return true
	}
	said := m.Code + " " + m.Title + " " + m.Hamlet
	if v.Says != nil {
		said += " " + v.Says(m)
	}
	return Holds(said, v.Words)
}

// search reads a source to its end, or until it found one more than a page
// shows: words are folded in Go, so that both engines find the same.
func (v Part) search(ctx context.Context, tx *db.Tx, f matter.Filter) ([]matter.Matter, error) {
	var found []matter.Matter
	f.Limit = 5 * (v.Limit + 1)
	for {
		list, err := matter.List(ctx, tx, f)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if v.fits(m) {
				found = append(found, m)
			}
			if len(found) > v.Limit {
				return found, nil
			}
		}
		if len(list) < f.Limit {
			return found, nil
		}
		f.After = list[len(list)-1].Code
	}
}
