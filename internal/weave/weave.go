// Package weave brings two edits of one text together, word by word. It is a
// three-way merge (diff3) that never asks: where two people wrote in the same
// place it keeps what both wrote, and says so. Deletions give way to words.
package weave

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// A Clash is a place where both changed the same words. One of the two may be
// empty: it was deleted there.
type Clash struct{ Theirs, Mine string }

// Merge weaves mine and theirs, both written from base. Every word that either
// added is in the result; what both left alone stays; theirs comes first where
// both wrote in one place.
func Merge(base, theirs, mine string) (string, []Clash) {
	switch {
	case theirs == mine, mine == base:
		return theirs, nil
	case theirs == base:
		return mine, nil
	}
	b := split(base)
	ours := edits{b, hunks(b, split(theirs)), hunks(b, split(mine))}
	return ours.merge()
}

// A Piece is a run of words that two texts share, or that one of them has.
type Piece struct {
	Kind  Kind
	Words string
}

// A Kind is how a piece stands between an earlier and a later text.
type Kind int

// The kinds.
const (
	Same Kind = iota
	Gone
	New
)

// Changes are the pieces that lead from one text to the other, in order.
func Changes(from, to string) []Piece {
	a, b := split(from), split(to)
	var list []Piece
	add := func(k Kind, words []string) {
		if len(words) > 0 {
			list = append(list, Piece{k, strings.Join(words, "")})
		}
	}
	at := 0
	for _, h := range hunks(a, b) {
		add(Same, a[at:h.from])
		add(Gone, a[h.from:h.to])
		add(New, h.words)
		at = h.to
	}
	add(Same, a[at:])
	return list
}

// split cuts a text into words and the white space between them; joined again
// they are the text.
func split(s string) []string {
	var words []string
	start, space := 0, false
	for i, r := range s {
		if now := unicode.IsSpace(r); i > start && (now != space || now) {
			words = append(words, s[start:i])
			start = i
		}
		space = unicode.IsSpace(r)
	}
	if start < len(s) {
		words = append(words, s[start:])
	}
	return words
}

// A hunk replaces base[from:to] by words.
type hunk struct {
	from, to int
	words    []string
}

// hunks is how one list of words becomes another. The library compares runes:
// each word stands for one while it looks.
func hunks(a, b []string) []hunk {
	ids := map[string]rune{}
	runes := func(words []string) []rune {
		list := make([]rune, len(words))
		for i, w := range words {
			id, known := ids[w]
			if !known {
				id = rune(len(ids) + 1)
				if id >= 0xd800 { // no rune is a surrogate
					id += 0x800
				}
				ids[w] = id
			}
			list[i] = id
		}
		return list
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 200 * time.Millisecond // then coarser, still true
	var list []hunk
	i, j, open := 0, 0, false
	for _, x := range d.DiffMainRunes(runes(a), runes(b), false) {
		n := len([]rune(x.Text))
		if x.Type == diffmatchpatch.DiffEqual {
			i, j, open = i+n, j+n, false
			continue
		}
		if !open {
			list, open = append(list, hunk{from: i, to: i}), true
		}
		h := &list[len(list)-1]
		if x.Type == diffmatchpatch.DiffDelete {
			i, h.to = i+n, i+n
		} else {
			h.words = append(h.words, b[j:j+n]...)
			j += n
		}
	}
	return list
}

// edits are what two people made of one base.
type edits struct {
	base         []string
	theirs, mine []hunk
}

func (e edits) merge() (string, []Clash) {
	var out strings.Builder
	var clashes []Clash
	at := 0
	for len(e.theirs)+len(e.mine) > 0 {
		from, to, theirs, mine := e.next()
		join(&out, e.base[at:from])
		at = to
		their, my := apply(e.base, from, to, theirs), apply(e.base, from, to, mine)
		switch {
		case len(mine) == 0 || slices.Equal(their, my):
			join(&out, their)
			continue
		case len(theirs) == 0:
			join(&out, my)
			continue
		}
		first, last := alike(their, my)
		join(&out, their[:first])
		a, b := strings.Join(their[first:len(their)-last], ""), strings.Join(my[first:len(my)-last], "")
		out.WriteString(both(a, b))
		join(&out, their[len(their)-last:])
		if from < to { // two additions at one point are no quarrel
			clashes = append(clashes, Clash{strings.TrimSpace(a), strings.TrimSpace(b)})
		}
	}
	join(&out, e.base[at:])
	return out.String(), clashes
}

// alike counts the words that two wrote alike at the beginning and at the end:
// they are kept once. White space alone is not alike: it parts what follows.
func alike(a, b []string) (first, last int) {
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if strings.TrimSpace(a[i]) != "" {
			first = i + 1
		}
	}
	for i := 0; i < min(len(a), len(b))-first && a[len(a)-1-i] == b[len(b)-1-i]; i++ {
		if strings.TrimSpace(a[len(a)-1-i]) != "" {
			last = i + 1
		}
	}
	return first, last
}

func join(out *strings.Builder, words []string) {
	for _, w := range words {
		out.WriteString(w)
	}
}

// next takes the first place that somebody changed, grown until no hunk of
// either reaches over its end.
func (e *edits) next() (from, to int, theirs, mine []hunk) {
	from = len(e.base)
	for _, list := range [][]hunk{e.theirs, e.mine} {
		if len(list) > 0 && list[0].from < from {
			from = list[0].from
		}
	}
	to = from
	take := func(list *[]hunk, taken *[]hunk) bool {
		if len(*list) == 0 {
			return false
		}
		h := (*list)[0]
		if h.from > to || h.from == to && from < to { // it only touches
			return false
		}
		*taken, *list, to = append(*taken, h), (*list)[1:], max(to, h.to)
		return true
	}
	for more := true; more; {
		a := take(&e.theirs, &theirs)
		b := take(&e.mine, &mine)
		more = a || b
	}
	return from, to, theirs, mine
}

// apply is base[from:to] with the hunks done.
func apply(base []string, from, to int, hunks []hunk) []string {
	var words []string
	for _, h := range hunks {
		words = append(append(words, base[from:h.from]...), h.words...)
		from = h.to
	}
	return slices.Concat(words, base[from:to])
}

// both keeps what the two wrote, apart by white space.
func both(theirs, mine string) string {
	if theirs == "" || mine == "" {
		return theirs + mine
	}
	if strings.TrimRightFunc(theirs, unicode.IsSpace) == theirs && strings.TrimLeftFunc(mine, unicode.IsSpace) == mine {
		theirs += " "
	}
	return theirs + mine
}
