package sorting

import (
	"context"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// A Gone is a past concern to run a draft over: where it was, what about, and
// where it went.
type Gone struct {
	Code string
	Case
	Went kheo.UnitID // "" not known
}

// A Shift is a past concern that would go elsewhere by the draft.
type Shift struct {
	Gone
	Now, Then Fired // by the table that is on, and by the draft
}

// A Trial is what running a draft dry found.
type Trial struct {
	On     kheo.Date
	Cases  int
	Lost   int     // their place has ended without one successor: nobody can say
	Shifts []Shift // as the caller ordered them
}

// Try runs the draft dry over past concerns, as if each were raised on the day
// on, and keeps how many would go elsewhere than by the table that is on. A
// concern from a place that has become part of another is tried there.
func (s *Tables) Try(ctx context.Context, tx *db.Tx, who kheo.Caller, past []Gone, on kheo.Date) (Trial, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return Trial{}, err
	}
	v, err := Open(ctx, tx)
	if err != nil {
		return Trial{}, err
	}
	now, then, err := s.both(ctx, tx, v.N)
	if err != nil {
		return Trial{}, err
	}
	trial := run(now, then, past, on)
	if err := tx.Move(ctx, `
		update sorting_version set tried = edits, cases = $1, moved = $2, lost = $3 where n = $4 and state = 'draft' and edits = $5`,
		trial.Cases, len(trial.Shifts), trial.Lost, v.N, v.Edits); err != nil {
		return Trial{}, err
	}
	return trial, tell(ctx, tx, who, "sorting.draft.tried", strconv.FormatInt(v.N, 10),
		"changes", strconv.FormatInt(v.Edits, 10), "on", string(on), "cases", strconv.Itoa(trial.Cases),
		"elsewhere", strconv.Itoa(len(trial.Shifts)), "unplaced", strconv.Itoa(trial.Lost))
}

// both are the table that is on and a version's, read in one transaction and
// kept by nobody: it may not have committed.
func (s *Tables) both(ctx context.Context, tx *db.Tx, version int64) (now, then *Table, err error) {
	on, err := Current(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	if now, err = s.Version(ctx, tx, on); err != nil {
		return nil, nil, err
	}
	then, err = s.Version(ctx, tx, version)
	return now, then, err
}

// Version is the table of a version, a draft too, read anew.
func (s *Tables) Version(ctx context.Context, tx *db.Tx, n int64) (*Table, error) {
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	return load(ctx, tx, book, n, nil)
}

func run(now, then *Table, past []Gone, on kheo.Date) Trial {
	trial := Trial{On: on, Cases: len(past)}
	for _, g := range past {
		c := Case{Place: now.today(g.Place, on), Category: g.Category, Kind: g.Kind, On: on}
		a, err := now.Route(c)
		if err != nil || c.Place == "" {
			trial.Lost++
			continue
		}
		b, err := then.Route(c)
		if err == nil && a.Body != b.Body {
			trial.Shifts = append(trial.Shifts, Shift{Gone: g, Now: a, Then: b})
		}
	}
	return trial
}

// today is the territory that a place is, or is wholly in, on a day; "" when
// there is none or are several.
func (t *Table) today(place kheo.UnitID, on kheo.Date) kheo.UnitID {
	if t.book == nil {
		return place
	}
	parts := t.book.Today(place, on)
	if len(parts) != 1 {
		return ""
	}
	return parts[0].Unit.ID
}

// A Line of an explanation is one rule, and why it does not fit.
type Line struct {
	Rule
	Because string // place, category, kind, day, body: what does not fit; "" it fires
	Body    unit.Body
}

// Explain answers where a case goes and what each rule before the one that
// fires lacked.
func (t *Table) Explain(c Case) (Fired, []Line, error) {
	fired, err := t.Route(c)
	var lines []Line
	for _, r := range t.rules {
		l := Line{Rule: r, Because: t.lacks(r, c)}
		if l.Because == "" {
			var ok bool
			if l.Body, ok = t.target(r.Target, c); !ok {
				l.Because = "body"
			}
		}
		lines = append(lines, l)
		if l.Because == "" {
			break
		}
	}
	return fired, lines, err
}

// Rules in their order.
func (t *Table) Rules() []Rule { return append([]Rule(nil), t.rules...) }
