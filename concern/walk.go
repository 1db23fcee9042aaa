package concern

import (
	"cmp"
	"context"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// A walk reads the newest matters from indexes that have them in that order,
// one topic and one state at a time, and merges what it reads: asked for
// several at once an engine gathers them all and sorts a million rows for
// twenty.
type walk struct {
	matter.Filter
	topics []string       // none: all
	states []matter.State // none: all
	keep   []func(matter.Matter) bool
}

// manyPlaces is how many territories are asked for; of more, the whole list is
// read, in which they are dense.
const manyPlaces = 40

// narrow by state.
func (q *walk) narrow(f Filter, who kheo.Caller) {
	on := f.On
	if on == "" {
		on = who.Today()
	}
	switch f.State {
	case "":
		q.keep = append(q.keep, func(m matter.Matter) bool { return m.State != matter.Merged && m.State != matter.Withdrawn })
	case Open:
		q.states = slices.DeleteFunc(matter.States(), func(s matter.State) bool { return !s.Open() })
	case Late:
		q.states = slices.DeleteFunc(matter.States(), func(s matter.State) bool { return !s.WithHolder() })
		q.Due.To = on.Add(-1)
		q.keep = append(q.keep, func(m matter.Matter) bool { return m.Late(on) })
	default:
		q.states = []matter.State{matter.State(f.State)}
	}
	if len(q.Territory) > manyPlaces {
		in := map[kheo.UnitID]bool{}
		for _, t := range q.Territory {
			in[t] = true
		}
		q.Territory = nil
		q.keep = append(q.keep, func(m matter.Matter) bool { return in[m.Territory] })
	}
}

// newest are the first of all that fit, as many as the limit says.
func (q walk) newest(ctx context.Context, tx *db.Tx) ([]matter.Matter, error) {
	topics, states := [][]string{q.topics}, [][]matter.State{q.states}
	if len(q.Territory) == 0 { // of one place there are few enough
		topics, states = oneByOne(q.topics), oneByOne(q.states)
	}
	var all []matter.Matter
	for _, t := range topics {
		for _, s := range states {
			q.Category, q.States = t, s
			list, err := q.one(ctx, tx)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
	}
	slices.SortFunc(all, func(a, b matter.Matter) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(b.ID, a.ID))
	})
	return all[:min(len(all), q.Limit)], nil
}

func oneByOne[T any](list []T) [][]T {
	if len(list) == 0 {
		return [][]T{nil}
	}
	var each [][]T
	for i := range list {
		each = append(each, list[i:i+1])
	}
	return each
}

// one reads on until as many fit as are wanted: what the keepers leave out is
// rare among the rest.
func (q walk) one(ctx context.Context, tx *db.Tx) ([]matter.Matter, error) {
	var all []matter.Matter
	for want := q.Limit; ; q.Filter.Limit = mostPage {
		list, err := matter.List(ctx, tx, q.Filter)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if !slices.ContainsFunc(q.keep, func(fits func(matter.Matter) bool) bool { return !fits(m) }) {
				all = append(all, m)
			}
		}
		if len(all) >= want || len(list) < q.Filter.Limit {
			return all[:min(len(all), want)], nil
		}
		q.After = list[len(list)-1].Code
	}
}
