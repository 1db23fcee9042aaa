package matter

import (
	"context"
	"fmt"
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

// A DueChange is one time the day moved.
type DueChange struct {
	At       kheo.Date
	Old, New kheo.Date
	Why      string // holiday, calendar, pause, reopened, category
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
		return n.About(err)
	}
	c, err := calendar.Of(ctx, tx, n.Territory)
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
		return n.About(err)
	}
	_, err = tx.Exec(ctx, `
		insert into matter_due (matter, n, at, old_due, new_due, why, note) values ($1, $2, $3, $4, $5, $6, $7)`,
		n.ID, last+1, who.At.UnixMicro(), string(n.Due), string(due), why, note)
	if err != nil {
		return n.About(err)
	}
	if due > n.Due {
		n.ladder = 0
	}
	n.Due = due
	return nil
}

// batch is how many matters one transaction of a job looks at.
const batch = 500

// Redue counts the days of open matters anew, by the calendar of their place, and
// keeps why; a day already past stays. It reads on from the cursor and gives the
// next one, "" at the end, so that each transaction is short.
func Redue(ctx context.Context, tx *db.Tx, who kheo.Caller, by func(place kheo.UnitID) (c calendar.Calendar, why, note string), after string) (changed int, next string, err error) {
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
		c, why, note := by(m.Territory)
		n := m // a working Saturday announced late makes nobody late
		if err := moveDue(ctx, tx, who, &n, max(m.dueBy(c, rule), who.Today()), why, note); err != nil {
			return changed, "", err
		}
		if n.Due == m.Due {
			continue
		}
		if _, _, err = Note(ctx, tx, who, m, Change{Event: "matter.due_moved", Reason: why,
			Says: []ledger.Line{{Name: "old_due", Value: string(m.Due)}}, Set: func(x *Matter) { *x = n }}); err != nil {
			return changed, "", err
		}
		changed++
	}
	if len(rows) < batch {
		return changed, "", nil
	}
	return changed, rows[len(rows)-1].ID, nil
}

// DueChanges are the times the day moved, oldest first.
func DueChanges(ctx context.Context, tx *db.Tx, id string) ([]DueChange, error) {
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
