package matter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// A Standing says who must carry a matter out as of a day.
type Standing struct {
	Holder  kheo.UnitID // who holds it: the holder, or its lawful heir; "" when nobody does
	Given   kheo.UnitID // whom it was given to
	Last    kheo.UnitID // the last body in the line of heirs: Holder, or the one that ended without an heir
	Passed  bool        // Holder is the heir of Given
	Waiting bool        // Last ended and the law names no heir: somebody must choose
	Ended   kheo.Date   // last day of Last, when Waiting; of Given, when Passed
	Chooser kheo.UnitID // the body whose named person must choose, when Waiting; "" when that ended too
}

// Stand answers "who carries this out now?" as of the day, for a matter as it
// stood on that day. An answered matter waits for a verdict, not for a holder;
// a settled one stays with whoever held it when it was settled.
func Stand(ctx context.Context, tx *db.Tx, m Matter, on kheo.Date) (Standing, error) {
	return Stands{}.Of(ctx, tx, m, on)
}

// Stands answers the same for many matters and reads each body once. It lives
// no longer than its transaction.
type Stands map[passing]passed

type passing struct {
	body kheo.UnitID
	on   kheo.Date
}

type passed struct {
	line  []unit.HeirLink
	alive bool
}

// Line is unit.Line, read once.
func (all Stands) Line(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) ([]unit.HeirLink, bool, error) {
	p, ok := all[passing{id, on}]
	if ok {
		return p.line, p.alive, nil
	}
	line, alive, err := unit.Line(ctx, tx, id, on)
	if err == nil {
		all[passing{id, on}] = passed{line, alive}
	}
	return line, alive, err
}

// Of is Stand.
func (all Stands) Of(ctx context.Context, tx *db.Tx, m Matter, on kheo.Date) (Standing, error) {
	if !m.State.Open() {
		on = min(on, kheo.DateOf(m.Moved))
	}
	s := Standing{Given: m.Holder, Last: m.Holder}
	line, alive, err := all.Line(ctx, tx, m.Holder, on)
	if err != nil {
		return s, fmt.Errorf("who holds matter %s on %s: %w", m.Code, on, err)
	}
	last := line[len(line)-1].Body
	s.Last, s.Passed = last.ID, len(line) > 1 && alive
	if s.Passed {
		s.Ended = line[0].Body.To
	}
	if alive {
		s.Holder = last.ID
		return s, nil
	}
	s.Ended = last.To
	if !m.State.WithHolder() {
		return s, nil
	}
	s.Waiting = true
	s.Chooser, err = chooser(ctx, tx, m, on)
	if err != nil {
		return s, fmt.Errorf("who chooses for matter %s on %s: %w", m.Code, on, err)
	}
	return s, nil
}

// chooser is the body whose named person chooses a new holder: the one it is
// owed to; for a concern the body that owns civic work where its place is now,
// else in the province. "" when there is none.
func chooser(ctx context.Context, tx *db.Tx, m Matter, on kheo.Date) (kheo.UnitID, error) {
	if m.OwedTo != "" {
		b, err := unit.Heir(ctx, tx, m.OwedTo, on)
		if errors.Is(err, unit.ErrNoHeir) {
			return "", nil
		}
		return b.ID, err
	}
	return civicAbove(ctx, tx, m.Territory, on)
}

// civicAbove owns civic work in the one territory that carries the place on,
// else in its province.
func civicAbove(ctx context.Context, tx *db.Tx, place kheo.UnitID, on kheo.Date) (kheo.UnitID, error) {
	book, err := unit.Load(ctx, tx)
	if err != nil {
		return "", err
	}
	lands := book.Lands(place, on)
	var asked []kheo.UnitID
	if len(lands) == 1 {
		asked = append(asked, lands[0].ID)
	}
	for _, l := range lands {
		for _, u := range book.Ancestors(l.ID, on) {
			if u.Level == unit.Province && !slices.Contains(asked, u.ID) {
				asked = append(asked, u.ID)
			}
		}
	}
	for _, t := range asked {
		b, err := unit.CivicWork(ctx, tx, t, on)
		if !errors.Is(err, kheo.ErrNotFound) {
			return b.ID, err
		}
	}
	return "", nil
}

// May tells whether the caller may see the matter: it is public, it is theirs,
// or they work on matters in a body it concerns. What one may not see is not found.
func (m Matter) May(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
	if m.Public || who.Speaks(m.ID) {
		return nil
	}
	concerned, err := m.concerned(ctx, tx, who.Today())
	if err != nil {
		return err
	}
	for _, g := range who.Grants {
		if slices.Contains(concerned, g.Unit) && slices.ContainsFunc(g.Rights, func(r kheo.Right) bool { return strings.HasPrefix(string(r), "matter.") }) {
			return nil
		}
	}
	return fmt.Errorf("matter %q: %w", m.Code, kheo.ErrNotFound)
}

// concerned are the bodies a matter concerns, or their heirs: it is owed or
// offered to them, they hold or held it, help, were told or must choose.
func (m Matter) concerned(ctx context.Context, tx *db.Tx, on kheo.Date) ([]kheo.UnitID, error) {
	held, err := db.All(ctx, tx, db.Value[kheo.UnitID], `select distinct holder from matter_move where matter = $1`, m.ID)
	if err != nil {
		return nil, fmt.Errorf("who held matter %s: %w", m.Code, err)
	}
	s, err := Stand(ctx, tx, m, on)
	if err != nil {
		return nil, err
	}
	list := []kheo.UnitID{s.Chooser} // "" while it has a holder
	for _, id := range slices.Concat(held, m.Assist, []kheo.UnitID{m.OwedTo, m.Offered, m.Up}) {
		if id == "" {
			continue
		}
		line, _, err := unit.Line(ctx, tx, id, on)
		if err != nil {
			return nil, err
		}
		for _, b := range line {
			list = append(list, b.Body.ID)
		}
	}
	return list, nil
}

// FindFor is the matter as it is now, if the caller may know of it.
func FindFor(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Matter, error) {
	m, err := Find(ctx, tx, code, "")
	if err != nil {
		return Matter{}, err
	}
	return m, m.May(ctx, tx, who)
}
