package api

import (
	"cmp"
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
)

// A modelOut is a published model. It names no person, not even that of a
// model of one.
type modelOut struct {
	Code       string      `json:"code"`
	Name       string      `json:"name"`
	Field      model.Field `json:"field"`
	Level      string      `json:"level"`
	Collective bool        `json:"collective"`
	Programmes []string    `json:"programmes"`
	Unit       kheo.UnitID `json:"unit"`
	Body       kheo.UnitID `json:"body"`
	Year       int         `json:"year"`
	State      model.State `json:"state"`
	Registered *string     `json:"registered_on"`
	Began      *string     `json:"running_from"`
	Stopped    *string     `json:"running_to"`
	Recognised *string     `json:"recognised_on"`
	Replicated *string     `json:"replicated_on"`
	Sites      int         `json:"sites"`
	Groups     int         `json:"groups"`
	URL        string      `json:"url"`
}

func outModel(a *web.Ask, m model.Model) modelOut {
	programmes := m.Programmes
	if programmes == nil {
		programmes = []string{}
	}
	return modelOut{
		Code: m.Code, Name: m.Name, Field: m.Field, Level: m.Level, Collective: m.Collective, Programmes: programmes,
		Unit: m.Unit, Body: m.Body, Year: m.Year, State: m.State,
		Registered: orNull(m.Days.Registered), Began: orNull(m.Began), Stopped: orNull(m.Stopped),
		Recognised: orNull(m.Days.Recognised), Replicated: orNull(m.Days.Replicated),
		Sites: m.Sites, Groups: m.Groups, URL: a.To("model.show", m.Code),
	}
}

// models counts the unit's subtree as of the year's last day, or on the day
// asked for; a model is of a year when it ran on some day of it.
func (d door) models(a *web.Ask) (any, error) {
	q := ask(a)
	of, year, on := q.unit("unit"), q.year("year"), q.day("on")
	f := model.Filter{
		Year:   year,
		Field:  model.Field(q.choice("field", words(model.Fields())...)),
		State:  model.State(q.choice("state", words(model.States())...)),
		After:  q.text("cursor"),
		Limit:  q.limit(usual) + 1, // one more tells whether there is a next page
		Public: true,
		On:     q.today,
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	var items []modelOut
	var total int64
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if f.Units, err = d.subtree(ctx, tx, q, of, year, on); err != nil {
			return err
		}
		found, n, err := model.List(ctx, tx, f)
		if err != nil {
			return err
		}
		items, total = make([]modelOut, len(found)), n
		for i, m := range found {
			items[i] = outModel(a, m)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	next := ""
	if len(items) == f.Limit {
		items = items[:f.Limit-1]
		next = items[len(items)-1].Code
	}
	return page(a, items, next, total), nil
}

// subtree is the unit and all below it as of the day asked for, else the
// year's last, else today, with the former units that lie wholly in it by
// then; nil when no unit is asked for.
func (d door) subtree(ctx context.Context, tx *db.Tx, q *query, of kheo.UnitID, year int, on kheo.Date) ([]kheo.UnitID, error) {
	if of == "" {
		return nil, nil
	}
	day := cmp.Or(on, q.today)
	if on == "" && year != 0 {
		day = kheo.YearSpan(year).To
	}
	b, err := d.books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	if _, err := at(b, of, day); err != nil {
		return nil, err
	}
	return b.Whole(of, day), nil
}

func words[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// A modelAlone is a model as the whole answer, with the boxes open to all.
type modelAlone struct {
	modelOut
	Boxes map[string]string `json:"boxes"`
	sampled
}

func (d door) model(a *web.Ask) (any, error) {
	q := ask(a)
	if err := q.check(); err != nil {
		return nil, err
	}
	var m model.Model
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		m, err = model.Find(ctx, tx, a.PathValue("code"), q.today)
		if err == nil && !m.Public {
			err = kheo.ErrNotFound
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	boxes := map[string]string{}
	for _, name := range m.Open() {
		boxes[name] = m.Box(name)
	}
	return modelAlone{outModel(a, m), boxes, sampled{a.Office.Sample}}, nil
}
