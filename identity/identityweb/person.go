package identityweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// A personPage is one who signs in, with every role past and present.
type personPage struct {
	identity.Person
	Bodies   []unit.Body
	Self     bool          // the administrator looks at themselves
	Coded    bool          // a code is asked at their sign-in
	Keyed    bool          // they have a passkey
	Office   bool          // the office has accounts of its own
	Linked   bool          // and theirs is tied
	Subject  string        // what it is called there, as typed
	Password string        // made just now, shown this once
	Give     identity.Held // as typed
	Faults   kheo.Faults
}

func (s personPage) page(v web.View) web.Page {
	return web.Page{
		Title:   s.Title,
		Crumbs:  []web.Crumb{{Name: v.T("identityweb.people"), Href: v.To("identity.people")}, {Name: s.Title}},
		Body:    personBody(v, s),
		Private: true,
	}
}

func (p pages) person(w http.ResponseWriter, a *web.Ask) error {
	return p.showPerson(w, a, http.StatusOK, personPage{Person: identity.Person{ID: personID(a)}})
}

func personID(a *web.Ask) kheo.PersonID { return kheo.PersonID(a.PathValue("id")) }

// showPerson fills the page from the records.
func (p pages) showPerson(w http.ResponseWriter, a *web.Ask, status int, s personPage) error {
	if err := admin(a); err != nil {
		return err
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if s.Person, err = identity.Find(ctx, tx, s.ID); err != nil {
			return err
		}
		if s.Coded, err = identity.HasCode(ctx, tx, s.ID); err != nil {
			return err
		}
		if s.Keyed, err = identity.HasPasskey(ctx, tx, s.ID); err != nil {
			return err
		}
		if s.Linked, err = identity.HasLink(ctx, tx, s.ID); err != nil {
			return err
		}
		s.Bodies, err = unit.AllBodies(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	s.Self, s.Office = s.ID == a.Who.Person, p.Office != nil
	return a.ShowStatus(w, status, s.page(a.View))
}

// done goes back to the page of the person, or shows it with what to mend.
func (p pages) done(w http.ResponseWriter, a *web.Ask, s personPage, err error) error {
	faults, bad := web.Mend(err)
	switch {
	case bad:
		s.ID, s.Faults = personID(a), faults
		return p.showPerson(w, a, http.StatusUnprocessableEntity, s)
	case err != nil:
		return err
	}
	return a.Go(w, a.To("identity.person", a.PathValue("id")))
}

func (p pages) give(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	h := identity.Held{Role: kheo.Role(a.PostFormValue("role")), Unit: kheo.UnitID(a.PostFormValue("unit"))}
	var err1, err2 error
	h.From, err1 = a.Day("from")
	h.To, err2 = a.Day("to")
	for _, err := range []error{err1, err2} {
		if err != nil {
			return p.done(w, a, personPage{Give: h}, err)
		}
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.GiveRole(ctx, tx, a.Who, personID(a), h)
	})
	return p.done(w, a, personPage{Give: h}, err)
}

func (p pages) end(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.EndRole(ctx, tx, a.Who, a.PostFormValue("role"))
	})
	return p.done(w, a, personPage{}, err)
}

// renew makes a new password, shown once on the page that answers.
func (p pages) renew(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	password := newPassword()
	kept := p.Hasher.Hash(password)
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.SetPassword(ctx, tx, a.Who, personID(a), kept, p.Now().Add(identity.FirstFor))
	})
	if err != nil {
		return err
	}
	return p.showPerson(w, a, http.StatusOK, personPage{Person: identity.Person{ID: personID(a)}, Password: password})
}

// endAll ends the person's sessions; resetCode takes their code app away, too.
func (p pages) endAll(w http.ResponseWriter, a *web.Ask) error { return p.undo(w, a, identity.EndAll) }

func (p pages) resetCode(w http.ResponseWriter, a *web.Ask) error {
	return p.undo(w, a, identity.DropCode)
}

func (p pages) close(w http.ResponseWriter, a *web.Ask) error {
	return p.undo(w, a, identity.ClosePerson)
}

// undo is a use case that needs nothing but whom.
func (p pages) undo(w http.ResponseWriter, a *web.Ask, f func(context.Context, *db.Tx, kheo.Caller, kheo.PersonID) error) error {
	if err := admin(a); err != nil {
		return err
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, a.Who, personID(a)) })
	return p.done(w, a, personPage{}, err)
}

func (s personPage) rolesField(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "role", "identityweb.role", string(s.Give.Role))
	f.Options = []web.Option{{Label: v.T("identityweb.choose")}}
	for _, l := range identity.Table() {
		f.Options = append(f.Options, web.Option{Value: string(l.Role), Label: v.T("identity.role." + string(l.Role))})
	}
	return f
}

// unitField offers the bodies that live today; none for a role in the office
// as a whole.
func (s personPage) unitField(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "unit", "identityweb.unit", string(s.Give.Unit)).With(v.T("identityweb.unit-help"))
	f.Options = []web.Option{{Label: v.T("identityweb.whole-office")}}
	for _, b := range s.Bodies {
		if b.Holds(v.Today) || b.ID == s.Give.Unit {
			f.Options = append(f.Options, web.Option{Value: string(b.ID), Label: b.Name})
		}
	}
	return f
}

func (s personPage) fromField(v web.View) web.Field {
	day := s.Give.From
	if day == "" && len(s.Faults) == 0 {
		day = v.Today
	}
	return web.FieldFor(v, s.Faults, "from", "identityweb.from", string(day))
}

func (s personPage) toField(v web.View) web.Field {
	return web.FieldFor(v, s.Faults, "to", "identityweb.to", string(s.Give.To)).With(v.T("identityweb.to-help")).May()
}

// ending tells whether a role can still be ended on the page.
func (s personPage) ending(v web.View, h identity.Held) bool {
	own := s.Self && h.Role == identity.Admin
	to := byID(s.Bodies).span(h).To
	return !s.Closed && !own && (to == "" || to > v.Today)
}
