package unit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
)

// Line follows a body through its lawful heirs up to the day: first the body,
// then each heir with the day and the basis on which it took over. alive tells
// whether the last of them lives then.
func Line(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) (line []HeirLink, alive bool, err error) {
	b, err := FindBody(ctx, tx, id)
	if err != nil {
		return nil, false, err
	}
	line = append(line, HeirLink{Body: b})
	for b.To != "" && b.To < on {
		heirs, err := Heirs(ctx, tx, b.ID)
		if err != nil {
			return nil, false, err
		}
		heirs = slices.DeleteFunc(heirs, func(h HeirLink) bool { return h.On > on })
		if len(heirs) != 1 {
			return line, false, nil
		}
		b = heirs[0].Body
		if slices.ContainsFunc(line, func(x HeirLink) bool { return x.Body.ID == b.ID }) {
			return nil, false, fmt.Errorf("body %s is its own heir", b.ID)
		}
		line = append(line, heirs[0])
	}
	return line, true, nil
}

// Above is the parent body that lives on the day, or its heir; "" without one.
func Above(ctx context.Context, tx *db.Tx, body kheo.UnitID, on kheo.Date) (kheo.UnitID, error) {
	b, err := FindBody(ctx, tx, body)
	if err != nil || b.Parent == "" {
		return "", err
	}
	p, err := Heir(ctx, tx, b.Parent, on)
	if errors.Is(err, ErrNoHeir) || p.ID == body {
		return "", nil
	}
	return p.ID, err
}

// Lands are the territories that carry on a territory as of the day: itself
// while it lives, else all it was led into, a split with both its parts. Where
// the list names nobody, there is none.
func (b *Book) Lands(id kheo.UnitID, on kheo.Date) []Unit {
	var list []Unit
	seen := map[kheo.UnitID]bool{}
	var follow func(id kheo.UnitID)
	follow = func(id kheo.UnitID) {
		if id == "" || seen[id] {
			return
		}
		seen[id] = true
		if u, err := b.Unit(id, on); err == nil {
			list = append(list, u)
			return
		}
		for _, l := range b.Successors(id) {
			if l.On <= on {
				follow(l.Unit)
			}
		}
	}
	follow(id)
	return list
}
