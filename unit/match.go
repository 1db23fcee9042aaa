package unit

import (
	"strings"

	"kheo"
)

// named tries every name that begins at word i.
func (f *finder) named(i int) {
	for n := 1; n <= f.index.long && i+n <= len(f.words); n++ {
		joined := f.joined(i, n)
		for _, at := range f.index.byFold[joined] {
			f.name(at, i, n, 0)
		}
		if i+n < len(f.words) {
			continue
		}
		for _, at := range f.index.beginning(joined, 300) {
			fee := unended
			if f.index.names[at].fold[n-1] == f.words[i+n-1].fold {
				fee = longer
			}
			f.name(at, i, n, fee)
		}
	}
}

// misspelt tries every name one slip of a key away.
func (f *finder) misspelt(i int) {
	for n := 1; n <= f.index.long && i+n <= len(f.words); n++ {
		for _, at := range f.index.close(f.joined(i, n)) {
			f.name(at, i, n, 0)
		}
	}
}

func (f *finder) joined(i, n int) string {
	list := make([]string, n)
	for k := range list {
		list[k] = f.words[i+k].fold
	}
	return strings.Join(list, " ")
}

// name scores every state of that name against the words that follow it.
func (f *finder) name(at int32, i, n int, fee float64) {
	tones, exact := f.tones(at, i, n)
	for _, r := range f.index.refs[at] {
		s := &f.entries[r.unit].states[r.state]
		score := whole - f.fee - fee - tones
		switch {
		case f.typ == "":
		case f.typ == types[s.typ]:
			score += sameType
		default:
			score -= otherType
		}
		rest := f.rest(r, i+n)
		h := found{r, score + rest.score, exact && fee == 0 && rest.exact, rest.left == 0}
		h.score -= leftWord * float64(rest.left)
		if rest.left < len(f.words)-i-n || i+n == len(f.words) || rest.left <= 2 {
			f.keep(h)
		}
	}
}

// tones compares words typed with a name that folds like them: what the
// difference costs, and whether there is none.
func (f *finder) tones(at int32, i, n int) (cost float64, exact bool) {
	nm := &f.index.names[at]
	exact = true
	for k := range n {
		w := &f.words[i+k]
		if k >= len(nm.key) {
			return cost, false
		}
		if w.key == nm.key[k] {
			continue
		}
		exact = false
		switch {
		case w.fold != nm.fold[k]: // begun or misspelt: charged elsewhere
		case !w.plain:
			cost += otherTone
		case !f.plain:
			cost += someTones
		}
	}
	return cost, exact && n == len(nm.key)
}

// An above is a state some ancestor has, and how it is known.
type above struct {
	ref
	fee float64
}

// A reading is how the words after a name were understood.
type reading struct {
	score float64
	left  int
	exact bool
}

// rest reads the words from i on as the parents of r: those it had then, else
// those it has today, else those of the ones before it.
func (f *finder) rest(r ref, i int) reading {
	if i == len(f.words) {
		return reading{exact: true}
	}
	best := f.parents(f.chain(r), i, -1)
	if best.left == 0 {
		return best
	}
	if other := f.parents(f.elsewhere(r), i, -1); other.left < best.left {
		return other
	}
	return best
}

// parents reads words from i on as parents above the last rung read.
func (f *finder) parents(list []above, i, rung int) reading {
	best := reading{left: len(f.words) - i}
	if best.left == 0 {
		best.exact = true
		return best
	}
	for _, k := range typeAt(f.words, i) {
		for _, a := range list {
			e := &f.entries[a.unit]
			up := len(levels) - e.level.rank()
			if up <= rung {
				continue
			}
			s := &e.states[a.state]
			n, fee, exact := f.nameAt(s.name, i+k.n)
			if n == 0 {
				continue
			}
			next := f.parents(list, i+k.n+n, up)
			next.score -= fee + a.fee
			next.exact = next.exact && exact
			switch k.typ {
			case "":
			case types[s.typ]:
				next.score += typeAbove
			default:
				next.score -= typeAbove
			}
			if next.left < best.left || next.left == best.left && next.score > best.score {
				best = next
			}
		}
	}
	return best
}

// nameAt tells whether the words at i are the name, the last of them perhaps
// only begun: how many words, at what cost.
func (f *finder) nameAt(at int32, i int) (n int, fee float64, exact bool) {
	nm := &f.index.names[at]
	for k, w := range nm.fold {
		if i+k >= len(f.words) {
			return 0, 0, false
		}
		q := f.words[i+k].fold
		if q == w {
			continue
		}
		if i+k == len(f.words)-1 && k == len(nm.fold)-1 && strings.HasPrefix(w, q) {
			fee += unended
			continue
		}
		return 0, 0, false
	}
	cost, exact := f.tones(at, i, len(nm.fold))
	return len(nm.fold), fee + cost, exact
}

// chain is every state of every ancestor while r held.
func (f *finder) chain(r ref) []above {
	s := &f.entries[r.unit].states[r.state]
	return f.ancestors(nil, s.parent, s.Span, 0)
}

func (f *finder) ancestors(list []above, p int32, during kheo.Span, fee float64) []above {
	for p != none {
		e := &f.entries[p]
		next := none
		for n := range e.states {
			s := &e.states[n]
			if overlap(s.Span, during) {
				list = append(list, above{ref{p, int32(n)}, fee})
				next = s.parent
			}
		}
		p = next
	}
	return list
}

func overlap(a, b kheo.Span) bool {
	return (a.To == "" || a.To >= b.From) && (b.To == "" || b.To >= a.From)
}

// elsewhere is r's own ancestors with those it has today and those that the
// ones before it had: people write the old district with the new province.
func (f *finder) elsewhere(r ref) []above {
	if list, ok := f.heirs[r.unit]; ok {
		return append(list, f.chain(r)...)
	}
	e := &f.entries[r.unit]
	var list []above
	for _, t := range e.after {
		if t.other != none && t.kind != Abolish {
			o := &f.entries[t.other]
			last := &o.states[len(o.states)-1]
			list = f.ancestors(list, last.parent, last.Span, viaHeir)
		}
	}
	for n := range e.states {
		list = f.ancestors(list, e.states[n].parent, e.states[n].Span, viaHeir)
	}
	for _, t := range e.before {
		if t.other != none {
			o := &f.entries[t.other]
			last := &o.states[len(o.states)-1]
			list = f.ancestors(list, last.parent, last.Span, viaBefore)
		}
	}
	if f.heirs == nil {
		f.heirs = map[int32][]above{}
	}
	f.heirs[r.unit] = list[:len(list):len(list)]
	return append(list, f.chain(r)...)
}
