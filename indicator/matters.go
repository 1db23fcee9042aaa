package indicator

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// matters computes the figures on recommendations. The three rates count what
// was owed in the period, open at its start or given in it, so that they share
// one total.
func (r *reading) matters(ctx context.Context, tx *db.Tx, f *Figure, step string) error {
	if err := r.readMatters(ctx, tx); err != nil {
		return err
	}
	for _, m := range r.given {
		if counts(m, step, r.open[m.ID], r.Scope) {
			f.Records = append(f.Records, Record{Kind: "matter", Code: m.Code, Title: m.Title, Unit: m.Territory, N: 1})
		}
	}
	return nil
}

func (r *reading) readMatters(ctx context.Context, tx *db.Tx) error {
	if r.open != nil {
		return nil
	}
	before, err := matter.List(ctx, tx, matter.Filter{
		Kind: matter.Recommendation, Territory: r.units, Public: r.Public, Open: true, On: r.Period.From.Add(-1)})
	if err != nil {
		return err
	}
	r.open = map[string]bool{}
	for _, m := range before {
		r.open[m.ID] = true
	}
	r.given, err = matter.List(ctx, tx, matter.Filter{Kind: matter.Recommendation, Territory: r.units, Public: r.Public, On: r.day()})
	return err
}

func counts(m matter.Matter, step string, wasOpen bool, s Scope) bool {
	inPeriod := s.Period.Holds(kheo.DateOf(m.Opened))
	if !m.State.Owed() || !(wasOpen || inPeriod) {
		return false
	}
	switch step {
	case "open":
		return wasOpen
	case "given":
		return inPeriod
	case "answered":
		return m.Answer != ""
	case "acted":
		return m.Answer == matter.Acted
	case "confirmed":
		return m.State == matter.Confirmed
	case "overdue":
		return m.Late(s.day())
	}
	return false
}
