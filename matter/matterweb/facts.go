package matterweb

import (
	"context"
	"errors"
	"slices"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/tally"
	"kheo/unit"
)

// facts are what a matter's page is drawn from, read in one transaction, all
// as of one day.
type facts struct {
	On         kheo.Date
	M          matter.Matter
	S          matter.Standing
	Do         desk.Do // what it asks of the visitor; "" when looking back
	Moves      []matter.Move
	Lines      map[kheo.UnitID][]unit.HeirLink // heirs of each holder, up to the day
	Bodies     look.Bodies
	Place      string
	Owed       kheo.UnitID // to whom it is owed on the day: OwedTo or its heir
	Candidates []matter.Candidate
	Origin     web.Crumb
	Entered    []ledger.Entered // the public entries that have their number
	Pending    []ledger.Leaf    // those that wait for theirs, a moment
	Deal       *deal            // for those who deal with it for a body

	book   *unit.Book
	Set    tally.Why // of a recommendation: the days to the one its paper set
	Worked int       // working days among them
}

// read brings the facts of a matter as of the day, or not found for those who
// may not see it.
func (d Deps) read(ctx context.Context, tx *db.Tx, a *web.Ask, code string, on kheo.Date) (facts, error) {
	f := facts{On: on, Bodies: look.Bodies{}, Lines: map[kheo.UnitID][]unit.HeirLink{}}
	var err error
	if f.M, err = matter.Find(ctx, tx, code, on); err != nil {
		return f, err
	}
	if err = mayOpen(ctx, tx, a.Who, f.M); err != nil {
		return f, err
	}
	if f.Moves, err = matter.Moves(ctx, tx, f.M.ID, on); err != nil {
		return f, err
	}
	if f.Entered, err = ledger.Indexes(ctx, tx, f.M.Code); err != nil {
		return f, err
	}
	if f.Pending, err = ledger.Pending(ctx, tx, f.M.Code); err != nil {
		return f, err
	}
	if f.S, err = matter.Stand(ctx, tx, f.M, on); err != nil {
		return f, err
	}
	if on == a.Today {
		if f.Do, err = desk.Asks(ctx, tx, a.Who, f.M, f.S); err != nil {
			return f, err
		}
	}
	if err := d.readBodies(ctx, tx, &f); err != nil {
		return f, err
	}
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return f, err
	}
	f.book = book
	// a record keeps the name it was made under
	f.Place = book.Address(f.M.Territory, kheo.DateOf(f.M.Opened))
	if f.S.Waiting {
		if f.Candidates, err = matter.Candidates(ctx, tx, book, f.M, on); err != nil {
			return f, err
		}
	}
	if f.M.Kind == matter.Recommendation && f.M.Due != "" {
		if f.Set, f.Worked, err = tally.WhySet(ctx, tx, f.M); err != nil {
			return f, err
		}
	}
	if d.Origin != nil && f.M.Source != "" {
		if f.Origin, err = d.Origin(ctx, tx, a.View, a.Who, f.M.Source); err != nil {
			return f, err
		}
	}
	return f, d.readDeal(ctx, tx, a, &f)
}

// mayOpen is nil for those who may open the officers' page: of a concern only
// who deals with it for a body.
func mayOpen(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter) error {
	if m.Kind != matter.Concern {
		return m.May(ctx, tx, who)
	}
	err := desk.Official(ctx, tx, who, m)
	if errors.Is(err, kheo.ErrNotFound) {
		return errResident
	}
	return err
}

// readBodies follows every body that held the matter to its heirs.
func (d Deps) readBodies(ctx context.Context, tx *db.Tx, f *facts) error {
	if err := f.readOwed(ctx, tx); err != nil {
		return err
	}
	for _, v := range f.Moves {
		if _, ok := f.Lines[v.Holder]; ok {
			continue
		}
		line, _, err := unit.Line(ctx, tx, v.Holder, f.On)
		if err != nil {
			return err
		}
		f.Lines[v.Holder] = line
		for _, h := range line {
			f.Bodies[h.Body.ID] = h.Body
		}
		if err := f.Bodies.Add(ctx, tx, v.Body); err != nil {
			return err
		}
	}
	return f.Bodies.Add(ctx, tx, f.S.Chooser)
}

// readOwed follows the body it is owed to; a concern is owed to its author.
func (f *facts) readOwed(ctx context.Context, tx *db.Tx) error {
	if f.M.OwedTo == "" {
		return nil
	}
	owed, alive, err := unit.Line(ctx, tx, f.M.OwedTo, f.On)
	if err != nil {
		return err
	}
	for _, h := range owed {
		f.Bodies[h.Body.ID] = h.Body
	}
	if alive {
		f.Owed = owed[len(owed)-1].Body.ID
	}
	return nil
}

// proof finds a proof among the moves by its digest.
func proof(moves []matter.Move, sha256 string) (matter.Proof, bool) {
	for _, v := range moves {
		i := slices.IndexFunc(v.Proofs, func(p matter.Proof) bool { return p.SHA256 == sha256 })
		if i >= 0 {
			return v.Proofs[i], true
		}
	}
	return matter.Proof{}, false
}
