package inspectionweb

import (
	"context"
	"net/http"
	"net/url"

	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/scoring"
	"kheo/scoring/beside"
)

// A visitPage is used on a phone, standing up: one card per figure or model,
// three large buttons on each.
type visitPage struct {
	web.View
	Code, Title     string
	Form            form
	Target          string // the card whose form has faults
	Day             string
	NoReport        bool // there is nothing to mark yet
	Early           bool // nothing can be marked today
	Samples         []markCard
	Parts           web.SideNav // sections with how much of each is marked
	Section         *markSection
	Marked, All     int
	Findings        []findingRow
	SectionsToName  []choice
	Models          []choice // models not sampled yet, from the report
	Ended, MayClose bool
	Scores          beside.Sheets // of the body that is visited
}

func (p visitPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.visit"), Verb: "lam", Body: visitBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

// A markSection is the section whose cards are in sight: a phone shows one.
type markSection struct {
	Number, Title string
	Cards         []markCard
}

// A markCard is one thing to mark.
type markCard struct {
	ID, Kind, Title string // Kind: box, sample
	Reported, Unit  string
	Open            link
	Mark            markView
	Found, Why      string
	Faults          bool
}

type findingRow struct {
	ID, Kind, Words, Section string
}

func (d Deps) showVisit(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, inspects, func(ctx context.Context, tx *db.Tx, f facts) (p drawn, err error) {
		page := f.visitPage(a.View, typed, typed.val("muc", a.URL.Query().Get("muc")))
		if f.Side.Host != "" { // an ended body without an heir is not marked any more
			page.Scores, err = beside.Read(ctx, tx, a.Who, scoring.Subject{Kind: scoring.Body, ID: string(f.Side.Host), Body: f.Side.Host})
		}
		return page, err
	})
}

func (f facts) visitPage(v web.View, typed form, asked string) visitPage {
	i := f.I
	p := visitPage{View: v, Code: i.Code, Title: f.title(v), Form: typed, Target: typed.val("target", ""), Day: v.DayName(i.VisitDay()),
		NoReport: !i.Reached(inspection.ReportIn), Early: !i.Reached(inspection.ReportIn) || v.Today < i.VisitDay(), Ended: i.Reached(inspection.Visited), MayClose: i.Stage == inspection.ReportIn && v.Today >= i.VisitDay()}
	for _, s := range i.Samples {
		p.Samples = append(p.Samples, p.card(f, markCard{ID: s.ID, Kind: "sample", Title: s.Name, Reported: s.Reported,
			Open: link{s.Model, v.To("model.show", s.Model)}}, s.Mark))
	}
	f.markSections(v, &p, asked)
	for _, x := range i.Findings {
		row := findingRow{ID: x.ID, Kind: v.T("inspection.finding." + x.Kind), Words: x.Words}
		for _, s := range i.Sections {
			if s.ID == x.Section {
				row.Section = s.Number
			}
		}
		p.Findings = append(p.Findings, row)
	}
	p.Models = f.unsampled(typed)
	return p
}

// markSections lists the sections that have figures and opens one: the one
// asked for, else the first in which something is not marked yet.
func (f facts) markSections(v web.View, p *visitPage, asked string) {
	var all []markSection
	open := -1
	p.Parts.Title = v.T("inspectionweb.outline.short")
	for _, s := range f.I.Sections {
		p.SectionsToName = append(p.SectionsToName, choice{Value: s.ID, Label: s.Number + " " + s.TitleIn(v.Lang), On: p.Form.val("section", "") == s.ID})
		if len(s.Boxes) == 0 {
			continue
		}
		sec, before := markSection{Number: s.Number, Title: s.TitleIn(v.Lang)}, p.Marked
		for _, b := range s.Boxes {
			x := f.figureView(v, b)
			card := markCard{ID: b.ID, Kind: "box", Title: x.Title, Reported: x.Value, Open: x.Open}
			if measured(b) {
				card.Unit = x.Unit
			}
			sec.Cards = append(sec.Cards, p.card(f, card, b.Mark))
		}
		n := p.Marked - before
		if s.Number == asked || asked == "" && open < 0 && n < len(sec.Cards) {
			open = len(all)
		}
		all = append(all, sec)
		p.Parts.Items = append(p.Parts.Items, web.SideItem{Number: s.Number, Name: navName(v, s), Href: v.To("inspection.visit", f.I.Code) + "?muc=" + s.Number + "#so",
			Count: v.Num(int64(n)) + "/" + v.Num(int64(len(sec.Cards)))})
	}
	if len(all) == 0 {
		return
	}
	open = max(open, 0)
	p.Section, p.Parts.Items[open].Here = &all[open], true
}

// card draws one thing with its mark, or with what was typed and refused.
func (p *visitPage) card(f facts, c markCard, m inspection.Mark) markCard {
	c.Mark, c.Found, c.Why = mark(p.View, m, false), m.Found, m.Why
	p.All++
	if m.Verdict != "" {
		p.Marked++
	}
	if c.ID == p.Target && len(p.Form.Faults) > 0 {
		c.Faults, c.Found, c.Why = true, p.Form.val("found."+c.ID, ""), p.Form.val("why."+c.ID, "")
	}
	return c
}

// unsampled are the models of the report that are not on the list yet.
func (f facts) unsampled(typed form) []choice {
	have := map[string]bool{}
	for _, s := range f.I.Samples {
		have[s.Model] = true
	}
	var list []choice
	for _, r := range f.modelsReported() {
		if !have[r.Code] {
			list = append(list, choice{Value: r.Code, Label: r.Title + " (" + r.Code + ")", On: typed.val("model", "") == r.Code})
		}
	}
	return list
}

func (f facts) modelsReported() []indicator.Record {
	for _, s := range f.I.Sections {
		for _, b := range s.Boxes {
			if b.Indicator == "model.ran" && b.Frozen != nil {
				return b.Frozen.Records
			}
		}
	}
	return nil
}

// mark takes every form of the page: a mark, a sample, a finding, the end.
func (d Deps) mark(w http.ResponseWriter, a *web.Ask) error {
	code, to := a.PathValue("code"), ""
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		target := line(a, "target")
		m := inspection.Mark{Verdict: inspection.Verdict(line(a, "verdict")), Found: line(a, "found."+target), Why: line(a, "why."+target)}
		switch line(a, "do") {
		case "box":
			to = "#" + anchor(target)
			return inspection.MarkBox(ctx, tx, a.Who, code, target, m)
		case "sample":
			to = "#" + anchor(target)
			return inspection.MarkSample(ctx, tx, a.Who, code, target, m)
		case "add":
			to = "#mau"
			return inspection.AddSample(ctx, tx, a.Who, code, line(a, "model"), line(a, "reported"))
		case "finding":
			to = "#thay"
			return inspection.AddFinding(ctx, tx, a.Who, code, inspection.Finding{Kind: line(a, "kind"), Words: words(a, "words"), Section: line(a, "section")})
		case "drop":
			to = "#thay"
			return inspection.DropFinding(ctx, tx, a.Who, code, target)
		}
		to = ""
		return inspection.EndVisit(ctx, tx, a.Who, code)
	})
	if f, ok := web.Mend(err); ok {
		for n := range f {
			if f[n].Field == "found" || f[n].Field == "why" {
				f[n].Field += "." + line(a, "target")
			}
		}
		return d.showVisit(w, a, http.StatusUnprocessableEntity, form{Values: a.PostForm, Faults: f})
	}
	if err != nil {
		return err
	}
	if to == "" {
		return a.Go(w, a.To("inspection.show", code))
	}
	if muc := line(a, "muc"); muc != "" {
		to = "?muc=" + url.QueryEscape(muc) + to
	}
	return a.Go(w, a.To("inspection.visit", code)+to)
}
