package indicator

import (
	"context"
	"fmt"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

// Compute is Of for a unit and a period, with what is not published yet. on is
// the day the figure is seen from, "" for the period's last; the subtree is
// that of the period's last day.
func Compute(ctx context.Context, tx *db.Tx, book *unit.Book, id string, of kheo.UnitID, period kheo.Span, on kheo.Date) (Figure, error) {
	return Of(ctx, tx, book, id, Scope{Unit: of, Period: period, On: on})
}

// Of asks the acts for the figure and the records under it.
func Of(ctx context.Context, tx *db.Tx, book *unit.Book, id string, s Scope) (Figure, error) {
	all, err := Many(ctx, tx, book, []string{id}, s)
	return all[id], err
}

// Many is Of for several figures of one scope, by id. What they count is read
// once for all of them.
func Many(ctx context.Context, tx *db.Tx, book *unit.Book, ids []string, s Scope) (map[string]Figure, error) {
	units, err := s.units(book)
	if err != nil {
		return nil, fmt.Errorf("figures of %s: %w", s.Unit, err)
	}
	r := reading{Scope: s, units: units}
	all := map[string]Figure{}
	for _, id := range ids {
		if _, done := all[id]; done {
			continue
		}
		d, err := Find(id)
		if err != nil {
			return nil, err
		}
		f := Figure{Indicator: id, Unit: s.Unit, Period: s.Period, On: s.day(), Decimals: d.Decimals, Known: true}
		if err := r.put(ctx, tx, &f, d); err != nil {
			return nil, fmt.Errorf("figure %s of %s: %w", id, s.Unit, err)
		}
		for _, x := range f.Records {
			f.Value += x.N
		}
		all[id] = f
	}
	return all, nil
}

// A reading is what figures of one scope are computed from, read when the first
// of them asks.
type reading struct {
	Scope
	units []kheo.UnitID
	seen  []kheo.Date         // whose models were read
	ran   []counted           // of the models, in the period
	fresh map[string][]Record // of those registered in it, by the step they reached
	early int                 // of them it is too early to judge
	given []matter.Matter
	open  map[string]bool // of the given: those open before the period; nil while nothing is read
	noted map[string][]recordedRow
}

func (r *reading) put(ctx context.Context, tx *db.Tx, f *Figure, d Definition) error {
	if d.Recorded {
		return r.recorded(ctx, tx, f)
	}
	if step, ok := strings.CutPrefix(d.ID, "model."); ok {
		return r.models(ctx, tx, f, step)
	}
	if step, ok := strings.CutPrefix(d.ID, "matter.recommendation."); ok {
		return r.matters(ctx, tx, f, step)
	}
	return kheo.ErrNotFound
}

// units are those counted: the unit and all below it on the period's last day
// or, where the unit ended before, on its own.
func (s Scope) units(book *unit.Book) ([]kheo.UnitID, error) {
	day := s.end()
	u, err := book.Last(s.Unit, day)
	if err != nil {
		return nil, err
	}
	if u.To != "" {
		day = min(day, u.To)
	}
	return book.Whole(s.Unit, day), nil
}
