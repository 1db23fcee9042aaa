package matter

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
)

// A Pausing is one time the clock stood still.
type Pausing struct {
	Since, Until kheo.Date // Until "" while it stands
	Reason       string
	Note         string
	Days         int // counted days it took, when over
}

// Pause stops the clock of a concern for a reason from the list. All its pauses
// together have a cap (law/matter.pause.cap), and show in the figures.
func Pause(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason, words string) error {
	m, holder, err := Held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if words, err = CheckReason(PauseReasons(), reason, words); err != nil {
		return err
	}
	most, err := law.Find(ctx, tx, rulePause, who.Today())
	if err != nil {
		return err
	}
	switch {
	case !m.State.WithHolder() || m.Rule == "" || m.Paused != "":
		return fmt.Errorf("matter %s: its clock cannot be stopped: %w", m.Code, kheo.ErrConflict)
	case m.Late(who.Today()):
		return kheo.Faults{{Field: "reason", Key: "matter.fault.pause_late"}}
	case m.PausedDays >= int(most.Value):
		return kheo.Faults{{Field: "reason", Key: "matter.fault.pause_cap", Args: []any{"n", most.Value}}}
	}
	_, leaf, err := Note(ctx, tx, who, m, Change{Event: "matter.paused", Body: holder, Reason: reason,
		Set: func(n *Matter) { n.Paused, n.PausedFrom = reason, who.Today() }})
	if err != nil {
		return err
	}
	last, err := db.One(ctx, tx, db.Value[int], `select coalesce(max(n), 0) from matter_pause where matter = $1`, m.ID)
	if err != nil {
		return m.About(err)
	}
	_, err = tx.Exec(ctx, `
		insert into matter_pause (matter, n, at, body, reason, note, since, leaf) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, last+1, who.At.UnixMicro(), string(holder), reason, words, string(who.Today()), leaf.ID)
	return m.About(err)
}

// Resume starts the clock again and counts the due day anew.
func Resume(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, holder, err := Held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if m.Paused == "" {
		return fmt.Errorf("matter %s: its clock runs: %w", m.Code, kheo.ErrConflict)
	}
	return resume(ctx, tx, who, m, holder)
}

func resume(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, by kheo.UnitID) error {
	n := m
	if err := goOn(ctx, tx, who, &n); err != nil {
		return err
	}
	_, _, err := Note(ctx, tx, who, m, Change{Event: "matter.resumed", Body: by, Set: func(x *Matter) { *x = n }})
	return err
}

// goOn ends a pause: what it took is added to the days allowed, never more
// than the cap leaves.
func goOn(ctx context.Context, tx *db.Tx, who kheo.Caller, n *Matter) error {
	if n.Paused == "" {
		return nil
	}
	days, most, err := n.pausedBy(ctx, tx, who.Today())
	if err != nil {
		return err
	}
	days = min(days, most-n.PausedDays)
	_, err = tx.Exec(ctx, `update matter_pause set until = $1, days = $2 where matter = $3 and until = ''`,
		string(who.Today()), days, n.ID)
	if err != nil {
		return n.About(err)
	}
	n.Paused, n.PausedFrom, n.PausedDays = "", "", n.PausedDays+days
	return redate(ctx, tx, who, n, "pause", "")
}

// pausedBy counts what the pause has taken up to the day, in the days its rule
// counts, and the cap.
func (m Matter) pausedBy(ctx context.Context, tx *db.Tx, on kheo.Date) (days, most int, err error) {
	c, err := calendar.Of(ctx, tx, m.Territory)
	if err != nil {
		return 0, 0, err
	}
	r, err := law.Find(ctx, tx, m.Rule, m.Counted)
	if err != nil {
		return 0, 0, err
	}
	limit, err := law.Find(ctx, tx, rulePause, on)
	if err != nil {
		return 0, 0, err
	}
	if r.Unit == law.WorkingDay {
		return c.Between(m.PausedFrom, on), int(limit.Value), nil
	}
	return on.Sub(m.PausedFrom), int(limit.Value), nil
}

// ResumeDue starts the clocks whose pauses reached their cap; a job runs it.
func ResumeDue(ctx context.Context, tx *db.Tx, who kheo.Caller) (int, error) {
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
		from matter_matter m where m.paused <> '' and m.moved <= $1
		order by m.paused_from, m.id limit $2`, who.At.UnixMicro(), batch)
	if err != nil {
		return 0, fmt.Errorf("paused matters: %w", err)
	}
	done := 0
	for _, r := range rows {
		m := r.matter()
		days, most, err := m.pausedBy(ctx, tx, who.Today())
		if err != nil {
			return done, err
		}
		if m.PausedDays+days < most {
			continue
		}
		if err := resume(ctx, tx, who, m, ""); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

// Pauses of a matter, oldest first.
func Pauses(ctx context.Context, tx *db.Tx, id string) ([]Pausing, error) {
	list, err := db.All(ctx, tx, func(p *Pausing) []any { return []any{&p.Since, &p.Until, &p.Reason, &p.Note, &p.Days} }, `
		select since, until, reason, note, days from matter_pause where matter = $1 order by n`, id)
	if err != nil {
		return nil, fmt.Errorf("pauses of matter %s: %w", id, err)
	}
	return slices.Clip(list), nil
}

// AllPauses are the pauses that reach into a span, by the matter's id.
func AllPauses(ctx context.Context, tx *db.Tx, s kheo.Span) (map[string][]Pausing, error) {
	type pauseRow struct {
		matter string
		Pausing
	}
	rows, err := db.All(ctx, tx, func(p *pauseRow) []any { return []any{&p.matter, &p.Since, &p.Until, &p.Reason, &p.Note, &p.Days} }, `
		select matter, since, until, reason, note, days from matter_pause
		where since <= $1 and (until = '' or until >= $2)`, string(s.To), string(s.From))
	if err != nil {
		return nil, fmt.Errorf("pauses: %w", err)
	}
	slices.SortFunc(rows, func(a, b pauseRow) int { return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Until, b.Until)) })
	by := map[string][]Pausing{}
	for _, r := range rows {
		by[r.matter] = append(by[r.matter], r.Pausing)
	}
	return by, nil
}
