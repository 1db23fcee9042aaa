package matterweb

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// A choosePage is the choice of a new holder.
type choosePage struct {
	web.View
	Code, Title string
	Notice      web.Choice
	Due         string // the day stays
	Left        string
	Late        bool
	Give        web.Field
	Why         web.Field
	Form        form
}

// choice is the notice that stands before everything else while nobody holds a
// matter: what ended and when, who must choose, what goes on meanwhile.
func (f facts) choice(v web.View) web.Choice {
	last, chooser := f.Bodies.Name(v, f.S.Last), f.Bodies.Name(v, f.S.Chooser)
	c := web.Choice{
		Title: v.T("matterweb.choice.title", "day", f.S.Ended.Add(1), "body", last),
		Text:  v.T("matterweb.choice.text", "body", last, "chooser", chooser),
	}
	if f.S.Chooser == "" {
		c.Text = v.T("matterweb.choice.nobody", "body", last)
	}
	if f.Do == desk.DoChoose {
		c.Button, c.Href = v.T("matterweb.choice.do"), v.To("matter.choose", f.M.Code)
	}
	var names []string
	for _, x := range f.Candidates {
		u := x.Territory
		names = append(names, u.Short)
		if u.Lat != 0 {
			c.Map.Spots = append(c.Map.Spots, web.Spot{Name: u.Short, Lat: u.Lat, Lon: u.Lon, Size: float64(u.People)})
		}
	}
	c.Map.Label = v.T("matterweb.choice.map.label", "names", strings.Join(names, ", "))
	c.Map.Caption = v.T("matterweb.choice.map", "n", len(f.Candidates))
	return c
}

// choose shows the candidates to the one who may choose; to anybody else the
// page is not there.
func (d Deps) choose(w http.ResponseWriter, a *web.Ask) error {
	return d.chooseForm(w, a, http.StatusOK, form{})
}

func (d Deps) chooseForm(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.read(ctx, tx, a, a.PathValue("code"), a.Today)
		return err
	})
	if err != nil {
		return err
	}
	if f.Do != desk.DoChoose {
		return kheo.ErrNotFound
	}
	p := f.choosePage(a.View, typed)
	return a.ShowStatus(w, status, web.Page{Title: a.T("matterweb.choose.title"), Verb: "lam", Crumbs: p.crumbs(), Body: chooseBody(p), Private: true})
}

func (f facts) choosePage(v web.View, typed form) choosePage {
	p := choosePage{View: v, Code: f.M.Code, Title: f.M.Title, Notice: f.choice(v), Due: v.T("matterweb.choose.due", "day", f.M.Due),
		Left: look.Left(v, f.M.Due, f.On), Late: f.M.Late(f.On), Form: typed}
	p.Notice.Button = ""
	p.Give = web.FieldFor(v, typed.Faults, "to", "matterweb.choose.to", string(typed.To)).With(v.T("matterweb.choose.to.help"))
	p.Why = web.FieldFor(v, typed.Faults, "why", "matterweb.choose.why", typed.Why).With(v.T("matterweb.choose.why.help"))
	var others []web.Option
	for _, c := range f.Candidates {
		for _, b := range c.Bodies {
			f.Bodies[b.ID] = b
			o := web.Option{Value: string(b.ID), Label: f.Bodies.Name(v, b.ID), Help: c.Territory.Name}
			if b.ID == c.Civic {
				o.Help = v.T("matterweb.choose.civic", "place", c.Territory.Name)
				p.Give.Options = append(p.Give.Options, o)
				continue
			}
			others = append(others, o)
		}
	}
	p.Give.Options = append(p.Give.Options, others...) // those that own civic work come first
	return p
}

// chosen records the choice.
func (d Deps) chosen(w http.ResponseWriter, a *web.Ask) error {
	code := a.PathValue("code")
	typed := form{To: kheo.UnitID(a.PostFormValue("to")), Why: a.PostFormValue("why")}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		return matter.Choose(ctx, tx, book, a.Who, code, typed.To, typed.Why)
	})
	if errors.As(err, &typed.Faults) {
		return d.chooseForm(w, a, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("matter.show", code))
}

func (p choosePage) crumbs() []web.Crumb {
	return []web.Crumb{{Name: p.T("deskweb.list.title"), Href: p.To("desk.list")}, {Name: p.Code, Href: p.To("matter.show", p.Code)}}
}
