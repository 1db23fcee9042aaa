package identityweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/lang"
)

// leaving is the cookie of those who are at the provider.
const leaving = "-away"

// leave sends to the provider whoever would sign in by the office's account.
func (p pages) leave(w http.ResponseWriter, a *web.Ask) error {
	if p.Office == nil {
		return kheo.ErrNotFound
	}
	next := safe(a, a.URL.Query().Get("next"))
	address, err := p.part(w, a, away{Next: next})
	if err != nil {
		return p.unmet(w, a, next, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, a.Request, address, http.StatusSeeOther)
	return nil
}

// part seals what the browser keeps while its holder is away.
func (p pages) part(w http.ResponseWriter, a *web.Ask, x away) (address string, err error) {
	x.English = a.English()
	address, sealed, err := p.Office.leave(a.Context(), p.Vault, p.Now(), x)
	if err == nil {
		p.Cookies.set(w, leaving, sealed, int(awayFor.Seconds()))
	}
	return address, err
}

// unmet shows the door again with why the account did not open it. A password
// still does.
func (p pages) unmet(w http.ResponseWriter, a *web.Ask, next string, err error) error {
	status, key := http.StatusForbidden, "identityweb.fault.office-again"
	var why string
	switch {
	case errors.Is(err, errDown):
		status, key, why = http.StatusServiceUnavailable, "identityweb.fault.office-down", errDown.Error()
	case errors.Is(err, kheo.ErrNotFound):
		key, why = "identityweb.fault.office-unknown", "office-unlinked"
	case errors.Is(err, errState):
		why = errState.Error()
	case errors.Is(err, errCode):
		why = errCode.Error()
	case errors.Is(err, errToken):
		why = errToken.Error()
	default:
		return err
	}
	a.Refused(why)
	return p.showDoor(w, a, status, doorPage{Next: next, Shut: key})
}

// comeBack takes whoever comes back from the provider. What the browser kept
// serves once, whatever comes of it.
func (p pages) comeBack(w http.ResponseWriter, a *web.Ask) error {
	if p.Office == nil {
		return kheo.ErrNotFound
	}
	q := a.URL.Query()
	x, err := returned(p.Vault, p.Now(), p.Cookies.value(a.Request, leaving), q.Get("state"))
	p.Cookies.set(w, leaving, "", -1)
	if x.English {
		a.View = a.In(lang.EN)
	}
	var account identity.Account
	var strong bool
	switch {
	case err != nil:
	case x.For != "" && x.For != a.Who.Person: // signed out, or another since
		err = errState
	case q.Get("code") == "": // the provider says no, or the person did
		err = errCode
	default:
		account, strong, err = p.Office.account(a.Context(), p.Now, x, q.Get("code"))
	}
	if err != nil {
		return p.unmet(w, a, x.Next, err)
	}
	if x.For != "" {
		return p.tie(w, a, account)
	}
	return p.enter(w, a, x.Next, account, strong)
}

// enter signs in the one whom the account was tied to.
func (p pages) enter(w http.ResponseWriter, a *web.Ask, next string, account identity.Account, strong bool) error {
	var who identity.Person
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		who, err = identity.FindByAccount(ctx, tx, account)
		return err
	})
	if err != nil {
		return p.unmet(w, a, next, err)
	}
	half, err := p.start(w, a, identity.Start{Login: who.Login, Proved: strong, Strong: strong})
	if err != nil {
		return err
	}
	if half {
		return a.Go(w, a.To("identity.second")+nextTo(next))
	}
	return a.Go(w, after(a, next))
}

func (p pages) tie(w http.ResponseWriter, a *web.Ask, account identity.Account) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.Link(ctx, tx, a.Who, a.Who.Person, account)
	})
	if faults, bad := web.Mend(err); bad {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, linkPage{Faults: faults}.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("identity.account"))
}

// A linkPage ties one's account of the office to one's sign-in, or unties it.
type linkPage struct {
	Linked bool
	Leave  string // where to at the provider, once the password was shown again
	Shut   string // why not
	Faults kheo.Faults
}

func (s linkPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.office"), Body: linkBody(v, s), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("identityweb.account-own"), Href: v.To("identity.account")}, {Name: v.T("identityweb.office")}}}
}

func (s linkPage) password(v web.View) web.Field { return codePage{Faults: s.Faults}.password(v) }

func (p pages) link(w http.ResponseWriter, a *web.Ask) error {
	return p.own(w, a, func() error { return p.showLink(w, a, linkPage{}) })
}

func (p pages) showLink(w http.ResponseWriter, a *web.Ask, s linkPage) error {
	if p.Office == nil {
		return kheo.ErrNotFound
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		s.Linked, err = identity.HasLink(ctx, tx, a.Who.Person)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(s.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.ShowStatus(w, status, s.page(a.View))
}

// leaveToLink shows the way to the provider once the password was shown again. A
// form itself may not lead out of the house, so one more step is on foot.
func (p pages) leaveToLink(w http.ResponseWriter, a *web.Ask) error {
	s, _, err := p.again(a)
	if err != nil || len(s.Faults) > 0 {
		return p.orShow(w, a, s, err)
	}
	s.Leave, err = p.part(w, a, away{For: a.Who.Person})
	if errors.Is(err, errDown) {
		a.Refused(errDown.Error())
		s.Shut = "identityweb.fault.office-down"
		return a.ShowStatus(w, http.StatusServiceUnavailable, s.page(a.View))
	}
	return p.orShow(w, a, s, err)
}

func (p pages) orShow(w http.ResponseWriter, a *web.Ask, s linkPage, err error) error {
	if err != nil {
		return err
	}
	return p.showLink(w, a, s)
}

// again asks whoever changes how they sign in for their password.
func (p pages) again(a *web.Ask) (s linkPage, login string, err error) {
	if p.Office == nil || a.Who.Person == "" {
		return s, "", kheo.ErrNotFound
	}
	login, s.Faults, err = p.checkOld(a, "password")
	return s, login, err
}

// unlink unties one's own; every other session ends, this one goes on under a
// new token.
func (p pages) unlink(w http.ResponseWriter, a *web.Ask) error {
	s, login, err := p.again(a)
	if err != nil || len(s.Faults) > 0 {
		return p.orShow(w, a, s, err)
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error { return identity.Unlink(ctx, tx, a.Who, a.Who.Person) })
	if err != nil {
		return err
	}
	if _, err := p.start(w, a, identity.Start{Login: login, Proved: true}); err != nil {
		return err
	}
	return a.Go(w, a.To("identity.account"))
}

// linkPerson ties the account an administrator names.
func (p pages) linkPerson(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	if p.Office == nil {
		return kheo.ErrNotFound
	}
	subject := a.PostFormValue("subject")
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.Link(ctx, tx, a.Who, personID(a), identity.Account{Issuer: p.Office.Issuer, Subject: subject})
	})
	return p.done(w, a, personPage{Subject: subject}, err)
}

func (p pages) unlinkPerson(w http.ResponseWriter, a *web.Ask) error {
	return p.undo(w, a, identity.Unlink)
}

func (s personPage) subject(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "subject", "identityweb.subject", s.Subject).With(v.T("identityweb.subject-help"))
	f.Complete = "off"
	return f
}
