package identityweb

import (
	"slices"

	"kheo"
	"kheo/identity"
	"kheo/internal/web"
)

// also are the other places an administrator keeps.
var also = []web.Place{
	{Key: "identityweb.also-rules", Route: "law.list"},
	{Key: "identityweb.also-calendar", Route: "calendar.show"},
	{Key: "identityweb.also-routing", Route: "sorting.rules"},
	{Key: "identityweb.also-ledger", Route: "ledger.book"},
}

func (d doorPage) login(v web.View) web.Field {
	f := web.FieldFor(v, d.Faults, "login", "identityweb.login", d.Login)
	f.Complete = "username"
	return f
}

func (d doorPage) password(v web.View) web.Field {
	f := web.FieldFor(v, d.Faults, "password", "identityweb.password-word", "")
	f.Type, f.Complete = "password", "current-password"
	return f
}

func (s passwordPage) fields(v web.View) []web.Field {
	old := web.FieldFor(v, s.Faults, "old", "identityweb.old", "")
	fresh := web.FieldFor(v, s.Faults, "password", "identityweb.fresh", "").With(v.T("identityweb.fresh-help"))
	again := web.FieldFor(v, s.Faults, "again", "identityweb.again", "")
	old.Complete, fresh.Complete, again.Complete = "current-password", "new-password", "new-password"
	list := []web.Field{old, fresh, again}
	for i := range list {
		list[i].Type = "password"
	}
	return list
}

func (s peoplePage) fields(v web.View) []web.Field {
	title := web.FieldFor(v, s.Faults, "title", "identityweb.title", s.Title).With(v.T("identityweb.title-help"))
	login := web.FieldFor(v, s.Faults, "login", "identityweb.login", s.Login).With(v.T("identityweb.login-help"))
	title.Complete, login.Complete = "off", "off"
	return []web.Field{title, login}
}

func (s peoplePage) demand(v web.View) web.Field {
	f := web.Field{Name: "role", ID: "demand", Label: v.T("identityweb.demand-roles"), Optional: true}
	for _, l := range identity.Table() {
		f.Options = append(f.Options, web.Option{Value: string(l.Role), Label: v.T("identity.role." + string(l.Role)), Chosen: slices.Contains(s.Demands, l.Role)})
	}
	return f
}

// codeField asks for a code of the app: digits on a phone's keyboard, offered by
// what fills in codes.
func codeField(v web.View, faults kheo.Faults, help string) web.Field {
	f := web.FieldFor(v, faults, "code", "identityweb.code-word", "").With(v.T(help))
	f.Complete, f.Small = "one-time-code", true
	return f
}

func (s codePage) password(v web.View) web.Field {
	f := web.FieldFor(v, s.Faults, "password", "identityweb.old", "")
	f.Type, f.Complete = "password", "current-password"
	return f
}
