package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// A unitOut is a territory in one state.
type unitOut struct {
	ID        kheo.UnitID `json:"id"`
	Code      string      `json:"code"`
	Name      string      `json:"name"`
	Level     unit.Level  `json:"level"`
	Type      string      `json:"type"`
	Parent    *string     `json:"parent"`
	ValidFrom *string     `json:"valid_from"` // null: not known
	ValidTo   *string     `json:"valid_to"`   // null: not ended
}

func outUnit(u unit.Unit) unitOut {
	return unitOut{
		ID: u.ID, Code: u.Code, Name: u.Name, Level: u.Level, Type: u.Type,
		Parent: orNull(u.Parent), ValidFrom: orNull(u.From), ValidTo: orNull(u.To),
	}
}

// orNull is null for the empty text: not known, not ended, not said.
func orNull[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	v := string(s)
	return &v
}

func outUnits(list []unit.Unit) []unitOut {
	out := make([]unitOut, len(list))
	for i, u := range list {
		out[i] = outUnit(u)
	}
	return out
}

// book is the office's territories of now.
func (d door) book(a *web.Ask) (*unit.Book, error) {
	var b *unit.Book
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		b, err = d.books.Book(ctx, tx)
		return err
	})
	return b, err
}

func (d door) units(a *web.Ask) (any, error) {
	q := ask(a)
	ask := unit.Query{
		On:     cmp.Or(q.day("on"), q.today),
		Text:   q.text("q"),
		Code:   q.text("code"),
		Level:  unit.Level(q.choice("level", string(unit.Province), string(unit.District), string(unit.Commune), string(unit.Hamlet))),
		Parent: q.unit("parent"),
		Cursor: q.text("cursor"),
		Limit:  q.limit(usual),
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	b, err := d.book(a)
	if err != nil {
		return nil, err
	}
	l, err := b.List(ask)
	if errors.Is(err, unit.ErrUnknownDay) {
		return nil, beyond(ask.On)
	}
	if err != nil {
		return nil, err
	}
	return page(a, outUnits(l.Units), l.Next, int64(l.Total)), nil
}

// beyond says that the lists do not reach that far back; we never guess.
func beyond(on kheo.Date) error {
	return none(fmt.Sprintf("Not known: the lists begin on %s, asked for %s.", unit.FirstDay, on))
}

// A unitAlone is a territory as the whole answer.
type unitAlone struct {
	unitOut
	sampled
}

func (d door) unit(a *web.Ask) (any, error) {
	q := ask(a)
	on := cmp.Or(q.day("on"), q.today)
	if err := q.check(); err != nil {
		return nil, err
	}
	b, err := d.book(a)
	if err != nil {
		return nil, err
	}
	u, err := at(b, kheo.UnitID(a.PathValue("id")), on)
	if err != nil {
		return nil, err
	}
	return unitAlone{outUnit(u), sampled{a.Office.Sample}}, nil
}

// at is the territory as of the day, or a not found that says when it was.
func at(b *unit.Book, id kheo.UnitID, on kheo.Date) (unit.Unit, error) {
	u, err := b.Unit(id, on)
	switch {
	case err == nil:
		return u, nil
	case errors.Is(err, unit.ErrUnknownDay):
		return u, beyond(on)
	case !errors.Is(err, kheo.ErrNotFound):
		return u, err
	}
	states := b.States(id)
	if len(states) == 0 {
		return u, none("No unit has this id.")
	}
	first, last := states[0], states[len(states)-1]
	return u, none(fmt.Sprintf("%s did not exist on %s; it is known from %s to %s. Ask for another day with on=.",
		last.Name, on, cmp.Or(string(first.From), "an unknown day"), cmp.Or(string(last.To), "today")))
}

func (d door) children(a *web.Ask) (any, error) {
	q := ask(a)
	on := cmp.Or(q.day("on"), q.today)
	if err := q.check(); err != nil {
		return nil, err
	}
	b, err := d.book(a)
	if err != nil {
		return nil, err
	}
	u, err := at(b, kheo.UnitID(a.PathValue("id")), on)
	if err != nil {
		return nil, err
	}
	all := b.Children(u.ID, on) // whole: a province has few hundred
	return page(a, outUnits(all), "", int64(len(all))), nil
}

// A linkOut is one thread of lineage.
type linkOut struct {
	Unit       *unitOut `json:"unit"` // null: the list does not name it
	Kind       string   `json:"kind"`
	Share      *string  `json:"share"` // full, part, null: the list does not say
	On         *string  `json:"on"`
	LegalBasis *string  `json:"legal_basis"`
}

type lineageOut struct {
	Predecessors []linkOut `json:"predecessors"`
	Successors   []linkOut `json:"successors"`
	sampled
}

func (d door) lineage(a *web.Ask) (any, error) {
	if err := ask(a).check(); err != nil {
		return nil, err
	}
	b, err := d.book(a)
	if err != nil {
		return nil, err
	}
	id := kheo.UnitID(a.PathValue("id"))
	if len(b.States(id)) == 0 {
		return nil, none("No unit has this id.")
	}
	out := lineageOut{Predecessors: []linkOut{}, Successors: []linkOut{}, sampled: sampled{a.Office.Sample}}
	for _, l := range b.Predecessors(id) {
		out.Predecessors = append(out.Predecessors, outLink(b, l, l.On.Add(-1)))
	}
	for _, l := range b.Successors(id) {
		out.Successors = append(out.Successors, outLink(b, l, l.On))
	}
	return out, nil
}

// outLink names the other end as it was on the day next to the change.
func outLink(b *unit.Book, l unit.Link, on kheo.Date) linkOut {
	o := linkOut{Kind: l.Kind, Share: orNull(l.Share), On: orNull(l.On), LegalBasis: orNull(l.Basis)}
	if l.Unit == "" {
		return o
	}
	if u, err := b.Last(l.Unit, on); err == nil {
		other := outUnit(u)
		o.Unit = &other
	}
	return o
}

type partOut struct {
	Unit  unitOut `json:"unit"`
	Share *string `json:"share"`
}

type nowOut struct {
	Was unitOut   `json:"was"`
	Now []partOut `json:"now"` // empty: no list names a successor
}

func (d door) now(a *web.Ask) (any, error) {
	q := ask(a)
	text, limit := q.text("q"), q.limit(20)
	if !q.values.Has("q") {
		q.need("q", "is missing: the name or address to look for")
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	b, err := d.book(a)
	if err != nil {
		return nil, err
	}
	items := []nowOut{}
	for _, p := range b.Now(text, q.today, limit) {
		o := nowOut{Was: outUnit(p.Was), Now: []partOut{}}
		for _, n := range p.Now {
			o.Now = append(o.Now, partOut{outUnit(n.Unit), orNull(n.Share)})
		}
		items = append(items, o)
	}
	return list{Items: items, Sample: a.Office.Sample}, nil
}
