package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

const head = `# Units of Viet Nam through time, made by unit/build from the lists that NOTICE names.
# b basis
# u level code since             one identity; its id is made from these three
# s from to name parent lat lon people
# c on kind basis                what happened to it while it stayed itself
# l to kind share text on basis  what it became
`

var levels = map[string]int{"province": 0, "district": 1, "commune": 2}

// write numbers units by level, code and first day, so that parents come first
// and children come in code order.
func (g *graph) write(to io.Writer) error {
	slices.SortFunc(g.units, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(levels[a.level], levels[b.level]), strings.Compare(a.code, b.code), strings.Compare(a.since, b.since))
	})
	for i, u := range g.units {
		u.index = i
	}
	w := bufio.NewWriter(to)
	w.WriteString(head)
	bases := g.bases(w)
	for _, u := range g.units {
		line(w, "u", u.level[:1], u.code, u.since)
		for _, s := range u.states {
			parent, err := g.parent(u, s)
			if err != nil {
				return err
			}
			line(w, "s", s.from, s.to, s.name, parent, s.lat, s.lon, s.people)
		}
		for _, c := range u.changes {
			line(w, "c", c.on, c.kind, bases[c.basis])
		}
		for _, l := range u.links {
			other := ""
			if l.to != nil {
				other = strconv.Itoa(l.to.index)
			}
			line(w, "l", other, l.kind, l.share, l.text, l.on, bases[l.basis])
		}
	}
	return w.Flush()
}

func line(w *bufio.Writer, fields ...string) {
	w.WriteString(strings.TrimRight(strings.Join(fields, "\t"), "\t"))
	w.WriteByte('\n')
}

func (g *graph) bases(w *bufio.Writer) map[string]string {
	numbers := map[string]string{}
	for _, u := range g.units {
		for _, l := range slices.Concat(u.changes, u.links) {
			if _, ok := numbers[l.basis]; !ok {
				numbers[l.basis] = strconv.Itoa(len(numbers))
				line(w, "b", l.basis)
			}
		}
	}
	return numbers
}

// parent finds who had the parent's code all the while the state held.
func (g *graph) parent(u *unit, s state) (string, error) {
	if s.parent == "" {
		return "", nil
	}
	from, to := max(s.from, firstDay), s.to
	if s.to != "" && s.to < firstDay {
		from = s.to
	}
	for _, p := range g.units {
		if p.level != s.parentLevel || p.code != s.parent {
			continue
		}
		first, last := p.states[0], p.states[len(p.states)-1]
		if first.from <= from && (last.to == "" || to != "" && to <= last.to) {
			return strconv.Itoa(p.index), nil
		}
	}
	return "", fmt.Errorf("%s %s %q from %s to %s: no %s %s held all that while", u.level, u.code, s.name, s.from, s.to, s.parentLevel, s.parent)
}
