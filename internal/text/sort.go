package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters is the Vietnamese alphabet; f, j, w, z stand where Latin has them.
const letters = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

// SortKey is a text whose bytes compare as a Vietnamese dictionary sorts: first
// by letters, a < ă < â, d < đ; then by tones, ngang huyền hỏi ngã sắc nặng;
// then small letters before capitals.
func SortKey(s string) string {
	var first, second, third strings.Builder
	rs := []rune(norm.NFD.String(s))
	for i := 0; i < len(rs); {
		base := rs[i]
		low := unicode.ToLower(base)
		t := 0
		for i++; i < len(rs) && unicode.Is(unicode.Mn, rs[i]); i++ {
			if n := tone(rs[i]); n > 0 {
				t = n
			} else if r := []rune(norm.NFC.String(string(low) + string(rs[i]))); len(r) == 1 {
				low = r[0]
			}
		}
		first.WriteString(weight(low))
		second.WriteByte(byte('0' + t))
		if low != base && unicode.IsUpper(base) {
			third.WriteByte('1')
		} else {
			third.WriteByte('0')
		}
	}
	return first.String() + "\x00" + second.String() + "\x00" + third.String()
}

// Sort puts what has names into the order of their letters; then decides between
// equal names. The key of each name is made once.
func Sort[T any](list []T, name func(T) string, then func(a, b T) int) {
	type keyed struct {
		key string
		it  T
	}
	all := make([]keyed, len(list))
	for i, it := range list {
		all[i] = keyed{SortKey(name(it)), it}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.key, b.key), then(a.it, b.it))
	})
	for i := range all {
		list[i] = all[i].it
	}
}

// weight puts spaces first, then digits, then letters in their order, then the
// rest of the world by code point.
func weight(r rune) string {
	if r == 'ð' {
		r = 'đ'
	}
	if i := strings.IndexRune(letters, r); i >= 0 {
		return "b" + string(rune('0'+i))
	}
	switch {
	case unicode.IsSpace(r):
		return "\x01"
	case unicode.IsDigit(r):
		return "a" + string(r)
	case unicode.IsLetter(r):
		return "c" + string(r)
	}
	return "\x02" + string(r)
}
