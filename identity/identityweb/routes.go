// Package identityweb is the pages of those who sign in: the door, one's own
// password, and for administrators who holds which role, in which body, from
// which day to which.
package identityweb

import (
	"net/http"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/seal"
	"kheo/internal/web"
	"kheo/internal/web/guard"
)

// Deps are what the site hands in.
type Deps struct {
	Cookies Cookies
	Hasher  *identity.Hasher
	Tries   *identity.Tries
	Vault   *seal.Vault
	Office  *Provider        // of the office's own accounts; nil: there is none
	Now     func() time.Time // the real clock: sessions and tries know no other
}

// Routes of the pages.
func Routes(d Deps) []web.Route {
	p := pages{d, guard.NewWork(), &devices{spent: map[string]int64{}}}
	return []web.Route{
		{Name: "identity.sign-in", Method: "GET", VI: "/dang-nhap", EN: "/sign-in", Handle: p.door},
		{Name: "identity.sign-in", Method: "POST", VI: "/dang-nhap", EN: "/sign-in", Handle: p.signIn},
		{Name: "identity.sign-out", Method: "POST", VI: "/dang-xuat", EN: "/sign-out", Handle: p.signOut},
		{Name: "identity.second", Method: "GET", VI: "/dang-nhap/ma-so", EN: "/sign-in/code", Handle: p.second},
		{Name: "identity.second", Method: "POST", VI: "/dang-nhap/ma-so", EN: "/sign-in/code", Handle: p.takeSecond},
		{Name: "identity.office", Method: "GET", VI: "/dang-nhap/co-quan", EN: "/sign-in/office", Handle: p.leave},
		{Name: "identity.office-back", Method: "GET", VI: back, Handle: p.comeBack},
		{Name: "identity.link", Method: "GET", VI: "/tai-khoan/co-quan", EN: "/account/office", Handle: p.link},
		{Name: "identity.link", Method: "POST", VI: "/tai-khoan/co-quan", EN: "/account/office", Handle: p.leaveToLink},
		{Name: "identity.unlink", Method: "POST", VI: "/tai-khoan/co-quan/bo", EN: "/account/office/drop", Handle: p.unlink},
		{Name: "identity.passkey", Method: "POST", VI: "/dang-nhap/khoa", EN: "/sign-in/passkey", Handle: p.enterByPasskey},
		{Name: "identity.passkeys", Method: "GET", VI: "/tai-khoan/khoa", EN: "/account/passkeys", Handle: p.passkeys},
		{Name: "identity.passkeys", Method: "POST", VI: "/tai-khoan/khoa", EN: "/account/passkeys", Handle: p.addPasskey},
		{Name: "identity.drop-passkey", Method: "POST", VI: "/tai-khoan/khoa/bo", EN: "/account/passkeys/drop", Handle: p.dropPasskey},
		{Name: "identity.account", Method: "GET", VI: "/tai-khoan", EN: "/account", Handle: p.account},
		{Name: "identity.end-session", Method: "POST", VI: "/tai-khoan/thoat-noi-khac", EN: "/account/sign-out-elsewhere", Handle: p.endSession},
		{Name: "identity.code", Method: "GET", VI: "/tai-khoan/ma-so", EN: "/account/code", Handle: p.code},
		{Name: "identity.code", Method: "POST", VI: "/tai-khoan/ma-so", EN: "/account/code", Handle: p.offerCode},
		{Name: "identity.prove-code", Method: "POST", VI: "/tai-khoan/ma-so/thu", EN: "/account/code/prove", Handle: p.proveCode},
		{Name: "identity.drop-code", Method: "POST", VI: "/tai-khoan/ma-so/bo", EN: "/account/code/drop", Handle: p.dropCode},
		{Name: "identity.password", Method: "GET", VI: "/mat-khau", EN: "/password", Handle: p.password},
		{Name: "identity.password", Method: "POST", VI: "/mat-khau", EN: "/password", Handle: p.setPassword},
		{Name: "identity.people", Method: "GET", VI: "/can-bo", EN: "/staff", Handle: p.people},
		{Name: "identity.people", Method: "POST", VI: "/can-bo", EN: "/staff", Handle: p.add},
		{Name: "identity.demand", Method: "POST", VI: "/can-bo/ma-so", EN: "/staff/code", Handle: p.demand},
		{Name: "identity.person", Method: "GET", VI: "/can-bo/{id}", EN: "/staff/{id}", Handle: p.person},
		{Name: "identity.give", Method: "POST", VI: "/can-bo/{id}/giao-vai", EN: "/staff/{id}/give-role", Handle: p.give},
		{Name: "identity.end", Method: "POST", VI: "/can-bo/{id}/thoi-vai", EN: "/staff/{id}/end-role", Handle: p.end},
		{Name: "identity.hand", Method: "GET", VI: "/can-bo/{id}/ban-giao/{role}", EN: "/staff/{id}/hand-over/{role}", Handle: p.hand},
		{Name: "identity.hand", Method: "POST", VI: "/can-bo/{id}/ban-giao/{role}", EN: "/staff/{id}/hand-over/{role}", Handle: p.handOver},
		{Name: "identity.renew", Method: "POST", VI: "/can-bo/{id}/mat-khau", EN: "/staff/{id}/password", Handle: p.renew},
		{Name: "identity.end-all", Method: "POST", VI: "/can-bo/{id}/thoat", EN: "/staff/{id}/sign-out", Handle: p.endAll},
		{Name: "identity.reset-code", Method: "POST", VI: "/can-bo/{id}/bo-ma-so", EN: "/staff/{id}/drop-code", Handle: p.resetCode},
		{Name: "identity.drop-passkeys", Method: "POST", VI: "/can-bo/{id}/bo-khoa", EN: "/staff/{id}/drop-passkeys", Handle: p.dropPasskeys},
		{Name: "identity.link-person", Method: "POST", VI: "/can-bo/{id}/co-quan", EN: "/staff/{id}/office", Handle: p.linkPerson},
		{Name: "identity.unlink-person", Method: "POST", VI: "/can-bo/{id}/bo-co-quan", EN: "/staff/{id}/drop-office", Handle: p.unlinkPerson},
		{Name: "identity.close", Method: "POST", VI: "/can-bo/{id}/dong", EN: "/staff/{id}/close", Handle: p.close},
	}
}

type pages struct {
	Deps
	work    *guard.Work
	devices *devices
}

// admin lets administrators through; for others these pages do not exist.
func admin(a *web.Ask) error {
	if !a.Who.Can(identity.MayAdmin, "") {
		return kheo.ErrNotFound
	}
	return nil
}

// Desk is where an administrator works who holds no role in a body; nowhere in
// particular for everybody else.
func Desk(who kheo.Caller) web.Place {
	if !who.Can(identity.MayAdmin, "") {
		return web.Place{}
	}
	for _, g := range who.Grants {
		if g.Unit != "" {
			return web.Place{}
		}
	}
	return web.Place{Key: "identityweb.people", Route: "identity.people"}
}

// Cookies keep a session's token in the visitor's browser.
type Cookies struct {
	Plain bool // the sample office, on plain http: no browser sends a secure cookie there
}

func (c Cookies) name(of string) string {
	if c.Plain {
		return "kheo-dev" + of
	}
	return "__Host-kheo" + of
}

// Token is the token a request carries, "" for none.
func (c Cookies) Token(r *http.Request) string { return c.value(r, "") }

// Keep gives the browser a token until it is closed; Drop takes it away.
func (c Cookies) Keep(w http.ResponseWriter, token string) { c.set(w, "", token, 0) }

// Drop takes the token away.
func (c Cookies) Drop(w http.ResponseWriter) { c.set(w, "", "", -1) }

func (c Cookies) value(r *http.Request, of string) string {
	k, err := r.Cookie(c.name(of))
	if err != nil {
		return ""
	}
	return k.Value
}

func (c Cookies) set(w http.ResponseWriter, of, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: c.name(of), Value: value, Path: "/", MaxAge: age,
		Secure: !c.Plain, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
