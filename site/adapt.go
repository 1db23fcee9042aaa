package site

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/concern/concernweb"
	"kheo/desk/deskweb"
	"kheo/draft/draftweb"
	"kheo/inspection"
	"kheo/inspection/inspectionweb"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/matter/matterweb"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
	"kheo/unit/unitweb"
)

// What one capability's pages show of another's, handed in by the site: pages
// never import pages.

// origin names the act a matter came from, and links there when the visitor
// may see it.
func (s *Site) origin(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller, source string) (web.Crumb, error) {
	id, ok := strings.CutPrefix(source, "inspection/")
	if !ok {
		return web.Crumb{}, nil
	}
	i, err := inspection.See(ctx, tx, who, id, v.Today)
	if errors.Is(err, kheo.ErrNotFound) {
		return web.Crumb{}, nil
	}
	if err != nil {
		return web.Crumb{}, err
	}
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return web.Crumb{}, err
	}
	host, err := book.Last(i.Host, i.VisitDay())
	return web.Crumb{
		Name: v.T("site.origin.inspection", "year", strconv.Itoa(i.Year), "host", host.Title()),
		Href: v.To("inspection.show", i.Code),
	}, err
}

// inspections is what the pages of inspections are given.
func (s *Site) inspections() inspectionweb.Deps {
	return inspectionweb.Deps{Blobs: s.Files, Book: s.Books.Book, Foot: s.checkpoint, Room: &s.writing}
}

// drafts is what the pages beside a text being written are given.
func (s *Site) drafts() draftweb.Deps {
	return draftweb.Deps{Part: inspection.Part, Save: inspection.FillSection, Back: "inspection.report", Room: &s.writing}
}

// concerns is what the residents' pages of concerns are given.
func (s *Site) concerns() concernweb.Deps {
	return concernweb.Deps{Desk: &s.Concerns, Files: s.Files, Waiting: s.waiting, Books: &s.Books, Now: s.Now, Count: s.count, Writes: s.DB.Writes, Plain: s.Dev}
}

// topic is the name of a category of concerns.
func (s *Site) topic(ctx context.Context, tx *db.Tx, v web.View, category string) (string, error) {
	t, err := s.Tables.Table(ctx, tx, s.Now())
	if err != nil {
		return "", err
	}
	c, ok := t.Category(category)
	switch {
	case !ok:
		return v.T("concernweb.untopical"), nil
	case v.English() && c.NameEN != "":
		return c.NameEN, nil
	}
	return c.Name, nil
}

// count is how many matters stand where, kept while nothing changes.
func (s *Site) count(ctx context.Context, tx *db.Tx) (tally.Tally, error) {
	return s.counts.Count("", s.DB.Writes(), s.Now, s.counting(ctx, tx))
}

// renew counts before the kept count is too old: in an office of a million
// matters it takes seconds, which no visitor should wait.
func (s *Site) renew(ctx context.Context, tx *db.Tx) error {
	return s.counts.Renew("", s.DB.Writes(), s.Now, s.counting(ctx, tx))
}

func (s *Site) counting(ctx context.Context, tx *db.Tx) func() (tally.Tally, error) {
	return func() (tally.Tally, error) {
		cells, err := matter.Cells(ctx, tx)
		return tally.Tally{At: s.Now(), Cells: cells}, err
	}
}

func (s *Site) matters() matterweb.Deps {
	return matterweb.Deps{Files: s.Files, Books: &s.Books, Concerns: &s.Concerns, Origin: s.origin}
}

// panel is the open row of the desk.
func (s *Site) panel(ctx context.Context, tx *db.Tx, a *web.Ask, code string) (deskweb.Panel, error) {
	show, err := s.matters().Panel(ctx, tx, a, code)
	return deskweb.Panel{Code: code, Show: show}, err
}

// idle is how long matters lay with each body, kept while nothing changes.
func (s *Site) idle(ctx context.Context, tx *db.Tx, c calendar.Calendar, days kheo.Span) (map[kheo.UnitID]tally.Idle, error) {
	return s.idles.Count(string(days.From+days.To), s.DB.Writes(), s.Now, func() (map[kheo.UnitID]tally.Idle, error) {
		return tally.IdleDays(ctx, tx, c, days)
	})
}

// due is what inspections wait for, for the desk.
func (s *Site) due(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]deskweb.DueItem, error) {
	list, err := s.inspections().Due(ctx, tx, v, who)
	var items []deskweb.DueItem
	for _, x := range list {
		items = append(items, deskweb.DueItem(x))
	}
	return items, err
}

// An owed is one published matter that some units' bodies have still to carry
// out.
type owed struct {
	left, title, href, holder string
	late                      bool
}

// owes lists what is owed in units on a day, nearest first, in words.
func (s *Site) owes(ctx context.Context, tx *db.Tx, v web.View, units []kheo.UnitID, on kheo.Date) ([]owed, error) {
	list, err := matter.List(ctx, tx, matter.Filter{Territory: units, Open: true, Public: true, On: on})
	if err != nil {
		return nil, err
	}
	var out []owed
	for _, m := range list {
		stand, err := matter.Stand(ctx, tx, m, on)
		if err != nil {
			return nil, err
		}
		o := owed{left: left(v, m, on), title: m.Title, href: v.To("matter.show", m.Code), late: m.Late(on)}
		if on != v.Today {
			o.href += "?on=" + string(on)
		}
		if stand.Waiting {
			o.holder = v.T("site.owed.waiting")
		} else {
			body, err := unit.FindBody(ctx, tx, stand.Last)
			if err != nil {
				return nil, err
			}
			o.holder = look.Body(v, body)
		}
		out = append(out, o)
	}
	return out, nil
}

// owedByUnits is owes as the page of a unit shows it.
func (s *Site) owedByUnits(ctx context.Context, tx *db.Tx, v web.View, _ kheo.Caller, units []kheo.UnitID, on kheo.Date) ([]unitweb.Owed, error) {
	list, err := s.owes(ctx, tx, v, units, on)
	var out []unitweb.Owed
	for _, o := range list {
		out = append(out, unitweb.Owed{Left: o.left, Title: o.title, Href: o.href, Holder: o.holder, Late: o.late})
	}
	return out, err
}

// left is how long until the day, in words.
func left(v web.View, m matter.Matter, on kheo.Date) string {
	n := int64(m.DaysLeft(on))
	switch {
	case m.Due == "":
		return v.T("site.owed.no-day")
	case !m.State.WithHolder():
		return v.T("site.owed.answered")
	case n < 0:
		return v.T("site.owed.late", "n", -n)
	case n == 0:
		return v.T("site.owed.today")
	}
	return v.T("site.owed.left", "n", n)
}

// where is the page of a document found by its words.
func where(v web.View, kind, id string) string {
	route := map[string]string{"concern": "concern.show", "model": "model.show", "matter": "matter.show"}[kind]
	if kind == "answer" {
		route = "matter.show"
		if strings.HasPrefix(id, concernCode) {
			route = "concern.show"
		}
	}
	if route == "" || !v.Has(route) {
		return ""
	}
	return v.To(route, id)
}

// concernCode begins the code of a concern, which has pages of its own.
const concernCode = "PA-"

// mostGone is how many past concerns a changed routing table is run over.
const mostGone = 5000

// gone are past concerns for a dry run of the routing table: where each was
// raised, what about, and who holds it.
func gone(ctx context.Context, tx *db.Tx, _ kheo.Caller, opened kheo.Span) ([]sorting.Gone, error) {
	list, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Concern, Newest: true, Opened: opened, Limit: mostGone})
	var all []sorting.Gone
	for _, m := range list {
		all = append(all, sorting.Gone{Code: m.Code, Went: m.Holder, Case: sorting.Case{
			Place: m.Territory, Category: m.Category, Kind: string(m.Kind), On: kheo.DateOf(m.Opened)}})
	}
	return all, err
}
