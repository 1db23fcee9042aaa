package sorting

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
	"kheo/unit"
)

// A Gone is a past concern to run a draft over: where it was, what about, and
// where it went.
type Gone struct {
	Code string
	Case
	Went kheo.UnitID // "" not known
}

// A Shift is a past concern that would go elsewhere by the draft, or have
// another day.
type Shift struct {
	Gone
	From      kheo.Date // raised on this day or later: today, or when a rule begins or ends
	Now, Then Turn      // by the table that is on, and by the draft
}

// A Turn is what a table does with a concern: the body, what named it, and the
// last day to answer by which rule of law.
type Turn struct {
	Fired
	Limit law.Rule
	Due   kheo.Date
}

// Elsewhere tells a shift to another body.
func (s Shift) Elsewhere() bool { return s.Now.Body != s.Then.Body }

// Redated tells a shift to another day.
func (s Shift) Redated() bool { return s.Now.Due != s.Then.Due }

// A Trial is what running a draft dry found.
type Trial struct {
	On        kheo.Date
	Was       *Table // the table that is on
	Cases     int
	Lost      int // their place has ended without one successor: nobody can say
	Retired   int // their topic may be chosen no more: nobody can say what they would choose
	Elsewhere int
	Redated   int
	Shifts    []Shift // as the caller ordered them
}

// Try runs the draft dry over past concerns, as if each were raised on the day
// on, and on each later day on which a rule begins or ends: a rule that waits
// for its day surprises nobody. It keeps how many would go elsewhere or have
// another day than by the table that is on. A concern from a place that has
// become part of another is tried there.
func (s *Tables) Try(ctx context.Context, tx *db.Tx, who kheo.Caller, past []Gone, on kheo.Date) (Trial, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return Trial{}, err
	}
	v, err := Open(ctx, tx)
	if err != nil {
		return Trial{}, err
	}
	now, then, err := s.both(ctx, tx, v.N)
	if err != nil {
		return Trial{}, err
	}
	days, err := readDays(ctx, tx, on)
	if err != nil {
		return Trial{}, err
	}
	trial := run(now, then, past, on, days)
	if err := tx.Move(ctx, `
		update sorting_version set tried = edits, cases = $1, moved = $2, lost = $3, redated = $4
		where n = $5 and state = 'draft' and edits = $6`,
		trial.Cases, trial.Elsewhere, trial.Lost, trial.Redated, v.N, v.Edits); err != nil {
		return Trial{}, err
	}
	return trial, tell(ctx, tx, who, "sorting.draft.tried", strconv.FormatInt(v.N, 10),
		"changes", strconv.FormatInt(v.Edits, 10), "on", string(on), "cases", strconv.Itoa(trial.Cases),
		"elsewhere", strconv.Itoa(trial.Elsewhere), "redated", strconv.Itoa(trial.Redated), "unplaced", strconv.Itoa(trial.Lost))
}

// both are the table that is on and a version's, read in one transaction and
// kept by nobody: it may not have committed.
func (s *Tables) both(ctx context.Context, tx *db.Tx, version int64) (now, then *Table, err error) {
	on, err := Current(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	if now, err = s.Version(ctx, tx, on); err != nil {
		return nil, nil, err
	}
	then, err = s.Version(ctx, tx, version)
	return now, then, err
}

// Version is the table of a version, a draft too, read anew.
func (s *Tables) Version(ctx context.Context, tx *db.Tx, n int64) (*Table, error) {
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	return load(ctx, tx, book, n, nil)
}

// days counts by the rules of law as they stand on the day of the trial.
type days struct {
	calendars calendar.Calendars
	rules     map[string]law.Rule
}

func readDays(ctx context.Context, tx *db.Tx, on kheo.Date) (days, error) {
	d := days{rules: map[string]law.Rule{}}
	var err error
	if d.calendars, err = calendar.All(ctx, tx); err != nil {
		return d, err
	}
	for _, id := range DueRules() {
		if d.rules[id], err = law.Find(ctx, tx, id, on); err != nil {
			return d, err
		}
	}
	return d, nil
}

// turn is what a table does with a case. A topic without a rule of its own is
// counted by law/concern.answer.ordinary.
func (t *Table) turn(c Case, d days) (Turn, error) {
	f, err := t.Route(c)
	r := d.rules[cmp.Or(t.byID[c.Category].Rule, "concern.answer.ordinary")]
	return Turn{Fired: f, Limit: r, Due: d.calendars.Of(c.Place).Due(c.On, r)}, err
}

// run tries each place and topic once: many concerns share them.
func run(now, then *Table, past []Gone, on kheo.Date, d days) Trial {
	trial := Trial{On: on, Was: now, Cases: len(past)}
	ahead := turning(now, then, on)
	type found struct {
		shift *Shift
		lost  bool
	}
	seen := map[Case]found{}
	for _, g := range past {
		c := Case{Place: now.today(g.Place, on), Category: g.Category, Kind: g.Kind, On: on}
		f, ok := seen[c]
		if !ok {
			f.shift, f.lost = first(now, then, c, ahead, d)
			seen[c] = f
		}
		switch {
		case f.lost:
			trial.Lost++
			continue
		case then.byID[c.Category].Retired && !now.byID[c.Category].Retired:
			trial.Retired++
			continue
		case f.shift == nil:
			continue
		}
		s := *f.shift
		s.Gone = g
		trial.Shifts = append(trial.Shifts, s)
		if s.Elsewhere() {
			trial.Elsewhere++
		}
		if s.Redated() {
			trial.Redated++
		}
	}
	return trial
}

// first is the first of the days on which a case would go elsewhere by the
// draft; where it never does, the first on which it would have another day, nil
// when there is none. It is lost when nobody can say what either does.
func first(now, then *Table, c Case, on []kheo.Date, d days) (s *Shift, lost bool) {
	if c.Place == "" {
		return nil, true
	}
	for _, c.On = range on {
		a, err := now.turn(c, d)
		b, errThen := then.turn(c, d)
		if err != nil || errThen != nil {
			return s, c.On == on[0]
		}
		x := &Shift{From: c.On, Now: a, Then: b}
		switch {
		case x.Elsewhere():
			return x, false
		case x.Redated() && s == nil:
			s = x
		}
	}
	return s, false
}

// mostTurning bounds the days a trial looks ahead to.
const mostTurning = 12

// turning is the day of a trial, and those after it on which a rule of either
// table begins or has ended.
func turning(now, then *Table, on kheo.Date) []kheo.Date {
	list := []kheo.Date{on}
	for _, r := range slices.Concat(now.rules, then.rules) {
		if r.From > on {
			list = append(list, r.From)
		}
		if r.To >= on {
			list = append(list, r.To.Add(1))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), mostTurning)]
}

// today is the territory that a place is, or is wholly in, on a day; "" when
// there is none or are several.
func (t *Table) today(place kheo.UnitID, on kheo.Date) kheo.UnitID {
	if t.book == nil {
		return place
	}
	parts := t.book.Today(place, on)
	if len(parts) != 1 {
		return ""
	}
	return parts[0].Unit.ID
}

// A Line of an explanation is one rule, and why it does not fit.
type Line struct {
	Rule
	Because string // place, category, kind, day, body: what does not fit; "" it fires
	Body    unit.Body
}

// Explain answers where a case goes and what each rule before the one that
// fires lacked.
func (t *Table) Explain(c Case) (Fired, []Line, error) {
	fired, err := t.Route(c)
	var lines []Line
	for _, r := range t.rules {
		l := Line{Rule: r, Because: t.lacks(r, c)}
		if l.Because == "" {
			var ok bool
			if l.Body, ok = t.target(r.Target, c); !ok {
				l.Because = "body"
			}
		}
		lines = append(lines, l)
		if l.Because == "" {
			break
		}
	}
	return fired, lines, err
}

// Rules in their order.
func (t *Table) Rules() []Rule { return append([]Rule(nil), t.rules...) }
