package identityweb

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A codePage puts a code app to one's sign-in, or takes it away.
type codePage struct {
	Coded  bool
	Login  string
	Secret string   // offered just now
	Waits  bool     // offered before: its first code is still wanted
	Papers []string // shown this once
	Faults kheo.Faults
}

func (s codePage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.code"), Body: codeBody(v, s), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("identityweb.account-own"), Href: v.To("identity.account")}, {Name: v.T("identityweb.code")}}}
}

func (p pages) code(w http.ResponseWriter, a *web.Ask) error {
	return p.own(w, a, func() error { return p.showCode(w, a, nil) })
}

func (p pages) showCode(w http.ResponseWriter, a *web.Ask, faults kheo.Faults) error {
	s, status := codePage{Faults: faults}, http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		s.Coded, err = identity.HasCode(ctx, tx, a.Who.Person)
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, s.page(a.View))
}

// offerCode makes the secret once the password was shown again.
func (p pages) offerCode(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	login, faults, err := p.checkOld(a, "password")
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return p.showCode(w, a, faults)
	}
	s := codePage{Login: login, Secret: identity.NewSecret()}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.OfferCode(ctx, tx, a.Who, p.Vault, s.Secret)
	})
	if err != nil {
		return err
	}
	return a.Show(w, s.page(a.View))
}

// proveCode takes the first code; every other session ends, this one goes on
// under a new token.
func (p pages) proveCode(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	var s codePage
	var who identity.Person
	err := p.limited(a, a.Who.Person, func() error {
		return a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
			if s.Papers, err = identity.ProveCode(ctx, tx, a.Who, p.Vault, a.PostFormValue("code"), p.Now()); err != nil {
				return err
			}
			who, err = identity.Find(ctx, tx, a.Who.Person)
			return err
		})
	})
	if faults, bad := web.Mend(err); bad {
		return p.showWaiting(w, a, faults)
	}
	if err != nil {
		return err
	}
	if _, err := p.start(w, a, identity.Start{Login: who.Login, Proved: true}); err != nil {
		return err
	}
	s.Coded = true
	return a.Show(w, s.page(a.View))
}

// showWaiting asks for the first code again. The secret is not shown a second
// time without the password: the app already has it.
func (p pages) showWaiting(w http.ResponseWriter, a *web.Ask, faults kheo.Faults) error {
	return a.ShowStatus(w, http.StatusUnprocessableEntity, codePage{Waits: true, Faults: faults}.page(a.View))
}

// dropCode wants the password and a code: a browser left open is not enough.
func (p pages) dropCode(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	login, faults, err := p.checkOld(a, "password")
	if err != nil {
		return err
	}
	if len(faults) == 0 {
		err = p.limited(a, a.Who.Person, func() error {
			return a.Write(func(ctx context.Context, tx *db.Tx) error {
				if err := p.take(ctx, tx, a, a.Who.Person); err != nil {
					return err
				}
				return identity.DropCode(ctx, tx, a.Who, a.Who.Person)
			})
		})
		if more, bad := web.Mend(err); bad {
			faults, err = more, nil
		}
	}
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return p.showCode(w, a, faults)
	}
	if _, err := p.start(w, a, identity.Start{Login: login, Proved: true}); err != nil {
		return err
	}
	return a.Go(w, a.To("identity.account"))
}

// take spends the code that was typed, or says that it is none.
func (p pages) take(ctx context.Context, tx *db.Tx, a *web.Ask, id kheo.PersonID) error {
	ok, err := identity.TakeCode(ctx, tx, p.Vault, id, a.PostFormValue("code"), p.Now())
	switch {
	case errors.Is(err, identity.ErrSpent): // somebody looked over a shoulder, or a tap came twice
		a.Refused("code-spent")
	case err != nil:
		return err
	case !ok:
		a.Refused("code")
	}
	var f kheo.Faults
	f.Need(ok, "code", "identity.fault.code")
	return f.Err()
}

// limited counts a try of a code. Six digits are few, so past the limit one
// waits; only who has shown the password comes this far, so nobody can make
// another wait.
func (p pages) limited(a *web.Ask, id kheo.PersonID, try func() error) error {
	at, own := p.Now(), "code:"+string(id)
	if !p.Tries.Try(at, own, own) {
		return kheo.Faults{{Field: "code", Key: "identityweb.fault.many"}}
	}
	err := try()
	if err == nil {
		p.Tries.Forgive(at, own, own)
	}
	return err
}

// A secondPage asks for the code after the password.
type secondPage struct {
	Next   string
	Faults kheo.Faults
}

func (s secondPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.second"), Body: secondBody(v, s), Private: true}
}

// halfIn is who showed the password in this browser just now.
func (p pages) halfIn(a *web.Ask) (who identity.Person, err error) {
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		who, err = identity.HalfIn(ctx, tx, p.Cookies.Token(a.Request), p.Now())
		return err
	})
	return who, err
}

func (p pages) second(w http.ResponseWriter, a *web.Ask) error {
	switch _, err := p.halfIn(a); {
	case errors.Is(err, kheo.ErrNotFound): // too late, or never: from the start
		return a.Go(w, a.To("identity.sign-in"))
	case err != nil:
		return err
	}
	return a.Show(w, secondPage{Next: safe(a, a.URL.Query().Get("next"))}.page(a.View))
}

func (p pages) takeSecond(w http.ResponseWriter, a *web.Ask) error {
	s := secondPage{Next: safe(a, a.PostFormValue("next"))}
	who, err := p.halfIn(a)
	if errors.Is(err, kheo.ErrNotFound) {
		return a.Go(w, a.To("identity.sign-in"))
	}
	if err != nil {
		return err
	}
	err = p.limited(a, who.ID, func() error {
		return a.Write(func(ctx context.Context, tx *db.Tx) error { return p.take(ctx, tx, a, who.ID) })
	})
	if faults, bad := web.Mend(err); bad {
		s.Faults = faults
		return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page(a.View))
	}
	if err != nil {
		return err
	}
	if _, err := p.start(w, a, identity.Start{Login: who.Login, Proved: true}); err != nil {
		return err
	}
	return a.Go(w, after(a, s.Next))
}

// spaced sets the secret in fours, to be typed by hand.
func spaced(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
