package search

import (
	"cmp"
	"slices"
	"strings"
)

// How a document is weighed: by the words it holds, the rare ones more; by how
// often, with less for each time more; by which stand side by side as they were
// typed; in a title more. The figures are those that found most of the
// questions with known answers (find_test.go).
const (
	often      = 2.0  // how much a second mention adds
	lengthy    = 0.75 // how much a long text is marked down
	inTitle    = 2.5  // mentions that one in the title is worth
	side       = 0.8  // what two neighbours add, of what both are worth
	otherTones = 0.4  // worth of a word typed with other tones
	addedTones = 0.95 // worth of a word typed without tones among others with
	leastShare = 0.3  // of the best document's weight, for one that lacks words
	nearShare  = 0.7  // of the same, where another lacks none
)

// A ranked document has its place.
type ranked struct {
	n          int64
	score      float64
	all, exact bool // it holds every word; each with the tones typed
}

// A sense is what a word of a document says to the query.
type sense struct {
	group int
	worth float64
	exact bool
}

// follows tells whether the group before it was typed right before this one.
func (s sense) follows(before sense) bool { return before.group+1 == s.group }

// A ranker weighs candidates. It remembers each word it has met.
type ranker struct {
	*finder
	senses map[string][]sense
	pairs  []float64 // in how many candidates group i stands right after the one before it
	usual  float64   // words of a usual candidate
}

// A weighing is what a candidate holds of each group.
type weighing struct {
	tf     []float64
	exact  []bool
	beside []bool // right after the group before it
	length int
}

func (f *finder) rank() []ranked {
	r := &ranker{finder: f, senses: map[string][]sense{}, pairs: make([]float64, len(f.groups))}
	all := make([]weighing, len(f.all))
	total := 0
	for i, c := range f.all {
		all[i] = r.weighing(c.words)
		total += all[i].length
	}
	r.usual = float64(total) / float64(max(1, len(f.all)))
	list := make([]ranked, 0, len(f.all))
	best, share := 0.0, leastShare
	for i, c := range f.all {
		one := r.weigh(c.n, all[i])
		best = max(best, one.score)
		if one.all {
			share = nearShare
		}
		list = append(list, one)
	}
	list = slices.DeleteFunc(list, func(a ranked) bool { return !a.all && a.score < share*best })
	slices.SortFunc(list, func(a, b ranked) int {
		if a.exact != b.exact {
			return yesFirst(a.exact)
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.n, a.n))
	})
	return list
}

func yesFirst(a bool) int {
	if a {
		return -1
	}
	return 1
}

func (r *ranker) weighing(words string) weighing {
	n := len(r.groups)
	flags := make([]bool, 2*n)
	w := weighing{tf: make([]float64, n), exact: flags[:n], beside: flags[n:]}
	title, rest, _ := strings.Cut(words, "\n")
	body, english, _ := strings.Cut(rest, "\n")
	r.read(&w, title, inTitle)
	r.read(&w, body, 1)
	if english != "" { // what is said twice is no longer for it
		length := w.length
		w.length = 0
		title, body, _ = strings.Cut(english, "\n")
		r.read(&w, title, inTitle)
		r.read(&w, body, 1)
		w.length = max(w.length, length)
	}
	for i, yes := range w.beside {
		if yes {
			r.pairs[i]++
		}
	}
	return w
}

func (r *ranker) weigh(n int64, w weighing) ranked {
	one := ranked{n: n, all: true, exact: true}
	for i, g := range r.groups {
		tf := w.tf[i]
		if tf == 0 {
			one.all, one.exact = false, false
			continue
		}
		one.exact = one.exact && w.exact[i]
		one.score += g.idf * tf * (often + 1) / (tf + often*(1-lengthy+lengthy*float64(w.length)/r.usual))
		if w.beside[i] {
			one.score += side * rarity(r.pairs[i], float64(len(r.all)))
		}
	}
	return one
}

// read goes through the words of a document once.
func (r *ranker) read(w *weighing, words string, weight float64) {
	var before []sense
	for words != "" {
		var key string
		key, words, _ = strings.Cut(words, " ")
		w.length++
		now, ok := r.senses[key]
		if !ok {
			now = r.sense(key)
			r.senses[key] = now
		}
		for _, s := range now {
			w.tf[s.group] += weight * s.worth
			w.exact[s.group] = w.exact[s.group] || s.exact
			w.beside[s.group] = w.beside[s.group] || slices.ContainsFunc(before, s.follows)
		}
		before = now
	}
}

// sense is what a word says to each group of the query.
func (f *finder) sense(key string) []sense {
	var list []sense
	fold := folded(key)
	for i, g := range f.groups {
		at := slices.IndexFunc(g.alts, func(a alt) bool { return a.fold == fold })
		if at < 0 {
			continue
		}
		s := sense{i, g.alts[at].worth, false}
		switch {
		case fold != g.fold: // another spelling: no tones to compare
		case key == g.key:
			s.exact = true
		case marked(g.key):
			s.worth *= otherTones
		default:
			s.exact = true // no tone was typed: nobody can say which was meant
			if f.toned() {
				s.worth *= addedTones
			}
		}
		list = append(list, s)
	}
	return list
}
