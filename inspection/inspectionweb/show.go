package inspectionweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
)

// A showPage is one inspection as of a day.
type showPage struct {
	web.View
	Code, Title, Lead string
	Form              form // of an upload that was refused
	Private           bool
	AsOf              web.AsOf
	Choice            *choiceView
	Next              *nextStep
	Waits             string // what is awaited from others, when there is nothing to press
	Stepper           web.Stepper
	Carried           []link
	Outline           web.SideNav
	Open              string // "III.7 Phong trào …", the open section
	Section           *sectionView
	Samples           web.Table
	SampleTitle       string
	Strengths, Limits []string
	Conclusion        []string
	Recs              web.Table
	RecTitle, RecSum  string
	Recheck           []string
	Papers            []paperRow
	Seats             []string
	Due               dueView
	Change            string // where team and days are changed, "" for those who may not
}

type link struct{ Name, Href string }

// A nextStep is the one main button: a link, or a form when Publish is set.
type nextStep struct {
	Label, Href, Sub string
	Publish          string // the paper to publish
}

// A sectionView is the open section: its first figure large, the rest in a
// table.
type sectionView struct {
	Title  string
	Words  []string
	Box    web.DataBox
	Funnel *web.Funnel
	Note   string // why a step of the funnel is not final
	Rest   web.Table
	Files  []fileLink
}

type figureView struct {
	ID, Title   string
	Value, Unit string
	Known       bool
	Mark        markView
	Open        link // "Mở 76 hồ sơ"
	Evidence    string
}

type markView struct {
	Verdict    inspection.Verdict // "" when the team has not come yet
	Label      string
	Found, Why string
}

// Tag is the mark's sign and word.
func (m markView) Tag() web.Tag {
	shapes := map[inspection.Verdict]web.Shape{inspection.Verified: web.TagRight, inspection.NotVerified: web.TagUnproved, inspection.Differs: web.TagDiffers}
	return web.Tag{Shape: shapes[m.Verdict], Text: m.Label}
}

// Sub is the value found and why, under the mark.
func (m markView) Sub() string {
	return strings.Join(slices.DeleteFunc([]string{m.Found, m.Why}, func(s string) bool { return s == "" }), "; ")
}

type paperRow struct {
	Kind, Number, Day, Size string
	Href, Scan              string
	ID                      string
	Public                  bool
	MayPublish, MayScan     bool
	PublishKind             string
}

type fileLink struct{ Name, Href, Size string }

// A dueView is when the self-report is due and why on that day.
type dueView struct {
	Day, Rule string
	Earlier   []string
	Late      string
}

func (d Deps) showForm(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	var p showPage
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := d.read(ctx, tx, a, a.On())
		if err != nil {
			return err
		}
		if err := f.compute(ctx, tx); err != nil {
			return err
		}
		p = f.page(a.View, a.URL.Query().Get("muc"))
		p.Form = typed
		return nil
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, p.page())
}

func (p showPage) page() web.Page {
	return web.Page{Title: p.Title, Verb: "lam", Body: showBody(p), Private: p.Private, Crumbs: crumbs(p.View)}
}

// compute adds what the page draws beside the file: the funnel as of the day.
func (f *facts) compute(ctx context.Context, tx *db.Tx) error {
	if !f.I.Reached(inspection.ReportIn) {
		return nil
	}
	units := f.Book.Subtree(f.I.Host, min(f.On, f.I.Period.To))
	c, err := model.CohortOf(ctx, tx, model.Filter{Units: units, On: f.On}, f.I.Period)
	f.Funnel = c.Funnel()
	return err
}

// page decides everything the component draws.
func (f facts) page(v web.View, section string) showPage {
	i := f.I
	p := showPage{View: v, Code: i.Code, Title: f.title(v), Lead: f.lead(v), Private: i.Published.IsZero()}
	if i.VisitDay() < v.Today {
		p.AsOf = web.AsOf{Path: v.To("inspection.show", i.Code), Days: f.days(v), On: f.On}
	}
	p.Choice = f.choice(v)
	if f.On == v.Today {
		p.Next, p.Waits = f.next(v)
	}
	p.Stepper = f.stepper(v)
	p.Due = f.due(v)
	for _, m := range f.Carried {
		p.Carried = append(p.Carried, link{m.Code + " " + m.Title, v.To("matter.show", m.Code)})
	}
	for _, m := range i.Members {
		p.Seats = append(p.Seats, seat(v, m))
	}
	if f.Side.Plan && f.On == v.Today && !i.Reached(inspection.Visited) && i.Stage != inspection.Planned {
		p.Change = v.To("inspection.issue", i.Code)
	}
	f.openSection(v, &p, section)
	f.samples(v, &p)
	p.Strengths, p.Limits = f.found()
	p.Conclusion = paragraphs(i.Conclusion)
	f.recommendations(v, &p)
	p.Papers = f.papers(v)
	return p
}

// samples tabulates the models the team went to see.
func (f facts) samples(v web.View, p *showPage) {
	n := len(f.I.Samples)
	p.SampleTitle = counted(v, "inspectionweb.samples", n)
	p.Samples = web.Table{Caption: p.SampleTitle, Cols: []web.Col{
		{Name: v.T("inspectionweb.col.model"), Main: true}, {Name: v.T("inspectionweb.col.reported")}, {Name: v.T("inspectionweb.col.mark")}}}
	for _, s := range f.I.Samples {
		m := mark(v, s.Mark, true)
		p.Samples.Rows = append(p.Samples.Rows, web.Row{{Text: s.Name, Href: v.To("model.show", s.Model)}, {Text: s.Reported}, {Tag: m.Tag(), Sub: m.Sub()}})
	}
}

func seat(v web.View, m inspection.Member) string {
	s := v.T("inspection.member." + m.Role)
	if m.Title != "" {
		s += ": " + m.Title
	}
	return s
}

// days are those worth standing on: the visit, and the first day without the
// host.
func (f facts) days(v web.View) []kheo.Date {
	days := []kheo.Date{f.I.VisitDay()}
	if f.Gone != "" {
		days = append(days, f.Gone)
	}
	return days
}

// due says when the self-report is due and how that day was found.
func (f facts) due(v web.View) dueView {
	due := f.I.Due
	p := dueView{Day: v.Date(due.Day), Rule: v.T("inspectionweb.due.rule", "n", due.Days, "visit", v.Date(due.Visit))}
	for _, e := range due.Earlier {
		p.Earlier = append(p.Earlier, v.Date(e.Day))
	}
	if due.Why != "" {
		p.Rule += " " + v.T("inspectionweb.due.moved", "why", due.Why)
	}
	if s, ok := f.I.Step(inspection.ReportIn); ok && s.Late > 0 {
		p.Late = v.T("inspectionweb.due.late", "n", s.Late)
	}
	return p
}

// openSection fills the outline beside the page and the section that is open:
// the one asked for, else the movement's, else the first with figures.
func (f facts) openSection(v web.View, p *showPage, asked string) {
	open := f.sectionAsked(asked)
	here := v.To("inspection.show", f.I.Code) + "?"
	if f.On != v.Today {
		here += "on=" + string(f.On) + "&"
	}
	p.Outline.Title = v.T("inspectionweb.outline.short")
	for n, s := range f.I.Sections {
		count := ""
		if c := s.Count(); c > 0 {
			count = v.Num(int64(c))
		}
		p.Outline.Items = append(p.Outline.Items, web.SideItem{Number: s.Number, Name: navName(v, s), Count: count,
			Href: here + "muc=" + s.Number + "#muc", Here: n == open})
	}
	if open < 0 {
		return
	}
	s := f.I.Sections[open]
	p.Open = s.Number + " " + navName(v, s)
	p.Section = f.section(v, s)
}

// navName is a section's title beside the page: the template's have short ones.
func navName(v web.View, s inspection.Section) string {
	if key := "inspectionweb.nav." + s.Name; s.Name != "" && v.Lang.Has(key) {
		return v.T(key)
	}
	return s.TitleIn(v.Lang)
}

func (f facts) section(v web.View, s inspection.Section) *sectionView {
	view := sectionView{Title: s.Number + ". " + s.TitleIn(v.Lang), Words: paragraphs(s.Words)}
	view.Box = web.DataBox{ID: "muc", Title: view.Title}
	view.Rest.Caption = view.Title
	view.Rest.Cols = []web.Col{{Name: v.T("inspectionweb.col.what"), Main: true}, {Name: v.T("inspectionweb.col.figure")}}
	came := f.I.Reached(inspection.Visited)
	if came {
		view.Rest.Cols = append(view.Rest.Cols, web.Col{Name: v.T("inspectionweb.col.mark")})
	}
	for n, b := range s.Boxes {
		x := f.figureView(v, b)
		if n == 0 && x.Known && b.Indicator != "" {
			view.Box = web.DataBox{ID: "muc", Title: boxTitle(v, b, x.Title, f.I.Year), Mark: x.Mark.Tag(), Figure: x.Value,
				Unit: x.Unit + ".", Open: x.Open.Name, OpenHref: x.Open.Href}
			if b.Indicator == "model.ran" && b.Frozen != nil {
				view.Funnel, view.Note = f.funnel(v, view.Box.OpenHref)
			}
			if sub := x.Mark.Sub(); sub != "" {
				view.Note = strings.TrimSpace(x.Mark.Label + ": " + sub + ". " + view.Note)
			}
			continue
		}
		said := x.Value
		if x.Known && measured(b) {
			said += " " + x.Unit
		}
		row := web.Row{{Text: x.Title, Sub: x.Evidence}, {Text: said, Body: openLink(x.Open)}}
		if came {
			row = append(row, web.Cell{Tag: x.Mark.Tag(), Sub: x.Mark.Sub()})
		}
		view.Rest.Rows = append(view.Rest.Rows, row)
	}
	if f.Side.OnTeam() || f.Side.OnHost() {
		for _, e := range s.Evidence {
			view.Files = append(view.Files, fileLink{e.Name, v.To("inspection.evidence", f.I.Code, e.ID), v.Lang.Size(e.Size)})
		}
	}
	return &view
}

// boxTitle is how a figure of the year is headed.
func boxTitle(v web.View, b inspection.Box, what string, year int) string {
	if key := "inspectionweb.box." + b.Indicator; v.Lang.Has(key) {
		return v.T(key, "year", year)
	}
	return v.T("inspectionweb.box", "what", what, "year", year)
}

func (f facts) sectionAsked(asked string) int {
	first, skilful := -1, -1
	for n, s := range f.I.Sections {
		if asked != "" && s.Number == asked {
			return n
		}
		if first < 0 && len(s.Boxes) > 0 {
			first = n
		}
		if s.Name == "skilful" {
			skilful = n
		}
	}
	if skilful >= 0 {
		return skilful
	}
	return first
}

// figureView is one box: its figure, its mark, and the way to its records.
func (f facts) figureView(v web.View, b inspection.Box) figureView {
	p := figureView{ID: b.ID, Title: b.TitleIn(v.Lang), Unit: b.UnitIn(v.Lang), Mark: mark(v, b.Mark, f.I.Reached(inspection.Visited))}
	if b.Frozen == nil {
		p.Value = v.T("inspectionweb.figure.none")
		return p
	}
	p.Known, p.Value, p.Evidence = b.Frozen.Known, b.Frozen.Says(v.Lang), b.Frozen.Evidence
	p.Open = f.openRecords(v, b.ID, b.Frozen.Records)
	return p
}

// openRecords leads to what a figure counted, or to what it rests on.
func (f facts) openRecords(v web.View, box string, records []indicator.Record) link {
	if len(records) == 0 {
		return link{}
	}
	label := v.T("inspectionweb.figure.open", "n", len(records))
	if records[0].Kind == "recorded" {
		label = v.T("inspectionweb.figure.basis")
	}
	return link{label, v.To("inspection.figure", f.I.Code, box)}
}

// measured tells a figure in a unit of measure, which its name does not say:
// kilometres, days of labour.
func measured(b inspection.Box) bool {
	return strings.HasPrefix(b.Indicator, "people.") || strings.HasPrefix(b.Indicator, "work.")
}

// mark is a verdict in words; once the team has come, no mark is not verified.
func mark(v web.View, m inspection.Mark, came bool) markView {
	verdict := m.Verdict
	if verdict == "" && came {
		verdict = inspection.NotVerified
	}
	if verdict == "" {
		return markView{}
	}
	return markView{Verdict: verdict, Label: v.T("inspection.mark." + string(verdict)), Found: m.Found, Why: m.Why}
}
