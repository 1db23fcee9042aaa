package calendarweb

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/unit"
)

// An ownPage is where calendars of places' own are made, and places are given
// one.
type ownPage struct {
	All    []calendar.Own
	Follow []follower
	Places []web.Option

	New             calendar.Own
	Place, Calendar string
	Since           string
	Made, Followed  kheo.Faults
}

func (p ownPage) page(v web.View) web.Page {
	return web.Page{
		Title: v.T("calendarweb.own.title"), Body: ownBody(v, p), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("calendarweb.title", "year", v.Today.Year()), Href: v.To("calendar.show")}},
	}
}

func (p ownPage) field(v web.View, faults kheo.Faults, name, value string) web.Field {
	return web.FieldFor(v, faults, name, "calendarweb.own."+name, value)
}

// week asks which days of the week are worked besides.
func (p ownPage) week(v web.View) web.Field {
	f := p.field(v, nil, "works", "")
	for _, d := range []struct {
		id string
		on bool
	}{{"saturday", p.New.Saturday}, {"sunday", p.New.Sunday}} {
		f.Options = append(f.Options, web.Option{Value: d.id, Label: v.T("calendarweb.own." + d.id), Chosen: d.on})
	}
	return f
}

func (p ownPage) place(v web.View) web.Field {
	f := p.field(v, p.Followed, "place", p.Place)
	f.Options = append([]web.Option{{Label: v.T("calendarweb.own.place.none")}}, p.Places...)
	return f
}

// followers is the table of who follows which.
func followers(v web.View, list []follower) web.Table {
	t := web.Table{Caption: v.T("calendarweb.follow"), Cols: []web.Col{
		{Name: v.T("calendarweb.follow.place"), Main: true}, {Name: v.T("calendarweb.field.calendar")}, {Name: v.T("calendarweb.follow.since")}}}
	for _, f := range list {
		t.Rows = append(t.Rows, web.Row{{Text: f.Place}, {Text: f.Calendar}, {Text: v.DayName(f.Since)}})
	}
	return t
}

// read fills a year of the calendar that is asked for.
func (d Deps) read(ctx context.Context, tx *db.Tx, a *web.Ask, p *yearPage) error {
	all, err := calendar.All(ctx, tx)
	if err != nil {
		return err
	}
	id := a.URL.Query().Get("calendar")
	if p.Calendar, err = all.Alone(id); err != nil {
		return err
	}
	p.All = all.List()
	if p.Own, _ = all.Find(id); id == "" {
		return nil
	}
	p.Follow, err = d.followers(ctx, tx, a, all, id)
	return err
}

// followers are the places that follow a calendar of their own, or one of them,
// today or from a later day on.
func (d Deps) followers(ctx context.Context, tx *db.Tx, a *web.Ask, all calendar.Calendars, id string) ([]follower, error) {
	book, err := d.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []follower
	for _, f := range all.Followers(a.Today) {
		u, err := book.Unit(f.Place, a.Today)
		if errors.Is(err, kheo.ErrNotFound) { // a former one, told of by what it became part of
			continue
		}
		if err != nil {
			return nil, err
		}
		if own, _ := all.Find(f.Calendar); id == "" || own.ID == id {
			list = append(list, follower{u.Name, ownName(a.View, own), f.Since})
		}
	}
	slices.SortStableFunc(list, func(x, y follower) int { return strings.Compare(text.SortKey(x.Place), text.SortKey(y.Place)) })
	return list, nil
}

// own is the page of calendars of places' own, for those who may change them.
func (d Deps) own(w http.ResponseWriter, a *web.Ask) error {
	return d.drawOwn(w, a, http.StatusOK, ownPage{Since: string(a.Today)})
}

func (d Deps) drawOwn(w http.ResponseWriter, a *web.Ask, status int, p ownPage) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("calendars of places' own: %w", kheo.ErrNotFound)
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := calendar.All(ctx, tx)
		if err != nil {
			return err
		}
		p.All = all.List()
		if p.Follow, err = d.followers(ctx, tx, a, all, ""); err != nil {
			return err
		}
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		p.Places = communes(book, a.Office.Unit, a.Today)
		return nil
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, p.page(a.View))
}

// communes of the office, by name; itself where it is one.
func communes(book *unit.Book, top kheo.UnitID, on kheo.Date) []web.Option {
	var list []web.Option
	for _, id := range book.Subtree(top, on) {
		if u, err := book.Unit(id, on); err == nil && u.Level == unit.Commune {
			list = append(list, web.Option{Value: string(id), Label: u.Name})
		}
	}
	slices.SortFunc(list, func(x, y web.Option) int { return strings.Compare(text.SortKey(x.Label), text.SortKey(y.Label)) })
	return list
}

func (d Deps) make(w http.ResponseWriter, a *web.Ask) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("make a calendar: %w", kheo.ErrNotFound)
	}
	p := ownPage{Since: string(a.Today), New: calendar.Own{Name: a.PostFormValue("name"), NameEN: a.PostFormValue("name_en"), Source: a.PostFormValue("source"),
		Saturday: slices.Contains(a.PostForm["works"], "saturday"), Sunday: slices.Contains(a.PostForm["works"], "sunday")}}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := calendar.Make(ctx, tx, a.Who, p.New)
		return err
	})
	if errors.As(err, &p.Made) {
		return d.drawOwn(w, a, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("calendar.own"))
}

func (d Deps) follow(w http.ResponseWriter, a *web.Ask) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("follow a calendar: %w", kheo.ErrNotFound)
	}
	p := ownPage{Place: a.PostFormValue("place"), Calendar: a.PostFormValue("calendar"), Since: a.PostFormValue("since")}
	since, _ := web.ReadDay(p.Since) // a day that cannot be read is none, which the rule refuses
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		f := calendar.Following{Calendar: p.Calendar, Since: since}
		if slices.ContainsFunc(communes(book, a.Office.Unit, a.Today), func(o web.Option) bool { return o.Value == p.Place }) {
			f.Place = kheo.UnitID(p.Place)
		}
		var former []kheo.UnitID
		if f.Place != "" {
			former = slices.DeleteFunc(book.Whole(f.Place, a.Today), func(id kheo.UnitID) bool { return id == f.Place })
		}
		return calendar.Follow(ctx, tx, a.Who, f, former...)
	})
	if errors.As(err, &p.Followed) {
		return d.drawOwn(w, a, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("calendar.own"))
}
