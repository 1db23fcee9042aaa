package identityweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A passkeyPage lists one's passkeys, makes one more and takes one away.
type passkeyPage struct {
	Keys   []identity.Passkey
	Ask    ceremony
	Name   string // as typed
	Faults kheo.Faults
}

func (s passkeyPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.passkeys"), Body: passkeyBody(v, s), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("identityweb.account-own"), Href: v.To("identity.account")}, {Name: v.T("identityweb.passkeys")}}}
}

func (s passkeyPage) name(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "name", "identityweb.passkey-name", s.Name).With(v.T("identityweb.passkey-name-help"))
	f.Complete = "off"
	return f
}

// choose names one to take away.
func (s passkeyPage) choose(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "key", "identityweb.passkey-which", "")
	for _, k := range s.Keys {
		label := k.Name + ", " + v.T("identityweb.passkey-made", "at", v.Clock(k.Made))
		if !k.Used.IsZero() {
			label += ", " + v.T("identityweb.seen", "at", v.Clock(k.Used))
		}
		f.Options = append(f.Options, web.Option{Value: k.ID, Label: label})
	}
	return f
}

func (s passkeyPage) password(v web.View, name string) web.Field {
	f := web.FieldFor(v, s.Faults, name, "identityweb.old", "")
	f.Type, f.Complete = "password", "current-password"
	return f
}

func (p pages) passkeys(w http.ResponseWriter, a *web.Ask) error {
	return p.own(w, a, func() error { return p.showPasskeys(w, a, passkeyPage{}) })
}

// owner is who asks, with their passkeys.
func (p pages) owner(a *web.Ask) (of holder, err error) {
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if of.who, err = identity.Find(ctx, tx, a.Who.Person); err != nil {
			return err
		}
		of.keys, err = identity.Passkeys(ctx, tx, a.Who)
		return err
	})
	return of, err
}

func (p pages) showPasskeys(w http.ResponseWriter, a *web.Ask, s passkeyPage) error {
	of, err := p.owner(a)
	if err != nil {
		return err
	}
	s.Keys = of.keys
	if s.Ask, err = p.devices.forNew(a, p.Vault, p.Now(), of); err != nil {
		return err
	}
	status := http.StatusOK
	if len(s.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.ShowStatus(w, status, s.page(a.View))
}

// addPasskey keeps what the device made, once the password was shown again.
func (p pages) addPasskey(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	s := passkeyPage{Name: a.PostFormValue("name")}
	_, faults, err := p.checkOld(a, "password")
	if err != nil {
		return err
	}
	if s.Faults = faults; len(faults) > 0 {
		return p.showPasskeys(w, a, s)
	}
	of, err := p.owner(a)
	if err != nil {
		return err
	}
	k, err := p.devices.made(a, p.Vault, p.Now(), of)
	if errors.Is(err, errPasskey) {
		a.Refused(errPasskey.Error())
		s.Faults = kheo.Faults{{Field: "name", Key: "identityweb.fault.passkey-made"}}
		return p.showPasskeys(w, a, s)
	}
	if err != nil {
		return err
	}
	k.Name = s.Name
	err = a.Write(func(ctx context.Context, tx *db.Tx) error { return identity.AddPasskey(ctx, tx, a.Who, k) })
	if faults, bad := web.Mend(err); bad {
		s.Faults = faults
		return p.showPasskeys(w, a, s)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("identity.passkeys"))
}

// dropPasskey wants the password; every other session ends, this one goes on
// under a new token.
func (p pages) dropPasskey(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	login, faults, err := p.checkOld(a, "again")
	if err != nil {
		return err
	}
	faults.Need(a.PostFormValue("key") != "", "key", "identityweb.fault.passkey-which")
	if len(faults) > 0 {
		return p.showPasskeys(w, a, passkeyPage{Faults: faults})
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.DropPasskey(ctx, tx, a.Who, a.PostFormValue("key"))
	})
	if err != nil {
		return err
	}
	if _, err := p.start(w, a, identity.Start{Login: login, Proved: true}); err != nil {
		return err
	}
	return a.Go(w, a.To("identity.passkeys"))
}

func (p pages) dropPasskeys(w http.ResponseWriter, a *web.Ask) error {
	return p.undo(w, a, identity.DropPasskeys)
}

// enterByPasskey signs in whoever's device signed what the door asked.
func (p pages) enterByPasskey(w http.ResponseWriter, a *web.Ask) error {
	next := safe(a, a.PostFormValue("next"))
	var k identity.Passkey
	var who identity.Person
	signs, err := p.devices.signed(a, p.Vault, p.Now(), func(credential string) (identity.Passkey, identity.Person, error) {
		err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			k, who, err = identity.FindPasskey(ctx, tx, credential)
			return err
		})
		return k, who, err
	})
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return identity.UsePasskey(ctx, tx, k, signs, p.Now()) })
	}
	if errors.Is(err, errPasskey) || errors.Is(err, errCopied) {
		why, key := errPasskey, "identityweb.fault.passkey"
		if errors.Is(err, errCopied) {
			why, key = errCopied, "identityweb.fault.passkey-copied"
		}
		a.Refused(why.Error())
		return p.showDoor(w, a, http.StatusForbidden, doorPage{Next: next, Shut: key})
	}
	if err != nil {
		return err
	}
	if _, err := p.start(w, a, identity.Start{Login: who.Login, Proved: true, Strong: true}); err != nil {
		return err
	}
	return a.Go(w, after(a, next))
}
