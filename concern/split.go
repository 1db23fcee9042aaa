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
	var list []word
	var folded, key, held []byte
	var from, keyFrom int
	var first rune
	end := func() {
		key = append(key, held...)
		held = held[:0]
		if len(folded) > from {
			w := word{folded: string(folded[from:]), key: string(key[keyFrom:])}
			w.name = len(list) > 0 && unicode.IsUpper(first) || unicode.IsDigit(first)
			list = appendWord(list, w)
		}
		from, keyFrom, first = len(folded), len(key), 0
	}
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
			end()
			continue
		}
		if first == 0 {
			first = r
		}
		folded, key, held = append(folded, l.fold...), append(key, l.key...), append(held, l.tone...)
	}
	end()
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
