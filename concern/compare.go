package concern

import (
	"cmp"
	_ "embed"
	"hash/maphash"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kheo/internal/text"
	"kheo/sorting"
)

//go:embed alike.txt
var alikeFile string

// A wording is one of the ways people call a thing of alike.txt: its words
// after the first, folded, and all of it with its tones, "" when the list
// writes it without.
type wording struct {
	thing  int
	weight float64
	rest   []string
	key    string
}

// An entry is a word of alike.txt.
type entry struct {
	begins []wording // that begin with it, longest first
	alone  bool      // it is a wording by itself
	place  bool      // it stands before the name of a place
	empty  bool      // it says nothing
}

// lists are alike.txt, read, by folded word.
type lists struct {
	things int
	words  map[string]*entry
	none   *entry // what the list does not have
	seed   maphash.Seed
}

var alike = sync.OnceValue(func() *lists {
	l := &lists{words: map[string]*entry{}, none: &entry{}, seed: maphash.MakeSeed()}
	for line := range strings.Lines(alikeFile) {
		head, list, ok := strings.Cut(line, "|")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for say := range strings.SplitSeq(list, ",") {
			l.add(strings.TrimSpace(head), say)
		}
		l.things++
	}
	for _, e := range l.words {
		slices.SortStableFunc(e.begins, func(a, b wording) int { return len(b.rest) - len(a.rest) })
	}
	return l
})

func (l *lists) add(head, say string) {
	folded := strings.Fields(sorting.Plainly(say))
	e := l.words[folded[0]]
	if e == nil {
		e = &entry{}
		l.words[folded[0]] = e
	}
	switch head {
	case "place":
		e.place = true
	case "empty":
		e.empty = true
	default:
		w, _ := strconv.ParseFloat(head, 64)
		wd := wording{thing: l.things, weight: w, rest: folded[1:]}
		if !text.Plain(say) {
			wd.key = strings.Join(text.Words(text.Key(say)), " ")
		}
		e.begins = append(e.begins, wd)
		e.alone = e.alone || len(folded) == 1
	}
}

// A word of a text, folded and with its tones.
type word struct {
	folded, key string
	hash        uint64
	name        bool // begins with a capital inside a sentence, or with a digit
	*entry
}

// A heard is a thing that n words from the first on speak of.
type heard struct {
	first, n, thing int
	weight          float64
}

// A reading is a text as it is compared.
type reading struct {
	words  []word
	things []heard
	cased  bool // names are told by their capitals
}

// Weights of words and of two neighbours beside what alike.txt knows, and the
// share of the latter in the whole.
const (
	wordWeight  = 0.3
	pairWeight  = 0.2
	placeWeight = 0.15
	faintTones  = 0.5 // of one syllable typed without tones: it may be another word
	thingShare  = 0.4
)

// longestRun is the longest name of a place with the word before it, in words.
const longestRun = 3

// readOf reads a text for comparing.
func readOf(s string) reading {
	l := alike()
	var r reading
	r.words = wordsOf(s)
	capitals, bare := 0, true
	for i := range r.words {
		w := &r.words[i]
		w.hash = maphash.String(l.seed, w.folded) &^ kindBits
		w.entry = cmp.Or(l.words[w.folded], l.none)
		bare = bare && w.key == w.folded
		if w.name && w.folded[0] > '9' {
			capitals++
		}
	}
	r.cased = capitals > 0 && capitals*2 < len(r.words)
	for i := 0; i < len(r.words); {
		i += r.hear(i, bare)
	}
	return r
}

// hear takes the longest wording that begins at i, and tells how many words it
// has; 1 when none does. A wording of several things is each of them.
func (r *reading) hear(i int, bare bool) int {
	took := 0
	for _, w := range r.words[i].begins {
		n := 1 + len(w.rest)
		if n < took {
			break
		}
		if !r.follows(i, w.rest) {
			continue
		}
		if weight := w.heardAs(r.keyOf(i, n), n, bare); weight > 0 {
			r.things = append(r.things, heard{i, n, w.thing, weight})
			took = n
		}
	}
	return max(took, 1)
}

func (r *reading) follows(i int, rest []string) bool {
	if i+len(rest) >= len(r.words) {
		return false
	}
	for k, f := range rest {
		if r.words[i+1+k].folded != f {
			return false
		}
	}
	return true
}

func (r *reading) keyOf(i, n int) string {
	if n == 1 {
		return r.words[i].key
	}
	parts := make([]string, n)
	for k := range n {
		parts[k] = r.words[i+k].key
	}
	return strings.Join(parts, " ")
}

// heardAs is the weight of a wording typed so: typed with other tones it is
// another word, without any it may be.
func (w wording) heardAs(key string, n int, bare bool) float64 {
	if w.key == "" || w.key == key {
		return w.weight
	}
	if !text.Plain(key) || !bare && n == 1 {
		return 0
	}
	if n == 1 {
		return w.weight * faintTones
	}
	return w.weight
}

// placed adds the words that name a place both texts speak of: what stands
// behind a word for a place, and every name by its capital. All that is raised
// there shares them, so they tell nothing apart.
func (r *reading) placed(names []uint64, o *reading) []uint64 {
	for i, w := range r.words {
		if r.cased && w.name {
			names = append(names, w.hash)
		}
		if !w.place {
			continue
		}
		for _, w := range r.words[i:][1:max(1, r.shared(i, o))] {
			if !w.alone || w.place {
				names = append(names, w.hash)
			}
		}
	}
	return names
}

// shared is how many words from i on stand together in the other text, too; 0
// for less than two.
func (r *reading) shared(i int, o *reading) int {
	most := 0
	for j := range o.words {
		n := 0
		for n < longestRun && i+n < len(r.words) && j+n < len(o.words) && r.words[i+n].hash == o.words[j+n].hash {
			n++
		}
		if n >= 2 {
			most = max(most, n)
		}
	}
	return most
}

// without tells which words of the text are a name of a place or stand before
// one, and how many.
func (r *reading) without(names []uint64) (gone []bool, n int) {
	gone = make([]bool, len(r.words))
	for i, w := range r.words {
		gone[i] = slices.Contains(names, w.hash)
		if gone[i] {
			n++
		}
	}
	for i := range len(gone) - 1 {
		if r.words[i].place && slices.Contains(names, r.words[i+1].hash) {
			gone[i] = true
		}
	}
	return gone, n
}

// weights of the things a text speaks of, and its words and pairs, sorted.
type weights struct {
	things []float64
	words  []uint64 // hashes, with the kind in their last bits
}

// The kinds of a weighed word: a word for a kind of place says little by itself.
const (
	pairBit  = 1
	placeBit = 2
	kindBits = pairBit | placeBit
)

func (r *reading) weigh(gone []bool) weights {
	w := weights{things: make([]float64, alike().things), words: make([]uint64, 0, 2*len(r.words))}
	last := -1
	for i, x := range r.words {
		if gone[i] || x.empty {
			last = -1
			continue
		}
		if last >= 0 {
			w.words = append(w.words, (r.words[last].hash*31+x.hash)&^kindBits|pairBit)
		}
		if x.place {
			x.hash |= placeBit
		}
		w.words = append(w.words, x.hash)
		last = i
	}
	slices.Sort(w.words)
	w.words = slices.Compact(w.words)
	for _, h := range r.things {
		if !slices.Contains(gone[h.first:h.first+h.n], true) {
			w.things[h.thing] = max(w.things[h.thing], h.weight)
		}
	}
	return w
}

// likeness is how much two texts say the same of whatever place, 0 to 1.
func likeness(a, b *reading) float64 {
	names := b.placed(a.placed(nil, b), a)
	slices.Sort(names)
	names = slices.Compact(names)
	goneA, n := a.without(names)
	goneB, m := b.without(names)
	if n*2 >= len(a.words) && m*2 >= len(b.words) { // one text sent twice shares all its runs
		goneA, goneB = make([]bool, len(goneA)), make([]bool, len(goneB))
	}
	x, y := a.weigh(goneA), b.weigh(goneB)
	if !enough(x, y) {
		return 0
	}
	return thingShare*sameThings(x.things, y.things) + (1-thingShare)*sameWords(x.words, y.words)
}

// telling is the weight of a thing from which on it says what is wrong, not only
// where; few is how many words a text has that says no more than that.
const (
	telling = 0.5
	few     = 2
)

// enough tells whether two texts have so much in common that it means anything:
// two words, or a thing. “Xe” alone stands in every other concern, and so does
// “đường”: where a text has no more than that, it must say what is wrong.
func enough(a, b weights) bool {
	least := 0.0
	if min(a.alone(), b.alone()) <= few {
		least = telling
	}
	for i, x := range a.things {
		if x > least && b.things[i] > least {
			return true
		}
	}
	shared := 0
	for _, x := range a.words {
		if _, ok := slices.BinarySearch(b.words, x); ok && x&kindBits == 0 {
			shared++
		}
	}
	return shared > 1
}

// alone is how many words there are, not counting pairs.
func (w weights) alone() int {
	n := 0
	for _, x := range w.words {
		if x&pairBit == 0 {
			n++
		}
	}
	return n
}

func sameThings(a, b []float64) float64 {
	var dot, aa, bb float64
	for i, x := range a {
		dot, aa, bb = dot+x*b[i], aa+x*x, bb+b[i]*b[i]
	}
	return cosine(dot, aa, bb)
}

func sameWords(a, b []uint64) float64 {
	square := func(x uint64) float64 {
		switch x & kindBits {
		case pairBit:
			return pairWeight * pairWeight
		case placeBit:
			return placeWeight * placeWeight
		}
		return wordWeight * wordWeight
	}
	var dot, aa, bb float64
	for _, x := range b {
		bb += square(x)
	}
	for _, x := range a {
		aa += square(x)
		if _, ok := slices.BinarySearch(b, x); ok {
			dot += square(x)
		}
	}
	return cosine(dot, aa, bb)
}

func cosine(dot, aa, bb float64) float64 {
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}
