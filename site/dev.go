package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
)

// The sample office alone has these: one-click sign-in, and a day to stand on.

// dayCookie holds the day the visitor of a sample stands on.
const dayCookie = "kheo_day"

// devDays are the days the bar offers; today besides.
var devDays = []kheo.Date{"2023-12-01", "2025-07-01"}

// clock is the time of a request. In a sample the whole clock moves to the
// evening of the day that was chosen; it still goes on, so that what is done
// there has an order.
func (s *Site) clock(r *http.Request) time.Time {
	now := s.Now()
	if !s.Dev {
		return now
	}
	c, err := r.Cookie(dayCookie)
	if err != nil {
		return now
	}
	day, err := kheo.ParseDate(c.Value)
	if err != nil {
		return now
	}
	sinceMidnight := now.Sub(kheo.DateOf(now).Time())
	return day.Time().Add(17*time.Hour + sinceMidnight/4)
}

func (s *Site) devRoutes() []web.Route {
	return []web.Route{
		{Name: "dev.day", Method: "POST", VI: "/dev/day", Handle: s.setDay},
		{Name: "dev.sign-in", Method: "POST", VI: "/dev/sign-in", Handle: s.stepInto},
		{Name: "dev.sign-out", Method: "POST", VI: "/dev/sign-out", Handle: s.stepOut},
	}
}

// setDay moves the visitor's clock; "today", or no day, gives it back.
func (s *Site) setDay(w http.ResponseWriter, a *web.Ask) error {
	c := &http.Cookie{Name: dayCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	day, err := a.Day("day")
	switch {
	case a.PostFormValue("day") == "today" || err == nil && day == "":
		c.MaxAge = -1
	case err != nil:
		return err
	default:
		c.Value = string(day)
	}
	http.SetCookie(w, c)
	return a.Go(w, back(a))
}

// stepInto signs in with a login of the sample, or with the first person who
// holds the role on the day.
func (s *Site) stepInto(w http.ResponseWriter, a *web.Ask) error {
	want := a.PostFormValue("role")
	var token string
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		seats, err := seatsOn(ctx, tx, a.Who.At)
		if err != nil {
			return err
		}
		for _, p := range seats {
			if p.Login == want || string(p.role) == want {
				token, _, err = identity.Begin(ctx, tx, identity.Start{Login: p.Login, Proved: true}, s.Now())
				return err
			}
		}
		return fmt.Errorf("role %q on %s: %w", want, a.Who.Today(), kheo.ErrNotFound)
	})
	if err != nil {
		return err
	}
	s.cookies().Keep(w, token)
	return a.Go(w, back(a))
}

// stepOut makes the visitor a resident again.
func (s *Site) stepOut(w http.ResponseWriter, a *web.Ask) error {
	s.cookies().Drop(w)
	return a.Go(w, back(a))
}

func back(a *web.Ask) string {
	if to := a.PostFormValue("back"); web.Local(to) {
		return to
	}
	return "/"
}

// A sitter is somebody of the sample with the role they hold on a day.
type sitter struct {
	identity.Person
	role kheo.Role
	unit kheo.UnitID
}

// seatsOn is everybody who holds a role at a moment, in a body that lives.
func seatsOn(ctx context.Context, tx *db.Tx, at time.Time) ([]sitter, error) {
	people, err := identity.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []sitter
	for _, p := range people {
		who, err := identity.CallerOf(ctx, tx, p.ID, at)
		if err != nil && !errors.Is(err, kheo.ErrNotFound) {
			return nil, err
		}
		if len(who.Grants) > 0 && !p.Closed {
			list = append(list, sitter{p, who.Grants[0].Role, who.Grants[0].Unit})
		}
	}
	slices.SortStableFunc(list, func(a, b sitter) int {
		return cmp.Or(rung(a.role)-rung(b.role), cmp.Compare(a.Login, b.Login))
	})
	return list, nil
}

// A seating is who sat where on the day it was last looked up: the bar stands
// on every page, and asks who holds what of two hundred people.
type seating struct {
	mu     sync.Mutex
	day    kheo.Date
	writes int64
	seats  []sitter
}

// on is kept while nothing is written.
func (k *seating) on(ctx context.Context, tx *db.Tx, at time.Time, writes int64) ([]sitter, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if day := kheo.DateOf(at); k.seats == nil || k.day != day || k.writes != writes {
		seats, err := seatsOn(ctx, tx, at)
		if err != nil {
			return nil, err
		}
		k.day, k.writes, k.seats = day, writes, seats
	}
	return k.seats, nil
}

// rung is a role's place in the table of rights, administrators last.
func rung(role kheo.Role) int {
	table := identity.Table()
	i := slices.IndexFunc(table, func(l identity.Line) bool { return l.Role == role })
	if table[i].Office {
		return len(table)
	}
	return i
}

// devBar is drawn above the head of every page of the sample.
func (s *Site) devBar(a *web.Ask) web.DevBar {
	bar := web.DevBar{Day: "/dev/day", Sign: "/dev/sign-in"}
	today := a.Who.Today()
	moved := false
	for _, d := range devDays {
		bar.Days = append(bar.Days, web.DevChoice{Value: string(d), Label: a.Date(d), Now: d == today})
		moved = moved || d == today
	}
	bar.Days = append(bar.Days, web.DevChoice{Value: "today", Label: a.T("site.dev.today"), Now: !moved})
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		seats, err := s.seats.on(ctx, tx, a.Who.At, s.DB.Writes())
		for _, p := range seats {
			bar.Roles = append(bar.Roles, web.DevChoice{Value: p.Login, Label: p.Title, Now: p.ID == a.Who.Person})
		}
		return err
	})
	if err != nil {
		s.Log.Warn("roles of the sample", "err", err)
	}
	return bar
}
