package identityweb

import (
	"context"
	"net/http"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A passwordPage changes one's own password.
type passwordPage struct{ Faults kheo.Faults }

func (s passwordPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.password"), Body: passwordBody(v, s), Private: true}
}

func (p pages) password(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return a.Go(w, a.To("identity.sign-in")+"?next="+a.URL.Path)
	}
	return a.Show(w, passwordPage{}.page(a.View))
}

// setPassword wants the old one, too; every other session of the person ends.
func (p pages) setPassword(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	login, faults, err := p.checkOld(a, "old")
	if err != nil {
		return err
	}
	s := passwordPage{faults}
	fresh := a.PostFormValue("password")
	if faults, bad := web.Mend(identity.CheckPassword(fresh)); bad {
		s.Faults = append(s.Faults, faults...)
	}
	s.Faults.Need(fresh == a.PostFormValue("again"), "again", "identityweb.fault.again")
	if s.Faults.Err() != nil {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page(a.View))
	}
	kept := p.Hasher.Hash(fresh)
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.SetPassword(ctx, tx, a.Who, a.Who.Person, kept, time.Time{})
	})
	if err != nil {
		return err
	}
	if _, err = p.start(w, a, identity.Start{Login: login, Proved: true}); err != nil {
		return err
	}
	return a.Go(w, after(a, ""))
}

// checkOld asks for the caller's password again, in a field, before a factor
// changes. It counts as a try to sign in: a browser left open is no way to guess.
func (p pages) checkOld(a *web.Ask, field string) (login string, f kheo.Faults, err error) {
	var kept string
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		who, err := identity.Find(ctx, tx, a.Who.Person)
		if err != nil {
			return err
		}
		login = who.Login
		kept, _, err = identity.KeptPassword(ctx, tx, login, p.Now())
		return err
	})
	if err != nil {
		return "", nil, err
	}
	at := p.Now()
	own := "again:" + string(a.Who.Person) // apart from the door: whoever guesses there does not lock this
	if !p.Tries.Try(at, own, own) {
		return login, kheo.Faults{{Field: field, Key: "identityweb.fault.many"}}, nil
	}
	if !p.Hasher.Check(a.PostFormValue(field), kept) {
		a.Refused("password")
		return login, kheo.Faults{{Field: field, Key: "identityweb.fault.old"}}, nil
	}
	p.Tries.Forgive(at, own, own)
	return login, nil, nil
}
