package oldtext

import (
	"maps"
	"slices"
	"strings"
)

// LookForm looks at the values of a form: those that are old text, one under
// the other, and what they may be together.
func LookForm(form map[string][]string) (string, Finding) {
	var old []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, s := range form[name] {
			if Look(s).Old() {
				old = append(old, s)
			}
		}
	}
	words := strings.Join(old, "\n")
	return words, Look(words)
}

// ConvertForm reads the old text among the values of a form in the encoding.
func ConvertForm(e Encoding, form map[string][]string) {
	for _, list := range form {
		for i, s := range list {
			if Look(s).Old() {
				list[i] = Convert(e, s)
			}
		}
	}
}

// Excerpt is enough of a text to judge its letters by, on one line.
func Excerpt(s string) string {
	const letters = 240
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > letters {
		return string(r[:letters]) + "…"
	}
	return string(r)
}
