package scoring

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/unit"
)

// A SubjectKind is what may be marked. There is none for a person.
type SubjectKind string

// The kinds.
const (
	Body  SubjectKind = "body"
	Model SubjectKind = "model"
)

// A Subject is what a sheet marks: a body, or the model of a collective that a
// body answers for.
type Subject struct {
	Kind       SubjectKind
	ID         string // the body's id, the model's code
	Title      string
	Body       kheo.UnitID
	Collective bool // of a model: an individual's is never marked
}

// A State of a sheet.
type State string

// The states.
const (
	Self      State = "self"      // the body marks itself
	Appraisal State = "appraisal" // the delegation marks
	Review    State = "review"    // the board settles what it would change
	Final     State = "final"
	Published State = "published"
)

// lifeCycle is what may follow each state, and who decides it.
var lifeCycle = map[State]map[State]kheo.Right{
	Self:      {Appraisal: MaySelf},
	Appraisal: {Review: MayAppraise},
	Review:    {Appraisal: MaySettle, Final: MaySettle},
	Final:     {Published: MaySettle},
}

// A Side is whose mark it is.
type Side string

// The sides, in the order they stand beside each other.
const (
	Own       Side = "self"
	Appraised Side = "appraised"
	Settled   Side = "final"
)

// Sides in that order.
func Sides() []Side { return []Side{Own, Appraised, Settled} }

// A Mark is one answer to one criterion, by somebody, at a time.
type Mark struct {
	Criterion string
	Side      Side
	N         int
	Answer
	Points Points
	Why    string // of a change
	Person kheo.PersonID
	Body   kheo.UnitID
	At     time.Time
}

// A Move of a sheet to a state.
type Move struct {
	To     State
	Why    string
	Person kheo.PersonID
	At     time.Time
}

// A Sheet is a subject marked by a scheme.
type Sheet struct {
	ID, Code string
	Subject
	Scheme   Scheme
	State    State
	Opened   time.Time
	Moves    []Move
	History  []Mark // every mark, oldest first
	Evidence []Evidence
}

// Last is the mark that stands for a criterion on a side.
func (s Sheet) Last(criterion string, side Side) (Mark, bool) {
	for i := len(s.History) - 1; i >= 0; i-- {
		if m := s.History[i]; m.Criterion == criterion && m.Side == side {
			return m, true
		}
	}
	return Mark{}, false
}

// Given are the points that stand on one side.
func (s Sheet) Given(side Side) map[string]Points {
	given := map[string]Points{}
	for _, m := range s.History {
		if m.Side == side {
			given[m.Criterion] = m.Points
		}
	}
	return given
}

// Final are the points that count: what the delegation gave, unless the board
// settled otherwise.
func (s Sheet) Final() map[string]Points {
	given := s.Given(Appraised)
	for id, p := range s.Given(Settled) {
		given[id] = p
	}
	return given
}

// Count adds up one side.
func (s Sheet) Count(side Side) Result {
	if side == Settled {
		return s.Scheme.Count(s.Final())
	}
	return s.Scheme.Count(s.Given(side))
}

// Now is the side that is being marked; "" once the sheet is final.
func (s Sheet) Now() Side {
	return map[State]Side{Self: Own, Appraisal: Appraised, Review: Settled}[s.State]
}

// Open begins a sheet by an issued scheme, or gives back the one that the
// scheme has of the subject: it is marked once. A subject that is an
// individual's is refused.
func Open(ctx context.Context, tx *db.Tx, who kheo.Caller, scheme string, of Subject) (Sheet, error) {
	s := Sheet{Subject: of, State: Self, Opened: who.At}
	var err error
	if s.Scheme, err = SeeScheme(ctx, tx, who, scheme); err != nil {
		return Sheet{}, err
	}
	if err := may(ctx, tx, who, MayAppraise, s.Scheme.Body); err != nil {
		return Sheet{}, err
	}
	if !s.Scheme.Issued {
		return Sheet{}, kheo.Wrong{From: "draft", To: "self", Possible: []string{"issued"}}
	}
	if of.Kind == Model && !of.Collective {
		return Sheet{}, kheo.Faults{{Field: "scheme", Key: "scoring.fault.person"}}
	}
	b, err := unit.Heir(ctx, tx, of.Body, who.Today())
	if err != nil {
		return Sheet{}, fmt.Errorf("sheet of %s: %w", of.Body, err)
	}
	if s.Body = b.ID; of.Kind == Body {
		s.Subject.ID, s.Title = string(b.ID), b.Name
	}
	had, err := db.All(ctx, tx, db.Value[string], `select code from scoring_sheet where scheme = $1 and kind = $2 and subject = $3 order by code`,
		s.Scheme.ID, string(s.Kind), s.Subject.ID)
	if err != nil {
		return Sheet{}, err
	}
	for _, code := range had {
		return findSheet(ctx, tx, code)
	}
	n, err := next(ctx, tx, "sheet", s.Scheme.Year)
	if err != nil {
		return Sheet{}, err
	}
	s.ID, s.Code = kheo.NewID(who.At), fmt.Sprintf("PC-%02d-%04d", s.Scheme.Year%100, n)
	_, err = tx.Exec(ctx, `
		insert into scoring_sheet (id, code, scheme, kind, subject, title, body, state, opened)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.Code, s.Scheme.ID, string(s.Kind), s.Subject.ID, s.Title, string(s.Body), string(s.State), who.At.UnixMicro())
	if err != nil {
		return Sheet{}, fmt.Errorf("sheet %s: %w", s.Code, err)
	}
	return s, s.tell(ctx, tx, who, "scoring.opened", ledger.Line{Name: "scheme", Value: s.Scheme.Code}, ledger.Line{Name: "subject_id", Value: s.Subject.ID})
}

// A Hand is what a caller may do with a sheet, whatever its state.
type Hand struct{ Self, Appraise, Settle bool }

// Any tells somebody who works on the sheet.
func (h Hand) Any() bool { return h.Self || h.Appraise || h.Settle }

// Marks tells whether the hand marks a side.
func (h Hand) Marks(side Side) bool {
	return side == Own && h.Self || side == Appraised && h.Appraise || side == Settled && h.Settle
}

func hand(ctx context.Context, tx *db.Tx, who kheo.Caller, s Sheet) (h Hand, err error) {
	for _, x := range []struct {
		ok    *bool
		right kheo.Right
		body  kheo.UnitID
	}{{&h.Self, MaySelf, s.Body}, {&h.Appraise, MayAppraise, s.Scheme.Body}, {&h.Settle, MaySettle, s.Scheme.Body}} {
		if len(who.Grants) == 0 {
			break
		}
		err := hide(may(ctx, tx, who, x.right, x.body))
		if err != nil && !errors.Is(err, kheo.ErrNotFound) {
			return h, err
		}
		*x.ok = err == nil
	}
	return h, nil
}

// May lists where the caller may move the sheet now.
func (s Sheet) May(h Hand) []State {
	var list []State
	for _, to := range []State{Appraisal, Review, Final, Published} {
		switch right, ok := lifeCycle[s.State][to]; {
		case !ok:
		case right == MaySelf && (h.Self || h.Appraise), right == MayAppraise && h.Appraise, right == MaySettle && h.Settle:
			list = append(list, to)
		}
	}
	return list
}

// Give records a mark on the side that is being marked. A change says why.
func Give(ctx context.Context, tx *db.Tx, who kheo.Caller, code, criterion string, a Answer, why string) error {
	s, h, err := See(ctx, tx, who, code)
	if err != nil {
		return err
	}
	side := s.Now()
	if side == "" {
		return kheo.Wrong{From: string(s.State), To: string(Review)}
	}
	if !h.Marks(side) {
		return fmt.Errorf("mark %s of %s: %w", side, code, kheo.ErrForbidden)
	}
	c, ok := s.Scheme.Criterion(criterion)
	if !ok || c.Kind == Group {
		return fmt.Errorf("criterion %s of %s: %w", criterion, code, kheo.ErrNotFound)
	}
	m, err := s.mark(who, c, side, a, why)
	if err != nil {
		return err
	}
	if side == Own {
		m.Body = s.Body
	}
	// the state is named, so that a mark never lands on a sheet that moved on
	if err := tx.Move(ctx, `update scoring_sheet set state = $1 where id = $2 and state = $3`, string(s.State), s.ID, string(s.State)); err != nil {
		return fmt.Errorf("mark %s of %s: %w", criterion, code, err)
	}
	_, err = tx.Exec(ctx, `
		insert into scoring_mark (sheet, criterion, side, ordinal, num, den, points, note, why, person, body, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, c.ID, string(side), m.N, m.Num, m.Den, int64(m.Points), m.Note, m.Why, string(m.Person), string(m.Body), who.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("mark %s of %s: %w", criterion, code, err)
	}
	return s.tell(ctx, tx, who, "scoring.marked", ledger.Line{Name: "criterion", Value: c.ID}, ledger.Line{Name: "side", Value: string(side)},
		ledger.Line{Name: "points", Value: strconv.FormatInt(int64(m.Points), 10)}, ledger.Line{Name: "ordinal", Value: strconv.Itoa(m.N)})
}

func (s Sheet) mark(who kheo.Caller, c Criterion, side Side, a Answer, why string) (Mark, error) {
	var f kheo.Faults
	var err error
	if a.Note, err = text.Clean(a.Note); err != nil || utf8.RuneCountInString(a.Note) > mostNote {
		f.Need(false, "note", "scoring.fault.long", "n", mostNote)
	}
	why = line(&f, "why", why, false)
	a.Note = strings.TrimSpace(a.Note)
	p, err := c.Worth(a)
	var more kheo.Faults
	if errors.As(err, &more) {
		f = append(f, more...)
	} else if err != nil {
		return Mark{}, err
	}
	was, changed := s.Last(c.ID, side)
	if side == Settled && !changed {
		_, changed = s.Last(c.ID, Appraised)
	}
	f.Need(!changed || why != "", "why", "scoring.fault.why")
	return Mark{Criterion: c.ID, Side: side, N: was.N + 1, Answer: a, Points: p, Why: why, Person: who.Person, Body: s.Scheme.Body, At: who.At}, f.Err()
}

// Pass moves a sheet on, or back from review with a reason. What is passed on
// is marked whole; a delegation may take a sheet its body has not marked.
func Pass(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to State, why string) error {
	s, h, err := See(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if _, ok := lifeCycle[s.State][to]; !ok {
		w := kheo.Wrong{From: string(s.State), To: string(to)}
		for _, x := range s.May(Hand{true, true, true}) {
			w.Possible = append(w.Possible, string(x))
		}
		return w
	}
	allowed := false
	for _, x := range s.May(h) {
		allowed = allowed || x == to
	}
	if !allowed {
		return fmt.Errorf("pass %s to %s: %w", code, to, kheo.ErrForbidden)
	}
	var f kheo.Faults
	back := s.State == Review && to == Appraisal
	why = line(&f, "why", why, back)
	own := s.State == Self && h.Self && !h.Appraise && s.Scheme.Count(s.Given(Own)).Left > 0
	given := s.State != Self && !back && s.Scheme.Count(s.Final()).Left > 0
	f.Need(!own && !given, "to", "scoring.fault.left")
	if err := f.Err(); err != nil {
		return err
	}
	if err := tx.Move(ctx, `update scoring_sheet set state = $1 where id = $2 and state = $3`, string(to), s.ID, string(s.State)); err != nil {
		return fmt.Errorf("pass %s to %s: %w", code, to, err)
	}
	_, err = tx.Exec(ctx, `
		insert into scoring_move (sheet, ordinal, to_state, why, person, at)
		select cast($1 as text), count(*) + 1, cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as bigint)
		from scoring_move where sheet = $6`,
		s.ID, string(to), why, string(who.Person), who.At.UnixMicro(), s.ID)
	if err != nil {
		return fmt.Errorf("pass %s to %s: %w", code, to, err)
	}
	from := s.State
	s.State = to
	return s.tell(ctx, tx, who, "scoring.passed", ledger.Line{Name: "from", Value: string(from)}, ledger.Line{Name: "to", Value: string(to)})
}

func (s Sheet) tell(ctx context.Context, tx *db.Tx, who kheo.Caller, kind string, says ...ledger.Line) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: s.Code, Public: s.State == Published,
		Says: append([]ledger.Line{{Name: "body", Value: string(s.Body)}}, says...)})
	return err
}

// Left are the criteria not marked yet on a side; on the last side one that
// the delegation marked needs nothing more.
func (s Sheet) Left(side Side) []Criterion {
	given := s.Given(side)
	if side == Settled {
		given = s.Final()
	}
	var list []Criterion
	for _, c := range s.Scheme.Leaves() {
		if _, ok := given[c.ID]; !ok {
			list = append(list, c)
		}
	}
	return list
}
