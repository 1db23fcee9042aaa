package inspectionweb

import (
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/internal/web"
	"kheo/matter"
)

// A choiceView is the notice with one link per recommendation that waits.
type choiceView struct {
	web.Choice
	Each []link
}

// choice says what ended and when, what waits, who must choose.
func (f facts) choice(v web.View) *choiceView {
	var waiting []inspection.Recommendation
	for _, r := range f.I.Recommendations {
		if r.Standing.Waiting {
			waiting = append(waiting, r)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	n, s := len(waiting), waiting[0].Standing
	args := []any{"day", s.Ended.Add(1), "host", place(v, f.Host), "body", f.short(v, s.Last), "chooser", f.name(v, s.Chooser),
		"places", countWord(v, len(f.Lands), false)}
	title := "inspectionweb.choice.title"
	if f.Ended == "" {
		title = "inspectionweb.choice.title-body"
	}
	c := &choiceView{Choice: web.Choice{Title: counted(v, title, n, args...), Text: v.T("inspectionweb.choice.text", args...)}}
	if s.Chooser == "" {
		c.Text = v.T("inspectionweb.choice.nobody", args...)
	} else if len(f.Lands) > 1 {
		c.Text = v.T("inspectionweb.choice.text-many", args...)
	}
	if f.On == v.Today && f.Chooses {
		c.Button, c.Href = counted(v, "inspectionweb.choice.button", n, "n", n), v.To("matter.choose", waiting[0].Code)
		for _, r := range waiting[1:] {
			c.Each = append(c.Each, link{v.T("inspectionweb.choice.also", "n", r.Ordinal, "title", r.Title), v.To("matter.choose", r.Code)})
		}
	}
	c.Map = f.spots(v)
	return c
}

// spots marks on the map the territories where somebody holds a matter by now.
func (f facts) spots(v web.View) web.SymbolMap {
	if f.Ended == "" || len(f.Lands) == 0 {
		return web.SymbolMap{}
	}
	held := map[kheo.UnitID]bool{}
	for _, r := range f.I.Recommendations {
		held[f.Bodies[r.Standing.Holder].Territory] = true
	}
	var m web.SymbolMap
	var names []string
	for _, u := range f.Lands {
		m.Spots = append(m.Spots, web.Spot{Name: u.Short, Lat: u.Lat, Lon: u.Lon, Size: float64(u.People), Chosen: held[u.ID]})
		names = append(names, u.Short)
	}
	m.Caption = v.T("inspectionweb.choice.map", "word", countWord(v, len(m.Spots), true), "day", f.Ended.Add(1))
	m.Label = v.T("inspectionweb.choice.map-label", "names", strings.Join(names, ", "))
	return m
}

// stepper is the eight segments: what is done, where it stands, what is to
// come.
func (f facts) stepper(v web.View) web.Stepper {
	i := f.I
	list := web.Stepper{
		f.step(v, "plan", inspection.PlanIssued, inspection.PlanPaper),
		f.step(v, "outline", inspection.OutlineSent, inspection.OutlinePaper),
		f.step(v, "report", inspection.ReportIn, inspection.SelfReportPaper),
		f.step(v, "visit", inspection.Visited, ""),
		f.step(v, "minutes", inspection.MinutesIn, inspection.MinutesPaper),
		f.step(v, "conclusion", inspection.Concluded, inspection.ConclusionPaper),
		{Name: v.T("inspectionweb.step.remedy"), Stage: web.To},
		{Name: v.T("inspectionweb.step.recheck"), Stage: web.To},
	}
	if n := len(i.Visits); n > 1 && i.Reached(inspection.Visited) {
		list[3].Notes = append(list[3].Notes, v.T("inspectionweb.step.places", "n", n))
	}
	if i.Reached(inspection.MinutesIn) && list[4].Paper == "" {
		list[4].Notes = append(list[4].Notes, v.T("inspectionweb.step.signed"))
	}
	f.lastSteps(v, list)
	for n := range list {
		if list[n].Stage == web.To {
			list[n].Stage = web.Now
			break
		}
	}
	return list
}

// lastSteps are read off the recommendations and the re-check.
func (f facts) lastSteps(v web.View, list web.Stepper) {
	i, remedy, recheck := f.I, &list[6], &list[7]
	if n := len(i.Recommendations); n > 0 {
		remedy.Notes = []string{v.T("inspectionweb.step.remedied", "done", i.Done(), "n", n)}
	}
	if i.Stage == inspection.Remedied || i.Stage == inspection.Closed {
		remedy.Stage = web.Done
	}
	switch {
	case !i.Recheck.At.IsZero():
		recheck.Stage, recheck.Notes = web.Done, []string{v.Date(kheo.DateOf(i.Recheck.At))}
	case i.Stage == inspection.Closed:
		recheck.Stage = web.Done
	case i.Recheck.Day != "":
		recheck.Notes = []string{v.Date(i.Recheck.Day)}
	default:
		recheck.Notes = []string{v.T("inspectionweb.step.no-day")}
	}
}

func (f facts) step(v web.View, name string, stage inspection.Stage, paper string) web.Step {
	c := web.Step{Name: v.T("inspectionweb.step." + name), Stage: web.To}
	s, ok := f.I.Step(stage)
	switch {
	case !ok && stage == inspection.Visited:
		c.Notes = []string{v.Date(f.I.VisitDay())}
	case !ok && stage == inspection.ReportIn:
		c.Notes = []string{v.T("inspectionweb.step.due", "day", f.I.Due.Day)}
	}
	if !ok {
		return c
	}
	c.Stage, c.Notes = web.Done, []string{v.Date(s.On())}
	if s.Number+s.Document == "" || paper == "" {
		return c
	}
	c.Paper = numbered(v, shortNumber(s.Number))
	if s.Document != "" && f.maySeePaper(s.Document) {
		c.Href = v.To("report.file", s.Document)
	}
	return c
}

// numbered says a paper's number; minutes may have none.
func numbered(v web.View, number string) string {
	if number == "" {
		return v.T("inspectionweb.step.unnumbered")
	}
	return v.T("inspectionweb.step.number", "number", number)
}

// shortNumber drops the body from a number: 65-TB of 65-TB/BDVTU.
func shortNumber(n string) string {
	n, _, _ = strings.Cut(n, "/")
	return n
}

// maySeePaper: a private paper is for the two sides only.
func (f facts) maySeePaper(id string) bool {
	for _, d := range f.I.Documents {
		if d.ID == id {
			return d.Public() || f.Side.OnTeam() || f.Side.OnHost()
		}
	}
	return false
}

// next is the one main button for this reader, or what is awaited.
func (f facts) next(v web.View) (*nextStep, string) {
	i, s := f.I, f.Side
	to := func(name, route string) *nextStep {
		return &nextStep{Label: v.T("inspectionweb.next." + name), Href: v.To(route, i.Code)}
	}
	switch {
	case i.Stage == inspection.Planned && s.Plan:
		return to("issue", "inspection.issue"), ""
	case i.Stage == inspection.PlanIssued && s.Inspect:
		return to("outline", "inspection.outline"), ""
	case i.Stage == inspection.OutlineSent && s.OnHost():
		n := to("report", "inspection.report")
		n.Sub = v.T("inspectionweb.next.report-sub", "day", v.DayName(i.Due.Day))
		return n, ""
	case (i.Stage == inspection.ReportIn) && s.Inspect:
		return to("visit", "inspection.visit"), ""
	case i.Stage == inspection.Visited && s.Inspect:
		return to("minutes", "inspection.minutes"), ""
	case i.Stage == inspection.MinutesIn && s.Conclude:
		return to("conclude", "inspection.conclude"), ""
	case i.Reached(inspection.Concluded) && i.Published.IsZero() && s.PublishTeamPapers:
		n := to("publish", "inspection.show")
		n.Publish, n.Sub = inspection.ConclusionPaper, v.T("inspectionweb.next.publish-sub")
		return n, ""
	case i.Reached(inspection.Concluded) && i.Stage != inspection.Closed && s.Inspect:
		return to("recheck", "inspection.recheck"), ""
	}
	if !s.OnTeam() && !s.OnHost() || i.Stage == inspection.Closed {
		return nil, ""
	}
	return nil, v.T("inspectionweb.waits."+string(i.Stage), "day", v.Date(i.Due.Day), "visit", v.Date(i.VisitDay()))
}

// funnel is the year's models, each step a part of the one before it, and what
// is not final in it.
func (f facts) funnel(v web.View, table string) (*web.Funnel, string) {
	n := f.Funnel
	step := func(name string, n, before int64) web.FunnelStep {
		s := web.FunnelStep{Name: v.T("inspectionweb.funnel." + name), N: int(n)}
		if lost := before - n; lost > 0 && v.Lang.Has("inspectionweb.funnel.lost-"+name) {
			s.Lost = v.T("inspectionweb.funnel.lost-"+name, "n", lost)
		}
		return s
	}
	fun := &web.Funnel{Caption: v.T("inspectionweb.funnel.caption"), Table: table, Steps: []web.FunnelStep{
		step("registered", n.Registered, n.Registered), step("ran", n.Ran, n.Registered)}}
	fun.Steps[1].Bold = true
	note := ""
	if n.Carried > 0 {
		note = v.T("inspectionweb.funnel.carried", "n", n.Carried) + " "
	}
	if n.Recognised == 0 {
		return fun, note + v.T("inspectionweb.funnel.none")
	}
	fun.Steps = append(fun.Steps, step("recognised", n.Recognised, n.Ran))
	if n.Early > 0 {
		return fun, note + v.T("inspectionweb.funnel.early", "n", n.Early)
	}
	fun.Steps = append(fun.Steps, step("alive", n.Alive12, n.Recognised), step("replicated", n.Replicated, n.Alive12))
	return fun, note
}

// recommendations fills the table: owner, product, day, and where it stands.
func (f facts) recommendations(v web.View, p *showPage) {
	recs := f.I.Recommendations
	p.RecTitle = counted(v, "inspectionweb.recs", len(recs))
	p.RecSum = v.T("inspectionweb.recs.sum", "done", f.I.Done(), "open", f.I.Open())
	p.Recs = web.Table{Caption: p.RecTitle, Cols: []web.Col{{Name: v.T("inspectionweb.col.n")}, {Name: v.T("inspectionweb.col.recommendation"), Main: true},
		{Name: v.T("inspectionweb.col.owner")}, {Name: v.T("inspectionweb.col.due")}, {Name: v.T("inspectionweb.col.now")}}}
	for _, r := range recs {
		owner := web.Cell{Text: f.short(v, r.Standing.Given)}
		if !r.Standing.Waiting && r.Standing.Holder != "" && r.Standing.Holder != r.Standing.Given {
			owner.Sub = v.T("inspectionweb.recs.passed", "body", f.short(v, r.Standing.Holder))
		}
		tag, sub := f.state(v, r)
		p.Recs.Rows = append(p.Recs.Rows, web.Row{{Big: v.Num(int64(r.Ordinal))}, {Text: r.Title, Href: v.To("matter.show", r.Code), Sub: r.Product},
			owner, {Text: v.Date(r.Due)}, {Tag: tag, Sub: sub}})
	}
	p.Recheck = paragraphs(f.I.Recheck.Words)
}

// state is where a recommendation stands on the day, and how long is left.
func (f facts) state(v web.View, r inspection.Recommendation) (web.Tag, string) {
	if r.State == matter.Confirmed {
		return web.Tag{Shape: web.TagRight, Text: v.T("inspectionweb.recs.confirmed", "day", r.Confirmed)}, ""
	}
	sub, left := "", r.DaysLeft(f.On)
	switch {
	case !r.State.WithHolder():
	case left < 0:
		sub = v.T("inspectionweb.recs.late", "n", -left)
	case left == 0:
		sub = v.T("inspectionweb.recs.due-today")
	default:
		sub = v.T("inspectionweb.recs.left", "n", left)
	}
	if r.Standing.Waiting {
		return web.Tag{Shape: web.TagLate, Text: v.T("inspectionweb.recs.waiting")}, sub
	}
	shapes := map[matter.State]web.Shape{matter.InHand: web.TagWorking, matter.Answered: web.TagDocument, matter.Reopened: web.TagReopened}
	shape, ok := shapes[r.State]
	if !ok {
		shape = web.TagReceived
	}
	return web.Tag{Shape: shape, Text: v.T("matter.state." + string(r.State))}, sub
}

// papers are the documents with what this reader may do with each.
func (f facts) papers(v web.View) []paperRow {
	var list []paperRow
	for _, d := range f.I.Documents {
		if !f.maySeePaper(d.ID) {
			continue
		}
		row := paperRow{Kind: v.T("inspectionweb.paper." + d.Kind), Number: numbered(v, d.Number), Day: v.Date(d.Date), Size: v.Lang.Size(d.Size),
			Href: v.To("report.file", d.ID), ID: d.ID, Public: d.Public(), PublishKind: d.Kind}
		mine := f.Side.PublishTeamPapers && d.Body == f.Side.Team || f.Side.PublishOwnPaper && d.Body == f.Side.Host
		row.MayPublish = mine && !d.Public() && f.On == v.Today
		row.MayScan = mine && d.Scan == "" && f.On == v.Today
		if d.Scan != "" {
			row.Scan = v.To("report.scan", d.ID)
		}
		list = append(list, row)
	}
	return list
}

// paragraphs splits typed words at their lines.
func paragraphs(words string) []string {
	var list []string
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
