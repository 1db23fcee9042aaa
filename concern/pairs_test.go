package concern

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"testing"

	"kheo/internal/text"
	"kheo/sorting"
)

// pairsText is 200 pairs that say the same in other words and 200 that are of
// one place and speak of something else: "same" or "other", tab, one text, tab,
// the other. Somebody wrote them who had not seen this package; they were
// frozen by their digest before the comparison was written.
//
//go:embed testdata/pairs.tsv
var pairsText string

const pairsDigest = "0ec1ce45e725152cb7c78967b35771102d1a624de79322e9cff99040fd1128b5"

func TestThePairsAreFrozen(t *testing.T) {
	sum := sha256.Sum256([]byte(pairsText))
	if got := hex.EncodeToString(sum[:]); got != pairsDigest {
		t.Fatalf("testdata/pairs.tsv changed: %s", got)
	}
	if n := strings.Count(pairsText, "\n"); n != 401 {
		t.Errorf("%d lines, want a head and 400 pairs", n)
	}
}

type pair struct {
	same bool
	a, b string
}

func pairs() []pair {
	var list []pair
	for i, line := range strings.Split(strings.TrimSpace(pairsText), "\n") {
		if f := strings.Split(line, "\t"); i > 0 {
			list = append(list, pair{f[0] == "same", f[1], f[2]})
		}
	}
	return list
}

func like(a, b string) float64 {
	x, y := readOf(a), readOf(b)
	return likeness(&x, &y)
}

// outcome counts what is taken for alike at a threshold.
type outcome struct{ hit, wrong, missed float64 }

func (o outcome) precision() float64 { return o.hit / (o.hit + o.wrong) }
func (o outcome) recall() float64    { return o.hit / (o.hit + o.missed) }

// measure looks at every pair from the first on by steps of two, or at all.
func measure(list []pair, first, step int, least float64) outcome {
	var o outcome
	for i := first; i < len(list); i += step {
		like := like(list[i].a, list[i].b) >= least
		switch {
		case like && list[i].same:
			o.hit++
		case like:
			o.wrong++
		case list[i].same:
			o.missed++
		}
	}
	return o
}

// The weights and the threshold were chosen on the even pairs, and words were
// added to alike.txt after reading some of those; the odd ones were looked at
// for a tenth. Both are told.
func TestPairsOfTexts(t *testing.T) {
	list := pairs()
	for _, least := range []float64{0.06, 0.10, alikeFrom, 0.20, 0.30} {
		all := measure(list, 0, 1, least)
		odd := measure(list, 1, 2, least)
		t.Logf("from %.2f on: precision %.3f, recall %.3f; of the odd half %.3f, %.3f",
			least, all.precision(), all.recall(), odd.precision(), odd.recall())
	}
	if o := measure(list, 0, 1, alikeFrom); o.precision() < 0.82 || o.recall() < 0.80 {
		t.Errorf("precision %.3f, recall %.3f", o.precision(), o.recall())
	}
}

// A word or two that half of all concerns hold find nothing; one that names the
// trouble does, however short the text.
func TestShortTextsNeedEnoughInCommon(t *testing.T) {
	whole := []string{"Xe ba gác đậu bít đường vô ấp", "Đường đầu ấp ổ gà, xe chạy té hoài", "Nhà máy xả khói lúc chiều tối", "Đường vô trường ngập nước", "xe", "nhà tôi"}
	for _, short := range []string{"xe", "Xe.", "nhà", "đường", "nước", "ấp", "xã ơi", "ông bà", "a", "xe xe xe"} {
		for _, b := range whole {
			if l := like(short, b); l >= alikeFrom/2 {
				t.Errorf("%q is like %q by %.2f", short, b, l)
			}
		}
	}
	for _, c := range [][2]string{{"ngập nước", "Đường vô trường ngập nước"}, {"ổ gà", "Đường đầu ấp ổ gà, xe chạy té hoài"}, {"khói nhà máy", "Nhà máy xả khói lúc chiều tối"}, {"ngập", "Mưa là ngập cả xóm"}} {
		if l := like(c[0], c[1]); l < alikeFrom {
			t.Errorf("%q is like %q by %.2f only", c[0], c[1], l)
		}
	}
}

func TestTheListOfLikeWordsIsWhole(t *testing.T) {
	places, empty, wordings := 0, 0, 0
	for folded, e := range alike().words {
		for _, w := range e.begins {
			wordings++
			if w.weight <= 0 || w.weight > 1 {
				t.Errorf("%q weighs %v", folded, w.weight)
			}
		}
		if e.place {
			places++
		}
		if e.empty {
			empty++
		}
	}
	if wordings < 500 || places < 30 || empty < 60 {
		t.Errorf("%d wordings, %d places, %d empty", wordings, places, empty)
	}
}

// Read in one pass, a text has the words that package text finds in it.
func TestWordsAreSplitAsElsewhere(t *testing.T) {
	texts := []string{"Hoà, hòa HÒA", "Ea H'Leo ’x", "đc ko? Đường 826B", "日本 x", "ca \u0301 cà\u0323 \u0300", "ca cà ĐT", "", "N.V.A 12/3"}
	for _, p := range pairs() {
		texts = append(texts, p.a, p.b)
	}
	for _, s := range texts {
		var folded []string
		for _, w := range wordsOf(s) {
			folded = append(folded, w.folded)
		}
		if got, want := strings.Join(folded, " "), strings.Join(strings.Fields(sorting.Plainly(s)), " "); got != want {
			t.Errorf("%q: %q, elsewhere %q", s, got, want)
		}
		keys := text.Words(text.Key(s))
		if list := wordsOf(s); len(list) == len(keys) {
			for i, w := range list {
				if w.key != keys[i] && w.folded == text.Fold(keys[i]) {
					t.Errorf("%q: key %q, elsewhere %q", s, w.key, keys[i])
				}
			}
		}
	}
}

func TestATextIsLikeItself(t *testing.T) {
	for _, p := range pairs() {
		if l := like(p.a, p.a); l < 0.5 {
			t.Errorf("%q is like itself by %.2f", p.a, l)
		}
		if a, b := like(p.a, p.b), like(p.b, p.a); a-b > 1e-9 || b-a > 1e-9 {
			t.Errorf("%q and %q: %.3f one way, %.3f the other", p.a, p.b, a, b)
		}
	}
}

func BenchmarkLikeness200(b *testing.B) {
	list := pairs()[:200]
	about := readOf(list[0].a)
	for b.Loop() {
		for _, p := range list {
			r := readOf(p.b)
			likeness(&about, &r)
		}
	}
}
