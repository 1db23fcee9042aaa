package identity

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"kheo/internal/text"
)

//go:embed known.txt
var known string

// mostPieces is of how many pieces a password is at most that others try
// first: a sentence of many common words is none.
const mostPieces = 4

// tooKnown tells whether a password is one that is tried first: a few known pieces
// one after the other, or a short piece again and again. Capitals, tones, and
// what stands between the letters make no difference.
func tooKnown(password string) bool {
	folded := text.Fold(password)
	for _, s := range []string{folded, strings.ReplaceAll(folded, "@", "a")} {
		s = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r > unicode.MaxASCII && !unicode.IsSpace(r) {
				return r
			}
			return -1
		}, s)
		if s != "" && madeOf(s, knownPieces()) || again(cmp.Or(s, folded)) {
			return true
		}
	}
	return false
}

func knownPieces() (pieces []string) {
	for line := range strings.Lines(known) {
		if !strings.HasPrefix(line, "#") {
			pieces = append(pieces, strings.Fields(line)...)
		}
	}
	return pieces
}

// madeOf tells whether s is nothing but a few of the pieces.
func madeOf(s string, pieces []string) bool {
	fewest := make([]int, len(s)+1) // for the letters up to there; more than mostPieces is none
	for end := 1; end <= len(s); end++ {
		fewest[end] = mostPieces + 1
		for _, p := range pieces {
			if strings.HasSuffix(s[:end], p) {
				fewest[end] = min(fewest[end], fewest[end-len(p)]+1)
			}
		}
	}
	return fewest[len(s)] <= mostPieces
}

// again tells whether s is one piece of at most six letters, again and again.
func again(s string) bool {
	letters := []rune(s)
	for n := 1; n <= 6 && 2*n <= len(letters); n++ {
		if slices.Equal(letters[n:], letters[:len(letters)-n]) {
			return true
		}
	}
	return false
}
