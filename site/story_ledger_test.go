package site_test

// Receipts in stories.

func (p *player) stepVerify(a []string)        { p.fail("not yet") }
func (p *player) stepVerifyAltered(a []string) { p.fail("not yet") }
func (p *player) stepRun(a []string)           { p.fail("not yet") }
