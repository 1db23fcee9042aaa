package concern

import (
	"context"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/matter"
	"kheo/verdict"
)

// maxNote is how much an author may add to “not settled”, in letters.
const maxNote = 1000

// A Note is what an author wrote beside a verdict: sealed like the rest of
// their words, opened with them and by the same people.
type Note struct {
	At     time.Time
	Reason string // id from verdict.Spoken
	Text   string
}

// Speak gives the caller's verdict with what they wrote to it, if anything.
func (d *Desk) Speak(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, v verdict.Verdict, note string) error {
	m, err := found(ctx, tx, code)
	if err != nil {
		return err
	}
	var f kheo.Faults
	if note = typed(&f, "note", note, maxNote, text.Clean); f.Err() != nil {
		return f
	}
	if v.Sealed = ""; note != "" && !v.Settled && who.Speaks(m.ID) {
		if v.Sealed, err = d.Vault.Seal(placeOf(m.ID, "note"), note); err != nil {
			return err
		}
	}
	return verdict.Speak(ctx, tx, who, m.Code, v)
}

// notes opens what the author of a concern wrote beside their verdicts, oldest
// first; of one that joined another they stand where the verdict was given.
func (d *Desk) notes(ctx context.Context, tx *db.Tx, m matter.Matter) ([]Note, error) {
	var list []Note
	for at, seen := m, []string(nil); !slices.Contains(seen, at.ID); {
		seen = append(seen, at.ID)
		words, err := verdict.Words(ctx, tx, at.ID)
		if err != nil {
			return nil, err
		}
		for _, w := range words {
			if w.Voice != m.ID || w.Sealed == "" {
				continue
			}
			n := Note{At: time.UnixMicro(w.At), Reason: w.Reason}
			if n.Text, err = d.Vault.Unseal(placeOf(m.ID, "note"), w.Sealed); err != nil {
				return nil, err
			}
			list = append(list, n)
		}
		if at.State == matter.Merged && at.Into != "" {
			if at, err = matter.ByID(ctx, tx, at.Into); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Note) int { return a.At.Compare(b.At) })
	return list, nil
}
