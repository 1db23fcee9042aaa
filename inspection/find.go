package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/report"
)

// Find is the inspection by id or code as of the end of a day: a stage not
// reached on that day shows neither its papers nor its figures.
func Find(ctx context.Context, tx *db.Tx, key string, on kheo.Date) (Inspection, error) {
	i, err := head(ctx, tx, key, on)
	if err != nil {
		return Inspection{}, err
	}
	if err := i.fill(ctx, tx, on); err != nil {
		return Inspection{}, fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	i.trim()
	return i, nil
}

// Working is the inspection today with all that is being prepared, for those
// who prepare it: the outline before it is sent, marks before the minutes.
func Working(ctx context.Context, tx *db.Tx, key string, today kheo.Date) (Inspection, error) {
	i, err := head(ctx, tx, key, "")
	if err != nil {
		return Inspection{}, err
	}
	if err := i.fill(ctx, tx, today); err != nil {
		return Inspection{}, fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	return i, nil
}

// See is Find for one who may see it: what one may not see is not found.
func See(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, on kheo.Date) (Inspection, error) {
	i, err := Find(ctx, tx, key, on)
	if err != nil {
		return Inspection{}, err
	}
	if !i.Published.IsZero() {
		return i, nil
	}
	sides, err := Sides(ctx, tx, who, i)
	if err != nil {
		return Inspection{}, err
	}
	if !sides.sees(i.Stage) {
		return Inspection{}, fmt.Errorf("inspection %s: %w", key, kheo.ErrNotFound)
	}
	return i, nil
}

const headColumns = `id, code, year, host, host_body, team, period_from, period_to, stage, planned,
	conclusion, recheck_day, recheck_set, recheck, rechecked, published`

func (i *Inspection) fields() []any {
	return []any{&i.ID, &i.Code, &i.Year, &i.Host, &i.HostBody, &i.Team, &i.Period.From, &i.Period.To, &i.recorded, (*instant)(&i.Planned),
		&i.Conclusion, &i.Recheck.Day, (*instant)(&i.Recheck.Set), &i.Recheck.Words, (*instant)(&i.Recheck.At), (*instant)(&i.Published)}
}

// An instant reads Unix microseconds; 0 is no time.
type instant time.Time

// Scan reads what a database driver gives.
func (i *instant) Scan(v any) error {
	micro, ok := v.(int64)
	if !ok {
		return fmt.Errorf("instant: %T", v)
	}
	*i = instant(moment(micro))
	return nil
}

func moment(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).In(kheo.Zone)
}

// until is the last microsecond of the day, or the end of time for "".
func until(on kheo.Date) int64 {
	if on == "" {
		return 1<<63 - 1
	}
	return on.Add(1).Time().UnixMicro() - 1
}

// head is the row with its steps, themes, team, visits and due day.
func head(ctx context.Context, tx *db.Tx, key string, on kheo.Date) (Inspection, error) {
	i, err := db.One(ctx, tx, (*Inspection).fields, `select `+headColumns+` from inspection_inspection where id = $1 or code = $1`, key)
	if err != nil {
		return Inspection{}, fmt.Errorf("inspection %s: %w", key, err)
	}
	last := until(on)
	if i.Planned.UnixMicro() > last {
		return Inspection{}, fmt.Errorf("inspection %s on %s: %w", key, on, kheo.ErrNotFound)
	}
	if i.Recheck.Set.UnixMicro() > last {
		i.Recheck.Day = ""
	}
	if i.Recheck.At.UnixMicro() > last {
		i.Recheck.Words, i.Recheck.At = "", time.Time{}
	}
	for _, read := range []func(context.Context, *db.Tx, *Inspection, int64) error{readSteps, readThemes, readMembers, readVisits, readDue} {
		if err := read(ctx, tx, &i, last); err != nil {
			return Inspection{}, fmt.Errorf("inspection %s: %w", i.Code, err)
		}
	}
	if n := len(i.Steps); n > 0 {
		i.Stage = i.Steps[n-1].Stage
	}
	return i, nil
}

func readSteps(ctx context.Context, tx *db.Tx, i *Inspection, last int64) error {
	var err error
	i.Steps, err = db.All(ctx, tx, func(s *Step) []any {
		return []any{&s.Stage, (*instant)(&s.At), &s.Body, &s.Number, &s.Day, &s.Document, &s.Late}
	}, `select stage, at, body, number, day, document, late from inspection_step where inspection = $1 and at <= $2 order by at, id`, i.ID, last)
	slices.SortStableFunc(i.Steps, func(a, b Step) int { return rank(a.Stage) - rank(b.Stage) })
	return err
}

func readThemes(ctx context.Context, tx *db.Tx, i *Inspection, _ int64) error {
	var err error
	i.Themes, err = db.All(ctx, tx, func(t *Theme) []any { return []any{&t.Name, &t.Words} },
		`select name, words from inspection_theme where inspection = $1 order by ordinal`, i.ID)
	if err != nil {
		return err
	}
	i.Carried, err = db.All(ctx, tx, db.Value[string], `select matter from inspection_carried where inspection = $1 order by ordinal`, i.ID)
	return err
}

func readMembers(ctx context.Context, tx *db.Tx, i *Inspection, last int64) error {
	var err error
	i.Members, err = db.All(ctx, tx, func(m *Member) []any { return []any{&m.Role, &m.Title, &m.Person} },
		`select role, title, person from inspection_member
		where inspection = $1 and added <= $2 and (removed = 0 or removed > $3) order by ordinal, id`, i.ID, last, last)
	return err
}

func readVisits(ctx context.Context, tx *db.Tx, i *Inspection, last int64) error {
	var err error
	i.Visits, err = db.All(ctx, tx, func(v *Visit) []any { return []any{&v.Day, &v.Place} },
		`select day, place from inspection_visit_day
		where inspection = $1 and added <= $2 and (removed = 0 or removed > $3) order by day, ordinal, id`, i.ID, last, last)
	return err
}

func readDue(ctx context.Context, tx *db.Tx, i *Inspection, last int64) error {
	all, err := db.All(ctx, tx, func(d *Due) []any { return []any{(*instant)(&d.At), &d.Visit, &d.Day, &d.Days, &d.Why} },
		`select at, visit, day, working_days, why from inspection_due where inspection = $1 and at <= $2 order by at, id`, i.ID, last)
	var earlier []Due
	for _, d := range all {
		if i.Due.Day != "" {
			earlier = append(earlier, i.Due)
		}
		i.Due = d
	}
	i.Due.Earlier = earlier
	return err
}

// fill reads the outline, the visit, the recommendations and the papers.
func (i *Inspection) fill(ctx context.Context, tx *db.Tx, on kheo.Date) error {
	last := until(on)
	marks, err := readMarks(ctx, tx, i.ID, last)
	if err != nil {
		return err
	}
	if err := readOutline(ctx, tx, i, marks, last); err != nil {
		return err
	}
	if err := readVisit(ctx, tx, i, marks, last); err != nil {
		return err
	}
	if err := readRecommendations(ctx, tx, i, on); err != nil {
		return err
	}
	i.Stage = standing(i.Stage, i.Recommendations)
	papers, err := report.Of(ctx, tx, i.Subject())
	for _, d := range papers {
		if d.Frozen.UnixMicro() <= last {
			i.Documents = append(i.Documents, d)
		}
	}
	return err
}

func readMarks(ctx context.Context, tx *db.Tx, id string, last int64) (map[string]Mark, error) {
	type line struct {
		Mark
		target string
	}
	all, err := db.All(ctx, tx, func(l *line) []any { return []any{&l.target, (*instant)(&l.At), &l.Verdict, &l.Found, &l.Why} },
		`select target, at, mark, found, why from inspection_mark where inspection = $1 and at <= $2 order by at, id`, id, last)
	marks := map[string]Mark{}
	for _, l := range all {
		marks[l.target] = l.Mark
	}
	return marks, err
}

func readOutline(ctx context.Context, tx *db.Tx, i *Inspection, marks map[string]Mark, last int64) error {
	sections, err := readTree(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	type box struct {
		Box
		frozen string
	}
	boxes, err := db.All(ctx, tx, func(b *box) []any {
		return []any{&b.ID, &b.Section, &b.Indicator, &b.Name, &b.Label, &b.Typed, &b.Evidence, &b.frozen}
	}, `select id, section, indicator, name, label, typed, evidence, frozen from inspection_box where inspection = $1 order by ordinal, id`, i.ID)
	if err != nil {
		return err
	}
	files, err := db.All(ctx, tx, func(f *Evidence) []any {
		return []any{&f.ID, &f.Section, &f.Name, &f.SHA256, &f.Type, &f.Size, (*instant)(&f.At)}
	}, `select id, section, name, sha256, type, size, at from inspection_evidence where inspection = $1 and at <= $2 order by at, id`, i.ID, last)
	if err != nil {
		return err
	}
	at := map[string]int{}
	for n, s := range sections {
		at[s.ID] = n
	}
	for _, b := range boxes {
		if b.frozen != "" {
			b.Frozen = new(Frozen)
			if err := json.Unmarshal([]byte(b.frozen), b.Frozen); err != nil {
				return fmt.Errorf("box %s: %w", b.ID, err)
			}
		}
		b.Mark = marks[b.ID]
		s := &sections[at[b.Section]]
		s.Boxes = append(s.Boxes, b.Box)
	}
	for _, f := range files {
		s := &sections[at[f.Section]]
		s.Evidence = append(s.Evidence, f)
	}
	i.Sections = sections
	return nil
}

func readVisit(ctx context.Context, tx *db.Tx, i *Inspection, marks map[string]Mark, last int64) error {
	var err error
	i.Samples, err = db.All(ctx, tx, func(s *Sample) []any { return []any{&s.ID, &s.Model, &s.Name, &s.Reported} },
		`select id, model, name, reported from inspection_sample where inspection = $1 and added <= $2 order by ordinal, id`, i.ID, last)
	if err != nil {
		return err
	}
	for n := range i.Samples {
		i.Samples[n].Mark = marks[i.Samples[n].ID]
	}
	i.Findings, err = db.All(ctx, tx, func(f *Finding) []any { return []any{&f.ID, &f.Kind, &f.Words, &f.Section, (*instant)(&f.At)} },
		`select id, kind, words, section, added from inspection_finding
		where inspection = $1 and added <= $2 and (removed = 0 or removed > $3) order by ordinal, id`, i.ID, last, last)
	return err
}

func readRecommendations(ctx context.Context, tx *db.Tx, i *Inspection, on kheo.Date) error {
	if i.recorded != Concluded && i.recorded != Closed {
		return nil
	}
	list, err := matter.List(ctx, tx, matter.Filter{Source: i.Subject(), On: on})
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b matter.Matter) int { return a.Ordinal - b.Ordinal })
	for _, m := range list {
		r := Recommendation{Matter: m}
		r.Standing, err = matter.Stand(ctx, tx, m, on)
		if err != nil {
			return err
		}
		moves, err := matter.Moves(ctx, tx, m.ID, on)
		if err != nil {
			return err
		}
		for _, v := range moves {
			if v.To == matter.Confirmed && m.State == matter.Confirmed {
				r.Confirmed = kheo.DateOf(v.At)
			}
		}
		i.Recommendations = append(i.Recommendations, r)
	}
	return nil
}

// trim drops what belongs to a stage not reached.
func (i *Inspection) trim() {
	if !i.Reached(OutlineSent) {
		i.Sections = nil
	}
	for n := range i.Sections {
		s := &i.Sections[n]
		if !i.Reached(ReportIn) {
			s.Words, s.Evidence = "", nil
		}
		for k := range s.Boxes {
			b := &s.Boxes[k]
			if !i.Reached(ReportIn) {
				b.Typed, b.Evidence, b.Frozen = "", "", nil
			}
			if !i.Reached(Visited) {
				b.Mark = Mark{}
			}
		}
	}
	if !i.Reached(Visited) {
		i.Samples = nil
	}
	if !i.Reached(MinutesIn) {
		i.Findings = nil
	}
	if !i.Reached(Concluded) {
		i.Conclusion, i.Recommendations = "", nil
	}
}
