package concernweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
)

// send files what was typed. What is like it is shown once before that, unless
// the page has shown it already; every fault gives the form back whole.
func (p *pages) send(w http.ResponseWriter, a *web.Ask) error {
	n := newPage{View: a.View, Client: a.Client(), Form: readForm(a)}
	return p.take(w, a, n)
}

// take is send for the form of a resident and of a helper alike.
func (p *pages) take(w http.ResponseWriter, a *web.Ask, n newPage) error {
	var place kheo.UnitID
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		place, err = p.look(ctx, tx, a, &n)
		return err
	})
	if err != nil {
		return err
	}
	if lat, lon, tapped := n.Spot.Tapped(a.PostForm); tapped { // the map of a browser without scripts
		n.Form.Lat, n.Form.Lon, n.Spot.Lat, n.Spot.Lon = lat, lon, lat, lon
		n.Form.Faults, n.Which, n.Step = nil, nil, n.Form.Seen
		return p.again(w, a, n)
	}
	if n.Step || len(n.Form.Faults) > 0 {
		return p.again(w, a, n)
	}
	if p.sends.Take(a.Request, a.Who.At) {
		if err := p.work.Check(a.Who.At, a.PostForm); err != nil {
			return err
		}
	}
	filed, page, err := p.file(a, n, place)
	if faults, ok := web.Mend(err); ok {
		n.Form.Faults = faults
		return p.again(w, a, n)
	}
	if err != nil {
		return err
	}
	p.keepPlace(w, place)
	if !n.Helper {
		p.voices().Hear(w, a.Request, filed.ID, false)
	}
	return a.Show(w, page.page())
}

// look finds the place and, the first time, what is like it.
func (p *pages) look(ctx context.Context, tx *db.Tx, a *web.Ask, n *newPage) (kheo.UnitID, error) {
	book, err := p.Books.Book(ctx, tx)
	if err != nil {
		return "", err
	}
	n.Places = placeNames(book, a.View)
	place, which, faults := findPlace(book, a.View, n.Form)
	n.Which, n.Form.Faults, n.In = which, faults, place
	n.Spot = n.spot(book)
	if place != "" && n.Form.Seen {
		return place, nil
	}
	if n.Near, err = p.alike(ctx, tx, a, n.Form, place); err != nil {
		return "", err
	}
	n.Step = len(faults) == 0 && n.Form.Words != "" && (len(n.Near.Likes) > 0 || len(n.Near.Topics) > 0)
	return place, nil
}

// again shows the form once more with all that was typed.
func (p *pages) again(w http.ResponseWriter, a *web.Ask, n newPage) error {
	n.Puzzle = p.puzzle(a)
	if err := p.keep(a, &n); err != nil {
		return err
	}
	if n.Form.Seen && !n.Near.Seen { // what was shown stays shown
		err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			n.Near, err = p.alike(ctx, tx, a, n.Form, n.In)
			return err
		})
		if err != nil {
			return err
		}
	}
	status := http.StatusOK
	if len(n.Form.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.ShowStatus(w, status, n.page())
}

// file writes the concern and reads back what its author takes home.
func (p *pages) file(a *web.Ask, n newPage, place kheo.UnitID) (concern.Filed, donePage, error) {
	var filed concern.Filed
	page := donePage{View: a.View, Root: a.Root(), Helper: n.Helper}
	c := n.Form.new(a, place)
	if c.Category == unsorted {
		c.Category = ""
	}
	if n.Helper {
		c.Channel, c.HelpedBy = concern.Helper, helperBody(a.Who)
	}
	photos, named, err := p.all(a)
	if err != nil {
		return filed, page, err
	}
	c.Photos = named
	var plan concern.Plan
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		plan, err = p.Desk.Prepare(ctx, tx, a.Who, &c)
		return err
	})
	if err != nil {
		return filed, page, err
	}
	if err := p.store(photos); err != nil {
		return filed, page, err
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		filed, err = p.Desk.File(ctx, tx, a.Who, c, plan)
		return err
	})
	if err != nil {
		return filed, page, err
	}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		return p.takeHome(ctx, tx, &page, filed, c, plan)
	})
	return filed, page, err
}

// takeHome fills the page at the end: who holds it, until when, the slip.
func (p *pages) takeHome(ctx context.Context, tx *db.Tx, page *donePage, f concern.Filed, c concern.New, plan concern.Plan) error {
	names := look.Bodies{}
	if err := names.Add(ctx, tx, f.Holder); err != nil {
		return err
	}
	book, err := p.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	page.Code, page.Secret, page.Due, page.Leaf, page.Again = f.Code, f.Secret, f.Due, f.Leaf, f.Again
	page.Other = f.Other
	page.Holder = names.Name(page.View, f.Holder)
	page.Place = book.Address(c.Territory, page.Today)
	page.Topic = topicOf(page.View, plan.Category)
	if plan.Join.Kind == matter.Concern {
		page.Into = plan.Join.Code
	}
	return nil
}

// topicOf is a category's name, or that the office will choose one.
func topicOf(v web.View, c sorting.Category) string {
	if c.ID == "" {
		return v.T("concernweb.untopical")
	}
	return categoryName(v, c)
}
