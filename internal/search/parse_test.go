package search

import (
	"strings"
	"testing"

	"kheo/internal/text"
)

// Whatever is typed becomes few words that an index can hold, and none that
// could end what is quoted for an engine.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"đường ngập", `" OR 1=1 --`, "a AND NOT b*", "'; drop table", "\x00\xff", "··1", strings.Repeat("a̐", 900), "ẹ̣́", "K’Bang 007"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list := parse(s)
		if len(list) > maxTerms {
			t.Errorf("%d words of %q", len(list), s)
		}
		for _, term := range list {
			for _, w := range append(slips(term.fold), term.fold, term.key) {
				if w == "" || strings.ContainsAny(w, "'\"()&|!:*\\ \n\x00"+joint) {
					t.Fatalf("%q makes the word %q", s, w)
				}
			}
		}
		clean, err := text.Clean(s)
		if err != nil {
			return
		}
		finder := &finder{met: map[string]place{}}
		for i := range list {
			finder.groups = append(finder.groups, &group{term: list[i], alts: []alt{{list[i].fold, 1}}, idf: 1})
		}
		var whole strings.Builder
		for _, p := range finder.mark(clean) {
			whole.WriteString(p.Text)
		}
		if whole.String() != clean {
			t.Errorf("%q is shown as %q", clean, whole.String())
		}
		finder.snippet(clean)
	})
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		typed, meant string
		found        bool
	}{
		{"nuco", "nuoc", true}, {"nuc", "nuoc", true}, {"nuooc", "nuoc", true}, {"nuac", "nuoc", true},
		{"noc", "nuoc", true}, {"nuocs", "nuoc", true}, {"uoc", "nuoc", true}, {"nux", "nuoc", false}, {"2023", "2024", false}, {"ap", "aps", false},
	} {
		found := false
		for _, s := range slips(c.typed) {
			found = found || s == c.meant
		}
		if found != c.found {
			t.Errorf("%q for %q: %v", c.typed, c.meant, found)
		}
	}
}

// The last guard before a word is written into a text for PostgreSQL.
func TestOnlyPlainWordsAreWritten(t *testing.T) {
	for _, bad := range []string{"a'b", "a'' or 1=1", `a"`, "a b", "a;", "a\\", "a--", "(a", "a&b", "a:*", "a\x00"} {
		if (match{clause{{"x", bad}}}).plain() {
			t.Errorf("%q passes", bad)
		}
	}
	if !(match{clause{{prefixOf(12).word("đương\u0300"), prefixOf(1).kind("concern")}}}).plain() {
		t.Error("words of an index do not pass")
	}
}
