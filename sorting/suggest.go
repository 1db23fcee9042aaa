package sorting

import (
	"cmp"
	"slices"
	"strings"

	"kheo/internal/text"
)

// shorthand is what people type for short, folded; only what cannot be another
// word in a sentence about a street.
var shorthand = map[string]string{
	"ko": "khong", "k": "khong", "kg": "khong", "khg": "khong", "kh": "khong", "hok": "khong", "hong": "khong",
	"dc": "duoc", "dk": "duoc", "nc": "nuoc", "r": "roi", "dg": "duong", "ub": "uy ban", "ubnd": "uy ban", "kp": "khu pho",
	"hs": "hoc sinh", "gd": "gia dinh", "ntn": "nhu the nao", "trc": "truoc", "vs": "voi", "wa": "qua", "lun": "luon",
	"ac": "anh chi", "bs": "bac si", "tt": "trung tam", "mn": "moi nguoi", "hnay": "hom nay", "bik": "biet", "ca": "cong an",
	"dt": "dien thoai", "sdt": "so dien thoai", "nv": "nhan vien", "cb": "can bo", "gt": "giao thong", "xm": "xe may",
	"gpmb": "giai phong mat bang", "tthc": "thu tuc hanh chinh", "vsmt": "ve sinh moi truong", "yt": "y te", "tp": "thuc pham",
}

// A word as it was typed: folded, with its tones, and whether any were typed;
// and what was typed for it, with its place: one shorthand may stand for two.
type word struct {
	fold, key string
	plain     bool
	raw       string
	at        int
}

// read splits a text into words; shorthand is written out, tones are kept.
func read(s string) []word {
	var list []word
	for at, raw := range text.Words(s) {
		w := word{fold: text.Fold(raw), key: text.Key(raw), plain: text.Plain(raw), raw: raw, at: at}
		full, ok := shorthand[w.fold]
		if !ok || !w.plain && w.fold != "dc" && w.fold != "dt" && w.fold != "dk" { // đc, đt
			list = append(list, w)
			continue
		}
		for f := range strings.FieldsSeq(full) {
			list = append(list, word{fold: f, key: f, plain: true, raw: raw, at: at})
		}
	}
	return list
}

// Plainly is text as suggestions and comparisons read it: folded, shorthand
// written out, words by single spaces.
func Plainly(s string) string { return folded(read(s)) }

func folded(words []word) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.fold
	}
	return strings.Join(all, " ")
}

// typed is a run of words as the person wrote them, shorthand and all.
func typed(run []word) string {
	var all []string
	for i, w := range run {
		if i == 0 || w.at != run[i-1].at {
			all = append(all, w.raw)
		}
	}
	return strings.Join(all, " ")
}

// A phrase is one synonym of a category.
type phrase struct {
	said     string // as the list writes it
	typed    string // as the person wrote it, where it was found
	words    []word
	category string
	weight   float64
}

// soft is what a synonym in brackets weighs beside one without: a word that
// goes along with the matter and does not name it.
const soft = 0.3

// doubtful is what one syllable weighs whose tones were left out: “cong” may be
// cống, cộng, công, cổng or cong.
const doubtful = 0.4

// Said is a synonym as people read it, without the brackets that make it soft.
func Said(w string) string { return strings.Trim(w, "()") }

// phrases lays every synonym out by its folded words. Long ones say more, and
// those that several categories share say less.
func phrases(all []Category) map[string][]phrase {
	by := map[string][]phrase{}
	for _, c := range all {
		if c.Retired {
			continue
		}
		for _, w := range c.Words {
			p := phrase{said: Said(w), words: read(Said(w)), category: c.ID}
			p.weight = float64(len(p.words))
			if p.said != w {
				p.weight *= soft
			}
			if c.Parent == "" {
				p.weight /= 2 // a branch speaks softly: its leaves say it better
			}
			by[folded(p.words)] = append(by[folded(p.words)], p)
		}
	}
	for _, list := range by {
		for i := range list {
			list[i].weight /= float64(len(list))
		}
	}
	return by
}

// longest is how many words a synonym may have.
const longest = 6

// Suggest the n categories that the words speak of most, best first, with the
// words that say so, as they were typed. A word typed with other tones than a synonym's is another
// word; a sentence typed without tones may mean any. What lies within a longer
// synonym does not count by itself: “đốt rác” is smoke and not rubbish.
func (t *Table) Suggest(words string, n int) []Suggestion {
	found, heard := map[string]*Suggestion{}, map[string]bool{}
	for _, m := range t.matches(read(words)) {
		s := found[m.category]
		if s == nil {
			s = &Suggestion{Category: m.category}
			found[m.category] = s
		}
		if key := m.category + "/" + m.said; !heard[key] {
			heard[key], s.Score = true, s.Score+m.weight
			if !slices.Contains(s.Because, m.typed) {
				s.Because = append(s.Because, m.typed)
			}
		}
	}
	list := make([]Suggestion, 0, len(found))
	for _, s := range found {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(t.order[a.Category], t.order[b.Category]))
	})
	return list[:min(n, len(list))]
}

// matches reads a sentence from left to right, the longest synonym at each place.
func (t *Table) matches(words []word) []phrase {
	bare := barely(words)
	var all []phrase
	for i := 0; i < len(words); {
		found, n := t.longestAt(words[i:], bare)
		if where(words[:i], words[i]) {
			for k := range found {
				found[k].weight *= soft
			}
		}
		all = append(all, found...)
		i += n
	}
	return all
}

// longestAt is what the longest synonym at the beginning of words may mean, and
// how many words it takes: one when there is none.
func (t *Table) longestAt(words []word, bare bool) ([]phrase, int) {
	for n := min(longest, len(words)); n > 0; n-- {
		if found := t.meant(words[:n], bare); len(found) > 0 {
			return found, n
		}
	}
	return nil, 1
}

// where tells a place that only says where the matter is: “trước chợ” is not
// about the market.
func where(before []word, place word) bool {
	if len(before) == 0 || !strings.Contains(places, " "+place.fold+" ") {
		return false
	}
	return strings.Contains(wheres, " "+before[len(before)-1].fold+" ")
}

// The words a place begins with, and those that say where, folded.
const (
	places = " cho truong cong cau kenh rach song tram nha lo hem duong nga dinh ben tru lop vuon ruong mam dap cang quan ao muong chua "
	wheres = " truoc gan ke canh sau ngoai dau cuoi ngay khuc doan cho o ben sat ngang doc ven me tren duoi trong vo vao tu quanh goc toi den xuong giua nam phia ngo "
)

// meant is the synonyms that a run of words means.
func (t *Table) meant(run []word, bare bool) []phrase {
	var all []phrase
	for _, p := range t.phrases[folded(run)] {
		if !means(run, p.words, bare) {
			continue
		}
		p.typed = typed(run)
		if bare && len(run) == 1 && !p.words[0].plain {
			p.weight *= doubtful
		}
		all = append(all, p)
	}
	return all
}

// barely tells a sentence typed without tones, but for a word here and there.
// In written Vietnamese three words of four bear some.
func barely(words []word) bool {
	toned := 0
	for _, w := range words {
		if !w.plain {
			toned++
		}
	}
	return toned*4 < len(words)
}

// means tells whether words that fold alike mean the synonym: each is typed as
// the synonym is, or lazily without its tones. A single word among words with
// tones is not taken for lazy: “cho” is not “chó”.
func means(run, want []word, bare bool) bool {
	for i, w := range run {
		switch {
		case w.key == want[i].key || bare && w.plain:
		case w.plain && len(run) > 1:
		default:
			return false
		}
	}
	return true
}
