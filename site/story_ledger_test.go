package site_test

import (
	"context"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/ledger"
)

// stepVerify checks a kept receipt or promise against the office's key.
func (p *player) stepVerify(a []string) {
	if _, err := ledger.Verify([]byte(p.kept[a[0]]), p.site.Ledger.Key()); err != nil {
		p.fail("%v\n%s", err, p.kept[a[0]])
	}
}

// stepVerifyAltered alters one byte after the other: none may go unseen.
func (p *player) stepVerifyAltered(a []string) {
	text := []byte(p.kept[a[0]])
	if len(text) == 0 {
		p.fail("%s is empty", a[0])
	}
	for i := range text {
		text[i] ^= 1
		if _, err := ledger.Verify(text, p.site.Ledger.Key()); err == nil {
			p.fail("byte %d altered, and it still verifies:\n%s", i, text)
		}
		text[i] ^= 1
	}
}

// stepDayOff announces a day off, as the office's list of holidays does when it
// is imported anew.
func (p *player) stepDayOff(a []string) {
	who := kheo.Caller{At: p.clock.now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
	err := p.site.DB.Write(p.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return calendar.Edit(ctx, tx, who, calendar.Day{Date: kheo.Date(a[0]), Name: a[1], Kind: calendar.Closed, Source: "Công điện (mẫu)"})
	})
	if err != nil {
		p.fail("%v", err)
	}
}

// stepRun does now what jobs do by themselves.
func (p *player) stepRun(a []string) {
	if a[0] != "jobs" {
		p.fail("run jobs")
	}
	if err := p.site.Tick(p.t.Context(), p.clock.now()); err != nil {
		p.fail("%v", err)
	}
}
