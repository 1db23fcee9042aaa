package concernweb

import (
	"cmp"
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/triage"
	"kheo/verdict"
)

// verdict is what the author may say now, in at most three taps, or what was
// said and until when they may change their mind.
func (f facts) verdict(v web.View) said {
	if !f.Own {
		return said{}
	}
	until := cmp.Or(f.Mind, f.M.SpeakBy)
	running := until == "" || v.Today <= until
	x := said{Change: running}
	if until != "" {
		x.Until = v.DayName(until)
	}
	switch s := f.M.State; {
	case s == matter.Answered && f.spoke():
		x.Said = v.T("concernweb.verdict.said-one")
	case s == matter.Answered:
		x.Ask, x.Change = true, false
		x.Box = web.Verdict{Question: v.T("concernweb.verdict.ask"), Only: v.T("concernweb.verdict.only"), Action: v.To("concern.speak", f.C.Code), Field: "settled",
			Yes:     web.VerdictButton{Value: "yes", Label: v.T("concernweb.verdict.yes"), Next: v.T("concernweb.verdict.yes-next")},
			No:      web.VerdictButton{Value: "no", Label: v.T("concernweb.verdict.no"), Next: v.T("concernweb.verdict.no-next")},
			Silence: v.T("concernweb.verdict.silence")}
	case s == matter.Confirmed:
		x.Said = v.T("concernweb.verdict.said-yes")
	case s == matter.Reopened:
		x.Said, x.Change = v.T("concernweb.verdict.said-no", "body", f.Bodies.Name(v, f.S.Holder)), false
	case s == matter.Lapsed:
		x.Said = v.T("concernweb.verdict.lapsed")
	default:
		return said{}
	}
	return x
}

// spoke tells whether the visitor's own voice found the last answer settled,
// while others have still to speak.
func (f facts) spoke() bool {
	m, _ := f.answered()
	said := false
	for _, w := range f.Words {
		if w.Voice == f.C.ID && w.Round == m.N {
			said = w.Settled
		}
	}
	return said
}

// ended says why it goes no further: the reason from the list with its route.
func (f facts) ended(v web.View) ended {
	last := f.last()
	if !f.Own { // what an officer wrote to the author is for the author
		last.Note = ""
	}
	switch f.M.State {
	case matter.Refused:
		e := ended{Title: v.T("concernweb.ended.refused"), Reason: last.Reason, Note: last.Note}
		for _, r := range f.Reasons {
			if r.ID == last.Reason && v.English() {
				e.Reason, e.Go = cmp.Or(r.TextEN, r.Text), cmp.Or(r.GoEN, r.Go)
			} else if r.ID == last.Reason {
				e.Reason, e.Go = r.Text, r.Go
			}
		}
		return e
	case matter.RoutedOut:
		return ended{Title: v.T("concernweb.ended.routed_out"), Reason: v.T("concernweb.ended.routed_out-says", "day", kheo.DateOf(last.At)), Note: last.Note,
			Link: v.T("concernweb.ended.ways"), Href: way(v, "sorting.ways")}
	case matter.Withdrawn:
		return ended{Title: v.T("concernweb.ended.withdrawn"), Reason: v.T("concernweb.ended.withdrawn-says", "day", kheo.DateOf(last.At))}
	}
	return ended{}
}

// A whyPage asks what is not settled: each reason is a button, so that "not
// settled" takes two taps.
type whyPage struct {
	web.View
	Code, Title string
	Note        string
	Faults      kheo.Faults
}

func (p *pages) askWhy(w http.ResponseWriter, a *web.Ask) error {
	return p.showWhy(w, a, http.StatusOK, "", nil)
}

func (p *pages) showWhy(w http.ResponseWriter, a *web.Ask, status int, note string, faults kheo.Faults) error {
	page := whyPage{View: a.View, Note: note, Faults: faults}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := p.readOwned(ctx, tx, a)
		page.Code, page.Title = f.C.Code, f.title(a.View)
		return err
	})
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	return a.ShowStatus(w, status, page.page())
}

// readOwned is read for the author alone; to anybody else the page is not there.
func (p *pages) readOwned(ctx context.Context, tx *db.Tx, a *web.Ask) (facts, error) {
	f, err := p.read(ctx, tx, a, a.PathValue("code"))
	if err == nil && !f.Own {
		err = kheo.ErrForbidden
	}
	return f, err
}

func (y whyPage) note() web.Field {
	f := web.FieldFor(y.View, y.Faults, "note", "concernweb.verdict.note", y.Note).With(y.T("concernweb.verdict.note-help")).May()
	f.Rows = 3
	return f
}

func (y whyPage) page() web.Page {
	return web.Page{Title: y.T("concernweb.verdict.why"), Verb: "nghe", Private: true, Body: whyBody(y),
		Crumbs: append(listCrumbs(y.View), web.Crumb{Name: y.Code, Href: y.To("concern.show", y.Code)})}
}

// speak takes the author's word. "Not settled" without a reason leads to the
// page that asks for one.
func (p *pages) speak(w http.ResponseWriter, a *web.Ask) error {
	code := a.PathValue("code")
	v := verdict.Verdict{Settled: a.PostFormValue("settled") == "yes", Reason: a.PostFormValue("reason"), Helped: helps(a.Who)}
	if !v.Settled && v.Reason == "" {
		return a.Go(w, a.To("concern.verdict", code))
	}
	note := a.PostFormValue("note")
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return p.Desk.Speak(ctx, tx, a.Who, code, v, note) })
	if faults, ok := web.Mend(err); ok {
		return p.showWhy(w, a, http.StatusUnprocessableEntity, note, faults)
	}
	if err != nil {
		return p.badCode(w, a, code, err)
	}
	return a.Go(w, a.To("concern.show", code))
}

// A leavePage asks once more before a concern is withdrawn.
type leavePage struct {
	web.View
	Code, Title string
}

func (p *pages) askWithdraw(w http.ResponseWriter, a *web.Ask) error {
	var page leavePage
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := p.readOwned(ctx, tx, a)
		page = leavePage{View: a.View, Code: f.C.Code, Title: f.title(a.View)}
		return err
	})
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	return a.Show(w, page.page())
}

func (l leavePage) page() web.Page {
	return web.Page{Title: l.T("concernweb.withdraw.title"), Verb: "nghe", Private: true, Body: leaveBody(l),
		Crumbs: append(listCrumbs(l.View), web.Crumb{Name: l.Code, Href: l.To("concern.show", l.Code)})}
}

func (p *pages) withdraw(w http.ResponseWriter, a *web.Ask) error {
	return then(w, a, func(ctx context.Context, tx *db.Tx, code string) error { return verdict.Withdraw(ctx, tx, a.Who, code) })
}

// unjoin lets a concern that was joined to another go on by itself.
func (p *pages) unjoin(w http.ResponseWriter, a *web.Ask) error {
	return then(w, a, func(ctx context.Context, tx *db.Tx, code string) error {
		return triage.Unmerge(ctx, tx, a.Who, code, a.T("concernweb.own.part-why"))
	})
}

// then does one thing with a concern and shows it.
func then(w http.ResponseWriter, a *web.Ask, do func(ctx context.Context, tx *db.Tx, code string) error) error {
	code := a.PathValue("code")
	if err := a.Write(func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, code) }); err != nil {
		return err
	}
	return a.Go(w, a.To("concern.show", code))
}
