package indicator

import (
	"context"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/model"
)

// models computes the figures on models. The steps of the funnel follow the
// models registered in the period; the others count those that ran in it,
// whenever they were registered.
func (r *reading) models(ctx context.Context, tx *db.Tx, f *Figure, step string) error {
	if slices.Contains(funnel, step) {
		err := r.modelsOn(ctx, tx, r.day())
		f.Records = r.fresh[step]
		if step == "alive12" {
			f.Early = int64(r.early)
			f.Known = r.early < len(r.fresh["recognised"]) || r.early == 0
		}
		return err
	}
	if err := r.modelsOn(ctx, tx, r.end()); err != nil {
		return err
	}
	n := 0
	for _, m := range r.ran {
		if m.share(step) != 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	f.Records = make([]Record, 0, n)
	for _, m := range r.ran {
		if m.N = m.share(step); m.N != 0 {
			f.Records = append(f.Records, m.Record)
		}
	}
	return nil
}

// funnel is the steps that follow the models registered in the period.
var funnel = []string{"registered", "recognised", "alive12", "replicated"}

// modelsOn reads the models of the scope as of a day, once, and keeps of them
// what the figures count: of an office with very many that is little.
func (r *reading) modelsOn(ctx context.Context, tx *db.Tx, on kheo.Date) error {
	if slices.Contains(r.seen, on) {
		return nil
	}
	all, _, err := model.List(ctx, tx, model.Filter{Units: r.units, Public: r.Public, On: on, Brief: true})
	if err != nil {
		return err
	}
	r.seen = append(r.seen, on)
	if on == r.end() {
		for _, m := range all {
			if m.Ran(r.Period) {
				r.ran = append(r.ran, counted{record(m), m.Sites, m.Groups, m.Collective, m.Field, m.Level})
			}
		}
	}
	if on == r.day() {
		all = slices.DeleteFunc(all, func(m model.Model) bool { return !r.Period.Holds(m.Days.Registered) })
		c := model.Follow(all, r.Period, on)
		r.early = len(c.Early)
		r.fresh = map[string][]Record{"registered": records(c.Registered), "recognised": records(c.Recognised),
			"alive12": records(c.Alive12), "replicated": records(c.Replicated)}
	}
	return nil
}

func record(m model.Model) Record {
	return Record{Kind: "model", Code: m.Code, Title: m.Name, Unit: m.Unit, N: 1}
}

func records(all []model.Model) (list []Record) {
	for _, m := range all {
		list = append(list, record(m))
	}
	return list
}

// counted is what figures count of a model that ran.
type counted struct {
	Record
	sites, groups int
	collective    bool
	field         model.Field
	level         string
}

// share is what a running model adds to the figure.
func (m counted) share(step string) int64 {
	field, byField := strings.CutPrefix(step, "by_field.")
	level, byLevel := strings.CutPrefix(step, "by_level.")
	switch {
	case step == "sites":
		return int64(m.sites)
	case step == "groups":
		return int64(m.groups)
	case step == "ran",
		step == "collective" && m.collective,
		step == "individual" && !m.collective,
		byField && string(m.field) == field,
		byLevel && m.level == level:
		return 1
	}
	return 0
}
