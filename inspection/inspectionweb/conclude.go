package inspectionweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/unit"
)

// proposalRows is how many recommendations the form has room for.
const proposalRows = 5

// A minutesPage signs the minutes: it shows what will stand in them.
type minutesPage struct {
	web.View
	Code, Title       string
	Form              form
	Paper             paperForm
	Marks             []markCount
	Differs           []markCard
	Strengths, Limits []string
}

func (p minutesPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.minutes"), Verb: "lam", Body: minutesBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

type markCount struct {
	Mark markView
	N    int
}

func (d Deps) showMinutes(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, inspects, func(ctx context.Context, tx *db.Tx, f facts) (drawn, error) {
		p := f.minutesPage(a.View, typed)
		var err error
		p.Paper, err = d.paperForm(ctx, tx, a, f.Side.Team, inspection.MinutesPaper)
		return p, err
	})
}

func (f facts) minutesPage(v web.View, typed form) minutesPage {
	p := minutesPage{View: v, Code: f.I.Code, Title: f.title(v), Form: typed}
	n := map[inspection.Verdict]int{}
	count := func(c markCard, m inspection.Mark) {
		c.Mark = mark(v, m, true)
		n[c.Mark.Verdict]++
		if c.Mark.Verdict == inspection.Differs {
			p.Differs = append(p.Differs, c)
		}
	}
	for _, s := range f.I.Sections {
		for _, b := range s.Boxes {
			x := f.figureView(v, b)
			count(markCard{Title: x.Title, Reported: x.Value, Unit: x.Unit}, b.Mark)
		}
	}
	for _, s := range f.I.Samples {
		count(markCard{Title: s.Name, Reported: s.Reported}, s.Mark)
	}
	for _, x := range []inspection.Verdict{inspection.Verified, inspection.NotVerified, inspection.Differs} {
		p.Marks = append(p.Marks, markCount{mark(v, inspection.Mark{Verdict: x}, true), n[x]})
	}
	p.Strengths, p.Limits = f.found()
	return p
}

func (f facts) found() (strengths, limits []string) {
	for _, x := range f.I.Findings {
		if x.Kind == inspection.Strength {
			strengths = append(strengths, x.Words)
		} else {
			limits = append(limits, x.Words)
		}
	}
	return strengths, limits
}

func (d Deps) sign(w http.ResponseWriter, a *web.Ask) error {
	return d.file(w, a, inspects, inspection.MinutesPaper, d.showMinutes, paper.Press.Minutes, inspection.SignMinutes)
}

// A concludePage gives notice of the conclusion with its recommendations.
type concludePage struct {
	web.View
	Code, Title       string
	Form              form
	Paper             paperForm
	Strengths, Limits []string
	Rows              []proposalRow
	Holders           []choice
}

func (p concludePage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.conclude"), Verb: "lam", Body: concludeBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

type proposalRow struct {
	N                                  int
	Title, Words, Product, Holder, Due string
}

// Field is the name of one of the row's fields.
func (r proposalRow) Field(name string) string { return inspection.Row(r.N-1, name) }

func (d Deps) showConclude(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, concludes, func(ctx context.Context, tx *db.Tx, f facts) (drawn, error) {
		p := f.concludePage(a.View, typed)
		var err error
		if p.Holders, err = f.holders(ctx, tx, a.Today); err != nil {
			return nil, err
		}
		p.Paper, err = d.paperForm(ctx, tx, a, f.Side.Team, inspection.ConclusionPaper)
		return p, err
	})
}

func (f facts) concludePage(v web.View, typed form) concludePage {
	p := concludePage{View: v, Code: f.I.Code, Title: f.title(v), Form: typed}
	p.Strengths, p.Limits = f.found()
	for n := range proposalRows {
		at := func(field string) string { return typed.val(inspection.Row(n, field), "") }
		p.Rows = append(p.Rows, proposalRow{n + 1, at("title"), at("words"), at("product"), at("holder"), at("due")})
	}
	return p
}

// holders are the bodies that may be asked: those of the host, the one in
// charge of civic work first.
func (f facts) holders(ctx context.Context, tx *db.Tx, today kheo.Date) ([]choice, error) {
	territories := []unit.Unit{f.Host}
	if f.Ended != "" {
		territories = f.Lands
	}
	var list []choice
	for _, t := range territories {
		bodies, err := unit.Bodies(ctx, tx, t.ID, today)
		if err != nil {
			return nil, err
		}
		for _, b := range bodies {
			list = append(list, choice{Value: string(b.ID), Label: b.Name})
			if last := len(list) - 1; b.ID == f.Side.Host {
				list[0], list[last] = list[last], list[0]
			}
		}
	}
	return list, nil
}

func (d Deps) conclude(w http.ResponseWriter, a *web.Ask) error {
	p, faults := readPaper(a)
	c := readConclusion(a, &faults)
	err := faults.Err()
	if err == nil && len(c.Check(a.Today)) == 0 {
		err = d.print(a, concludes, inspection.ConclusionPaper, &p, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) (doc.Paper, error) {
			return press.Conclusion(ctx, tx, a.Who, i, c, p)
		})
	}
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.Conclude(ctx, tx, a.Who, a.PathValue("code"), c, p)
		})
	}
	return done(w, a, err, d.showConclude)
}

// readConclusion keeps the rows in which anything was typed.
func readConclusion(a *web.Ask, f *kheo.Faults) inspection.Conclusion {
	c := inspection.Conclusion{Words: words(a, "words")}
	for n := range proposalRows {
		at := func(field string) string { return line(a, inspection.Row(n, field)) }
		r := inspection.Proposal{Title: at("title"), Words: at("words"), Product: at("product"),
			Holder: kheo.UnitID(at("holder")), Due: day(a, inspection.Row(n, "due"), f)}
		if r.Title != "" || r.Words != "" || r.Product != "" || r.Due != "" {
			c.Recommendations = append(c.Recommendations, r)
		}
	}
	return c
}

// A recheckPage sets the day of the re-check, records it, closes the file.
type recheckPage struct {
	web.View
	Code, Title string
	Form        form
	Recs        web.Table
	Sum         string
	Day         string
	DayValue    string
	May         bool // the re-check may be recorded now
	Recorded    []string
	Close       bool
	Left        int
}

func (p recheckPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.recheck"), Verb: "lam", Body: recheckBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

func (d Deps) showRecheck(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, onTeam, func(_ context.Context, _ *db.Tx, f facts) (drawn, error) {
		if !f.I.Reached(inspection.Concluded) {
			return nil, kheo.Wrong{From: string(f.I.Stage), To: "re-check", Possible: []string{string(inspection.Concluded)}}
		}
		return f.recheckPage(a.View, typed), nil
	})
}

func (f facts) recheckPage(v web.View, typed form) recheckPage {
	var s showPage
	f.recommendations(v, &s)
	i := f.I
	p := recheckPage{View: v, Code: i.Code, Title: f.title(v), Form: typed, Recs: s.Recs, Sum: s.RecSum, DayValue: string(i.Recheck.Day), Left: i.Open()}
	if i.Recheck.Day != "" {
		p.Day = v.DayName(i.Recheck.Day)
	}
	recorded := !i.Recheck.At.IsZero()
	p.May = !recorded && (i.Stage == inspection.Remedied || i.Recheck.Day != "" && i.Recheck.Day <= v.Today)
	if recorded {
		p.Recorded = paragraphs(i.Recheck.Words)
	}
	p.Close = f.Side.Conclude && i.Stage != inspection.Closed && (recorded || i.Stage == inspection.Remedied)
	return p
}

func (d Deps) recheck(w http.ResponseWriter, a *web.Ask) error {
	code := a.PathValue("code")
	var faults kheo.Faults
	on := day(a, "day", &faults)
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		switch line(a, "do") {
		case "day":
			if len(faults) > 0 {
				return faults
			}
			return inspection.SetRecheck(ctx, tx, a.Who, code, on)
		case "record":
			return inspection.DoRecheck(ctx, tx, a.Who, code, words(a, "words"))
		}
		return inspection.Close(ctx, tx, a.Who, code)
	})
	return done(w, a, err, d.showRecheck)
}
