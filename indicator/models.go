package indicator

import (
	"context"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/model"
)

// models computes the figures on models. The steps of the funnel follow the
// models registered in the period; the others count those that ran in it,
// whenever they were registered.
func (f *Figure) models(ctx context.Context, tx *db.Tx, units []kheo.UnitID, s Scope, step string) error {
	switch step {
	case "registered", "recognised", "alive12", "replicated":
		return f.cohort(ctx, tx, units, s, step)
	}
	list, _, err := model.List(ctx, tx, model.Filter{Units: units, Ran: s.Period, Public: s.Public, On: s.end()})
	if err != nil {
		return err
	}
	for _, m := range list {
		f.add(m, share(m, step))
	}
	return nil
}

func (f *Figure) cohort(ctx context.Context, tx *db.Tx, units []kheo.UnitID, s Scope, step string) error {
	c, err := model.CohortOf(ctx, tx, model.Filter{Units: units, Public: s.Public, On: s.day()}, s.Period)
	if err != nil {
		return err
	}
	list := c.Registered
	switch step {
	case "recognised":
		list = c.Recognised
	case "alive12":
		list = c.Alive12
		f.Early = int64(len(c.Early))
		f.Known = f.Early < int64(len(c.Recognised)) || f.Early == 0
	case "replicated":
		list = c.Replicated
	}
	for _, m := range list {
		f.add(m, 1)
	}
	return nil
}

// share is what a running model adds to the figure.
func share(m model.Model, step string) int64 {
	field, byField := strings.CutPrefix(step, "by_field.")
	level, byLevel := strings.CutPrefix(step, "by_level.")
	switch {
	case step == "sites":
		return int64(m.Sites)
	case step == "groups":
		return int64(m.Groups)
	case step == "ran",
		step == "collective" && m.Collective,
		step == "individual" && !m.Collective,
		byField && string(m.Field) == field,
		byLevel && m.Level == level:
		return 1
	}
	return 0
}

func (f *Figure) add(m model.Model, n int64) {
	if n != 0 {
		f.Records = append(f.Records, Record{Kind: "model", Code: m.Code, Title: m.Name, Unit: m.Unit, N: n})
	}
}
