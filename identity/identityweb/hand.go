package identityweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/unit"
)

// A handPage passes a role to somebody else, and says what is open.
type handPage struct {
	Person identity.Person
	Role   identity.Held
	People []identity.Person
	identity.HandOver
	Faults kheo.Faults

	bodies bodies
}

func (s handPage) page(v web.View) web.Page {
	return web.Page{
		Title: v.T("identityweb.hand"),
		Crumbs: []web.Crumb{{Name: v.T("identityweb.people"), Href: v.To("identity.people")},
			{Name: s.Person.Title, Href: v.To("identity.person", string(s.Person.ID))}, {Name: v.T("identityweb.hand")}},
		Body: handBody(v, s), Private: true,
	}
}

func (p pages) hand(w http.ResponseWriter, a *web.Ask) error {
	return p.showHand(w, a, http.StatusOK, handPage{})
}

func (p pages) showHand(w http.ResponseWriter, a *web.Ask, status int, s handPage) error {
	if err := admin(a); err != nil {
		return err
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error { return s.read(ctx, tx, a) })
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, s.page(a.View))
}

func (s *handPage) read(ctx context.Context, tx *db.Tx, a *web.Ask) error {
	var err error
	if s.Person, err = identity.Find(ctx, tx, personID(a)); err != nil {
		return err
	}
	for _, h := range s.Person.Roles {
		if h.ID == a.PathValue("role") {
			s.Role = h
		}
	}
	if s.Role.ID == "" {
		return kheo.ErrNotFound
	}
	all, err := unit.AllBodies(ctx, tx)
	if err != nil {
		return err
	}
	s.bodies = byID(all)
	people, err := identity.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Closed && p.ID != s.Person.ID {
			s.People = append(s.People, p)
		}
	}
	s.Open, s.Late, err = openIn(ctx, tx, s.Role.Unit, a.Today)
	return err
}

// openIn counts what a body holds that is open, and what of it is late; the
// office as a whole holds nothing itself.
func openIn(ctx context.Context, tx *db.Tx, body kheo.UnitID, on kheo.Date) (open, late int, err error) {
	if body == "" {
		return 0, 0, nil
	}
	f := matter.Filter{Holders: []kheo.UnitID{body}, Open: true}
	if open, err = matter.HowMany(ctx, tx, f); err != nil {
		return 0, 0, err
	}
	f.Late, f.On = true, on
	late, err = matter.HowMany(ctx, tx, f)
	return open, late, err
}

func (p pages) handOver(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	h := identity.HandOver{To: kheo.PersonID(a.PostFormValue("to")), Words: a.PostFormValue("words")}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		var s handPage
		if err := s.read(ctx, tx, a); err != nil {
			return err
		}
		h.Open, h.Late = s.Open, s.Late
		return identity.Hand(ctx, tx, a.Who, s.Role.ID, h)
	})
	if f, ok := web.Mend(err); ok {
		return p.showHand(w, a, http.StatusUnprocessableEntity, handPage{HandOver: h, Faults: f})
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("identity.person", string(h.To)))
}

func (s handPage) toField(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "to", "identityweb.hand-to", string(s.To))
	f.Options = []web.Option{{Label: v.T("identityweb.hand-choose")}}
	for _, p := range s.People {
		f.Options = append(f.Options, web.Option{Value: string(p.ID), Label: p.Title})
	}
	return f
}

func (s handPage) wordsField(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "words", "identityweb.hand-words", s.Words).With(v.T("identityweb.hand-words-help")).May()
	f.Rows = 4
	return f
}

func (s handPage) open(v web.View) string {
	if s.Role.Unit == "" {
		return v.T("identityweb.hand-wide")
	}
	return openThen(v, s.Open, s.Late)
}

func openThen(v web.View, open, late int) string {
	return v.T("identityweb.hand-count", "open", open, "late", late)
}
