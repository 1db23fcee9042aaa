package sorting

import (
	"slices"
	"strings"
	"testing"

	"kheo/internal/text"
)

// A suggestion says why in words the person really wrote, never in ours.
func TestBecauseIsWhatWasWritten(t *testing.T) {
	table := TableOf(Compiled(), nil, nil)
	for words, want := range map[string][]string{
		"den duong ap 3 tat":              {"den duong"},
		"ĐÈN ĐƯỜNG, đèn đường tắt hoài":   {"ĐÈN ĐƯỜNG"},
		"xin xã gắn đèn, hẻm k đèn lâu r": {"gắn đèn", "k đèn"}, // shorthand as it was typed
	} {
		if got := table.Suggest(words, 1); len(got) != 1 || got[0].Category != "streetlight" || !slices.Equal(got[0].Because, want) {
			t.Errorf("%q: %+v, want because %q", words, got, want)
		}
	}
	for _, file := range []string{"tuned.txt", "sentences.txt", "others.txt"} {
		for _, x := range sentences(t, file) {
			wrote := " " + strings.Join(text.Words(x.words), " ") + " "
			for _, s := range table.Suggest(x.words, 3) {
				for _, b := range s.Because {
					if b == "" || !strings.Contains(wrote, " "+b+" ") {
						t.Errorf("%q: %s because of %q, which nobody wrote", x.words, s.Category, b)
					}
				}
			}
		}
	}
}
