package site_test

import (
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

// stepRun does now what jobs do by themselves.
func (p *player) stepRun(a []string) {
	if a[0] != "jobs" {
		p.fail("run jobs")
	}
	if err := p.site.Tick(p.t.Context(), p.clock.now()); err != nil {
		p.fail("%v", err)
	}
}
