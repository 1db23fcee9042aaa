package matterweb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// A deal is what only those see who deal with a matter for a body, and what
// they may do; nil for everybody else.
type deal struct {
	Holds, Sorts, Offered, Leads, Reads, Works bool

	C         concern.Concern
	Table     *sorting.Table
	Fired     sorting.Fired
	Filed     sorting.Filed        // by which rule it was, as that stood then; zero by none
	Suggested []sorting.Suggestion // once the raw words were opened
	Others    []kheo.UnitID        // bodies one may ask to hold it
	Under     []kheo.UnitID        // bodies the parent may name
	MostPause int64
	Offers    []matter.Offering
	Told      []matter.Escalation
	Why       tally.Why
	Cal       calendar.Calendar
	Readings  []concern.Reading
	Notes     []desk.Note
	Likes     []concern.Like
	Joins     []concern.Concern
	Templates []desk.Template
}

// errResident is a concern's page asked for by somebody who does not deal with
// it: residents have their own.
var errResident = fmt.Errorf("a resident's page: %w", kheo.ErrNotFound)

// readDeal fills what the one who deals with it is shown.
func (d Deps) readDeal(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) error {
	err := desk.Official(ctx, tx, a.Who, f.M)
	if errors.Is(err, kheo.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	x := &deal{}
	f.Deal = x
	x.Works = len(a.Who.Units(matter.MayTake))+len(a.Who.Units(matter.MaySort))+len(a.Who.Units(matter.MayLead)) > 0
	if x.Notes, err = desk.Notes(ctx, tx, a.Who, f.M); err != nil {
		return err
	}
	for _, n := range x.Notes {
		if err := f.Bodies.Add(ctx, tx, n.Body); err != nil {
			return err
		}
	}
	if f.Do == desk.DoAnswer {
		if x.Templates, err = desk.Templates(ctx, tx, a.Who); err != nil {
			return err
		}
	}
	if f.M.Kind != matter.Concern {
		return nil
	}
	if err := x.rights(ctx, tx, a.Who, f); err != nil {
		return err
	}
	if err := d.readConcern(ctx, tx, a, f); err != nil {
		return err
	}
	return x.read(ctx, tx, a, f)
}

// rights say what the caller is to it.
func (x *deal) rights(ctx context.Context, tx *db.Tx, who kheo.Caller, f *facts) error {
	in := func(right kheo.Right, id kheo.UnitID) bool { return id != "" && slices.Contains(who.Units(right), id) }
	heir := func(id kheo.UnitID) (kheo.UnitID, error) {
		if id == "" {
			return "", nil
		}
		b, err := unit.Heir(ctx, tx, id, who.Today())
		if errors.Is(err, unit.ErrNoHeir) {
			return "", nil
		}
		return b.ID, err
	}
	offered, err := heir(f.M.Offered)
	if err != nil {
		return err
	}
	up, err := heir(f.M.Up)
	if err != nil {
		return err
	}
	x.Holds, x.Sorts = in(matter.MayTake, f.S.Holder), in(matter.MaySort, f.S.Holder)
	x.Offered, x.Leads = in(matter.MayTake, offered), f.M.LeadBy != "" && in(matter.MayLead, up)
	x.Reads = in(concern.MayRead, f.S.Holder)
	if x.Leads {
		x.Under = []kheo.UnitID{f.S.Holder, up}
	}
	return f.Bodies.Add(ctx, tx, f.M.Offered, f.M.Up, up)
}

// readConcern reads what package concern keeps beside the matter.
func (d Deps) readConcern(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) (err error) {
	x := f.Deal
	if x.C, err = concern.Find(ctx, tx, a.Who, f.M.Code); err != nil {
		return err
	}
	if x.Table, err = d.table(ctx, tx, a); err != nil || x.Table == nil {
		return err
	}
	x.Fired, err = x.Table.Route(sorting.Case{Place: f.M.Territory, Category: f.M.Category, Kind: string(matter.Concern), On: f.M.Counted})
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return err
	}
	if f.M.Route != "" {
		x.Filed, err = sorting.FiledBy(ctx, tx, f.M.Route, f.M.Opened)
		if err != nil && !errors.Is(err, kheo.ErrNotFound) {
			return err
		}
	}
	x.Readings, err = concern.Readings(ctx, tx, a.Who, f.M.Code)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return err
	}
	for _, r := range x.Readings {
		if err := f.Bodies.Add(ctx, tx, r.Body); err != nil {
			return err
		}
	}
	if x.Joins, err = d.Concerns.Joins(ctx, tx, a.Who, f.M.Code); err != nil {
		return err
	}
	if !f.M.State.WithHolder() {
		return nil
	}
	x.Likes, err = d.Concerns.Similar(ctx, tx, a.Who, concern.About{Most: likesFrom, Words: x.C.Version.Title + " " + x.C.Version.Text, Category: f.M.Category,
		Territory: f.M.Territory, Hamlet: f.M.Hamlet, Spot: f.M.Spot, Lat: f.M.Lat, Lon: f.M.Lon, Not: f.M.Code}, likesShown)
	return err
}

// likesShown are the best of likesFrom nearby, the newest ones.
const (
	likesShown = 5
	likesFrom  = 60
)

// read reads how it went so far, and who else could hold it.
func (x *deal) read(ctx context.Context, tx *db.Tx, a *web.Ask, f *facts) (err error) {
	if x.Offers, err = matter.Offers(ctx, tx, f.M.ID); err != nil {
		return err
	}
	for _, o := range x.Offers {
		if err := f.Bodies.Add(ctx, tx, o.From, o.To); err != nil {
			return err
		}
	}
	if x.Told, err = matter.Escalations(ctx, tx, f.M.ID); err != nil {
		return err
	}
	for _, t := range x.Told {
		if err := f.Bodies.Add(ctx, tx, t.Body); err != nil {
			return err
		}
	}
	if x.Why, err = tally.WhyDue(ctx, tx, f.M); err != nil {
		return err
	}
	if x.Cal, err = calendar.Of(ctx, tx, f.M.Territory); err != nil {
		return err
	}
	if x.MostPause, err = mostPause(ctx, tx, a.Today); err != nil || !f.M.State.WithHolder() {
		return err
	}
	list, err := matter.Candidates(ctx, tx, f.book, f.M, a.Today)
	if err != nil {
		return err
	}
	for _, c := range list {
		for _, b := range c.Bodies {
			f.Bodies[b.ID] = b
			x.Others = append(x.Others, b.ID)
			if x.Leads && slices.Contains(x.Under, b.Parent) && !slices.Contains(x.Under, b.ID) {
				x.Under = append(x.Under, b.ID)
			}
		}
	}
	return nil
}

// topic is a category's name.
func (f facts) topic(v web.View, id string) string {
	if f.Deal == nil || f.Deal.Table == nil {
		return ""
	}
	return look.Topic(v, f.Deal.Table, id)
}

// title names a matter: its own title, else topic and hamlet.
func (f facts) title(v web.View) string {
	if f.M.Title != "" || f.M.Kind != matter.Concern {
		return f.M.Title
	}
	return look.Title(v, f.topic(v, f.M.Category), f.M.Hamlet)
}

// routed says which rule sent it to its first holder, and why, as that stood
// when it was filed.
func (f facts) routed(v web.View) string {
	fired, filed := f.Deal.Fired, f.Deal.Filed
	switch {
	case filed.ID != "" && filed.On:
		return v.T("matterweb.routed.rule", "n", filed.N) + " " + filed.Note
	case filed.ID != "":
		return v.T("matterweb.routed.past", "n", filed.N, "version", filed.Version) + " " + filed.Note
	case f.M.Route != "":
		return v.T("matterweb.routed.old")
	case fired.Category != "":
		return v.T("matterweb.routed.category", "topic", f.topic(v, fired.Category))
	}
	return v.T("matterweb.routed.civic")
}

// known turns what is not found into a fault of the field that named it.
func known(err error, field, key string) error {
	if errors.Is(err, kheo.ErrNotFound) {
		return kheo.Faults{{Field: field, Key: key}}
	}
	return err
}
