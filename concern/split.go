package concern

import (
	"strings"
	"sync"
	"unicode"

	"kheo/internal/text"
	"kheo/sorting"
)

// A letter as words are compared: folded, and with all marks but its tone,
// which stands at the end of its syllable. inside tells what belongs to a word.
type letter struct {
	fold, key, tone string
	inside, dropped bool
}

// lastLetter is behind the last one that Vietnamese has ready made.
const lastLetter = 0x1f00

// alphabetOf holds every letter up to lastLetter as package text folds and keys
// it: two hundred texts are read for one look at what is similar, and folding
// each anew took most of the time.
var alphabetOf = sync.OnceValue(func() []letter {
	list := make([]letter, lastLetter)
	for r := range list {
		list[r] = letterOf(rune(r))
	}
	return list
})

func letterOf(r rune) letter {
	s := string(r)
	l := letter{fold: text.Fold(s), key: text.Key(s), dropped: len(text.Words("a" + s + "a")[0]) == 2}
	l.inside = unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
	for _, tone := range []string{"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
		if bare, ok := strings.CutSuffix(l.key, tone); ok {
			l.key, l.tone = bare, tone
		}
	}
	return l
}

// wordsOf splits a text as package text does, short forms written out, in one
// pass.
func wordsOf(s string) []word {
	table := alphabetOf()
	var cuts splitter
	cuts.folded, cuts.key = make([]byte, 0, len(s)), make([]byte, 0, len(s)+len(s)/4)
	cuts.list = make([]span, 0, len(s)/4+1) // a syllable with its space has four letters and more
	for _, r := range s {
		l := letter{}
		if r < lastLetter {
			l = table[r]
		} else {
			l = letterOf(r)
		}
		if l.dropped {
			continue
		}
		if !l.inside {
			cuts.end()
			continue
		}
		if cuts.first == 0 {
			cuts.first = r
		}
		cuts.folded, cuts.key, cuts.tone = append(cuts.folded, l.fold...), append(cuts.key, l.key...), append(cuts.tone, l.tone...)
	}
	cuts.end()
	return cuts.words()
}

// A splitter collects the words of a text, all folded ones in one piece and all
// keys in another: sixty texts are read for one look at what is similar.
type splitter struct {
	folded, key  []byte
	tone         []byte // of the syllable being read
	first        rune   // letter of the word being read
	from, keyPos int    // where the word being read begins
	list         []span
}

// A span is a word, by where it begins; it ends where the next one does.
type span struct {
	folded, key int
	name        bool
}

func (c *splitter) end() {
	if len(c.folded) == c.from { // a mark by itself is no word
		c.key = c.key[:c.keyPos]
	} else {
		c.key = append(c.key, c.tone...)
		c.list = append(c.list, span{c.from, c.keyPos, len(c.list) > 0 && unicode.IsUpper(c.first) || unicode.IsDigit(c.first)})
	}
	c.tone, c.from, c.keyPos, c.first = c.tone[:0], len(c.folded), len(c.key), 0
}

func (c *splitter) words() []word {
	list := make([]word, 0, len(c.list)+2)
	folded, key := string(c.folded), string(c.key)
	ends := append(c.list, span{folded: len(folded), key: len(key)})
	for i, w := range c.list {
		list = appendWord(list, word{folded: folded[w.folded:ends[i+1].folded], key: key[w.key:ends[i+1].key], name: w.name})
	}
	return list
}

// appendWord writes a short form out; one typed with tones is none, but for
// those with a đ.
func appendWord(list []word, w word) []word {
	full, ok := sorting.Short(w.folded)
	if !ok || w.key != w.folded && w.key[0] != "đ"[0] {
		return append(list, w)
	}
	for f := range strings.FieldsSeq(full) {
		list = append(list, word{folded: f, key: f})
	}
	return list
}
