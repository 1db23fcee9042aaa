package unit

import (
	"strconv"
	"strings"

	"kheo"
)

func (r *reader) level() (Level, error) {
	l := Level(r.get("level"))
	if l.rank() < 0 {
		return "", bad("level", "level", "level", string(l))
	}
	return l, nil
}

func (r *reader) day(column string, need bool) (kheo.Date, error) {
	s := r.get(column)
	if s == "" && !need {
		return "", nil
	}
	d, err := kheo.ParseDate(s)
	if err != nil {
		return "", bad(column, "day", "day", s)
	}
	return d, nil
}

// parent finds the unit above by its code on the day: a commune stood in a
// district until the reform and stands in a province since.
func (r *reader) parent(level Level, code string, on kheo.Date) (kheo.UnitID, error) {
	if level == Province {
		if code != "" {
			return "", bad("parent_code", "parent.unknown", "code", code)
		}
		return "", nil
	}
	for n := level.rank() - 1; n >= 0; n-- {
		if i := r.laid.has(levels[n], code, max(on, FirstDay)); i != none {
			return r.entries[i].id, nil
		}
		if level == Hamlet {
			break
		}
	}
	return "", bad("parent_code", "parent.unknown", "code", code)
}

// unit reads a row of a list of units. A row the book already knows says
// nothing new; a code that another unit has that day is refused.
func (r *reader) unit(int) ([]step, error) {
	level, err := r.level()
	if err != nil {
		return nil, err
	}
	s := step{kind: stepState, level: level, code: r.get("code"), name: r.get("name_vi")}
	if s.code == "" {
		return nil, bad("code", "code.empty")
	}
	if s.from, err = r.day("valid_from", false); err != nil {
		return nil, err
	}
	if s.to, err = r.day("valid_to", false); err != nil {
		return nil, err
	}
	if s.to != "" && s.to < max(s.from, FirstDay) {
		return nil, bad("valid_to", "span", "name", s.name, "day", string(s.to))
	}
	if t := r.get("type"); len(s.name) <= len(t)+1 || !strings.EqualFold(s.name[:len(t)], t) {
		return nil, bad("type", "type", "name", s.name, "type", t)
	}
	since := max(s.from, FirstDay)
	if s.from == "" && s.to != "" {
		since = s.to // since when is not said: look at the day that is
	}
	if s.other, err = r.parent(level, r.get("parent_code"), since); err != nil {
		return nil, err
	}
	if i := r.laid.has(level, s.code, since); i != none {
		return r.known(i, s, since)
	}
	s.unit = newID(level, s.code, since)
	if i, ok := r.byID[s.unit]; ok {
		return nil, bad("code", "code.taken", "code", s.code, "name", r.name(i, since))
	}
	err = r.place(&s)
	return []step{s}, err
}

// known compares a row with the unit that has its code that day.
func (r *reader) known(i int32, s step, since kheo.Date) ([]step, error) {
	e := &r.entries[i]
	now := &e.states[e.living(since)]
	parent := kheo.UnitID("")
	if now.parent != none {
		parent = r.entries[now.parent].id
	}
	if parent != s.other {
		return nil, bad("parent_code", "parent.two", "name", now.full, "code", s.code, "day", string(since))
	}
	if !sameName(now.full, s.name) {
		return nil, bad("code", "code.taken", "code", s.code, "name", now.full)
	}
	return nil, nil
}

// place reads what a list may say of where a unit lies and how many live there.
func (r *reader) place(s *step) error {
	for column, to := range map[string]*float64{"lat": &s.lat, "lon": &s.lon} {
		if v := r.get(column); v != "" {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil || n < -180 || n > 180 {
				return bad(column, "number", "value", v)
			}
			*to = n
		}
	}
	if v := r.get("population"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 0 {
			return bad("population", "number", "value", v)
		}
		s.people = n
	}
	return nil
}

// event reads a row of a list of events: what happened to one code on a day.
func (r *reader) event(line int) ([]step, error) {
	level, err := r.level()
	if err != nil {
		return nil, err
	}
	on, err := r.day("effective_date", true)
	if err != nil || strings.HasPrefix(r.get("note"), "artefact") {
		return nil, err
	}
	code, event := r.get("code"), r.get("event")
	if r.get("old") != "" && event != Move && sameName(r.get("old"), r.get("new")) {
		return nil, nil // spaces, or the place of a tone mark: no legal change
	}
	if event == Add {
		return r.added(level, code, on)
	}
	i := r.laid.has(level, code, on.Add(-1))
	if i == none {
		if r.wasEnded(level, code, on) && event == Remove {
			return nil, nil
		}
		return nil, bad("code", "code.unknown", "code", code, "day", string(on))
	}
	e := &r.entries[i]
	before := e.states[e.living(on.Add(-1))]
	after := e.living(on)
	s := step{kind: stepState, unit: e.id, level: level, code: code, name: before.full, from: on, to: e.ended(),
		lat: before.lat, lon: before.lon, people: before.people, link: event, basis: r.get("resolution_as_listed")}
	if before.parent != none {
		s.other = r.entries[before.parent].id
	}
	switch event {
	case Remove:
		if after < 0 {
			return nil, nil
		}
		r.ends = append(r.ends, ended{i, line})
		return []step{
			{kind: stepEnd, unit: e.id, name: before.full, to: on.Add(-1)},
			{kind: stepLink, unit: e.id, name: before.full, link: Remove, from: on, basis: s.basis},
		}, nil
	case Move:
		if s.other, err = r.parent(level, r.get("new"), on); err != nil {
			return nil, err
		}
	case Rename, Retype, Respell:
		s.name = r.get("new")
		if old := r.get("old"); !sameName(old, before.full) && !(after >= 0 && sameName(e.states[after].full, s.name)) {
			return nil, bad("old", "old", "name", before.full, "old", old)
		}
	default:
		return nil, bad("event", "event", "event", event)
	}
	if after >= 0 && e.states[after].From == on {
		return r.again(s, e.states[after])
	}
	return []step{s}, nil
}

// again meets a second event of one unit on one day: one already known, or the
// other half of a change of name and parent.
func (r *reader) again(s step, now state) ([]step, error) {
	parent := kheo.UnitID("")
	if now.parent != none {
		parent = r.entries[now.parent].id
	}
	if s.link == Move && parent == s.other || s.link != Move && sameName(now.full, s.name) {
		return nil, nil
	}
	if s.link == Move {
		s.name = now.full
	} else {
		s.other = parent
	}
	return []step{s}, nil
}

func (r *reader) added(level Level, code string, on kheo.Date) ([]step, error) {
	s := step{kind: stepState, level: level, code: code, name: r.get("new"), from: on, unit: newID(level, code, on)}
	if _, ok := r.byID[s.unit]; ok {
		return nil, nil
	}
	if i := r.laid.has(level, code, on); i != none {
		return nil, bad("code", "code.taken", "code", code, "name", r.name(i, on))
	}
	var err error
	s.other, err = r.parent(level, r.get("parent_code"), on)
	return []step{s}, err
}

// wasEnded tells whether the code's last holder ended the day before.
func (r *reader) wasEnded(level Level, code string, on kheo.Date) bool {
	for _, i := range r.byCode[code] {
		if e := &r.entries[i]; e.level == level && e.ended() != "" && e.ended() <= on.Add(-1) {
			return true
		}
	}
	return false
}

// mapping reads a row that joins an old unit to a new one.
func (r *reader) mapping(line int) ([]step, error) {
	level, err := r.level()
	if err != nil {
		return nil, err
	}
	on, err := r.day("effective_date", true)
	if err != nil {
		return nil, err
	}
	kind := r.get("kind")
	if kind == Abolish {
		return nil, nil // derived from the communes
	}
	from := r.laid.has(level, r.get("old_code"), on.Add(-1))
	if from == none {
		return nil, bad("old_code", "code.unknown", "code", r.get("old_code"), "day", string(on.Add(-1)))
	}
	to := r.laid.has(level, r.get("new_code"), on)
	if to == none && level == District {
		to = r.laid.has(Commune, r.get("new_code"), on)
	}
	if to == none {
		return nil, bad("new_code", "code.unknown", "code", r.get("new_code"), "day", string(on))
	}
	share := r.get("share")
	if share != "full" && share != "part" {
		return nil, bad("share", "share", "share", share)
	}
	if kind != Merge && kind != Split && kind != Unchanged && kind != Rename {
		return nil, bad("kind", "event", "event", kind)
	}
	for _, t := range r.entries[from].after {
		if t.other == to && t.on == on {
			return nil, nil
		}
	}
	id := r.entries[from].id
	return []step{{kind: stepLink, unit: id, other: r.entries[to].id, name: r.name(from, on), link: kind,
		share: share, text: r.get("text_share"), from: on, basis: r.get("source")}}, nil
}

// orphans refuses an end that leaves units standing under nobody.
func (r *reader) orphans() {
	gone := map[int32]int{}
	for _, e := range r.ends {
		gone[e.unit] = e.line
	}
	for i := range r.entries {
		e := &r.entries[i]
		last := &e.states[len(e.states)-1]
		line, ok := gone[last.parent]
		if !ok {
			continue
		}
		if end := r.entries[last.parent].ended(); last.To == "" || last.To > end {
			r.refuse(line, bad("code", "orphan", "name", r.entries[last.parent].states[0].full, "child", last.full))
			delete(gone, last.parent)
		}
	}
	if len(gone) < len(r.ends) {
		r.im.SkipBad = false
	}
}
