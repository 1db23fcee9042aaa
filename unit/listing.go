package unit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"kheo"
)

// List is the territories of a day, in code order or, for a text, best first.
// With a level, Parent means anywhere below it; without, directly below it.
func (b *Book) List(q Query) (Listing, error) {
	if q.On < FirstDay {
		return Listing{}, ErrUnknownDay
	}
	start := 0
	if q.Cursor != "" {
		n, err := strconv.Atoi(q.Cursor)
		if err != nil || n < 0 {
			return Listing{}, kheo.Faults{{Field: "cursor", Key: "unit.list.cursor"}}
		}
		start = n
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	all, err := b.matching(q)
	if err != nil {
		return Listing{}, err
	}
	page := Listing{Total: len(all)}
	if start < len(all) {
		end := min(start+limit, len(all))
		for _, r := range all[start:end] {
			page.Units = append(page.Units, b.view(r.unit, int(r.state)))
		}
		if end < len(all) {
			page.Next = strconv.Itoa(end)
		}
	}
	return page, nil
}

// A ref names one state of one entry.
type ref struct {
	unit  int32
	state int32
}

func (b *Book) matching(q Query) ([]ref, error) {
	parent := none
	if q.Parent != "" {
		i, ok := b.byID[q.Parent]
		if !ok {
			return nil, fmt.Errorf("parent %s: %w", q.Parent, kheo.ErrNotFound)
		}
		parent = i
	}
	fits := func(i int32) (ref, bool) {
		e := &b.entries[i]
		if q.Level != "" && e.level != q.Level {
			return ref{}, false
		}
		n := e.living(q.On)
		if n < 0 || q.Code != "" && e.states[n].code != q.Code {
			return ref{}, false
		}
		if parent != none && !b.below(i, parent, q.On, q.Level != "") {
			return ref{}, false
		}
		return ref{i, int32(n)}, true
	}
	var all []ref
	add := func(i int32) {
		if r, ok := fits(i); ok {
			all = append(all, r)
		}
	}
	switch {
	case q.Text != "":
		for _, h := range b.Find(q.Text, q.On, 0) {
			add(b.byID[h.Unit.ID])
		}
	case q.Code != "":
		for _, i := range b.byCode[q.Code] {
			add(i)
		}
		slices.SortFunc(all, func(x, y ref) int { return int(x.unit - y.unit) })
	default:
		for _, i := range b.order {
			add(i)
		}
	}
	return all, nil
}

// below tells whether i stands under p on the day, directly or anywhere.
func (b *book) below(i, p int32, on kheo.Date, anywhere bool) bool {
	for {
		n := b.entries[i].living(on)
		if n < 0 {
			return false
		}
		i = b.entries[i].states[n].parent
		if i == p {
			return true
		}
		if i == none || !anywhere {
			return false
		}
	}
}

// Nearest are the n units whose centres lie nearest to that of another.
func Nearest(list []Unit, to Unit, n int) []Unit {
	far := func(u Unit) float64 { return math.Hypot(u.Lat-to.Lat, (u.Lon-to.Lon)*math.Cos(to.Lat*math.Pi/180)) }
	list = slices.DeleteFunc(slices.Clone(list), func(u Unit) bool { return u.Lat == 0 || u.ID == to.ID })
	slices.SortFunc(list, func(a, b Unit) int { return cmp.Compare(far(a), far(b)) })
	return list[:min(len(list), n)]
}
