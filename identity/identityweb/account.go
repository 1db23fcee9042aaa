package identityweb

import (
	"context"
	"net/http"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// An accountPage is one's own: where one is signed in, and by what one does.
type accountPage struct {
	Open   []identity.Open
	Coded  bool
	Left   int64     // codes on paper
	Lacks  bool      // a role wants the code that is not there
	Before time.Time // when one had last signed in
	Office bool      // the office has accounts of its own
	Linked bool      // and one's own is tied
	Keyed  bool      // one has a passkey
	Taken  []identity.Taken

	bodies bodies
}

func (s accountPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.account-own"), Body: accountBody(v, s), Private: true}
}

// own lets those through who are signed in; others are led to the door.
func (p pages) own(w http.ResponseWriter, a *web.Ask, show func() error) error {
	if a.Who.Person == "" {
		return a.Go(w, a.To("identity.sign-in")+nextTo(a.URL.Path))
	}
	return show()
}

func (p pages) account(w http.ResponseWriter, a *web.Ask) error {
	return p.own(w, a, func() error {
		s := accountPage{Office: p.Office != nil}
		err := a.Read(func(ctx context.Context, tx *db.Tx) error {
			var err error
			if s.Open, err = identity.Sessions(ctx, tx, a.Who, p.Cookies.Token(a.Request), p.Now()); err != nil {
				return err
			}
			if s.Coded, err = identity.HasCode(ctx, tx, a.Who.Person); err != nil {
				return err
			}
			if s.Left, err = identity.PapersLeft(ctx, tx, a.Who); err != nil {
				return err
			}
			if s.Taken, err = identity.TakenOver(ctx, tx, a.Who); err != nil {
				return err
			}
			if len(s.Taken) > 0 {
				all, err := unit.AllBodies(ctx, tx)
				if err != nil {
					return err
				}
				s.bodies = byID(all)
			}
			if s.Keyed, err = identity.HasPasskey(ctx, tx, a.Who.Person); err != nil {
				return err
			}
			if s.Linked, err = identity.HasLink(ctx, tx, a.Who.Person); err != nil {
				return err
			}
			found, err := identity.FindSession(ctx, tx, p.Cookies.Token(a.Request), p.Now(), a.Who.At)
			s.Lacks, s.Before = found.Lacks, found.Before
			return err
		})
		if err != nil {
			return err
		}
		return a.Show(w, s.page(a.View))
	})
}

// endSession ends one of one's own sessions, or, when none is named, all others.
func (p pages) endSession(w http.ResponseWriter, a *web.Ask) error {
	if a.Who.Person == "" {
		return kheo.ErrNotFound
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		if id := a.PostFormValue("session"); id != "" {
			return identity.EndOne(ctx, tx, a.Who, id)
		}
		return identity.EndOthers(ctx, tx, a.Who, p.Cookies.Token(a.Request))
	})
	if err != nil {
		return err
	}
	return a.Go(w, a.To("identity.account"))
}
