package unit

import (
	"fmt"

	"kheo"
	"kheo/internal/text"
)

// The kinds of step that an imported list lays over the book.
const (
	stepState = "state" // a new state, of a new territory or of one that stays itself
	stepEnd   = "end"   // the last day of a territory
	stepLink  = "link"  // a thread of lineage
)

// A step is one thing an imported list says, resolved to ids, as it is stored
// and laid over the compiled book again at each start.
type step struct {
	kind              string
	unit, other       kheo.UnitID // other: the parent of a state, the far end of a link
	level             Level
	code, name        string
	from, to          kheo.Date // of a link: from is its day; of an end: to is the last day
	lat, lon          float64
	people            int64
	link, share, text string // link: its kind, or the change that began a state
	basis             string
}

func (s *step) fields() []any {
	return []any{&s.kind, &s.unit, &s.other, &s.level, &s.code, &s.name, &s.from, &s.to,
		&s.lat, &s.lon, &s.people, &s.link, &s.share, &s.text, &s.basis}
}

func (s *step) args() []any {
	return []any{s.kind, string(s.unit), string(s.other), string(s.level), s.code, s.name, string(s.from), string(s.to),
		s.lat, s.lon, s.people, s.link, s.share, s.text, s.basis}
}

// A laid is a draft with its ids, while steps are laid on it.
type laid struct {
	draft
	byID   map[kheo.UnitID]int32
	byCode map[string][]int32
}

func (b *Book) lay() *laid {
	l := &laid{draft: *b.copied(), byID: make(map[kheo.UnitID]int32, len(b.entries)), byCode: make(map[string][]int32, len(b.byCode))}
	for id, i := range b.byID {
		l.byID[id] = i
	}
	for code, list := range b.byCode {
		l.byCode[code] = list[:len(list):len(list)]
	}
	return l
}

// has is the territory that has the code on the day, or none.
func (l *laid) has(level Level, code string, on kheo.Date) int32 {
	for _, i := range l.byCode[code] {
		e := &l.entries[i]
		if n := e.living(on); n >= 0 && e.level == level && e.states[n].code == code {
			return i
		}
	}
	return none
}

func (l *laid) name(i int32, on kheo.Date) string {
	e := &l.entries[i]
	if n := e.living(on); n >= 0 {
		return e.states[n].full
	}
	return e.states[len(e.states)-1].full
}

// put lays one step and refuses what cannot be: two parents on one day, a
// successor before its predecessor's end, an end before the beginning.
func (l *laid) put(s step) error {
	switch s.kind {
	case stepState:
		return l.putState(s)
	case stepEnd:
		return l.putEnd(s)
	case stepLink:
		return l.putLink(s)
	}
	return fmt.Errorf("step %q", s.kind)
}

func (l *laid) putState(s step) error {
	t, ok := typeOf(s.name)
	if !ok {
		return bad("name", "name.type", "name", s.name)
	}
	st := state{Span: kheo.Span{From: s.from, To: s.to}, code: s.code, full: s.name, typ: t, parent: none, people: s.people, lat: s.lat, lon: s.lon}
	if s.other != "" {
		p, ok := l.byID[s.other]
		if !ok {
			return bad("parent_code", "parent.unknown", "code", string(s.other))
		}
		st.parent = p
	}
	i, ok := l.byID[s.unit]
	if !ok {
		since := max(s.from, FirstDay)
		l.byID[s.unit] = int32(len(l.entries))
		l.byCode[s.code] = append(l.byCode[s.code], int32(len(l.entries)))
		l.entries = append(l.entries, entry{id: s.unit, level: s.level, code: s.code, since: since, states: []state{st}})
		return nil
	}
	e := &l.entries[i]
	last := &e.states[len(e.states)-1]
	if s.from == last.From && s.link != "" { // a name and a parent changed together
		last.full, last.typ, last.parent = st.full, st.typ, st.parent
		e.changes = append(e.changes, thread{other: none, kind: s.link, on: s.from, basis: s.basis})
		return nil
	}
	if s.from <= last.From || last.To != "" && last.To < s.from.Add(-1) {
		return bad("effective_date", "order", "name", last.full, "day", string(last.From))
	}
	last.To = s.from.Add(-1)
	e.states = append(e.states, st)
	if s.link != "" {
		e.changes = append(e.changes, thread{other: none, kind: s.link, on: s.from, basis: s.basis})
	}
	return nil
}

func (l *laid) putEnd(s step) error {
	e := &l.entries[l.byID[s.unit]]
	last := &e.states[len(e.states)-1]
	if last.To != "" || s.to < last.From {
		return bad("effective_date", "order", "name", last.full, "day", string(last.From))
	}
	last.To = s.to
	return nil
}

func (l *laid) putLink(s step) error {
	t := thread{other: none, kind: s.link, share: s.share, text: s.text, on: s.from, basis: s.basis}
	i := l.byID[s.unit]
	from := &l.entries[i]
	if s.other == "" {
		from.after = append(from.after, t)
		return nil
	}
	t.other = l.byID[s.other]
	if t.other != i && (from.ended() == "" || from.ended() >= s.from) {
		return bad("effective_date", "heir.early", "name", l.name(i, s.from), "day", string(s.from))
	}
	kept := from.after[:0:0] // what was "not known, as listed" on that day is known now
	for _, a := range from.after {
		if a.other != none || a.on != s.from {
			kept = append(kept, a)
		}
	}
	from.after = append(kept, t)
	l.joinBefore(t.other, i, t)
	return nil
}

func sameName(a, b string) bool { return text.Key(a) == text.Key(b) }
