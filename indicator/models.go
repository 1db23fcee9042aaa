package indicator

import (
	"context"
	"kheo"
	"strings"

	"kheo/internal/db"
	"kheo/model"
)

// models computes the figures on models. The steps of the funnel follow the
// models registered in the period; the others count those that ran in it,
// whenever they were registered.
func (r *reading) models(ctx context.Context, tx *db.Tx, f *Figure, step string) error {
	switch step {
	case "registered", "recognised", "alive12", "replicated":
		if err := r.readCohort(ctx, tx); err != nil {
			return err
		}
		f.follow(*r.cohort, step)
		return nil
	}
	all, err := r.modelsOn(ctx, tx, r.end())
	for _, m := range all {
		if m.Ran(r.Period) {
			f.add(m, share(m, step))
		}
	}
	return err
}

// readCohort follows the models registered in the period, once.
func (r *reading) readCohort(ctx context.Context, tx *db.Tx) error {
	if r.cohort != nil {
		return nil
	}
	all, err := r.modelsOn(ctx, tx, r.day())
	var fresh []model.Model
	for _, m := range all {
		if r.Period.Holds(m.Days.Registered) {
			fresh = append(fresh, m)
		}
	}
	c := model.Follow(fresh, r.Period, r.day())
	r.cohort = &c
	return err
}

// modelsOn are the models of the scope as of a day, read once.
func (r *reading) modelsOn(ctx context.Context, tx *db.Tx, on kheo.Date) ([]model.Model, error) {
	if all, done := r.byDay[on]; done {
		return all, nil
	}
	all, _, err := model.List(ctx, tx, model.Filter{Units: r.units, Public: r.Public, On: on, Brief: true})
	r.byDay[on] = all
	return all, err
}

func (f *Figure) follow(c model.Cohort, step string) {
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
