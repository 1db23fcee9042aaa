package sorting

import (
	_ "embed" // the list of what no question may ask
	"strings"
	"sync"
	"unicode"

	"kheo/internal/text"
)

//go:embed never.txt
var neverText string

// A taboo is what no question may ask, with the words that would ask it.
type taboo struct {
	subject string
	words   []said
}

// A said is words run together, letter by letter.
type said struct {
	as      string // as it stands in the list
	letters []letter
}

// A letter as it is typed: without any mark, with the marks that make it another
// letter, and with the tone that its word bears, on the word's last letter.
type letter struct {
	bare, whole, tone string
}

var taboos = sync.OnceValue(func() []taboo {
	list, err := parseNever(neverText)
	if err != nil {
		panic(err) // a test reads the same text
	}
	return list
})

func parseNever(s string) ([]taboo, error) {
	list, err := rows("never.txt", s, 2)
	var all []taboo
	for _, f := range list {
		x := taboo{subject: f[0]}
		for w := range strings.SplitSeq(f[1], ",") {
			x.words = append(x.words, sayingOf(w))
		}
		all = append(all, x)
	}
	return all, err
}

func sayingOf(s string) said {
	s = strings.TrimSpace(s)
	x := said{as: s}
	for _, w := range text.Words(s) {
		x.letters = append(x.letters, spell(w)...)
	}
	return x
}

// marks are those that make another letter: ă, â, ơ.
const marks = "\u0306\u0302\u031b"

func spell(word string) []letter {
	var all []letter
	for _, r := range text.Key(word) {
		switch last := len(all) - 1; {
		case !unicode.Is(unicode.Mn, r):
			all = append(all, letter{bare: text.Fold(string(r)), whole: string(r)})
		case last < 0:
		case strings.ContainsRune(marks, r):
			all[last].whole += string(r)
		default:
			all[last].tone += string(r)
		}
	}
	return all
}

// forbidden tells the subject that a question would ask of and the words that do,
// "" when it may be asked. The words of every category that must never be asked
// are heard, and those of its own list besides: there the subject is "own".
func forbidden(question string, never []Question) (subject, words string) {
	heard := hear(question)
	for _, t := range taboos() {
		for _, w := range t.words {
			if heard.holds(w) {
				return t.subject, w.as
			}
		}
	}
	for _, n := range never {
		for _, w := range partsOf(n) {
			if heard.holds(w) {
				return "own", w.as
			}
		}
	}
	return "", ""
}

// partsOf are the things one line of what must never be asked names: “Tên học
// sinh, thầy cô” are two. A single word alone names nothing.
func partsOf(n Question) []said {
	var all []said
	for _, s := range []string{n.Text, n.TextEN} {
		for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '.' || r == ':' }) {
			if len(text.Words(part)) > 1 {
				all = append(all, sayingOf(part))
			}
		}
	}
	return all
}

// heard is a question as its words run together, and where each begins.
type heard struct {
	letters []letter
	begins  map[int]bool // the last is the end
}

func hear(s string) heard {
	h := heard{begins: map[int]bool{0: true}}
	for _, w := range text.Words(s) {
		h.letters = append(h.letters, spell(w)...)
		h.begins[len(h.letters)] = true
	}
	return h
}

// holds tells whether the words are said, from the beginning of one word to the
// end of another, however they are set apart: “dân tộc”, “dantoc” and “d.â.n
// t.ộ.c” are one. A word with other marks or tones is another word.
func (h heard) holds(w said) bool {
	for at := range h.letters {
		end := at + len(w.letters)
		if end <= len(h.letters) && h.begins[at] && h.begins[end] && same(h.letters[at:end], w.letters) {
			return true
		}
	}
	return false
}

// same tells whether letters are those wanted, or typed lazily without marks.
// Of the tones some may be left out, none may be another.
func same(typed, want []letter) bool {
	tones := ""
	for i, w := range want {
		if typed[i].whole != w.whole && typed[i].whole != w.bare {
			return false
		}
		tones += w.tone
	}
	for _, l := range typed {
		at := strings.Index(tones, l.tone)
		if at < 0 {
			return false
		}
		tones = tones[at+len(l.tone):]
	}
	return true
}
