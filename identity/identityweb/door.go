package identityweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/guard"
)

// A doorPage asks for login and password.
type doorPage struct {
	Login, Next string
	Puzzle      guard.Puzzle // after many tries: nobody is locked out by another's
	Office      bool         // the office has accounts of its own
	Ask         ceremony     // for a passkey
	Shut        string       // why another way in did not open
	Faults      kheo.Faults
}

func (d doorPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.sign-in"), Body: doorBody(v, d), Private: true}
}

func (p pages) door(w http.ResponseWriter, a *web.Ask) error {
	return p.showDoor(w, a, http.StatusOK, doorPage{Next: safe(a, a.URL.Query().Get("next"))})
}

// showDoor opens the other ways in beside the password.
func (p pages) showDoor(w http.ResponseWriter, a *web.Ask, status int, d doorPage) (err error) {
	d.Office = p.Office != nil
	if d.Ask, err = p.devices.forOne(a, p.Vault, p.Now()); err != nil {
		return err
	}
	return a.ShowStatus(w, status, d.page(a.View))
}

// signIn answers the same, and takes the same time, whether the login exists.
// Past so many tries the device is asked for a little work, never refused:
// others' wrong guesses must lock nobody out.
func (p pages) signIn(w http.ResponseWriter, a *web.Ask) error {
	d := doorPage{Login: strings.TrimSpace(a.PostFormValue("login")), Next: safe(a, a.PostFormValue("next"))}
	at, from := p.Now(), guard.NetworkOf(a.Request)
	if !p.Tries.Try(at, d.Login, from) {
		if errors.As(p.work.Check(at, a.PostForm), &d.Puzzle) {
			d.Faults = kheo.Faults{{Key: "identityweb.fault.work"}}
			return p.showDoor(w, a, http.StatusTooManyRequests, d)
		}
	}
	var kept string
	var first bool
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		kept, first, err = identity.KeptPassword(ctx, tx, d.Login, at)
		return err
	})
	if err != nil {
		return err
	}
	if !p.Hasher.Check(a.PostFormValue("password"), kept) {
		if p.Tries.Over(at, d.Login, from) {
			d.Puzzle = p.work.Issue(at)
		}
		a.Refused("password")
		d.Faults = kheo.Faults{{Field: "password", Key: "identityweb.fault.wrong"}}
		return p.showDoor(w, a, http.StatusUnprocessableEntity, d)
	}
	p.Tries.Forgive(at, d.Login, from)
	if first { // it runs out: its holder chooses one now, after the code where one is asked
		d.Next = a.To("identity.password")
	}
	half, err := p.start(w, a, identity.Start{Login: d.Login})
	if err != nil {
		return err
	}
	if half {
		return a.Go(w, a.To("identity.second")+nextTo(d.Next))
	}
	return a.Go(w, after(a, d.Next))
}

func nextTo(next string) string {
	if next == "" {
		return ""
	}
	return "?next=" + url.QueryEscape(next)
}

// start begins a session, ends the one the browser had, and puts into the Ask
// who it is now; half tells that the second factor is still to be shown.
func (p pages) start(w http.ResponseWriter, a *web.Ask, in identity.Start) (half bool, err error) {
	in.Device = deviceOf(a.UserAgent())
	var token string
	var s identity.Session
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		if err := identity.End(ctx, tx, p.Cookies.Token(a.Request)); err != nil {
			return err
		}
		var err error
		if token, half, err = identity.Begin(ctx, tx, in, p.Now()); err != nil || half {
			return err
		}
		s, err = identity.FindSession(ctx, tx, token, p.Now(), a.Who.At)
		return err
	})
	if err == nil {
		p.Cookies.Keep(w, token)
		s.Caller.Voices = a.Who.Voices
		a.Who = s.Caller
	}
	return half, err
}

func (p pages) signOut(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.End(ctx, tx, p.Cookies.Token(a.Request))
	})
	if err != nil {
		return err
	}
	p.Cookies.Drop(w)
	return a.Go(w, home(a.View))
}

// safe is where to go afterwards when that is a place in this office and not
// the door itself, else "".
func safe(a *web.Ask, next string) string {
	path, _, _ := strings.Cut(next, "?")
	if !web.Local(next) || strings.HasSuffix(path, "/dang-nhap") || strings.HasSuffix(path, "/sign-in") {
		return ""
	}
	return next
}

// after is where one arrives: where one wanted to go, or at one's desk.
func after(a *web.Ask, next string) string {
	desk := Desk(a.Who).Route
	switch {
	case a.Who.Person != "" && len(a.Who.Grants) == 0: // no role yet, or one that wants a second factor
		return a.To("identity.account")
	case next != "":
		return next
	case desk != "":
		return a.To(desk)
	case a.Has("desk.list") && len(a.Who.Grants) > 0:
		return a.To("desk.list")
	}
	return home(a.View)
}

func home(v web.View) string {
	if v.English() {
		return "/en/"
	}
	return "/"
}
