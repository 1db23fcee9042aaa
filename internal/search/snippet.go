package search

import (
	"unicode"
	"unicode/utf8"

	"kheo/internal/text"
)

// around is how many words of a body are shown.
const around = 36

// A place is a word of a text, by bytes, and what it is worth to the query.
type place struct {
	from, to int
	worth    float64
	group    int
}

// places are the words of a text as it is written.
func (f *finder) places(s string) []place {
	list := make([]place, 0, len(s)/5)
	from := -1
	end := func(to int) {
		if from < 0 {
			return
		}
		word := s[from:to]
		p, ok := f.met[word]
		if !ok {
			p = f.place(word)
			f.met[word] = p
		}
		p.from, p.to = from, to
		list = append(list, p)
		from = -1
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r), from >= 0 && (r == '\'' || r == '’'):
			if from < 0 {
				from = i
			}
		default:
			end(i)
		}
	}
	end(len(s))
	return list
}

// place is what a written word is worth, wherever it stands.
func (f *finder) place(word string) place {
	p := place{group: -1}
	for _, key := range keys(word) {
		for _, x := range f.sense(key) {
			if w := x.worth * f.groups[x.group].idf; w > p.worth || p.group < 0 {
				p.worth, p.group = w, x.group
			}
		}
	}
	return p
}

// mark cuts a text into what was looked for and what stands between.
func (f *finder) mark(s string) []Piece {
	s = text.NFC(s)
	return cut(s, f.places(s), 0, len(s))
}

// snippet is the stretch of a body that holds most of what was looked for.
func (f *finder) snippet(s string) []Piece {
	s = text.NFC(s)
	list := f.places(s)
	if len(list) <= around {
		return cut(s, list, 0, len(s))
	}
	best, most := 0, -1.0
	for i := range list {
		if list[i].group < 0 && i > 0 {
			continue
		}
		if w := f.worth(list[i:min(i+around*3/4, len(list))]); w > most {
			best, most = i, w
		}
	}
	best = max(0, min(best-around/4, len(list)-around))
	from, to := list[best].from, list[best+around-1].to
	if best == 0 {
		from = 0
	}
	if best+around == len(list) {
		to = len(s)
	}
	pieces := cut(s, list, from, to)
	if from > 0 {
		pieces = append([]Piece{{Text: "… "}}, pieces...)
	}
	if to < len(s) {
		pieces = append(pieces, Piece{Text: " …"})
	}
	return pieces
}

// worth counts each word of the query once in full, again for little.
func (f *finder) worth(list []place) float64 {
	seen := make([]bool, len(f.groups))
	w := 0.0
	for _, p := range list {
		switch {
		case p.group < 0:
		case seen[p.group]:
			w += p.worth / 10
		default:
			seen[p.group] = true
			w += p.worth
		}
	}
	return w
}

// cut is s from a byte to another as pieces; neighbours that are both looked
// for, with nothing but a space between, are one.
func cut(s string, list []place, from, to int) []Piece {
	var pieces []Piece
	add := func(t string, hit bool) {
		if t == "" {
			return
		}
		if n := len(pieces); n > 0 && pieces[n-1].Hit == hit {
			pieces[n-1].Text += t
			return
		}
		pieces = append(pieces, Piece{t, hit})
	}
	at := from
	for _, p := range list {
		if p.group < 0 || p.from < from || p.to > to {
			continue
		}
		between := s[at:p.from]
		r, size := utf8.DecodeRuneInString(between)
		joined := len(pieces) > 0 && pieces[len(pieces)-1].Hit && size == len(between) && r == ' '
		add(between, joined)
		add(s[p.from:p.to], true)
		at = p.to
	}
	add(s[at:to], false)
	return pieces
}
