package concern

import (
	"context"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// A Filter narrows the public list.
type Filter struct {
	Territory []kheo.UnitID // with all within them; empty: the whole office
	Category  string        // with all below it
	State     string        // "", open, late, or a state of the life cycle
	From, To  kheo.Date     // opened
	Updated   time.Time     // moved at or after
	Box       *Box          // with a published spot in it
	Into      string        // code: those that joined this one
	On        kheo.Date     // today, for what is late
	After     string        // cursor: Page.Next of the page before
	Limit     int
}

// A Box is south, west, north, east in degrees.
type Box struct{ South, West, North, East float64 }

// A Page of concerns, newest first.
type Page struct {
	Concerns []Concern
	Next     string
}

// The states of Filter.State that are not one state.
const (
	Open = "open"
	Late = "late"
)

const (
	usualPage = 20
	mostPage  = 200
)

// List is the concerns anybody may know of, newest first: each one published
// in full, or by topic, hamlet, age and state. Those that joined another stand
// under it, and withdrawn ones are gone, unless they are asked for.
func (d *Desk) List(ctx context.Context, tx *db.Tx, who kheo.Caller, f Filter) (Page, error) {
	q, err := d.query(ctx, tx, who, f)
	if err != nil {
		return Page{}, err
	}
	ms, err := q.newest(ctx, tx)
	if err != nil {
		return Page{}, err
	}
	var p Page
	if len(ms) == q.Limit { // one more than the page shows: there is a next one
		ms = ms[:len(ms)-1]
		p.Next = ms[len(ms)-1].Code
	}
	if p.Concerns, err = details(ctx, tx, ms); err != nil {
		return Page{}, err
	}
	for i := range p.Concerns {
		if !p.Concerns[i].Public {
			p.Concerns[i].veil()
		}
	}
	return p, nil
}

// query asks package matter for one more than the page shows: whether there is
// a next page is known without counting.
func (d *Desk) query(ctx context.Context, tx *db.Tx, who kheo.Caller, f Filter) (walk, error) {
	q := walk{Filter: matter.Filter{Kind: matter.Concern, Newest: true, After: f.After,
		Opened: kheo.Span{From: f.From, To: f.To}, Updated: f.Updated}}
	if f.Limit <= 0 {
		f.Limit = usualPage
	}
	q.Limit = min(f.Limit, mostPage) + 1
	if f.Box != nil {
		q.Public, q.Box = true, &matter.Box{South: f.Box.South, West: f.Box.West, North: f.Box.North, East: f.Box.East}
	}
	if f.Into != "" {
		m, err := found(ctx, tx, f.Into)
		q.Into = m.ID
		return q, err
	}
	var err error
	if q.Territory, err = d.places(ctx, tx, who, f.Territory); err != nil {
		return q, err
	}
	if q.topics, err = d.topics(ctx, tx, who, f.Category); err != nil {
		return q, err
	}
	q.narrow(f, who)
	return q, nil
}

// places are the territories with all within them, today's and those that went
// into them; nothing for the whole office.
func (d *Desk) places(ctx context.Context, tx *db.Tx, who kheo.Caller, list []kheo.UnitID) ([]kheo.UnitID, error) {
	if len(list) == 0 || slices.Contains(list, d.Office) {
		return nil, nil
	}
	book, err := d.Tables.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []kheo.UnitID
	for _, id := range list {
		for _, u := range book.Within(id, who.Today()) {
			if !slices.Contains(all, u) {
				all = append(all, u)
			}
		}
	}
	return all, nil
}

// topics are the category and all below it.
func (d *Desk) topics(ctx context.Context, tx *db.Tx, who kheo.Caller, top string) ([]string, error) {
	if top == "" {
		return nil, nil
	}
	table, err := d.Tables.Table(ctx, tx, who.At)
	if err != nil {
		return nil, err
	}
	all := []string{top}
	for _, c := range table.Categories() {
		if c.ID != top && table.Under(c.ID, top) {
			all = append(all, c.ID)
		}
	}
	return all, nil
}
