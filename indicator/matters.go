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
func (f *Figure) matters(ctx context.Context, tx *db.Tx, units []kheo.UnitID, s Scope, step string) error {
	given, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Recommendation, Territory: units, Public: s.Public, On: s.day()})
	if err != nil {
		return err
	}
	before, err := matter.List(ctx, tx, matter.Filter{
		Kind: matter.Recommendation, Territory: units, Public: s.Public, Open: true, On: s.Period.From.Add(-1)})
	if err != nil {
		return err
	}
	wasOpen := map[string]bool{}
	for _, m := range before {
		wasOpen[m.ID] = true
	}
	for _, m := range given {
		if counts(m, step, wasOpen[m.ID], s) {
			f.Records = append(f.Records, Record{Kind: "matter", Code: m.Code, Title: m.Title, Unit: m.Territory, N: 1})
		}
	}
	return nil
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
