package concernweb

import (
	"context"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/verdict"
)

// facts are what a concern's page is drawn from, read in one transaction.
type facts struct {
	C        concern.Concern // whose code was asked for
	M        matter.Matter   // the one that lives: C itself, or what it was merged into
	Main     concern.Concern // the same, with its published version
	Own      bool            // the visitor speaks for C
	Raw      concern.Raw     // their own words
	Readings []concern.Reading
	Moves    []matter.Move
	Offers   []matter.Offering
	Words    []verdict.Spoken // verdicts given so far
	Mind     kheo.Date        // of a lapsed one: last day to object
	Why      tally.Why
	Days     calendar.Calendar
	S        matter.Standing
	Bodies   look.Bodies
	Topic    string
	Reasons  []sorting.Reason
	Place    string // "xã Cần Đước, tỉnh Tây Ninh"
	Entered  []ledger.Entered
	Pending  []ledger.Leaf
}

// read brings the facts of a concern as the caller may know them.
func (p *pages) read(ctx context.Context, tx *db.Tx, a *web.Ask, typed string) (facts, error) {
	f := facts{Bodies: look.Bodies{}}
	code, err := concern.ParseCode(typed)
	if err != nil {
		return f, err
	}
	if f.C, err = concern.Find(ctx, tx, a.Who, code); err != nil {
		return f, err
	}
	f.Own, f.Main = a.Who.Speaks(f.C.ID), f.C
	if f.C.State == matter.Merged && f.C.Into != "" {
		if f.Main, err = concern.Find(ctx, tx, a.Who, f.C.Into); err != nil {
			return f, err
		}
	}
	f.M = f.Main.Matter
	for _, part := range []func(context.Context, *db.Tx, *web.Ask, *facts) error{p.readLife, p.readPlace, p.readOwn} {
		if err := part(ctx, tx, a, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// readLife is what happened to the one that lives, and who holds it.
func (p *pages) readLife(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) (err error) {
	if f.Moves, err = matter.Moves(ctx, tx, f.M.ID, ""); err != nil {
		return err
	}
	if f.Offers, err = matter.Offers(ctx, tx, f.M.ID); err != nil {
		return err
	}
	if f.Why, err = tally.WhyDue(ctx, tx, f.M); err != nil {
		return err
	}
	if f.Days, err = calendar.Of(ctx, tx, f.M.Territory); err != nil {
		return err
	}
	if f.Words, err = verdict.Words(ctx, tx, f.M.ID); err != nil {
		return err
	}
	if f.M.State == matter.Lapsed { // law/matter.verdict.mind
		if f.Mind, err = calendar.DueBy(ctx, tx, f.M.Territory, "matter.verdict.mind", kheo.DateOf(f.M.Moved)); err != nil {
			return err
		}
	}
	if f.S, err = matter.Stand(ctx, tx, f.M, a.Today); err != nil {
		return err
	}
	ids := []kheo.UnitID{f.S.Holder, f.S.Given, f.S.Last, f.S.Chooser, f.M.Offered, f.M.Up, f.Main.Version.Body}
	for _, m := range f.Moves {
		ids = append(ids, m.Body, m.Holder)
	}
	for _, o := range f.Offers {
		ids = append(ids, o.From, o.To)
	}
	if err = f.Bodies.Add(ctx, tx, ids...); err != nil {
		return err
	}
	if f.Entered, err = ledger.Indexes(ctx, tx, f.C.Code); err != nil {
		return err
	}
	f.Pending, err = ledger.Pending(ctx, tx, f.C.Code)
	return err
}

// readPlace names topic and place. A record keeps the name it was made under.
func (p *pages) readPlace(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) error {
	t, err := p.Desk.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return err
	}
	category, _ := t.Category(f.M.Category)
	f.Topic, f.Reasons = topicOf(a.View, category), t.Reasons()
	book, err := p.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	f.Place = book.Address(f.M.Territory, kheo.DateOf(f.M.Opened))
	return nil
}

// readOwn is what only the author may read.
func (p *pages) readOwn(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) (err error) {
	if !f.Own {
		return nil
	}
	if f.Raw, err = p.Desk.Mine(ctx, tx, a.Who, f.C.Code); err != nil {
		return err
	}
	if f.Readings, err = concern.Readings(ctx, tx, a.Who, f.C.Code); err != nil {
		return err
	}
	for _, r := range f.Readings {
		if err := f.Bodies.Add(ctx, tx, r.Body); err != nil {
			return err
		}
	}
	return nil
}

// answered is the last answer's move; ok is false without one.
func (f facts) answered() (matter.Move, bool) {
	for i := len(f.Moves) - 1; i >= 0; i-- {
		if f.Moves[i].To == matter.Answered {
			return f.Moves[i], true
		}
	}
	return matter.Move{}, false
}

// last is the move that brought it where it stands.
func (f facts) last() matter.Move {
	if len(f.Moves) == 0 {
		return matter.Move{}
	}
	return f.Moves[len(f.Moves)-1]
}
