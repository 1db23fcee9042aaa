package inspectionweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// rows of the forms: places to visit, seats beside the leader and secretary.
const (
	visitRows  = 4
	memberRows = 5
)

// A newPage plans an inspection.
type newPage struct {
	web.View
	Form     form
	Teams    []choice // bodies the visitor may plan for
	Year     string
	From     string
	Until    string
	Host     web.UnitField
	HostBody string // who will answer there
	Carried  []link // still open there
	Themes   []choice
	Members  []memberRow
	Visits   []visitRow
}

func (p newPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.new"), Verb: "lam", Body: newBody(p), Private: true, Crumbs: crumbs(p.View)}
}

type choice struct {
	Value, Label, Sub string
	On                bool
}

type memberRow struct{ Name, Role, Title string }

type visitRow struct{ Name, Day, Place string }

func (d Deps) showNew(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	if len(a.Who.Units(inspection.MayPlan)) == 0 {
		return kheo.ErrNotFound
	}
	p := newPage{View: a.View, Form: typed, Year: typed.val("year", strconv.Itoa(a.Today.Year()))}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		for _, id := range a.Who.Units(inspection.MayPlan) {
			b, err := unit.FindBody(ctx, tx, id)
			if err != nil {
				return err
			}
			p.Teams = append(p.Teams, choice{Value: string(id), Label: b.Name, On: typed.val("team", "") == string(id)})
		}
		return d.findHost(ctx, tx, a, &p)
	})
	if err != nil {
		return err
	}
	p.rows()
	return a.ShowStatus(w, status, p.page())
}

// findHost resolves the name typed, and opens with what is still open there.
func (d Deps) findHost(ctx context.Context, tx *db.Tx, a *web.Ask, p *newPage) error {
	book, err := d.Book(ctx, tx)
	if err != nil {
		return err
	}
	id := kheo.UnitID(p.Form.val("host", a.URL.Query().Get("host")))
	p.Host = web.UnitField{Field: web.FieldFor(a.View, p.Form.Faults, "host", "inspectionweb.new.host", string(id)), Query: p.Form.val("host_q", "")}
	p.Host.Help = a.T("inspectionweb.new.host-help")
	option := func(u unit.Unit) web.Option {
		return web.Option{Value: string(u.ID), Label: u.Name, Help: book.Address(u.Parent, a.Today)}
	}
	u, err := book.Unit(id, a.Today)
	if err != nil { // nothing is chosen yet, or what is chosen is gone and the use case says so
		for _, h := range book.Find(p.Host.Query, a.Today, 6) {
			p.Host.Found = append(p.Host.Found, option(h.Unit))
		}
		if len(p.Host.Found) == 1 {
			p.Host.Value = p.Host.Found[0].Value
		}
		return nil
	}
	p.Host.Found = []web.Option{option(u)}
	if p.Host.Query == "" {
		p.Host.Query = u.Name
	}
	if b, err := unit.CivicWork(ctx, tx, id, a.Today); err == nil {
		p.HostBody = b.Name
	}
	open, err := inspection.StillOpen(ctx, tx, book, id, a.Today)
	for _, m := range open {
		p.Carried = append(p.Carried, link{m.Code + " " + m.Title, a.To("matter.show", m.Code)})
	}
	return err
}

// rows are the form's repeated lines: themes, seats, places.
func (p *newPage) rows() {
	for _, t := range inspection.Themes2023 {
		on := p.Form.Values == nil || slices.Contains(p.Form.Values["themes"], t.Name)
		p.Themes = append(p.Themes, choice{Value: t.Name, Label: t.In(p.Lang), On: on})
	}
	p.From, p.Until = p.Form.val("from", p.Year+"-01-01"), p.Form.val("to", p.Year+"-12-31")
	roles := append([]string{"leader", "secretary"}, strings.Fields(strings.Repeat("member ", memberRows-2))...)
	for n, role := range roles {
		name := strconv.Itoa(n + 1)
		p.Members = append(p.Members, memberRow{name, p.Form.val("role."+name, role), p.Form.val("title."+name, "")})
	}
	for n := range visitRows {
		name := strconv.Itoa(n + 1)
		p.Visits = append(p.Visits, visitRow{name, p.Form.val("visit."+name, ""), p.Form.val("place."+name, "")})
	}
}

func (d Deps) plan(w http.ResponseWriter, a *web.Ask) error {
	typed := form{Values: a.PostForm}
	if a.PostFormValue("find") != "" {
		typed.Values.Del("host")
		return d.showNew(w, a, http.StatusOK, typed)
	}
	n, faults := readNew(a)
	var i inspection.Inspection
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		i, err = inspection.Plan(ctx, tx, book, a.Who, n)
		if err == nil {
			err = faults.Err()
		}
		return err
	})
	if f, ok := web.Mend(err); ok {
		typed.Faults = append(faults, f...)
		return d.showNew(w, a, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("inspection.show", i.Code))
}

func readNew(a *web.Ask) (inspection.New, kheo.Faults) {
	var f kheo.Faults
	n := inspection.New{Host: kheo.UnitID(line(a, "host")), Team: kheo.UnitID(line(a, "team"))}
	n.Year, _ = strconv.Atoi(line(a, "year"))
	n.Period = kheo.Span{From: day(a, "from", &f), To: day(a, "to", &f)}
	for _, t := range inspection.Themes2023 {
		if slices.Contains(a.PostForm["themes"], t.Name) {
			n.Themes = append(n.Themes, t)
		}
	}
	if own := line(a, "theme_own"); own != "" {
		n.Themes = append(n.Themes, inspection.Theme{Words: own})
	}
	n.Members = readMembers(a)
	n.Visits = readVisits(a, &f)
	return n, f
}

// readMembers keeps the leader and the secretary, and the seats with a title.
func readMembers(a *web.Ask) []inspection.Member {
	var list []inspection.Member
	for n := range memberRows {
		name := strconv.Itoa(n + 1)
		m := inspection.Member{Role: line(a, "role."+name), Title: line(a, "title."+name)}
		if m.Role != "" && (m.Title != "" || m.Role != "member") {
			list = append(list, m)
		}
	}
	return list
}

func readVisits(a *web.Ask, f *kheo.Faults) []inspection.Visit {
	var list []inspection.Visit
	for n := range visitRows {
		name := strconv.Itoa(n + 1)
		v := inspection.Visit{Day: day(a, "visit."+name, f), Place: line(a, "place."+name)}
		if v.Day != "" || v.Place != "" {
			list = append(list, v)
		}
	}
	return list
}

// An issuePage issues the plan, and changes team and days before the visit.
type issuePage struct {
	web.View
	Code, Title string
	Form        form
	Paper       paperForm
	Issue       bool // the plan is not issued yet
	Members     []memberRow
	Visits      []visitRow
	Due         dueView
}

func (p issuePage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.issue"), Verb: "lam", Body: issueBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

func (d Deps) showIssue(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, plans, func(ctx context.Context, tx *db.Tx, f facts) (drawn, error) {
		p := f.issuePage(a.View, typed)
		var err error
		p.Paper, err = d.paperForm(ctx, tx, a, f.Side.Team, inspection.PlanPaper)
		return p, err
	})
}

func (f facts) issuePage(v web.View, typed form) issuePage {
	p := issuePage{View: v, Code: f.I.Code, Title: f.title(v), Form: typed, Issue: f.I.Stage == inspection.Planned, Due: f.due(v)}
	for n := range memberRows {
		name, m := strconv.Itoa(n+1), inspection.Member{Role: "member"}
		if n < len(f.I.Members) {
			m = f.I.Members[n]
		}
		p.Members = append(p.Members, memberRow{name, typed.val("role."+name, m.Role), typed.val("title."+name, m.Title)})
	}
	for n := range visitRows {
		name, x := strconv.Itoa(n+1), inspection.Visit{}
		if n < len(f.I.Visits) {
			x = f.I.Visits[n]
		}
		p.Visits = append(p.Visits, visitRow{name, typed.val("visit."+name, string(x.Day)), typed.val("place."+name, x.Place)})
	}
	return p
}

func (d Deps) issue(w http.ResponseWriter, a *web.Ask) error {
	return d.file(w, a, plans, inspection.PlanPaper, d.showIssue, paper.Press.Plan, inspection.IssuePlan)
}

func (d Deps) team(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return inspection.SetTeam(ctx, tx, a.Who, a.PathValue("code"), readMembers(a))
	})
	return done(w, a, err, d.showIssue)
}

func (d Deps) days(w http.ResponseWriter, a *web.Ask) error {
	var faults kheo.Faults
	visits := readVisits(a, &faults)
	err := faults.Err()
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.MoveVisit(ctx, tx, a.Who, a.PathValue("code"), visits, line(a, "why"))
		})
	}
	return done(w, a, err, d.showIssue)
}
