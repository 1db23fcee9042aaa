package paper

import (
	"context"
	"strconv"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/model"
	"kheo/unit"
)

// SelfReport composes the host's self-report from the outline, the figures of
// the day and the host's words. The digest goes with it into SubmitSelfReport.
func (p Press) SelfReport(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, of inspection.Paper) (doc.Paper, string, error) {
	host, err := p.place(i)
	if err != nil {
		return doc.Paper{}, "", err
	}
	body, err := unit.Heir(ctx, tx, i.HostBody, who.Today())
	if err != nil {
		return doc.Paper{}, "", err
	}
	paper, err := p.Head(ctx, tx, body, of, inspection.SelfReportPaper, vi.T("inspection.paper.title.self_report", "year", strconv.Itoa(i.Year), "host", host))
	if err != nil {
		return doc.Paper{}, "", err
	}
	values, err := inspection.Figures(ctx, tx, p.Book, i, who.Today())
	if err != nil {
		return doc.Paper{}, "", err
	}
	names, err := bodyNames(ctx, tx, i.Team, body.ID)
	if err != nil {
		return doc.Paper{}, "", err
	}
	var c composing
	plan, _ := i.Step(inspection.PlanIssued)
	c.text(vi.T("inspection.paper.intro.self_report", "number", plan.Number, "day", longDay(plan.On()), "team", names[i.Team], "body", names[body.ID],
		"from", vi.Date(i.Period.From), "to", vi.Date(i.Period.To)))
	for _, s := range i.Sections {
		c.heading(min(s.Depth+1, 3), s.Number+". "+s.TitleIn(vi))
		c.text(s.Words)
		c.table(figureTable(s, values))
		if s.Name == "skilful" {
			if err := p.models(ctx, tx, &c, i, who.Today()); err != nil {
				return doc.Paper{}, "", err
			}
		}
	}
	if paper.Annexes, err = p.annex(i, values); err != nil {
		return doc.Paper{}, "", err
	}
	paper.Body = c.blocks
	paper.Receivers = []string{names[i.Team], vi.T("inspection.paper.to.team"), vi.T("inspection.paper.to.file")}
	return paper, inspection.Digest(i, values), nil
}

func bodyNames(ctx context.Context, tx *db.Tx, ids ...kheo.UnitID) (map[kheo.UnitID]string, error) {
	names := map[kheo.UnitID]string{}
	for _, id := range ids {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		names[id] = b.Name
	}
	return names, nil
}

// figureTable lists a section's figures with what each rests on.
func figureTable(s inspection.Section, values map[string]inspection.Frozen) doc.Table {
	t := doc.Table{
		Head:   []string{vi.T("inspection.paper.col.what"), vi.T("inspection.paper.col.figure"), vi.T("inspection.paper.col.unit"), vi.T("inspection.paper.col.basis")},
		Right:  []bool{false, true, false, false},
		Widths: []int{40, 20, 15, 25},
	}
	for _, b := range s.Boxes {
		v := values[b.ID]
		basis := v.Evidence
		if basis == "" && len(v.Records) > 0 {
			basis = vi.T("inspection.paper.records", "n", len(v.Records))
		}
		t.Rows = append(t.Rows, []string{b.TitleIn(vi), v.Says(vi), b.UnitIn(vi), basis})
	}
	return t
}

// models tabulates the models that ran in the period by field and state.
func (p Press) models(ctx context.Context, tx *db.Tx, c *composing, i inspection.Inspection, on kheo.Date) error {
	units := p.Book.Subtree(i.Host, min(on, i.Period.To))
	list, _, err := model.List(ctx, tx, model.Filter{Units: units, Ran: i.Period, On: on})
	if err != nil {
		return err
	}
	states := []model.State{model.Running, model.Recognised, model.Replicated, model.Ended}
	t := doc.Table{Caption: vi.T("inspection.paper.models", "n", len(list)), Head: []string{vi.T("inspection.paper.col.field")}, Right: []bool{false}}
	for _, s := range states {
		t.Head, t.Right = append(t.Head, vi.T("inspection.paper.state."+string(s))), append(t.Right, true)
	}
	t.Head, t.Right = append(t.Head, vi.T("inspection.paper.col.sum")), append(t.Right, true)
	for _, f := range model.Fields() {
		t.Rows = append(t.Rows, countRow(vi.T("inspection.paper.field."+string(f)), list, states, func(m model.Model) bool { return m.Field == f }))
	}
	all := func(model.Model) bool { return true }
	t.Rows = append(t.Rows, countRow(vi.T("inspection.paper.col.sum"), list, states, all))
	c.table(t)
	return nil
}

// countRow counts the models that fit by state, and all of them.
func countRow(name string, list []model.Model, states []model.State, fits func(model.Model) bool) []string {
	n, sum := map[model.State]int64{}, int64(0)
	for _, m := range list {
		if fits(m) {
			n[m.State]++
			sum++
		}
	}
	row := []string{name}
	for _, s := range states {
		row = append(row, vi.Num(n[s]))
	}
	return append(row, vi.Num(sum))
}

// annex lists the models under the figure, one by one.
func (p Press) annex(i inspection.Inspection, values map[string]inspection.Frozen) ([]doc.Annex, error) {
	b, ok := boxOf(i, "model.ran")
	if !ok || len(values[b.ID].Records) == 0 {
		return nil, nil
	}
	t := doc.Table{
		Head:   []string{vi.T("inspection.paper.col.n"), vi.T("inspection.paper.col.code"), vi.T("inspection.paper.col.model"), vi.T("inspection.paper.col.place")},
		Center: []bool{true},
		Widths: []int{8, 18, 48, 26},
	}
	for n, r := range values[b.ID].Records {
		u, err := p.Book.Last(r.Unit, i.VisitDay())
		if err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(n + 1), r.Code, r.Title, u.Title()})
	}
	title := vi.T("inspection.paper.annex", "n", len(values[b.ID].Records))
	return []doc.Annex{{Title: title, Body: []doc.Block{{Table: &t}}}}, nil
}

// boxOf is the first box that asks for an indicator.
func boxOf(i inspection.Inspection, id string) (inspection.Box, bool) {
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			if b.Indicator == id {
				return b, true
			}
		}
	}
	return inspection.Box{}, false
}
