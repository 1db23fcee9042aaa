package oldtext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// initials of a Vietnamese syllable, the longer before their beginnings.
var initials = []string{"ngh", "ng", "nh", "th", "tr", "ch", "kh", "ph", "gh", "gi", "qu",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""}

// rimes without their tone.
var rimes = wordSet(`
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
y ych ynh yt yêm yên yêng yêt yêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oc oe oen oeo oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uêt uênh ui um un ung uôc uôi uôm uôn uông uôp uôt up ut uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// syllable tells whether a word of NFC letters is written as a Vietnamese
// syllable is: an initial, a rime, at most one tone on the vowel that bears it,
// a stop at the end only under sắc or nặng, capitals at the start or all.
func syllable(word string) bool {
	if !cased(word) {
		return false
	}
	bare, at, tone := untone(strings.ToLower(word))
	for _, in := range initials {
		rest, ok := strings.CutPrefix(bare, in)
		if !ok || !rimes[rest] {
			continue
		}
		if tone != 0 && at < len(in) && in != "gi" && in != "qu" {
			continue
		}
		if stops(rest) && tone != 0x301 && tone != 0x323 {
			continue
		}
		if tone == 0 || bears(rest, at-len(in)) {
			return true
		}
	}
	return false
}

func cased(word string) bool {
	_, n := utf8.DecodeRuneInString(word)
	rest := word[n:]
	return rest == strings.ToLower(rest) || word == strings.ToUpper(word)
}

// untone takes the tone off: the word without it, the byte at which the bearing
// vowel begins, and the tone mark.
func untone(word string) (string, int, rune) {
	var b strings.Builder
	at, tone := 0, rune(0)
	letter := 0
	for _, r := range norm.NFD.String(word) {
		switch r {
		case 0x300, 0x301, 0x303, 0x309, 0x323:
			if tone != 0 {
				return "", 0, 0 // two tones
			}
			at, tone = letter, r
		default:
			if !unicode.Is(unicode.Mn, r) {
				letter = b.Len()
			}
			b.WriteRune(r)
		}
	}
	// the place is counted in the composed word
	head := norm.NFC.String(b.String()[:at])
	return norm.NFC.String(b.String()), len(head), tone
}

func stops(rime string) bool {
	return strings.HasSuffix(rime, "c") || strings.HasSuffix(rime, "ch") || strings.HasSuffix(rime, "p") || strings.HasSuffix(rime, "t")
}

// bears tells whether the tone stands on the right vowel of a rime: the last
// with a mark of its own; else the first, but in oa, oe and uy either.
func bears(rime string, at int) bool {
	if i := strings.LastIndexAny(rime, "ăâêôơư"); i >= 0 && strings.ContainsAny(rime, "ăâêôơư") {
		if strings.HasPrefix(rime, "ưa") || strings.HasPrefix(rime, "ưi") || strings.HasPrefix(rime, "ưu") {
			return at == 0
		}
		return at == i
	}
	switch {
	case slices.ContainsFunc([]string{"oa", "oe", "uy"}, func(p string) bool { return strings.HasPrefix(rime, p) }):
		if len(rime) == 2 {
			return at <= 1
		}
		return at == 1
	case strings.HasPrefix(rime, "oo"):
		return at == 1
	}
	return at == 0
}

// A tally is what a text holds of words with letters beyond ASCII, and how
// many of them are syllables; kinds counts the different ones among those.
type tally struct {
	odd, valid, kinds int
}

func (t tally) share() float64 {
	if t.odd == 0 {
		return 1
	}
	return float64(t.valid) / float64(t.odd)
}

// most is how many words are looked at: enough to be sure of, little to read.
const most = 2000

func measure(s string) tally {
	var t tally
	seen := map[string]bool{}
	for w := range strings.FieldsFuncSeq(s, between) {
		if ascii(w) || utf8.RuneCountInString(w) == 1 { // a letter alone says nothing
			continue
		}
		if t.odd++; t.odd > most {
			break
		}
		if len(w) <= 32 && syllable(norm.NFC.String(w)) {
			t.valid++
			seen[w] = true
		}
	}
	t.kinds = len(seen)
	return t
}

// between separates words: everything that neither is a letter nor stands for
// one in an old font, where §, ¸ and · are letters.
func between(r rune) bool {
	if r < 0x80 || r == 0xa0 {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}
	return strings.ContainsRune("…–—“”‘’•", r)
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
