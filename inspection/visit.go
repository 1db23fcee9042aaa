package inspection

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/model"
)

// onSite is nil while the team may mark: from the first visit day until the
// minutes are signed. The visit's days may be prepared for, not marked ahead.
func (i Inspection) onSite(who kheo.Caller) error {
	if err := need(i, "marks", ReportIn, Visited); err != nil {
		return err
	}
	if who.Today() < i.VisitDay() {
		return fmt.Errorf("inspection %s: the visit begins on %s: %w", i.Code, i.VisitDay(), kheo.ErrConflict)
	}
	return orderly(i, who.At)
}

func (m Mark) check() error {
	var f kheo.Faults
	f.Need(slices.Contains([]Verdict{Verified, NotVerified, Differs}, m.Verdict), "verdict", "inspection.fault.verdict")
	f.Need(m.Verdict != Differs || m.Found != "", "found", "inspection.fault.found")
	f.Need(m.Verdict != Differs || m.Why != "", "why", "inspection.fault.why")
	f.Need(utf8.RuneCountInString(m.Found) <= maxTitle, "found", "inspection.fault.long", "n", maxTitle)
	f.Need(utf8.RuneCountInString(m.Why) <= maxTitle, "why", "inspection.fault.long", "n", maxTitle)
	return f.Err()
}

// MarkBox records what the team found of one figure. An earlier mark of it
// stays in the file; the last one counts.
func MarkBox(ctx context.Context, tx *db.Tx, who kheo.Caller, key, box string, m Mark) error {
	return mark(ctx, tx, who, key, m, func(i Inspection) (string, bool) {
		b, _, ok := i.Box(box)
		return b.ID, ok
	})
}

// MarkSample records what the team found of a sampled model.
func MarkSample(ctx context.Context, tx *db.Tx, who kheo.Caller, key, sample string, m Mark) error {
	return mark(ctx, tx, who, key, m, func(i Inspection) (string, bool) {
		n := slices.IndexFunc(i.Samples, func(s Sample) bool { return s.ID == sample })
		return sample, n >= 0
	})
}

func mark(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, m Mark, target func(Inspection) (string, bool)) error {
	i, body, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	if err := m.check(); err != nil {
		return err
	}
	if err := i.onSite(who); err != nil {
		return err
	}
	id, ok := target(i)
	if !ok {
		return fmt.Errorf("inspection %s: nothing to mark there: %w", i.Code, kheo.ErrNotFound)
	}
	if m.Verdict != Differs {
		m.Found = ""
	}
	return put(ctx, tx, who, i, "inspection.marked", says("of", id, "mark", string(m.Verdict)), `insert into inspection_mark (id, inspection, target, at, body, mark, found, why) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		kheo.NewID(who.At), i.ID, id, who.At.UnixMicro(), string(body), string(m.Verdict), m.Found, m.Why)
}

// AddSample puts a model on the list of those the team goes to see, with what
// the self-report says of it.
func AddSample(ctx context.Context, tx *db.Tx, who kheo.Caller, key, code, reported string) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(code != "", "model", "inspection.fault.model")
	f.Need(utf8.RuneCountInString(reported) <= maxTitle, "reported", "inspection.fault.long", "n", maxTitle)
	f.Need(!slices.ContainsFunc(i.Samples, func(s Sample) bool { return s.Model == code }), "model", "inspection.fault.sampled")
	if err := f.Err(); err != nil {
		return err
	}
	if err := i.now(who, "samples", ReportIn, Visited); err != nil {
		return err
	}
	m, err := model.Find(ctx, tx, code, who.Today())
	if err != nil {
		return kheo.Faults{{Field: "model", Key: "inspection.fault.model"}}
	}
	return put(ctx, tx, who, i, "inspection.sample_added", says("model", m.Code), `insert into inspection_sample (id, inspection, ordinal, model, name, reported, added) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), i.ID, len(i.Samples)+1, m.Code, m.Name, reported, who.At.UnixMicro())
}

// AddFinding records a strength or a limitation, of a section or of the whole.
func AddFinding(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, n Finding) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(n.Kind == Strength || n.Kind == Limitation, "kind", "inspection.fault.finding_kind")
	f.Need(n.Words != "", "words", "inspection.fault.finding")
	f.Need(utf8.RuneCountInString(n.Words) <= 2000, "words", "inspection.fault.long", "n", 2000)
	_, known := i.section(n.Section)
	f.Need(n.Section == "" || known, "section", "inspection.fault.section")
	if err := f.Err(); err != nil {
		return err
	}
	if err := i.onSite(who); err != nil {
		return err
	}
	return put(ctx, tx, who, i, "inspection.finding_added", says("kind", n.Kind), `insert into inspection_finding (id, inspection, ordinal, kind, words, section, added) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), i.ID, len(i.Findings)+1, n.Kind, n.Words, n.Section, who.At.UnixMicro())
}

// DropFinding takes back a finding before the minutes are signed.
func DropFinding(ctx context.Context, tx *db.Tx, who kheo.Caller, key, id string) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	if err := i.onSite(who); err != nil {
		return err
	}
	err = tx.Move(ctx, `update inspection_finding set removed = $1 where inspection = $2 and id = $3 and removed = 0`, who.At.UnixMicro(), i.ID, id)
	if err != nil {
		return fmt.Errorf("inspection %s: finding: %w", i.Code, err)
	}
	return record(ctx, tx, who, i.Code, "inspection.finding_dropped")
}

// EndVisit records that the places were visited: what has no mark by then is
// not verified.
func EndVisit(ctx context.Context, tx *db.Tx, who kheo.Caller, key string) error {
	i, body, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	if err := allowed(i.Stage, Visited); err != nil {
		return err
	}
	if err := i.onSite(who); err != nil {
		return err
	}
	return move(ctx, tx, who, &i, Visited, Step{Body: body, Day: i.VisitDay()})
}

// SignMinutes records that both sides signed the minutes.
func SignMinutes(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, p Paper) error {
	i, body, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	f := p.faults(who.Today(), false)
	f.Need(p.Day == "" || p.Day >= i.VisitDay(), "day", "inspection.fault.minutes_day")
	if err := f.Err(); err != nil {
		return err
	}
	return file(ctx, tx, who, &i, Step{Stage: MinutesIn, Body: body}, MinutesPaper, MayInspect, p)
}
