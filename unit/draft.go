package unit

import (
	"cmp"
	"slices"
	"strings"

	"kheo"
)

// none is no unit: an unknown end of a link, the parent of a province.
const none int32 = -1

// types are the Vietnamese words for what a territory is; a name begins with
// one. A longer word stands before one it begins with.
var types = []string{
	"xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh",
	"ấp", "thôn", "khu phố", "tổ dân phố", "bản", "buôn", "bon", "làng", "khóm", "phum", "sóc", "xóm", "tổ", "khu", "plei",
}

func typeOf(name string) (uint8, bool) {
	for i, t := range types {
		if len(name) > len(t)+1 && name[len(t)] == ' ' && strings.EqualFold(name[:len(t)], t) {
			return uint8(i), true
		}
	}
	return 0, false
}

// A state of a territory, as Unit shows it.
type state struct {
	kheo.Span
	code, full string
	typ        uint8
	parent     int32
	name       int32 // its words, in book.names
	people     int64
	lat, lon   float64
}

func (s *state) short() string { return s.full[len(types[s.typ])+1:] }

// A thread is a Link by number.
type thread struct {
	other             int32
	kind, share, text string
	on                kheo.Date
	basis             string
}

// An entry is one territory through time, its states oldest first.
type entry struct {
	id            kheo.UnitID
	level         Level
	code          string
	since         kheo.Date
	states        []state
	changes       []thread // what began a state while it stayed itself
	before, after []thread
	kids          []int32 // whoever had it as parent in some state
}

// living is the number of the state that holds on the day, or -1.
func (e *entry) living(on kheo.Date) int {
	for i := range e.states {
		if e.states[i].Holds(on) {
			return i
		}
	}
	return -1
}

// ended is the entry's last day, empty while it lives.
func (e *entry) ended() kheo.Date { return e.states[len(e.states)-1].To }

// A draft is a book being put together: the compiled entries, then what the
// office imported.
type draft struct {
	entries []entry
}

// joinBefore notes at the new end of a link where it came from.
func (d *draft) joinBefore(to, from int32, l thread) {
	l.other = from
	d.entries[to].before = append(d.entries[to].before, l)
}

// copied is a draft that may be changed while the book it came from is read.
func (d *draft) copied() *draft {
	c := &draft{entries: slices.Clone(d.entries)}
	for i := range c.entries {
		e := &c.entries[i]
		e.states = slices.Clone(e.states)
		e.changes = slices.Clip(e.changes)
		e.before, e.after = slices.Clip(e.before), slices.Clip(e.after)
		e.kids = nil
	}
	return c
}

// book closes the draft: children, codes and names are found from here on.
func (d *draft) book() *Book {
	b := &book{draft: *d, byID: make(map[kheo.UnitID]int32, len(d.entries)), byCode: map[string][]int32{}}
	for i := range b.entries {
		b.byID[b.entries[i].id] = int32(i)
	}
	for i := range b.entries {
		e := &b.entries[i]
		for n := range e.states {
			s := &e.states[n]
			if codes := b.byCode[s.code]; !slices.Contains(codes, int32(i)) {
				b.byCode[s.code] = append(codes, int32(i))
			}
			if s.parent == none {
				continue
			}
			p := &b.entries[s.parent]
			if len(p.kids) == 0 || p.kids[len(p.kids)-1] != int32(i) {
				p.kids = append(p.kids, int32(i))
			}
		}
	}
	b.order = inOrder(b.entries)
	b.index = newIndex(b.entries)
	return &Book{b}
}

// inOrder numbers the entries by level, code and first day.
func inOrder(entries []entry) []int32 {
	order := make([]int32, len(entries))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		a, b := &entries[x], &entries[y]
		return cmp.Or(cmp.Compare(a.level.rank(), b.level.rank()), strings.Compare(a.code, b.code), strings.Compare(string(a.since), string(b.since)))
	})
	return order
}

// rank counts rungs from the top.
func (l Level) rank() int { return slices.Index(levels, l) }

var levels = []Level{Province, District, Commune, Hamlet}
