package public

import (
	"testing"

	"kheo/internal/web/webtest"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

func TestSentencesAreTwo(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"Một câu.", "Một câu."},
		{"Một câu. Hai câu. Ba câu.", "Một câu. Hai câu."},
		{"Đo 12.4 km.\n\nHai câu! Ba.", "Đo 12.4 km. Hai câu! Ba."},
		{"Không có dấu chấm", "Không có dấu chấm"},
	} {
		if got := sentences(c.text); got != c.want {
			t.Errorf("sentences(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	long := ""
	for range 100 {
		long += "dài lắm "
	}
	if got := []rune(sentences(long)); len(got) > 241 {
		t.Errorf("a text without end keeps %d letters", len(got))
	}
}
