package unit

import (
	"fmt"
	"slices"

	"kheo"
)

func notFound(what, name string, on kheo.Date) error {
	if on == "" {
		return fmt.Errorf("%s %s: %w", what, name, kheo.ErrNotFound)
	}
	return fmt.Errorf("%s %s on %s: %w", what, name, on, kheo.ErrNotFound)
}

func (b *book) links(id kheo.UnitID, pick func(*entry) []thread) []Link {
	i, ok := b.byID[id]
	if !ok {
		return nil
	}
	threads := pick(&b.entries[i])
	all := make([]Link, len(threads))
	for n, t := range threads {
		all[n] = Link{Kind: t.kind, Share: t.share, Text: t.text, On: t.on, Basis: t.basis}
		if t.other != none {
			all[n].Unit = b.entries[t.other].id
		}
	}
	return all
}

// Successors of a territory, part by part. What stayed itself in the
// reorganisation of 2025-07-01 has one link, to its own id; where the list
// names no successor the link's Unit is empty. A district's successors are
// derived from its communes'.
func (b *Book) Successors(id kheo.UnitID) []Link {
	return b.links(id, func(e *entry) []thread { return e.after })
}

// Predecessors of a territory, part by part. Abolished districts are not among
// them: their communes are.
func (b *Book) Predecessors(id kheo.UnitID) []Link {
	return b.links(id, func(e *entry) []thread { return e.before })
}

// Changes are what happened to the territory while it stayed itself, oldest
// first: each began the state of that day.
func (b *Book) Changes(id kheo.UnitID) []Link {
	return b.links(id, func(e *entry) []thread { return e.changes })
}

// Today is where a territory is on the day: itself while it lives, else its
// successors through as many reorganisations as there were. It is empty when a
// list names no successor, and then nobody guesses.
func (b *Book) Today(id kheo.UnitID, on kheo.Date) []Part {
	i, ok := b.byID[id]
	if !ok {
		return nil
	}
	w := walk{book: b.book, on: on, seen: map[int32]int{}}
	w.from(i, "full", 0)
	if len(w.parts) == 1 && !w.lost {
		w.parts[0].Share = "full" // its parts came together again
	}
	return w.parts
}

// A walk follows lineage down to a day.
type walk struct {
	*book
	on    kheo.Date
	seen  map[int32]int // where in parts, for those arrived at
	parts []Part
	lost  bool // some thread ends where the list names nobody
}

// depth is more reorganisations than a list may chain; it also ends a circle.
const depth = 16

func (w *walk) from(i int32, share string, n int) {
	e := &w.entries[i]
	if s := e.living(w.on); s >= 0 {
		if at, ok := w.seen[i]; ok {
			if share == "full" {
				w.parts[at].Share = share
			}
			return
		}
		w.seen[i] = len(w.parts)
		w.parts = append(w.parts, Part{w.view(i, s), share})
		return
	}
	w.lost = w.lost || len(e.after) == 0
	for _, t := range e.after {
		switch {
		case t.other == none || t.on > w.on || n == depth:
			w.lost = true
		case t.other == i: // itself, listed anew
		case t.share == "full":
			w.from(t.other, share, n+1)
		default:
			w.from(t.other, "part", n+1)
		}
	}
}

// Now reads any name or address, present or former, and says what that place is
// called on the day, best first.
func (b *Book) Now(query string, on kheo.Date, limit int) []Present {
	var all []Present
	for _, h := range b.Find(query, "", 0) {
		if h.Unit.From > on {
			continue
		}
		if len(all) == limit && limit > 0 {
			break
		}
		all = append(all, Present{Was: h.Unit, Exact: h.Exact, Score: h.Score, Now: b.Today(h.Unit.ID, on)})
	}
	return all
}

// Within is the territory and all below it as of the day, with every former
// territory that went into one of them, wholly or in part: what is recorded
// under the old ones is found under the new.
func (b *Book) Within(id kheo.UnitID, on kheo.Date) []kheo.UnitID {
	var all []kheo.UnitID
	seen := map[kheo.UnitID]bool{}
	add := func(list []kheo.UnitID) {
		for _, u := range list {
			if !seen[u] {
				seen[u] = true
				all = append(all, u)
			}
		}
	}
	add(append([]kheo.UnitID{id}, b.Subtree(id, on)...))
	for n := 0; n < len(all); n++ { // all grows while it is walked
		for _, l := range b.Predecessors(all[n]) {
			if l.Unit != "" && l.On <= on {
				add(b.Subtree(l.Unit, l.On.Add(-1)))
			}
		}
	}
	return all
}

// Whole is the territory and all below it as of the day, with every former
// territory that lies wholly in it by then: what is counted under it. One that
// was split over two is counted where both are, so that nothing is counted
// twice beside itself.
func (b *Book) Whole(id kheo.UnitID, on kheo.Date) []kheo.UnitID {
	all := b.Subtree(id, on)
	in := map[kheo.UnitID]bool{}
	for _, u := range all {
		in[u] = true
	}
	if len(all) == 0 {
		return nil
	}
	for _, u := range b.Within(id, on)[len(all):] {
		parts := b.Today(u, on)
		outside := func(p Part) bool { return !in[p.Unit.ID] }
		if len(parts) == 0 || len(parts) == 1 && parts[0].Share != "full" { // some of it went nobody says where
			continue
		}
		if !slices.ContainsFunc(parts, outside) {
			all = append(all, u)
		}
	}
	return all
}
