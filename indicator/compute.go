package indicator

import (
	"context"
	"fmt"
	"strings"

	"kheo"
	"kheo/internal/db"
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
	d, err := Find(id)
	if err != nil {
		return Figure{}, err
	}
	f := Figure{Indicator: id, Unit: s.Unit, Period: s.Period, On: s.day(), Decimals: d.Decimals, Known: true}
	units, err := s.units(book)
	if err != nil {
		return Figure{}, fmt.Errorf("figure %s: %w", id, err)
	}
	if d.Recorded {
		err = f.recorded(ctx, tx, units, s)
	} else if step, ok := strings.CutPrefix(id, "model."); ok {
		err = f.models(ctx, tx, units, s, step)
	} else if step, ok := strings.CutPrefix(id, "matter.recommendation."); ok {
		err = f.matters(ctx, tx, units, s, step)
	} else {
		err = kheo.ErrNotFound
	}
	if err != nil {
		return Figure{}, fmt.Errorf("figure %s of %s: %w", id, s.Unit, err)
	}
	for _, r := range f.Records {
		f.Value += r.N
	}
	return f, nil
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
