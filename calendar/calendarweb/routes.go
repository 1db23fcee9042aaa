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
)

// Routes of the calendar.
func Routes() []web.Route {
	return []web.Route{
		{Name: "calendar.show", Method: "GET", VI: "/lich-lam-viec", EN: "/working-days", Handle: show},
		{Name: "calendar.edit", Method: "GET", VI: "/lich-lam-viec/sua", EN: "/working-days/edit", Handle: form},
		{Name: "calendar.edit", Method: "POST", VI: "/lich-lam-viec/sua", EN: "/working-days/edit", Handle: edit},
	}
}

func show(w http.ResponseWriter, a *web.Ask) error {
	year := a.On().Year()
	if text := a.URL.Query().Get("year"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1900 || n > 2200 {
			return fmt.Errorf("calendar of year %q: %w", text, kheo.ErrNotFound)
		}
		year = n
	}
	p := yearPage{Year: year, MayEdit: a.Who.Can(calendar.MayEdit, "")}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		c, err := calendar.Load(ctx, tx)
		p.Calendar = c
		return err
	})
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
	p := editPage{Date: a.URL.Query().Get("day"), Kind: calendar.Closed}
	if on, err := web.ReadDay(p.Date); err == nil && on != "" {
		err := a.Read(func(ctx context.Context, tx *db.Tx) error {
			c, err := calendar.Load(ctx, tx)
			if d, ok := c.Day(on); ok {
				p.Kind, p.Name, p.NameEN, p.Source = d.Kind, d.Name, d.NameEN, d.Source
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return a.Show(w, p.page(a.View))
}

func edit(w http.ResponseWriter, a *web.Ask) error {
	if !a.Who.Can(calendar.MayEdit, "") {
		return fmt.Errorf("edit the calendar: %w", kheo.ErrNotFound)
	}
	p := editPage{
		Date: a.PostFormValue("date"), Kind: a.PostFormValue("kind"), Name: a.PostFormValue("name"),
		NameEN: a.PostFormValue("name_en"), Source: a.PostFormValue("source"),
	}
	on, _ := web.ReadDay(p.Date) // a day that cannot be read is none, which the rule refuses
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return calendar.Edit(ctx, tx, a.Who, calendar.Day{Date: on, Kind: p.Kind, Name: p.Name, NameEN: p.NameEN, Source: p.Source})
	})
	if errors.As(err, &p.Faults) {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("calendar.show")+"?year="+strconv.Itoa(on.Year()))
}
