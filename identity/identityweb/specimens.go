package identityweb

import (
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/unit"
)

// Specimens are the pages in their states.
func Specimens() []web.Specimen {
	board := unit.Body{ID: "0195a1c2-7b1e-7c3d-8e4f-0123456789ab", Name: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước"}
	lead := identity.Person{ID: "0195a1c2-7b1e-7c3d-8e4f-0123456789ac", Login: "lanh-dao-huyen", Title: "Lãnh đạo Ban của Huyện ủy Cần Đước", Roles: []identity.Held{
		{ID: "1", Role: identity.HostLead, Unit: board.ID, Span: kheo.Span{From: "2023-01-03", To: "2023-02-19"}},
		{ID: "2", Role: identity.HostLead, Unit: board.ID, Span: kheo.Span{From: "2023-02-20"}}}}
	none := identity.Person{ID: "0195a1c2-7b1e-7c3d-8e4f-0123456789ad", Login: "can-bo-moi", Title: "Cán bộ dân vận"}
	closed := none
	closed.Closed = true
	admin := identity.Person{ID: "0195a1c2-7b1e-7c3d-8e4f-0123456789ae", Login: "quan-tri", Title: "Quản trị", Roles: []identity.Held{
		{ID: "3", Role: identity.Admin, Span: kheo.Span{From: "2023-01-03"}}}}
	list := []unit.Body{board}
	all := peoplePage{People: []identity.Person{lead, none, closed, admin}, Bodies: byID(list)}
	mend := all
	mend.Login, mend.Title = "lanh-dao-huyen", ""
	mend.Faults = kheo.Faults{{Field: "login", Key: "identity.fault.taken"}, {Field: "title", Key: "identity.fault.title"}}
	began := time.Date(2026, 11, 23, 1, 5, 0, 0, time.UTC)
	open := []identity.Open{{ID: "1", Device: "Chrome/Android", Began: began, Seen: began.Add(time.Hour), Here: true},
		{ID: "2", Device: "Firefox/Windows", Began: began.Add(-26 * time.Hour), Seen: began.Add(-20 * time.Hour)}, {ID: "3", Began: began, Seen: began}}
	papers := []string{"K3M7-Q2XR-PTWV-B4H6", "NZ5J-AAQ7-2KXC-77LM"}
	wrong := kheo.Faults{{Field: "code", Key: "identity.fault.code"}}
	var specimens []web.Specimen
	for _, s := range []struct {
		name string
		page func(v web.View) web.Page
	}{
		{"sign in", doorPage{}.page},
		{"sign in, wrong", doorPage{Login: "lanh-dao-huyen", Next: "/ban-viec", Faults: kheo.Faults{{Field: "password", Key: "identityweb.fault.wrong"}}}.page},
		{"sign in, with work", doorPage{Login: "lanh-dao-huyen", Puzzle: guard.Puzzle{Text: "AZ7K", Bits: 16, Wait: 30}, Faults: kheo.Faults{{Key: "identityweb.fault.work"}}}.page},
		{"the code", secondPage{}.page},
		{"the code, wrong", secondPage{Next: "/ban-viec", Faults: wrong}.page},
		{"account", accountPage{Open: open}.page},
		{"account, one place", accountPage{Open: open[:1], Coded: true, Left: 2}.page},
		{"account, a code is wanted", accountPage{Open: open[:1], Lacks: true}.page},
		{"code, none", codePage{}.page},
		{"code, offered", codePage{Login: "lanh-dao-huyen", Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}.page},
		{"code, to type again", codePage{Waits: true, Faults: wrong}.page},
		{"code, just set", codePage{Coded: true, Papers: papers}.page},
		{"code, set", codePage{Coded: true}.page},
		{"code, to drop, wrong", codePage{Coded: true, Faults: wrong}.page},
		{"password", passwordPage{}.page},
		{"password, to mend", passwordPage{Faults: kheo.Faults{{Field: "old", Key: "identityweb.fault.old"}, {Field: "password", Key: "identity.fault.short", Args: []any{"n", 12}}, {Field: "again", Key: "identityweb.fault.again"}}}.page},
		{"people", all.page},
		{"people, to mend", mend.page},
		{"person", personPage{Person: lead, Bodies: list}.page},
		{"person, just added", personPage{Person: none, Bodies: list, Password: "K3M7Q2XRPTWVB4H6NZ5J"}.page},
		{"person, role to mend", personPage{Person: lead, Bodies: list, Give: identity.Held{Role: identity.Admin, Unit: board.ID}, Faults: kheo.Faults{{Field: "unit", Key: "identity.fault.unit"}, {Field: "from", Key: "identity.fault.from"}}}.page},
		{"person, with a code", personPage{Person: lead, Bodies: list, Coded: true}.page},
		{"person, closed", personPage{Person: closed, Bodies: list}.page},
		{"oneself", personPage{Person: admin, Bodies: list, Self: true}.page},
	} {
		specimens = append(specimens, web.Specimen{Name: s.name, Page: s.page})
	}
	specimens = append(specimens, passkeySpecimens(began)...)
	return append(specimens, officeSpecimens(lead, list, open[:1])...)
}

// officeSpecimens are the pages where the office has accounts of its own.
func officeSpecimens(lead identity.Person, list []unit.Body, open []identity.Open) (specimens []web.Specimen) {
	for _, s := range []struct {
		name string
		page func(v web.View) web.Page
	}{
		{"sign in, by the office's account", doorPage{Office: true, Shut: "identityweb.fault.office-unknown"}.page},
		{"account, tied", accountPage{Open: open, Office: true, Linked: true, Before: open[0].Began.Add(-26 * time.Hour)}.page},
		{"office's account", linkPage{}.page},
		{"office's account, one step more", linkPage{Leave: "https://dang-nhap.example/"}.page},
		{"office's account, tied, wrong", linkPage{Linked: true, Faults: kheo.Faults{{Field: "password", Key: "identityweb.fault.old"}}}.page},
		{"person, to tie", personPage{Person: lead, Bodies: list, Office: true, Subject: "1", Faults: kheo.Faults{{Field: "subject", Key: "identity.fault.linked"}}}.page},
		{"person, tied", personPage{Person: lead, Bodies: list, Office: true, Linked: true}.page},
	} {
		specimens = append(specimens, web.Specimen{Name: s.name, Page: s.page})
	}
	return specimens
}

// passkeySpecimens are the pages of passkeys.
func passkeySpecimens(began time.Time) (specimens []web.Specimen) {
	ask := ceremony{Options: "{}", Sealed: "x"}
	keys := []identity.Passkey{{ID: "1", Name: "điện thoại", Made: began.Add(-48 * time.Hour), Used: began}, {ID: "2", Name: "máy ở cơ quan", Made: began}}
	for _, s := range []struct {
		name string
		page func(v web.View) web.Page
	}{
		{"sign in, by a passkey", doorPage{Ask: ask, Office: true, Shut: "identityweb.fault.passkey-copied"}.page},
		{"account, with a passkey", accountPage{Keyed: true}.page},
		{"passkeys, none", passkeyPage{Ask: ask}.page},
		{"passkeys", passkeyPage{Keys: keys, Ask: ask}.page},
		{"passkeys, to mend", passkeyPage{Keys: keys, Ask: ask, Faults: kheo.Faults{{Field: "password", Key: "identityweb.fault.old"}, {Field: "name", Key: "identity.fault.passkey-name"}}}.page},
		{"person, with a passkey", personPage{Person: identity.Person{ID: "0195a1c2-7b1e-7c3d-8e4f-0123456789ad", Login: "can-bo-moi", Title: "Cán bộ dân vận"}, Keyed: true}.page},
	} {
		specimens = append(specimens, web.Specimen{Name: s.name, Page: s.page})
	}
	return specimens
}
