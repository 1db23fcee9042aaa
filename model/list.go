package model

import (
	"context"
	"maps"
	"slices"
	"sort"

	"kheo"
	"kheo/internal/db"
)

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Units      []kheo.UnitID // in one of these; nil does not narrow, an empty list matches nothing
	Year       int           // running on some day of the year
	Ran        kheo.Span     // running on some day of the span; the zero span does not narrow
	Registered int           // registered in the year
	Field      Field
	Level      string
	State      State         // is in this state on On
	Reached    State         // has reached this state by On
	Public     bool          // published by On only
	Own        []kheo.UnitID // with Public: or registered by one of these bodies
	On         kheo.Date     // as of the day, "" for now
	After      string        // code to start after, for paging
	Limit      int           // 0: all
	Brief      bool          // without the words of the nine boxes and the programmes
}

// List is the models that fit, by code; total counts all that fit.
func List(ctx context.Context, tx *db.Tx, f Filter) (models []Model, total int64, err error) {
	hits, err := scan(ctx, tx, f)
	if err != nil {
		return nil, 0, err
	}
	total = int64(len(hits))
	if f.After != "" {
		hits = hits[sort.Search(len(hits), func(i int) bool { return hits[i].Code > f.After }):]
	}
	if f.Limit > 0 && len(hits) > f.Limit {
		hits = hits[:f.Limit]
	}
	if f.Brief {
		return hits, total, sites(ctx, tx, byID(hits), f.On)
	}
	models, err = whole(ctx, tx, hits, f.On)
	return models, total, err
}

// scan reads the light columns of the models and keeps those that fit. A few
// units are asked for in SQL; thousands, more than an IN list takes, are
// compared here.
func scan(ctx context.Context, tx *db.Tx, f Filter) ([]Model, error) {
	more, args := ``, []any{string(f.On), string(f.Field), f.Level, f.Registered}
	if n := len(f.Units); n > 0 && n <= chunk {
		more, args = `and unit in `+db.In(5, n), append(args, db.Args(f.Units)...)
	}
	units := map[kheo.UnitID]bool{}
	for _, u := range f.Units {
		units[u] = true
	}
	var r row
	hits, err := db.Sift(ctx, tx, func(m *Model) []any {
		d := &m.Days
		return []any{&m.ID, &m.Code, (*string)(&m.Field), &m.Collective, &m.Level, (*string)(&m.Unit), (*string)(&m.Body), &m.Year,
			(*string)(&d.Registered), (*string)(&d.Approved), (*string)(&d.Running), (*string)(&d.Recognised),
			(*string)(&d.Replicated), (*string)(&d.Ended), (*string)(&d.Rejected), &r.published, &m.Name, &m.Groups}
	}, func(m *Model) bool {
		r.Model = *m
		*m = r.model(f.On)
		return (f.Units == nil || units[m.Unit]) && f.fits(m)
	}, `
		select id, code, field, collective, level, unit, body, year,
			registered_on, approved_on, running_on, recognised_on, replicated_on, ended_on, rejected_on, published, name, group_count
		from model_model
		where (cast($1 as text) = '' or registered_on <= $1)
			and (cast($2 as text) = '' or field = $2)
			and (cast($3 as text) = '' or level = $3)
			and (cast($4 as bigint) = 0 or year = $4) `+more, args...)
	slices.SortFunc(hits, byCode) // an engine may order by another alphabet, and holds all to sort them
	return hits, err
}

func byCode(a, b Model) int {
	switch {
	case a.Code < b.Code:
		return -1
	case a.Code > b.Code:
		return 1
	}
	return 0
}

func (f Filter) fits(m *Model) bool {
	if f.Public && !m.Public && !slices.Contains(f.Own, m.Body) {
		return false
	}
	if f.State != "" && m.State != f.State {
		return false
	}
	if f.Reached != "" && m.Days.On(f.Reached) == "" {
		return false
	}
	if f.Ran != (kheo.Span{}) && !m.Ran(f.Ran) {
		return false
	}
	return f.Year == 0 || m.Ran(kheo.YearSpan(f.Year))
}

const chunk = 400 // ids in one IN list

// whole reads every column of the models, keeping their order.
func whole(ctx context.Context, tx *db.Tx, hits []Model, on kheo.Date) ([]Model, error) {
	list := make([]Model, 0, len(hits))
	for part := range slices.Chunk(hits, chunk) {
		rows, err := db.All(ctx, tx, (*row).fields,
			`select `+columns+` from model_model where id in `+db.In(1, len(part)), ids(part)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			list = append(list, r.model(on))
		}
	}
	slices.SortFunc(list, byCode)
	return list, fill(ctx, tx, list, on)
}

func byID(list []Model) map[string]*Model {
	at := map[string]*Model{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	return at
}

// fill adds the programmes and the number of open sites.
func fill(ctx context.Context, tx *db.Tx, list []Model, on kheo.Date) error {
	at := byID(list)
	for part := range slices.Chunk(list, chunk) {
		progs, err := db.All(ctx, tx, (*pair).fields, `
			select model, programme, 0 from model_programme where model in `+db.In(1, len(part))+`
			order by model, programme`, ids(part)...)
		if err != nil {
			return err
		}
		for _, p := range progs {
			at[p.model].Programmes = append(at[p.model].Programmes, p.text)
		}
	}
	return sites(ctx, tx, at, on)
}

// sites counts the sites open on the day.
func sites(ctx context.Context, tx *db.Tx, at map[string]*Model, on kheo.Date) error {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(at)), chunk) {
		open, err := db.All(ctx, tx, (*pair).fields, `
			select model, '', count(*) from model_site
			where (cast($1 as text) = '' or since <= $1) and (until = '' or (cast($1 as text) <> '' and until >= $1))
				and model in `+db.In(2, len(part))+`
			group by model`, append([]any{string(on)}, db.Args(part)...)...)
		if err != nil {
			return err
		}
		for _, s := range open {
			at[s.model].Sites = int(s.n)
		}
	}
	return nil
}

type pair struct {
	model, text string
	n           int64
}

func (p *pair) fields() []any { return []any{&p.model, &p.text, &p.n} }

func ids(list []Model) []any {
	args := make([]any, len(list))
	for i, m := range list {
		args[i] = m.ID
	}
	return args
}

// Years in which models were registered, latest first.
func Years(ctx context.Context, tx *db.Tx) ([]int, error) {
	return db.All(ctx, tx, db.Value[int], `select distinct year from model_model order by year desc`)
}
