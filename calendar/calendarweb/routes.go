package calendarweb

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	// Across counts the open matters whose time has a day of the span before it,
	// and tells whether there may be more; nil where there are none.
	// Those counted by a calendar of places' own alone are meant where one is named.
	Across func(ctx context.Context, tx *db.Tx, own string, s kheo.Span, today kheo.Date) (n int, more bool, err error)

	// Book is the territories, which follow calendars.
	Book func(context.Context, *db.Tx) (*unit.Book, error)
}

// Routes of the calendar.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "calendar.show", Method: "GET", VI: "/lich-lam-viec", EN: "/working-days", Handle: d.show},
		{Name: "calendar.edit", Method: "GET", VI: "/lich-lam-viec/sua", EN: "/working-days/edit", Handle: form},
		{Name: "calendar.edit", Method: "POST", VI: "/lich-lam-viec/sua", EN: "/working-days/edit", Handle: d.edit},
		{Name: "calendar.own", Method: "GET", VI: "/lich-lam-viec/rieng", EN: "/working-days/own", Handle: d.own},
		{Name: "calendar.own", Method: "POST", VI: "/lich-lam-viec/rieng", EN: "/working-days/own", Handle: d.make},
		{Name: "calendar.follow", Method: "POST", VI: "/lich-lam-viec/rieng/theo", EN: "/working-days/own/follow", Handle: d.follow},
	}
}

func (d Deps) show(w http.ResponseWriter, a *web.Ask) error {
	year := a.On().Year()
	if text := a.URL.Query().Get("year"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1900 || n > 2200 {
			return fmt.Errorf("calendar of year %q: %w", text, kheo.ErrNotFound)
		}
		year = n
	}
	p := yearPage{Year: year, MayEdit: a.Who.Can(calendar.MayEdit, "")}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error { return d.read(ctx, tx, a, &p) })
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// form is one day as it stands, for those who may change it; for others it
// does not exist.
func form(w http.ResponseWriter, a *web.Ask) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("edit the calendar: %w", kheo.ErrNotFound)
	}
	p := editPage{Calendar: a.URL.Query().Get("calendar"), Date: a.URL.Query().Get("day"), Kind: calendar.Closed}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := calendar.All(ctx, tx)
		if err != nil {
			return err
		}
		p.All = all.List()
		c, err := all.Alone(p.Calendar)
		on, unread := web.ReadDay(p.Date)
		if err != nil || unread != nil || on == "" {
			return err
		}
		if d, ok := c.Day(on); ok {
			p.Kind, p.Name, p.NameEN, p.Source = d.Kind, d.Name, d.NameEN, d.Source
		}
		p.Said, err = calendar.History(ctx, tx, p.Calendar, on)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// edit keeps what was announced. Where that would move the days of open matters
// it says of how many first, and asks once more.
func (d Deps) edit(w http.ResponseWriter, a *web.Ask) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("edit the calendar: %w", kheo.ErrNotFound)
	}
	p := editPage{
		Calendar: a.PostFormValue("calendar"), Date: a.PostFormValue("date"), To: a.PostFormValue("to"), Kind: a.PostFormValue("kind"), Name: a.PostFormValue("name"),
		NameEN: a.PostFormValue("name_en"), Source: a.PostFormValue("source"),
	}
	on, _ := web.ReadDay(p.Date) // a day that cannot be read is none, which the rule refuses
	to, err := web.ReadDay(p.To)
	p.Faults.Need(err == nil, "to", "web.fault.day")
	day := calendar.Day{Calendar: p.Calendar, Date: on, Kind: p.Kind, Name: p.Name, NameEN: p.NameEN, Source: p.Source}
	p.Moves, p.More, err = d.moves(a, &p, day, to)
	if err == nil && len(p.Faults) == 0 {
		if p.Moves > 0 && a.PostFormValue("seen") != strconv.Itoa(p.Moves) {
			return a.Show(w, p.page(a.View))
		}
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return calendar.Announce(ctx, tx, a.Who, day, to) })
	}
	if errors.As(err, &p.Faults) || len(p.Faults) > 0 {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, at(a.View, on.Year(), p.Calendar))
}

// moves fills in the calendars of the form, and counts the open matters whose day an announcement would move: those
// across the days that were worked and will not be, or the other way round.
func (d Deps) moves(a *web.Ask, p *editPage, day calendar.Day, to kheo.Date) (n int, more bool, err error) {
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := calendar.All(ctx, tx)
		if err != nil {
			return err
		}
		p.All = all.List()
		c, err := all.Alone(day.Calendar)
		if err != nil || len(p.Faults) > 0 || d.Across == nil {
			return err
		}
		list, err := calendar.Announced(day, to, a.Who.Today())
		if err != nil {
			return err
		}
		var s kheo.Span
		for _, x := range list {
			if c.Working(x.Date) == c.With(x).Working(x.Date) {
				continue
			}
			if s.From == "" {
				s.From = x.Date
			}
			s.To = x.Date
		}
		if s.From == "" {
			return nil
		}
		n, more, err = d.Across(ctx, tx, day.Calendar, s, a.Who.Today())
		return err
	})
	return n, more, err
}
