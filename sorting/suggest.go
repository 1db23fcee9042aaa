package sorting

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kheo/internal/text"
)

// shorthand is what people type for short, folded; only what cannot be another
// word in a sentence about a street.
var shorthand = map[string]string{
	"ko": "khong", "k": "khong", "kg": "khong", "hok": "khong", "hong": "khong", "dc": "duoc", "đc": "duoc", "nc": "nuoc",
	"r": "roi", "dg": "duong", "ub": "uy ban", "kp": "khu pho", "hs": "hoc sinh", "gd": "gia dinh", "ntn": "nhu the nao",
	"trc": "truoc", "vs": "voi", "wa": "qua", "lun": "luon", "ac": "anh chi", "bs": "bac si", "tt": "trung tam",
}

// Plainly is text as suggestions and comparisons read it: folded, shorthand
// written out, words by single spaces.
func Plainly(s string) string {
	words := text.Words(text.Fold(s))
	for i, w := range words {
		if full, ok := shorthand[w]; ok {
			words[i] = full
		}
	}
	return strings.Join(words, " ")
}

// A phrase is one synonym of a category, folded.
type phrase struct {
	plain    string
	said     string // as the list writes it
	key      string // with its tones, "" when written plainly
	category string
	weight   float64
}

// phrases weighs every synonym: rare ones and long ones say more.
func phrases(all []Category) []phrase {
	shared := map[string]int{}
	for _, c := range all {
		for _, w := range c.Words {
			shared[Plainly(w)]++
		}
	}
	var list []phrase
	for _, c := range all {
		if c.Retired {
			continue
		}
		for _, w := range c.Words {
			plain := Plainly(w)
			p := phrase{plain: plain, said: w, category: c.ID}
			if !text.Plain(w) {
				p.key = text.Key(w)
			}
			p.weight = math.Pow(float64(1+strings.Count(plain, " ")), 1.3) / float64(shared[plain])
			if c.Parent == "" {
				p.weight /= 2 // a branch speaks softly: its leaves say it better
			}
			list = append(list, p)
		}
	}
	return list
}

// Suggest the n categories that the words speak of most, best first, with the
// words that say so. Words typed with other tones than a synonym's do not count
// for it; words typed without any count for all.
func (t *Table) Suggest(words string, n int) []Suggestion {
	plain := " " + Plainly(words) + " "
	keyed := " " + strings.Join(text.Words(text.Key(words)), " ") + " "
	bare := text.Plain(words)
	found := map[string]*Suggestion{}
	for _, p := range t.phrases {
		if !strings.Contains(plain, " "+p.plain+" ") {
			continue
		}
		weight := p.weight
		if !bare && p.key != "" && !strings.Contains(keyed, " "+p.key+" ") {
			if toned(keyed, p.plain) {
				continue
			}
			weight /= 2
		}
		s := found[p.category]
		if s == nil {
			s = &Suggestion{Category: p.category}
			found[p.category] = s
		}
		s.Score += weight
		s.Because = append(s.Because, p.said)
	}
	list := make([]Suggestion, 0, len(found))
	for _, s := range found {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(t.order[a.Category], t.order[b.Category]))
	})
	return list[:min(n, len(list))]
}

// toned tells whether the words that fold to plain are another word and not a
// lazy spelling of this one: they were typed with tones, or they are a single
// syllable without any among words that have theirs.
func toned(keyed, plain string) bool {
	words, want := strings.Fields(keyed), strings.Fields(plain)
	for i := 0; i+len(want) <= len(words); i++ {
		run := strings.Join(words[i:i+len(want)], " ")
		if len(want) > 1 && Plainly(run) == plain && text.Plain(run) {
			return false
		}
	}
	return true
}
