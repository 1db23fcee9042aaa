package sorting

import (
	"os"
	"slices"
	"strings"
	"testing"

	"kheo/internal/text"
)

// A labelled sentence, and the categories an officer would choose.
type labelled struct {
	right []string
	words string
}

func sentences(t *testing.T, name string) []labelled {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	list, err := rows(name, string(body), 2)
	if err != nil {
		t.Fatal(err)
	}
	var all []labelled
	for _, r := range list {
		all = append(all, labelled{strings.Split(r[0], ","), r[1]})
	}
	return all
}

// A score is how many were right first, and among the first three.
type score struct{ n, first, three int }

func (s score) at1() float64 { return float64(s.first) / float64(s.n) }
func (s score) at3() float64 { return float64(s.three) / float64(s.n) }

func (s *score) add(table *Table, x labelled) (wrong []Suggestion) {
	got := table.Suggest(x.words, 3)
	s.n++
	at := slices.IndexFunc(got, func(g Suggestion) bool { return slices.Contains(x.right, g.Category) })
	if at == 0 {
		s.first++
	}
	if at >= 0 {
		s.three++
	}
	if at == 0 {
		return nil
	}
	return append(got, Suggestion{Category: "-"})
}

// TestSuggestionsMeasured measures suggestions on sentences that were not
// looked at when the words were mended, and holds them above a floor.
func TestSuggestionsMeasured(t *testing.T) {
	table := TableOf(Compiled(), nil, nil)
	for _, file := range []string{"tuned.txt", "sentences.txt", "others.txt"} {
		var toned, bare, stripped score
		for _, x := range sentences(t, file) {
			for _, c := range x.right {
				if _, ok := table.Category(c); !ok {
					t.Fatalf("%s: no category %s: %s", file, c, x.words)
				}
			}
			into := &toned
			if text.Plain(x.words) {
				into = &bare
			}
			if got := into.add(table, x); got != nil && file == "tuned.txt" {
				t.Logf("%s: %s: %+v", x.right[0], x.words, got)
			}
			stripped.add(table, labelled{x.right, text.Fold(x.words)})
		}
		all := score{toned.n + bare.n, toned.first + bare.first, toned.three + bare.three}
		for _, s := range []struct {
			name string
			score
		}{{"as typed", all}, {"typed with tones", toned}, {"typed without", bare}, {"all without", stripped}} {
			t.Logf("%s, %-16s: %3d sentences, right first %.3f, in three %.3f", file, s.name, s.n, s.at1(), s.at3())
		}
		if all.at1() < floorFirst || all.at3() < floorThree {
			t.Errorf("%s: right first %.3f, in three %.3f; the floor is %.2f and %.2f", file, all.at1(), all.at3(), floorFirst, floorThree)
		}
	}
}

// The floor under suggestions; docs/bench.md has the measure.
const (
	floorFirst = 0.70
	floorThree = 0.80
)
