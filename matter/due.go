package matter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
	"kheo/ledger"
)

// Late tells whether the holder let the day pass. Once answered, the clock no
// longer runs against the holder, and it stands still in a pause; a returned
// recommendation runs again from the same day, a concern from a new one.
func (m Matter) Late(on kheo.Date) bool {
	return m.State.WithHolder() && m.Paused == "" && m.Due != "" && m.Due < on
}

// DaysLeft until the due day: 0 on it, negative after it.
func (m Matter) DaysLeft(on kheo.Date) int { return m.Due.Sub(on) }

// WorkingDaysLeft counts only the days the office works.
func (m Matter) WorkingDaysLeft(c calendar.Calendar, on kheo.Date) int { return c.Between(on, m.Due) }

// Overdue keeps the late ones of a list, in its order.
func Overdue(list []Matter, on kheo.Date) []Matter {
	var late []Matter
	for _, m := range list {
		if m.Late(on) {
			late = append(late, m)
		}
	}
	return late
}

// A DueChange is one time the day moved.
type DueChange struct {
	At       kheo.Date
	Old, New kheo.Date
	Why      string // holiday, pause, reopened, category
	Note     string
}

// redate counts the due day anew, from the day the matter is counted from, by
// its rule and what its pauses took; a change is kept with its reason.
func redate(ctx context.Context, tx *db.Tx, who kheo.Caller, n *Matter, why, note string) error {
	if n.Rule == "" {
		return nil
	}
	r, err := law.Find(ctx, tx, n.Rule, n.Counted)
	if err != nil {
		return n.about(err)
	}
	c, err := calendar.Load(ctx, tx)
	if err != nil {
		return err
	}
	return moveDue(ctx, tx, who, n, n.dueBy(c, r), why, note)
}

func (m Matter) dueBy(c calendar.Calendar, r law.Rule) kheo.Date {
	r.Value += int64(m.PausedDays)
	return c.Due(m.Counted, r)
}

// moveDue sets another day and keeps the old one; what was told of the old day
// is told anew of a later one.
func moveDue(ctx context.Context, tx *db.Tx, who kheo.Caller, n *Matter, due kheo.Date, why, note string) error {
	if due == n.Due {
		return nil
	}
	last, err := db.One(ctx, tx, db.Value[int], `select coalesce(max(n), 0) from matter_due where matter = $1`, n.ID)
	if err != nil {
		return n.about(err)
	}
	_, err = tx.Exec(ctx, `
		insert into matter_due (matter, n, at, old_due, new_due, why, note) values ($1, $2, $3, $4, $5, $6, $7)`,
		n.ID, last+1, who.At.UnixMicro(), string(n.Due), string(due), why, note)
	if err != nil {
		return n.about(err)
	}
	if due > n.Due {
		n.ladder = 0
	}
	n.Due = due
	return nil
}

// batch is how many matters one transaction of a job looks at.
const batch = 500

// Redue counts the days of open matters anew, after a holiday was announced
// late; a day already past stays. It reads on from the cursor and gives the
// next one, "" at the end, so that each transaction is short.
func Redue(ctx context.Context, tx *db.Tx, who kheo.Caller, c calendar.Calendar, why, after string) (changed int, next string, err error) {
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
		from matter_matter m where m.id > $1 and m.rule <> '' and m.clock = 'runs' and m.due >= $2
		order by m.id limit $3`, after, string(who.Today()), batch)
	if err != nil {
		return 0, "", fmt.Errorf("count days anew: %w", err)
	}
	for _, r := range rows {
		m := r.matter()
		rule, err := law.Find(ctx, tx, m.Rule, m.Counted)
		if err != nil {
			return changed, "", fmt.Errorf("matter %s: %w", m.Code, err)
		}
		n := m
		if err := moveDue(ctx, tx, who, &n, m.dueBy(c, rule), "holiday", clean(why)); err != nil {
			return changed, "", err
		}
		if n.Due == m.Due {
			continue
		}
		_, _, err = note(ctx, tx, who, m, change{event: "matter.due_moved", reason: "holiday",
			says: []ledger.Line{{Name: "old_due", Value: string(m.Due)}}, set: func(x *Matter) { *x = n }})
		if err != nil {
			return changed, "", err
		}
		changed++
	}
	if len(rows) < batch {
		return changed, "", nil
	}
	return changed, rows[len(rows)-1].ID, nil
}

// A Why explains a due day, day by day.
type Why struct {
	Rule    law.Rule
	From    kheo.Date // filed, or returned: not itself counted
	Due     kheo.Date
	Days    []WhyDay
	Changes []DueChange // newest last
	Pauses  []Pausing
}

// A WhyDay is one day between.
type WhyDay struct {
	Day    kheo.Date
	N      int    // its ordinal when it counts
	Off    bool   // not counted
	Name   string // of the day off, or of a working Saturday; "" for a weekend
	NameEN string
	Paused bool
}

// longest bounds an explanation; no deadline of a concern lies further off.
const longest = 400

// WhyDue explains the day of a matter: each day between, counted or not. A day
// that was set and not counted has no rule and no days between.
func WhyDue(ctx context.Context, tx *db.Tx, m Matter) (Why, error) {
	w := Why{From: m.Counted, Due: m.Due}
	var err error
	if w.Changes, err = dueChanges(ctx, tx, m.ID); err != nil {
		return w, err
	}
	if w.Pauses, err = Pauses(ctx, tx, m.ID); err != nil || m.Rule == "" || m.Counted == "" {
		return w, err
	}
	if w.Rule, err = law.Find(ctx, tx, m.Rule, m.Counted); err != nil {
		return w, err
	}
	c, err := calendar.Load(ctx, tx)
	if err != nil {
		return w, err
	}
	left := make([]int, len(w.Pauses)) // what each pause may take: never more than its cap left it
	for i, p := range w.Pauses {
		left[i] = longest
		if p.Until != "" {
			left[i] = p.Days
		}
	}
	n := 0
	for day := m.Counted.Add(1); day <= m.Due && len(w.Days) < longest; day = day.Add(1) {
		x := WhyDay{Day: day, Off: w.Rule.Unit == law.WorkingDay && !c.Working(day)}
		if d, ok := c.Day(day); ok {
			x.Name, x.NameEN = d.Name, d.NameEN
		}
		i := slices.IndexFunc(w.Pauses, func(p Pausing) bool { return p.Since < day && (p.Until == "" || day <= p.Until) })
		switch {
		case i >= 0 && left[i] > 0:
			x.Paused = true
			if !x.Off {
				left[i]--
			}
			x.Off = true
		case !x.Off:
			n++
			x.N = n
		}
		w.Days = append(w.Days, x)
	}
	return w, nil
}

func dueChanges(ctx context.Context, tx *db.Tx, id string) ([]DueChange, error) {
	type changeRow struct {
		DueChange
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *changeRow) []any { return []any{&r.at, &r.Old, &r.New, &r.Why, &r.Note} }, `
		select at, old_due, new_due, why, note from matter_due where matter = $1 order by n`, id)
	if err != nil {
		return nil, fmt.Errorf("days of matter %s: %w", id, err)
	}
	list := make([]DueChange, len(rows))
	for i, r := range rows {
		list[i] = r.DueChange
		list[i].At = kheo.DateOf(time.UnixMicro(r.at))
	}
	return list, nil
}

// DueBy is the last day by a rule for what is filed on a day.
func DueBy(ctx context.Context, tx *db.Tx, rule string, filed kheo.Date) (kheo.Date, error) {
	return ruled(ctx, tx, rule, filed)
}
