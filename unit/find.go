package unit

import (
	"cmp"
	"slices"
	"strings"

	"kheo"
)

// What each departure from "every word understood, as it was written" costs.
const (
	whole     = 100.0 // every word of the query was understood
	someTones = 0.5   // a word typed without its tones in a query that has some
	otherTone = 8.0   // a word typed with other tones
	sameType  = 4.0   // gained: the type was typed, and is right
	otherType = 6.0   // the type was typed, and is another
	typeAbove = 0.5   // gained or lost for the type of a parent
	viaHeir   = 2.0   // a parent it has today, not then
	viaBefore = 3.0   // a parent that those before it had
	unended   = 12.0  // the last word is only begun
	longer    = 15.0  // the name goes on
	slipped   = 25.0  // a slip of a key away
	skipPart  = 4.0   // a part before the name: a hamlet, a street
	skipWord  = 10.0
	leftWord  = 30.0 // a word after the name that names none of its parents
	turned    = 3.0  // parts from great to small
)

// Find reads a present or former name, code or address. on narrows to that
// day; the empty date searches all days. A limit of 0 is none.
func (b *Book) Find(query string, on kheo.Date, limit int) []Hit {
	if on != "" && on < FirstDay {
		return nil
	}
	f := &finder{book: b.book, on: on, best: map[int32]found{}}
	f.codes(query)
	if all := read(query); len(all) > 0 {
		f.search(all)
	}
	return f.hits(limit)
}

// A finder collects the best reading of one query for each territory.
type finder struct {
	*book
	on    kheo.Date
	words []word
	typ   string // the type typed before the name
	plain bool   // no tone was typed anywhere
	best  map[int32]found
	fee   float64 // paid by every reading of this pass
	heirs map[int32][]above
}

type found struct {
	ref
	score       float64
	exact, full bool
}

func (f *finder) codes(query string) {
	code := strings.TrimSpace(query)
	if len(code) < 2 || strings.Trim(code, "0123456789") != "" {
		return
	}
	for _, i := range f.byCode[code] {
		for n := len(f.entries[i].states) - 1; n >= 0; n-- {
			if f.entries[i].states[n].code == code {
				f.keep(found{ref{i, int32(n)}, whole + sameType, true, true})
				break
			}
		}
	}
}

// search tries the reading people mean first and others only while no reading
// understands every word.
func (f *finder) search(all []word) {
	f.pass(all, 0, f.named)
	if f.understood() {
		return
	}
	for i := 1; i < len(all); i++ { // something stands before: a hamlet, a street
		if all[i].comma {
			f.pass(all[i:], skipPart*float64(i), f.named)
		}
	}
	if back := reversed(all); back != nil {
		f.pass(back, turned, f.named)
	}
	if loose := loosened(all, f.byFold()); loose != nil {
		f.pass(loose, turned, f.named)
	}
	if f.understood() {
		return
	}
	for i := 1; i < len(all) && i < 6; i++ {
		if !all[i].comma {
			f.pass(all[i:], skipWord*float64(i), f.named)
		}
	}
	if len(f.best) == 0 {
		f.pass(all, slipped, f.misspelt)
	}
}

func (f *finder) byFold() map[string][]int32 { return f.index.byFold }

func (f *finder) pass(all []word, fee float64, names func(i int)) {
	f.words, f.fee = all, fee
	f.plain = !slices.ContainsFunc(all, func(w word) bool { return !w.plain })
	for _, k := range typeAt(all, 0) {
		f.each(k, names)
	}
}

func (f *finder) each(k kindHit, names func(i int)) {
	f.typ = k.typ
	names(k.n)
}

func (f *finder) understood() bool {
	for _, h := range f.best {
		if h.full {
			return true
		}
	}
	return false
}

func (f *finder) keep(h found) {
	s := &f.entries[h.unit].states[h.state]
	if f.on != "" && !s.Holds(f.on) {
		return
	}
	old, ok := f.best[h.unit]
	if !ok || h.score > old.score || h.score == old.score && h.state > old.state {
		f.best[h.unit] = h
	}
}

func (f *finder) hits(limit int) []Hit {
	all := make([]found, 0, len(f.best))
	for _, h := range f.best {
		all = append(all, h)
	}
	end := func(h found) string { return cmp.Or(string(f.entries[h.unit].states[h.state].To), "9") }
	slices.SortFunc(all, func(x, y found) int {
		a, b := &f.entries[x.unit], &f.entries[y.unit]
		return cmp.Or(
			cmp.Compare(y.score, x.score), exactFirst(x.exact, y.exact), strings.Compare(end(y), end(x)),
			cmp.Compare(a.level.rank(), b.level.rank()), strings.Compare(a.code, b.code), cmp.Compare(x.unit, y.unit))
	})
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	hits := make([]Hit, len(all))
	for i, h := range all {
		hits[i] = Hit{Unit: f.view(h.unit, int(h.state)), Exact: h.exact, Full: h.full, Score: h.score}
	}
	return hits
}

func exactFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// reversed turns the parts of an address around, for those who write it from
// great to small; nil when there is one part.
func reversed(all []word) []word {
	var parts [][]word
	for _, w := range all {
		if w.comma {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], w)
	}
	if len(parts) < 2 {
		return nil
	}
	slices.Reverse(parts)
	return slices.Concat(parts...)
}

// loosened takes abbreviations off the words they were written onto, where
// that leaves a word that begins a name: "xtan chanh", "ttcan duoc".
func loosened(all []word, names map[string][]int32) []word {
	begins := func(w string) bool {
		if names[w] != nil {
			return true
		}
		for f := range names {
			if strings.HasPrefix(f, w) && len(f) > len(w) && f[len(w)] == ' ' {
				return true
			}
		}
		return false
	}
	var out []word
	changed := false
	for _, w := range all {
		for _, g := range glued {
			rest, ok := strings.CutPrefix(w.fold, g)
			if !ok || len(rest) < 2 || begins(w.fold) || !begins(rest) {
				continue
			}
			out = append(out, word{fold: g, key: g, plain: true, comma: w.comma})
			w = word{fold: rest, key: strings.TrimPrefix(w.key, g), plain: w.plain}
			changed = true
			break
		}
		out = append(out, w)
	}
	if !changed {
		return nil
	}
	return out
}
