package search

import (
	"context"
	"slices"
	"strings"

	"kheo/internal/db"
	"kheo/internal/text"
)

const (
	maxQuery = 400 // letters of a query that are read
	maxTerms = 32  // words of a query that are read
)

// A term is one word as it was typed.
type term struct {
	typed string // as the reader wrote it, in small letters
	key   string
	fold  string
}

// parse reads what a person typed: any bytes at all.
func parse(s string) []term {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), " ")
	if r := []rune(s); len(r) > maxQuery {
		s = string(r[:maxQuery])
	}
	s, err := text.Clean(s)
	if err != nil {
		return nil
	}
	var list []term
	for _, key := range keys(s) {
		if f := folded(key); f != "" && len(list) < maxTerms {
			list = append(list, term{text.NFC(key), key, f})
		}
	}
	return list
}

// A group is a word looked for, in all the spellings it is looked for in.
type group struct {
	term
	alts []alt
	docs int64   // about how many documents hold one of them
	idf  float64 // how much finding it says
}

// An alt is a folded spelling, and what share of the worth it has.
type alt struct {
	fold  string
	worth float64
}

// A Reading tells that a word typed was read as another, because no text the
// reader may see holds it as it was typed.
type Reading struct{ Typed, As string }

const (
	slippedWorth = 0.6
	shortWorth   = 0.9
	maxSlips     = 4 // spellings tried for one word
)

// short is how people write on phones and how offices abbreviate.
var short = map[string]string{
	"ko": "khong", "k": "khong", "kh": "khong", "hok": "khong", "dc": "duoc", "dk": "duoc", "r": "roi", "nc": "nuoc",
	"mn": "moi nguoi", "j": "gi", "z": "vay", "v": "vay", "bik": "biet", "vs": "voi", "hnay": "hom nay", "bn": "bao nhieu",
	"ub": "uy ban", "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc",
	"kp": "khu pho", "tdp": "to dan pho", "ntm": "nong thon moi", "cchc": "cai cach hanh chinh",
	"antt": "an ninh trat tu", "pakn": "phan anh kien nghi", "kntc": "khieu nai to cao", "qcdc": "quy che dan chu",
}

// understand finds for each word typed the spellings the vocabulary has.
func understand(ctx context.Context, tx *db.Tx, codes []int64, typed []term) (list []*group, read []Reading, docs int64, err error) {
	asked := []string{everyDoc}
	for _, t := range typed {
		asked = append(asked, t.fold)
		asked = append(asked, strings.Fields(short[t.fold])...)
	}
	have, err := look(ctx, tx, codes, asked)
	if err != nil {
		return nil, nil, 0, err
	}
	for _, t := range typed {
		g := &group{term: t}
		long := strings.Fields(short[t.fold])
		k, ok := have[t.fold]
		if ok {
			g.add(k, 1)
		}
		switch {
		case len(long) == 1:
			g.add(have[long[0]], shortWorth)
		case ok || len(long) == 0:
		default: // an abbreviation that no text holds: its words instead
			read = append(read, Reading{t.typed, strings.Join(long, " ")})
			for _, w := range long {
				part := &group{term: term{w, w, w}}
				part.add(have[w], shortWorth)
				list = append(list, part)
			}
			continue
		}
		list = append(list, g)
	}
	list, more, err := mend(ctx, tx, codes, list)
	return list, append(read, more...), have[everyDoc].about(), err
}

func (g *group) add(k known, worth float64) {
	if k.docs < 1 || slices.ContainsFunc(g.alts, func(a alt) bool { return a.fold == k.word }) {
		return
	}
	g.alts = append(g.alts, alt{k.word, worth})
	g.docs += k.about()
}

// mend looks for words that nobody wrote: a slip of a key, or two of them run
// together. A word that cannot be mended stays, found nowhere.
func mend(ctx context.Context, tx *db.Tx, codes []int64, list []*group) ([]*group, []Reading, error) {
	var asked []string
	for _, g := range list {
		if len(g.alts) == 0 {
			asked = append(asked, slips(g.fold)...)
			asked = append(asked, halves(g.fold)...)
		}
	}
	have, err := look(ctx, tx, codes, asked)
	if err != nil || len(have) == 0 {
		return list, nil, err
	}
	var out []*group
	var read []Reading
	for _, g := range list {
		if len(g.alts) > 0 {
			out = append(out, g)
			continue
		}
		parts := g.mended(have)
		var as []string
		for _, p := range parts {
			if len(p.alts) > 0 {
				as = append(as, p.alts[0].fold)
			}
		}
		if len(as) > 0 {
			read = append(read, Reading{g.typed, strings.Join(as, " ")})
		}
		out = append(out, parts...)
	}
	return out, read, nil
}

// mended is the group with the likeliest spellings, or two groups where the
// word is two.
func (g *group) mended(have map[string]known) []*group {
	var found []known
	for _, s := range slips(g.fold) {
		if k, ok := have[s]; ok && !slices.Contains(found, k) {
			found = append(found, k)
		}
	}
	slices.SortFunc(found, func(a, b known) int {
		if a.about() != b.about() {
			return int(b.about() - a.about())
		}
		return strings.Compare(a.word, b.word)
	})
	for _, k := range found[:min(len(found), maxSlips)] {
		g.add(k, slippedWorth)
	}
	if len(found) > 0 {
		return []*group{g}
	}
	var best []*group
	most := int64(0)
	for i := 2; i+2 <= len(g.fold); i++ {
		a, okA := have[g.fold[:i]]
		b, okB := have[g.fold[i:]]
		if n := min(a.about(), b.about()); okA && okB && n > most {
			left, right := &group{term: term{a.word, a.word, a.word}}, &group{term: term{b.word, b.word, b.word}}
			left.add(a, slippedWorth)
			right.add(b, slippedWorth)
			best, most = []*group{left, right}, n
		}
	}
	if best != nil {
		return best
	}
	return []*group{g}
}

const letters = "abcdeghiklmnopqrstuvxyfjwz" // the alphabet, then what else keys have

// slips are all words one slip of a key away: a letter left out, put in,
// changed, or swapped with its neighbour. Numbers and other scripts have none:
// another number is another thing.
func slips(w string) []string {
	if len(w) < 3 || len(w) > 12 || strings.Trim(w, letters) != "" {
		return nil
	}
	list := make([]string, 0, 53*len(w)+26)
	for i := range len(w) + 1 {
		if i < len(w) {
			list = append(list, w[:i]+w[i+1:])
		}
		if i+1 < len(w) && w[i] != w[i+1] {
			list = append(list, w[:i]+string(w[i+1])+string(w[i])+w[i+2:])
		}
		for _, c := range letters {
			list = append(list, w[:i]+string(c)+w[i:])
			if i < len(w) && byte(c) != w[i] {
				list = append(list, w[:i]+string(c)+w[i+1:])
			}
		}
	}
	return list
}

// halves are the parts of a word that may be two.
func halves(w string) []string {
	var list []string
	if !ascii(w) || len(w) > 16 {
		return nil
	}
	for i := 2; i+2 <= len(w); i++ {
		list = append(list, w[:i], w[i:])
	}
	return list
}
