package scoring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

const schemeColumns = `id, code, version, copied, name, name_en, basis, year, level, body, issued`

type schemeRow struct {
	Scheme
	issued int64
}

func (r *schemeRow) fields() []any {
	return []any{&r.ID, &r.Code, &r.Version, &r.Copied, &r.Name, &r.NameEN, &r.Basis, &r.Year, &r.Level, (*string)(&r.Body), &r.issued}
}

// FindScheme is the scheme by its code, whole.
func FindScheme(ctx context.Context, tx *db.Tx, code string) (Scheme, error) {
	return findScheme(ctx, tx, `select `+schemeColumns+` from scoring_scheme where code = $1`, code)
}

func findScheme(ctx context.Context, tx *db.Tx, text, key string) (Scheme, error) {
	r, err := db.One(ctx, tx, (*schemeRow).fields, text, key)
	if err != nil {
		return Scheme{}, fmt.Errorf("scheme %s: %w", key, err)
	}
	s := r.Scheme
	s.Issued = r.issued != 0
	type row struct {
		Criterion
		steps string
	}
	rows, err := db.All(ctx, tx, func(c *row) []any {
		return []any{&c.ID, &c.Parent, &c.Ordinal, &c.Name, &c.NameEN, (*string)(&c.Kind), (*int64)(&c.Max), (*int64)(&c.Each), &c.Floor, &c.steps}
	}, `
		select id, parent, ordinal, name, name_en, kind, points, each_points, floor_percent, steps
		from scoring_criterion where scheme = $1 order by ordinal, id`, s.ID)
	if err != nil {
		return Scheme{}, err
	}
	for _, x := range rows {
		var ok bool
		if x.Steps, ok = ParseSteps(x.steps); !ok {
			return Scheme{}, fmt.Errorf("criterion %s of %s: steps cannot be read", x.ID, s.Code)
		}
		s.Criteria = append(s.Criteria, x.Criterion)
	}
	s.Bands, err = db.All(ctx, tx, func(b *Band) []any { return []any{&b.Name, &b.NameEN, (*int64)(&b.From), &b.Floors} },
		`select name, name_en, reach, floors from scoring_band where scheme = $1 order by ordinal`, s.ID)
	return s, err
}

// SeeScheme is FindScheme for somebody: a draft is there only for those who
// may write it.
func SeeScheme(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Scheme, error) {
	s, err := FindScheme(ctx, tx, code)
	if err == nil && !s.Issued {
		err = hide(may(ctx, tx, who, MaySettle, s.Body))
	}
	if err != nil {
		return Scheme{}, err
	}
	return s, nil
}

// hide turns what is forbidden into what is not there.
func hide(err error) error {
	if errors.Is(err, kheo.ErrForbidden) || errors.Is(err, unit.ErrNoHeir) {
		return kheo.ErrNotFound
	}
	return err
}

// Schemes lists those the caller may see, newest year first, without criteria.
func Schemes(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Scheme, error) {
	rows, err := db.All(ctx, tx, (*schemeRow).fields, `select `+schemeColumns+` from scoring_scheme order by year desc, code desc`)
	if err != nil {
		return nil, err
	}
	var list []Scheme
	for _, r := range rows {
		r.Issued = r.issued != 0
		if !r.Issued {
			err := hide(may(ctx, tx, who, MaySettle, r.Body))
			if errors.Is(err, kheo.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		list = append(list, r.Scheme)
	}
	return list, nil
}

const sheetColumns = `id, code, scheme, kind, subject, title, body, state, opened`

type sheetRow struct {
	Sheet
	scheme string
	opened int64
}

func (r *sheetRow) fields() []any {
	return []any{&r.ID, &r.Code, &r.scheme, (*string)(&r.Kind), &r.Sheet.Subject.ID, &r.Title, (*string)(&r.Body), (*string)(&r.State), &r.opened}
}

func (r sheetRow) sheet() Sheet {
	s := r.Sheet
	s.Opened = time.UnixMicro(r.opened).UTC()
	return s
}

// findSheet is the sheet by its code, with its scheme and its marks.
func findSheet(ctx context.Context, tx *db.Tx, code string) (Sheet, error) {
	r, err := db.One(ctx, tx, (*sheetRow).fields, `select `+sheetColumns+` from scoring_sheet where code = $1`, code)
	if err != nil {
		return Sheet{}, fmt.Errorf("sheet %s: %w", code, err)
	}
	s := r.sheet()
	if s.Scheme, err = findScheme(ctx, tx, `select `+schemeColumns+` from scoring_scheme where id = $1`, r.scheme); err != nil {
		return Sheet{}, err
	}
	if s.History, err = marks(ctx, tx, s.ID); err != nil {
		return Sheet{}, err
	}
	if s.Moves, err = moves(ctx, tx, s.ID); err != nil {
		return Sheet{}, err
	}
	s.Evidence, err = db.All(ctx, tx, func(e *Evidence) []any {
		return []any{&e.ID, &e.Criterion, &e.Label, &e.Href, &e.SHA256, &e.Type, &e.Size}
	},
		`select id, criterion, label, href, sha256, media, bytes from scoring_evidence where sheet = $1 order by at, id`, s.ID)
	return s, err
}

func marks(ctx context.Context, tx *db.Tx, sheet string) ([]Mark, error) {
	type row struct {
		Mark
		at int64
	}
	rows, err := db.All(ctx, tx, func(m *row) []any {
		return []any{&m.Criterion, (*string)(&m.Side), &m.N, &m.Num, &m.Den, (*int64)(&m.Points), &m.Note, &m.Why, (*string)(&m.Person), (*string)(&m.Body), &m.at}
	}, `
		select criterion, side, ordinal, num, den, points, note, why, person, body, at
		from scoring_mark where sheet = $1 order by at, criterion, side, ordinal`, sheet)
	var list []Mark
	for _, r := range rows {
		r.At = time.UnixMicro(r.at).UTC()
		r.Given = r.Mark.Points
		list = append(list, r.Mark)
	}
	return list, err
}

func moves(ctx context.Context, tx *db.Tx, sheet string) ([]Move, error) {
	type row struct {
		Move
		at int64
	}
	rows, err := db.All(ctx, tx, func(m *row) []any { return []any{(*string)(&m.To), &m.Why, (*string)(&m.Person), &m.at} },
		`select to_state, why, person, at from scoring_move where sheet = $1 order by ordinal`, sheet)
	var list []Move
	for _, r := range rows {
		r.At = time.UnixMicro(r.at).UTC()
		list = append(list, r.Move)
	}
	return list, err
}

// See is a sheet for somebody: those who mark it or appraise it see it whole;
// others see it once it is published, without the marks before the last,
// without notes and evidence.
func See(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Sheet, Hand, error) {
	s, err := findSheet(ctx, tx, code)
	if err != nil {
		return Sheet{}, Hand{}, err
	}
	h, err := hand(ctx, tx, who, s)
	if err != nil {
		return Sheet{}, Hand{}, err
	}
	if h.Any() {
		return s, h, nil
	}
	if s.State != Published {
		return Sheet{}, Hand{}, fmt.Errorf("sheet %s: %w", code, kheo.ErrNotFound)
	}
	return s.open(), h, nil
}

// open is what everybody may see of a published sheet.
func (s Sheet) open() Sheet {
	given := s.Final()
	s.History, s.Evidence, s.Moves = nil, nil, nil
	for _, c := range s.Scheme.Leaves() {
		if p, ok := given[c.ID]; ok {
			s.History = append(s.History, Mark{Criterion: c.ID, Side: Settled, Answer: Answer{Given: p}, Points: p})
		}
	}
	return s
}

// Sheets lists those the caller may see, newest first: never by points.
func Sheets(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Sheet, error) {
	rows, err := db.All(ctx, tx, (*sheetRow).fields, `select `+sheetColumns+` from scoring_sheet order by code desc`)
	if err != nil {
		return nil, err
	}
	schemes := map[string]Scheme{}
	var list []Sheet
	for _, r := range rows {
		s := r.sheet()
		if _, ok := schemes[r.scheme]; !ok {
			if schemes[r.scheme], err = findScheme(ctx, tx, `select `+schemeColumns+` from scoring_scheme where id = $1`, r.scheme); err != nil {
				return nil, err
			}
		}
		s.Scheme = schemes[r.scheme]
		h, err := hand(ctx, tx, who, s)
		if err != nil {
			return nil, err
		}
		if h.Any() || s.State == Published {
			list = append(list, s)
		}
	}
	return list, nil
}

// A Seen is a sheet with what its reader may do with it.
type Seen struct {
	Sheet
	Hand Hand
}

// Of lists the sheets of one body or model that the caller may see, newest
// first, each as See gives it.
func Of(ctx context.Context, tx *db.Tx, who kheo.Caller, kind SubjectKind, id string) ([]Seen, error) {
	codes, err := db.All(ctx, tx, db.Value[string], `select code from scoring_sheet where kind = $1 and subject = $2 order by code desc`, string(kind), id)
	if err != nil {
		return nil, err
	}
	var list []Seen
	for _, code := range codes {
		var s Seen
		s.Sheet, s.Hand, err = See(ctx, tx, who, code)
		if errors.Is(err, kheo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// Begin lists the issued schemes of this year and the last by which the caller
// may begin a sheet of a subject: the last version of each, unless it has marked
// the subject already. An individual's model has none.
func Begin(ctx context.Context, tx *db.Tx, who kheo.Caller, of Subject, had []Seen) ([]Scheme, error) {
	if len(who.Units(MayAppraise)) == 0 || of.Kind == Model && !of.Collective {
		return nil, nil
	}
	all, err := Schemes(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	done := map[string]bool{} // by code: marked by it, or a later version stands
	for _, s := range had {
		done[s.Scheme.Code] = true
	}
	for _, s := range all {
		if s.Issued {
			done[s.Copied] = true
		}
	}
	var list []Scheme
	for _, s := range all {
		if !s.Issued || done[s.Code] || s.Year < who.Today().Year()-1 {
			continue
		}
		err := hide(may(ctx, tx, who, MayAppraise, s.Body))
		if err == nil {
			list = append(list, s)
		} else if !errors.Is(err, kheo.ErrNotFound) {
			return nil, err
		}
	}
	return list, nil
}
