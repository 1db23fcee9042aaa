package matter

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/law"
	"kheo/ledger"
	"kheo/unit"
)

// A rung of the ladder: who is told, and when it is time.
type rung struct {
	Step string
	Rule string    // days before the day, or after it
	Role kheo.Role // in the holder; of the parent body for the last
}

// ladder is the steps before and after the day, in order (law/matter.escalate.before,
// law/matter.escalate.lead, law/matter.escalate.parent).
var ladder = []rung{
	{"soon", ruleSoon, identity.Officer},
	{"late", ruleLate, identity.Lead},
	{"up", ruleTooLate, identity.Lead},
}

// An Escalation is one step that was told to somebody.
type Escalation struct {
	Step string // soon, late, up
	Due  kheo.Date
	At   time.Time
	Body kheo.UnitID // "" when nobody is left to be told
	Role kheo.Role
}

// Escalate tells the next step of each matter whose day is near or past, once
// for each day due; a job runs it until it finds none. One that comes to it
// late tells the highest step that is due, not the ones it missed. Nothing is
// taken out of anybody's hands: the holder goes on, and is seen.
func Escalate(ctx context.Context, tx *db.Tx, who kheo.Caller) (int, error) {
	c, err := calendar.Load(ctx, tx)
	if err != nil {
		return 0, err
	}
	told := 0
	for n := len(ladder) - 1; n >= 0; n-- {
		rule, err := law.Find(ctx, tx, ladder[n].Rule, who.Today())
		if err != nil {
			return told, err
		}
		last := c.Due(who.Today(), rule) // the latest day due for which it is time
		if n > 0 {
			for last = c.Before(who.Today(), rule); c.Due(last, rule) > who.Today(); {
				last = last.Add(-1)
			}
		}
		rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
			from matter_matter m where m.clock = 'runs' and m.due <> '' and m.due <= $1 and m.ladder <= $2 and m.moved <= $3
			order by m.due, m.code limit $4`, string(last), n, who.At.UnixMicro(), batch-told)
		if err != nil {
			return told, fmt.Errorf("ladder %s: %w", ladder[n].Step, err)
		}
		for _, r := range rows {
			if err := tell(ctx, tx, who, r.matter(), n); err != nil {
				return told, err
			}
		}
		told += len(rows)
	}
	return told, nil
}

// tell records one step: the ledger, the row, and for the last one the parent
// body, whose desk it stands on from then on.
func tell(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, n int) error {
	s, err := Stand(ctx, tx, m, who.Today())
	if err != nil {
		return err
	}
	body := s.Holder
	if s.Waiting {
		body = s.Chooser
	}
	up := m.Up
	if n == len(ladder)-1 && !s.Waiting {
		parent, err := unit.Above(ctx, tx, s.Holder, who.Today())
		if err != nil {
			return m.About(err)
		}
		if parent != "" {
			body, up = parent, parent
		}
	}
	step := ladder[n]
	_, leaf, err := Note(ctx, tx, who, m, Change{Event: "matter.escalated", Says: []ledger.Line{
		{Name: "step", Value: step.Step}, {Name: "told", Value: string(body)}, {Name: "role", Value: string(step.Role)}},
		Set: func(x *Matter) { x.Up, x.ladder = up, n+1 }})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into matter_escalation (matter, step, due, at, body, role, leaf) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (matter, due, step) do nothing`,
		m.ID, step.Step, string(m.Due), who.At.UnixMicro(), string(body), string(step.Role), leaf.ID)
	return m.About(err)
}

// Escalations of a matter, oldest first.
func Escalations(ctx context.Context, tx *db.Tx, id string) ([]Escalation, error) {
	type toldRow struct {
		Escalation
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *toldRow) []any { return []any{&r.Step, &r.Due, &r.at, &r.Body, &r.Role} }, `
		select step, due, at, body, role from matter_escalation where matter = $1 order by at, due, step`, id)
	if err != nil {
		return nil, fmt.Errorf("ladder of matter %s: %w", id, err)
	}
	list := make([]Escalation, len(rows))
	for i, r := range rows {
		list[i] = r.Escalation
		list[i].At = time.UnixMicro(r.at)
	}
	return list, nil
}
