package unit

import (
	"cmp"
	"slices"
	"strings"

	"kheo"
)

// A Book is every territory through time: the compiled list and what the
// office imported over it. It is immutable; all methods may be called at once.
type Book struct{ *book }

type book struct {
	draft
	byID   map[kheo.UnitID]int32
	byCode map[string][]int32
	order  []int32 // by level, code and first day
	index  *index
}

func (b *book) view(i int32, n int) Unit {
	e := &b.entries[i]
	s := &e.states[n]
	u := Unit{
		ID: e.id, Code: s.code, Name: s.full, Short: s.short(), Level: e.level, Type: types[s.typ],
		Span: s.Span, Lat: s.lat, Lon: s.lon, People: s.people,
	}
	if s.parent != none {
		u.Parent = b.entries[s.parent].id
	}
	return u
}

// Unit is the territory as of the day; ErrNotFound when it did not exist then,
// ErrUnknownDay when the lists do not reach that far back.
func (b *Book) Unit(id kheo.UnitID, on kheo.Date) (Unit, error) {
	i, n, err := b.find(id, on)
	if err != nil {
		return Unit{}, err
	}
	if n < 0 {
		return Unit{}, notFound("unit", string(id), on)
	}
	return b.view(i, n), nil
}

// find is the entry and its state on the day, -1 where it has none.
func (b *book) find(id kheo.UnitID, on kheo.Date) (i int32, n int, err error) {
	i, ok := b.byID[id]
	if !ok {
		return 0, 0, notFound("unit", string(id), "")
	}
	if on < FirstDay && b.entries[i].since <= FirstDay {
		return 0, 0, ErrUnknownDay
	}
	return i, b.entries[i].living(on), nil
}

// Last is the territory as of the day or, where it had ended, as it last was.
func (b *Book) Last(id kheo.UnitID, on kheo.Date) (Unit, error) {
	i, n, err := b.find(id, on)
	if err != nil {
		return Unit{}, err
	}
	if n >= 0 {
		return b.view(i, n), nil
	}
	for n := len(b.entries[i].states) - 1; n >= 0; n-- {
		if to := b.entries[i].states[n].To; to != "" && to < on {
			return b.view(i, n), nil
		}
	}
	return Unit{}, notFound("unit", string(id), on)
}

// States are all the states of a territory, oldest first.
func (b *Book) States(id kheo.UnitID) []Unit {
	i, ok := b.byID[id]
	if !ok {
		return nil
	}
	all := make([]Unit, len(b.entries[i].states))
	for n := range all {
		all[n] = b.view(i, n)
	}
	return all
}

// Children of a territory as of the day, in code order.
func (b *Book) Children(id kheo.UnitID, on kheo.Date) []Unit {
	i, ok := b.byID[id]
	if !ok || on < FirstDay {
		return nil
	}
	var all []Unit
	for _, k := range b.entries[i].kids {
		if n := b.entries[k].living(on); n >= 0 && b.entries[k].states[n].parent == i {
			all = append(all, b.view(k, n))
		}
	}
	slices.SortFunc(all, func(x, y Unit) int {
		return cmp.Or(strings.Compare(x.Code, y.Code), strings.Compare(string(x.ID), string(y.ID)))
	})
	return all
}

// Ancestors as of the day, nearest first.
func (b *Book) Ancestors(id kheo.UnitID, on kheo.Date) []Unit {
	var all []Unit
	u, err := b.Unit(id, on)
	for err == nil && u.Parent != "" {
		if u, err = b.Unit(u.Parent, on); err == nil {
			all = append(all, u)
		}
	}
	return all
}

// Subtree is the territory and all below it as of the day.
func (b *Book) Subtree(id kheo.UnitID, on kheo.Date) []kheo.UnitID {
	i, ok := b.byID[id]
	if !ok || on < FirstDay || b.entries[i].living(on) < 0 {
		return nil
	}
	all := []kheo.UnitID{id}
	todo := []int32{i}
	for len(todo) > 0 {
		p := todo[0]
		todo = todo[1:]
		for _, k := range b.entries[p].kids {
			if n := b.entries[k].living(on); n >= 0 && b.entries[k].states[n].parent == p {
				all = append(all, b.entries[k].id)
				todo = append(todo, k)
			}
		}
	}
	return all
}

// Address is "xã Tân Chánh, huyện Cần Đước, tỉnh Long An" as of the day, or as
// it last was. Before the first day the lists know it is the oldest one known.
func (b *Book) Address(id kheo.UnitID, on kheo.Date) string {
	u, err := b.Last(id, max(on, FirstDay))
	if err != nil {
		i, ok := b.byID[id]
		if !ok {
			return ""
		}
		u = b.view(i, 0)
	}
	day := max(on, FirstDay, u.From)
	if u.To != "" {
		day = min(day, u.To)
	}
	parts := []string{u.Title()}
	for _, a := range b.Ancestors(id, day) {
		parts = append(parts, a.Title())
	}
	return strings.Join(parts, ", ")
}

// Title is the name inside a sentence: "xã Tân Chánh".
func (u Unit) Title() string { return u.Type + " " + u.Short }

// ByCode is the territory that had the code on the day, at a level ("" for any).
func (b *Book) ByCode(code string, level Level, on kheo.Date) (Unit, error) {
	if on < FirstDay {
		return Unit{}, ErrUnknownDay
	}
	for _, i := range b.byCode[code] {
		e := &b.entries[i]
		if n := e.living(on); n >= 0 && e.states[n].code == code && (level == "" || e.level == level) {
			return b.view(i, n), nil
		}
	}
	return Unit{}, notFound("code", code, on)
}
