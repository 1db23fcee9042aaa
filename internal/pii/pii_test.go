package pii

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var bracket = regexp.MustCompile(`\[([npbhm]):([^\]]+)\]`)

var kindOf = map[string]string{"n": Name, "p": Phone, "b": Plate, "h": House, "m": Mail}

// labelled reads a sentence of testdata/marks.txt: the text, and what is to be
// pointed out in it.
func labelled(line string) (plain string, want []Mark) {
	var b strings.Builder
	last := 0
	for _, at := range bracket.FindAllStringSubmatchIndex(line, -1) {
		b.WriteString(line[last:at[0]])
		from := b.Len()
		b.WriteString(line[at[4]:at[5]])
		want = append(want, Mark{from, b.Len(), kindOf[line[at[2]:at[3]]]})
		last = at[1]
	}
	b.WriteString(line[last:])
	return b.String(), want
}

type outcome struct{ hit, wrong, missed float64 }

func (o outcome) precision() float64 { return o.hit / (o.hit + o.wrong) }
func (o outcome) recall() float64    { return o.hit / (o.hit + o.missed) }

// A mark counts as a hit when it is of the kind and touches the words; hits of
// the very words are told as well.
func TestMarksAreMeasured(t *testing.T) {
	body, err := os.ReadFile("testdata/marks.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]*outcome{"all": {}}
	exact, n := 0.0, 0
	for line := range strings.Lines(string(body)) {
		if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		n++
		text, want := labelled(line)
		got := Marks(text)
		for _, k := range kindOf {
			if count[k] == nil {
				count[k] = &outcome{}
			}
		}
		for _, w := range want {
			hit := false
			for _, g := range got {
				hit = hit || g.Kind == w.Kind && g.From < w.To && w.From < g.To
				if g == w {
					exact++
				}
			}
			for _, o := range []*outcome{count["all"], count[w.Kind]} {
				if hit {
					o.hit++
				} else {
					o.missed++
				}
			}
			if !hit {
				t.Logf("missed %s %q in %q", w.Kind, text[w.From:w.To], text)
			}
		}
		for _, g := range got {
			ok := false
			for _, w := range want {
				ok = ok || g.Kind == w.Kind && g.From < w.To && w.From < g.To
			}
			if !ok {
				count["all"].wrong++
				count[g.Kind].wrong++
				t.Logf("wrongly %s %q in %q", g.Kind, text[g.From:g.To], text)
			}
		}
	}
	all := count["all"]
	told := ""
	for _, k := range []string{Name, Phone, Plate, House, Mail} {
		told += fmt.Sprintf("; %s %.3f, %.3f", k, count[k].precision(), count[k].recall())
	}
	t.Logf("%d sentences: precision %.3f, recall %.3f%s; %.0f of %.0f hits exact", n, all.precision(), all.recall(), told, exact, all.hit)
	if n < 150 || all.precision() < 0.90 || all.recall() < 0.90 {
		t.Errorf("%d sentences: precision %.3f, recall %.3f", n, all.precision(), all.recall())
	}
}

func FuzzMarks(f *testing.F) {
	for _, s := range []string{"ông Tư", "chú T.", "62A-123.45", "ÔNG", "N.V.A.", "a.b.c", "\xff", "bà", "đ", strings.Repeat("Nguyễn ", 20)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, m := range Marks(s) {
			if m.From < last || m.To <= m.From || m.To > len(s) || utf8.ValidString(s) && !utf8.ValidString(s[m.From:m.To]) {
				t.Fatalf("Marks(%q): %+v after %d", s, m, last)
			}
			last = m.To
		}
	})
}
