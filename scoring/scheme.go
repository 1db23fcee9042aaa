package scoring

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

// Levels a scheme is written for, from the ground up.
func Levels() []string { return []string{"hamlet", "commune", "province"} }

// A New is what a draft begins with.
type New struct {
	Name, NameEN string
	Year         int
	Level        string
	Body         kheo.UnitID
}

// Draft begins a scheme from the sample of the six published criteria.
func Draft(ctx context.Context, tx *db.Tx, who kheo.Caller, n New) (Scheme, error) {
	if err := may(ctx, tx, who, MaySettle, n.Body); err != nil {
		return Scheme{}, err
	}
	var f kheo.Faults
	s := sample()
	s.Name, s.NameEN = line(&f, "name", n.Name, true), line(&f, "name_en", n.NameEN, false)
	f.Need(n.Year >= 2000 && n.Year <= 2100, "year", "scoring.fault.year")
	known := false
	for _, l := range Levels() {
		known = known || l == n.Level
	}
	f.Need(known, "level", "scoring.fault.level")
	if err := f.Err(); err != nil {
		return Scheme{}, err
	}
	s.Version, s.Year, s.Level, s.Body = 1, n.Year, n.Level, n.Body
	return s.enter(ctx, tx, who)
}

// Again begins the next version of an issued scheme: a copy to change.
func Again(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Scheme, error) {
	s, err := FindScheme(ctx, tx, code)
	if err != nil {
		return Scheme{}, err
	}
	if err := may(ctx, tx, who, MaySettle, s.Body); err != nil {
		return Scheme{}, err
	}
	if !s.Issued {
		return Scheme{}, kheo.Wrong{From: "draft", To: "draft", Possible: []string{"issued"}}
	}
	s.Version, s.Copied, s.Issued, s.Basis = s.Version+1, s.Code, false, ""
	return s.enter(ctx, tx, who)
}

func (s Scheme) enter(ctx context.Context, tx *db.Tx, who kheo.Caller) (Scheme, error) {
	n, err := next(ctx, tx, "scheme", s.Year)
	if err != nil {
		return Scheme{}, err
	}
	s.ID, s.Code = kheo.NewID(who.At), fmt.Sprintf("TC-%02d-%04d", s.Year%100, n)
	_, err = tx.Exec(ctx, `
		insert into scoring_scheme (id, code, version, copied, name, name_en, basis, year, level, body, state, opened)
		values ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, 'draft', $10)`,
		s.ID, s.Code, s.Version, s.Copied, s.Name, s.NameEN, s.Year, s.Level, string(s.Body), who.At.UnixMicro())
	if err != nil {
		return Scheme{}, fmt.Errorf("scheme %s: %w", s.Code, err)
	}
	for _, c := range s.Criteria {
		if err := s.put(ctx, tx, c); err != nil {
			return Scheme{}, err
		}
	}
	if err := s.putBands(ctx, tx); err != nil {
		return Scheme{}, err
	}
	return s, s.tell(ctx, tx, who, "scoring.drafted")
}

func next(ctx context.Context, tx *db.Tx, series string, year int) (int64, error) {
	return db.One(ctx, tx, db.Value[int64], `
		insert into scoring_counter (series, year, last) values ($1, $2, 1)
		on conflict (series, year) do update set last = scoring_counter.last + 1
		returning last`, series, year)
}

func (s Scheme) put(ctx context.Context, tx *db.Tx, c Criterion) error {
	_, err := tx.Exec(ctx, `
		insert into scoring_criterion (scheme, id, parent, ordinal, name, name_en, kind, points, each_points, floor_percent, steps)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (scheme, id) do update set parent = excluded.parent, name = excluded.name, name_en = excluded.name_en,
			kind = excluded.kind, points = excluded.points, each_points = excluded.each_points,
			floor_percent = excluded.floor_percent, steps = excluded.steps`,
		s.ID, c.ID, c.Parent, c.Ordinal, c.Name, c.NameEN, string(c.Kind), int64(c.Max), int64(c.Each), c.Floor, FormatSteps(c.Steps))
	if err != nil {
		return fmt.Errorf("criterion %s of %s: %w", c.ID, s.Code, err)
	}
	return nil
}

func (s Scheme) putBands(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.Exec(ctx, `delete from scoring_band where scheme = $1`, s.ID); err != nil {
		return err
	}
	for i, b := range s.Bands {
		_, err := tx.Exec(ctx, `insert into scoring_band (scheme, ordinal, name, name_en, reach, floors) values ($1, $2, $3, $4, $5, $6)`,
			s.ID, i+1, b.Name, b.NameEN, int64(b.From), b.Floors)
		if err != nil {
			return fmt.Errorf("bands of %s: %w", s.Code, err)
		}
	}
	return nil
}

// draft finds a scheme that may still be written, by somebody who may.
func draft(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Scheme, error) {
	s, err := SeeScheme(ctx, tx, who, code)
	if err != nil {
		return s, err
	}
	if err := may(ctx, tx, who, MaySettle, s.Body); err != nil {
		return s, err
	}
	if s.Issued {
		return s, kheo.Wrong{From: "issued", To: "draft"}
	}
	// the row is written too, so that an issue at the same time gives way
	return s, tx.Move(ctx, `update scoring_scheme set state = 'draft' where id = $1 and state = 'draft'`, s.ID)
}

// SetCriterion changes a criterion of a draft, or adds one that has no id.
func SetCriterion(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, c Criterion) error {
	s, err := draft(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if c, err = s.checked(c); err != nil {
		return err
	}
	if c.ID == "" {
		if len(s.Criteria) >= mostCriteria {
			return kheo.Faults{{Field: "name", Key: "scoring.fault.many"}}
		}
		for _, x := range s.Criteria {
			c.Ordinal = max(c.Ordinal, x.Ordinal)
		}
		c.Ordinal++
		c.ID = "c" + strconv.Itoa(c.Ordinal)
	} else if was, ok := s.Criterion(c.ID); !ok {
		return fmt.Errorf("criterion %s of %s: %w", c.ID, code, kheo.ErrNotFound)
	} else if c.Kind != Group && s.parent(was.ID) {
		return kheo.Faults{{Field: "kind", Key: "scoring.fault.has-parts"}}
	}
	if err := s.put(ctx, tx, c); err != nil {
		return err
	}
	return s.tell(ctx, tx, who, "scoring.criterion", ledger.Line{Name: "criterion", Value: c.ID})
}

func (s Scheme) parent(id string) bool {
	for _, c := range s.Criteria {
		if c.Parent == id {
			return true
		}
	}
	return false
}

// Drop takes a criterion, with what is under it, out of a draft.
func Drop(ctx context.Context, tx *db.Tx, who kheo.Caller, code, id string) error {
	s, err := draft(ctx, tx, who, code)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `delete from scoring_criterion where scheme = $1 and (id = $2 or parent = $3)`, s.ID, id, id)
	if err != nil {
		return fmt.Errorf("criterion %s of %s: %w", id, code, err)
	}
	if n == 0 {
		return fmt.Errorf("criterion %s of %s: %w", id, code, kheo.ErrNotFound)
	}
	return s.tell(ctx, tx, who, "scoring.criterion", ledger.Line{Name: "dropped", Value: id})
}

// SetBands writes the bands of a draft anew.
func SetBands(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, bands []Band) error {
	s, err := draft(ctx, tx, who, code)
	if err != nil {
		return err
	}
	s.Bands = bands
	if err := s.putBands(ctx, tx); err != nil {
		return err
	}
	return s.tell(ctx, tx, who, "scoring.bands")
}

// Issue lets a draft stand: from now on it is marked by and never changed. The
// basis is the decision it rests on; without one it stays a sample.
func Issue(ctx context.Context, tx *db.Tx, who kheo.Caller, code, basis string) error {
	s, err := draft(ctx, tx, who, code)
	if err != nil {
		return err
	}
	var f kheo.Faults
	s.Basis = line(&f, "basis", basis, false)
	if err := f.Err(); err != nil {
		return err
	}
	if err := s.ready(); err != nil {
		return err
	}
	err = tx.Move(ctx, `update scoring_scheme set state = 'issued', basis = $1, issued = $2 where id = $3 and state = 'draft'`,
		s.Basis, who.At.UnixMicro(), s.ID)
	if err != nil {
		return fmt.Errorf("issue scheme %s: %w", code, err)
	}
	return s.tell(ctx, tx, who, "scoring.issued")
}

func (s Scheme) tell(ctx context.Context, tx *db.Tx, who kheo.Caller, kind string, says ...ledger.Line) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: s.Code, Says: append([]ledger.Line{
		{Name: "version", Value: strconv.Itoa(s.Version)}, {Name: "body", Value: string(s.Body)}}, says...)})
	return err
}

// may asks for a right in a body or, where it ended, in its lawful heir.
func may(ctx context.Context, tx *db.Tx, who kheo.Caller, right kheo.Right, body kheo.UnitID) error {
	heir, err := unit.Heir(ctx, tx, body, who.Today())
	if err != nil {
		return err
	}
	return who.May(right, heir.ID)
}

// MayWrite tells whether the caller may write the scheme's next word.
func MayWrite(ctx context.Context, tx *db.Tx, who kheo.Caller, s Scheme) (bool, error) {
	if len(who.Grants) == 0 {
		return false, nil
	}
	err := hide(may(ctx, tx, who, MaySettle, s.Body))
	if errors.Is(err, kheo.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
