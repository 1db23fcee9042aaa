package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kheo/internal/text"
)

const (
	maxWords = 4000 // of one document in one language: what stands behind them is not found
	maxWord  = 40   // bytes of one word; longer ones are no words
)

// keys are the words of a text as they are compared: small letters, the tone
// at the end of its syllable, numbers without leading noughts.
func keys(s string) []string {
	all := text.Words(text.Key(s))
	kept := all[:0]
	for _, w := range all {
		if w = number(w); len(w) <= maxWord {
			kept = append(kept, w)
		}
	}
	return kept
}

func number(w string) string {
	n := strings.TrimLeft(w, "0")
	if n == w || strings.Trim(n, "0123456789") != "" {
		return w
	}
	if n == "" {
		return "0"
	}
	return n
}

// folded is a key without its marks, đ as d, and y as i where both are written
// alike: kỹ and kĩ, Mỹ and Mĩ, quý and quí.
func folded(key string) string {
	f := key
	if !ascii(key) {
		var b strings.Builder
		b.Grow(len(key))
		for _, r := range key {
			switch {
			case r == 'đ':
				b.WriteByte('d')
			case r >= 0x300 && r < 0x370 || r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r):
			default:
				b.WriteRune(r)
			}
		}
		f = b.String()
	}
	head, ok := strings.CutSuffix(f, "y")
	if ok && head != "" && (head == "qu" || !strings.ContainsAny(head, "aeiouy")) {
		return head + "i"
	}
	return f
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// marked tells a key that has a mark: it is in the index a second time, as it
// is.
func marked(key string) bool { return !ascii(key) }

// compared is what a document is kept as beside its text: the keys of its title
// on one line, of its body on the next, and two more where it speaks English.
func compared(d Doc) string {
	left := maxWords
	part := func(s string, most int) string {
		list := keys(s)
		list = list[:min(len(list), most, left)]
		left -= len(list)
		return strings.Join(list, " ")
	}
	words := part(d.Title, maxWords/4) + "\n" + part(d.Body, maxWords)
	if d.TitleEN+d.BodyEN == "" {
		return words
	}
	left = maxWords
	return words + "\n" + part(d.TitleEN, maxWords/4) + "\n" + part(d.BodyEN, maxWords)
}

// joint stands between the scope's number and the word. It is no letter and no
// digit, so that no word of a text can hold it.
const joint = "·"

// A prefix makes the words of one scope different from those of all others.
type prefix string

func prefixOf(code int64) prefix { return prefix(strconv.FormatInt(code, 10) + joint) }

func (p prefix) word(w string) string { return string(p) + w }

// kind is the word that all documents of a kind hold.
func (p prefix) kind(k string) string { return string(p) + joint + k }

// tokens are all words under which a document is found, each once: they follow
// from what is stored of it, so that it can be forgotten whole.
func tokens(code int64, kind, words string) (list, vocabulary []string) {
	p := prefixOf(code)
	seen := map[string]bool{}
	list = append(list, p.kind(kind))
	for _, key := range strings.Fields(words) {
		if seen[key] {
			continue
		}
		seen[key] = true
		if marked(key) {
			list = append(list, p.word(key))
		}
		f := folded(key)
		if f == "" || seen["="+f] {
			continue
		}
		seen["="+f] = true
		if f != key || !marked(key) {
			list = append(list, p.word(f))
		}
		vocabulary = append(vocabulary, f)
	}
	return list, vocabulary
}
