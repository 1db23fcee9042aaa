package doc

import (
	"strings"
	"testing"

	"kheo/lang"
)

// Every fact of every letterhead has a source and a mark of certainty, and
// every word it names is there in both languages.
func TestTheLetterheadsAreWhole(t *testing.T) {
	if _, err := parse(letterheads); err != nil {
		t.Fatal(err)
	}
	for _, style := range Styles() {
		facts := Facts(style)
		if len(facts) != len(read)+len(readSheet) {
			t.Errorf("%s has %d facts", style, len(facts))
		}
		f := formOf(style)
		if f.left+f.right != page().width() {
			t.Errorf("%s: the columns of the head are %d wide, the text %d", style, f.left+f.right, page().width())
		}
		for _, l := range []lang.Lang{lang.VI, lang.EN} {
			for _, key := range []string{f.title, f.number, f.motto} {
				if key != "" && l.T(key, "number", "1") == key {
					t.Errorf("%s: no words for %s in %s", style, key, l)
				}
			}
			for _, x := range facts {
				if key := x.What(); l.T(key) == key {
					t.Errorf("no words for %s in %s", key, l)
				}
			}
		}
	}
}

func TestABadLetterheadIsNamedByItsLine(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"party | columns      | 4300 5054 ", "party | columns      | 4300 ", "line 13: 1 lengths, want 2"},
		{"party | columns      | 4300 5054 ", "party | columns      | 4300 -1 ", "no length"},
		{"party | title-look   | bold underline 15", "party | title-look   | bold wide", `"wide" is no size`},
		{"party | symbol       | {kind}/{body}", "party | symbol       | TB/{body}", "lacks {kind}"},
		{"party | signer       | first", "party | signer       | last", "want all or first"},
		{"party | title  ", "army  | title  ", `of a letterhead "army"`},
		{"state | title  ", "state | colour ", `no fact "colour"`},
		{"all   | face  ", "all   | shape ", `no fact "shape"`},
		{"state | title  ", "party | title  ", "it stands twice"},
		{"state | join         | /  ", "# | state | join  | /", "facts, want"},
		{"| no\nall   | size", "| maybe\nall   | size", "want yes or no"},
		{"title        | party             ", "title | ", "column 3 is empty"},
		{"party | receiver     | 12                 | ", "party | receiver     | 12  ", "4 columns"},
	} {
		text := strings.Replace(letterheads, c.from, c.to, 1)
		if text == letterheads {
			t.Errorf("%q stands nowhere", c.from)
		}
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.to, err, c.want)
		}
	}
}

func TestNumbersAreWrittenAsEachLetterheadWritesThem(t *testing.T) {
	for style, want := range map[string]string{Party: "65-TB/BDVTU", State: "65/TB-BDVTU", Front: "65/TB-BDVTU"} {
		got := Number(style, 65, "TB", "BDVTU")
		if got != want {
			t.Errorf("%s writes %s, want %s", style, got, want)
		}
		n, join, symbol := SplitNumber(got)
		for _, other := range Styles() { // the registry's number is printed as it is, whatever the letterhead
			if back := (Letterhead{Style: other, Number: n, Join: join, Symbol: symbol}).plainNumber(formOf(other)); back != got {
				t.Errorf("%s parted and joined is %s", got, back)
			}
		}
	}
}
