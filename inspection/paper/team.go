package paper

import (
	"context"
	"strconv"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/unit"
)

// Conclusion composes the notice of conclusion: findings, the conclusion and its
// recommendations; in the annex the figures with the team's marks, and models.
func (p Press) Conclusion(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, n inspection.Conclusion, of inspection.Paper) (doc.Paper, error) {
	paper, names, err := p.teamPaper(ctx, tx, who, i, inspection.ConclusionPaper, of)
	if err != nil {
		return doc.Paper{}, err
	}
	var c composing
	c.text(vi.T("inspection.paper.intro.conclusion", "day", longDay(i.VisitDay()), "team", names[i.Team], "body", names[i.HostBody], "themes", themes(i)))
	if b, ok := boxOf(i, "model.ran"); ok && b.Frozen != nil {
		c.text(vi.T("inspection.paper.models_ran", "n", b.Frozen.Value, "from", vi.Date(i.Period.From), "to", vi.Date(i.Period.To)))
	}
	c.part("inspection.paper.part.strengths")
	c.list(findings(i, inspection.Strength))
	c.part("inspection.paper.part.limits")
	c.list(findings(i, inspection.Limitation))
	c.part("inspection.paper.part.conclusion")
	c.text(n.Words)
	c.part("inspection.paper.part.recommendations")
	items, asks, err := recommended(ctx, tx, n)
	if err != nil {
		return doc.Paper{}, err
	}
	last := doc.Block{Numbered: items}
	if len(items) == 0 {
		last.Text = vi.T("inspection.paper.no_recommendation")
	}
	paper.Body = append(c.blocks, last)
	paper.Records = []doc.Records{markRecords(i), asks}
	var figures composing
	figures.table(markTable(i))
	if err := p.models(ctx, tx, &figures, i, who.Today()); err != nil {
		return doc.Paper{}, err
	}
	figures.table(sampleTable(i))
	paper.Annexes = []doc.Annex{{Title: vi.T("inspection.paper.part.figures"), Body: figures.blocks}}
	return paper, nil
}

// teamPaper is the head of a paper that the team's body issues.
func (p Press) teamPaper(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, kind string, of inspection.Paper) (doc.Paper, map[kheo.UnitID]string, error) {
	host, err := p.place(i)
	if err != nil {
		return doc.Paper{}, nil, err
	}
	body, err := unit.Heir(ctx, tx, i.Team, who.Today())
	if err != nil {
		return doc.Paper{}, nil, err
	}
	paper, err := p.Head(ctx, tx, body, of, kind, vi.T("inspection.paper.title."+kind, "year", strconv.Itoa(i.Year), "host", host))
	if err != nil {
		return doc.Paper{}, nil, err
	}
	names, err := bodyNames(ctx, tx, i.Team, i.HostBody, body.ID)
	paper.Receivers = []string{names[i.HostBody], vi.T("inspection.paper.to.team"), vi.T("inspection.paper.to.file")}
	return paper, names, err
}

func themes(i inspection.Inspection) string {
	var list []string
	for _, t := range i.Themes {
		list = append(list, t.In(vi))
	}
	return strings.Join(list, "; ")
}

// markTable lists what the report said and what the team found.
func markTable(i inspection.Inspection) doc.Table {
	t := doc.Table{
		Head:   []string{vi.T("inspection.paper.col.what"), vi.T("inspection.paper.col.reported"), vi.T("inspection.paper.col.mark")},
		Right:  []bool{false, true, false},
		Widths: []int{46, 20, 34},
	}
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			if b.Frozen == nil {
				continue
			}
			said := b.Frozen.Says(vi)
			if u := b.UnitIn(vi); u != "" && b.Frozen.Known {
				said += " " + u
			}
			t.Rows = append(t.Rows, []string{b.TitleIn(vi), said, markWords(b.Mark)})
		}
	}
	return t
}

func sampleTable(i inspection.Inspection) doc.Table {
	t := doc.Table{
		Caption: vi.T("inspection.paper.samples", "n", len(i.Samples)),
		Head:    []string{vi.T("inspection.paper.col.model"), vi.T("inspection.paper.col.reported"), vi.T("inspection.paper.col.mark")},
		Widths:  []int{46, 20, 34},
	}
	for _, s := range i.Samples {
		t.Rows = append(t.Rows, []string{s.Name, s.Reported, markWords(s.Mark)})
	}
	return t
}

// markWords writes a mark for a table: "Khác: 372 hộ. 48 hộ đã thôi".
func markWords(m inspection.Mark) string {
	v := m.Verdict
	if v == "" {
		v = inspection.NotVerified
	}
	words := vi.T("inspection.mark." + string(v))
	if m.Found != "" {
		words += ": " + m.Found
	}
	if m.Why != "" {
		words += ". " + m.Why
	}
	return words
}

func findings(i inspection.Inspection, kind string) []string {
	var list []string
	for _, f := range i.Findings {
		if f.Kind == kind {
			list = append(list, f.Words)
		}
	}
	if len(list) == 0 {
		list = append(list, vi.T("inspection.paper.no_finding"))
	}
	return list
}

// recommended writes each recommendation with its owner, product and day, as a
// sentence and as what a template may ask for.
func recommended(ctx context.Context, tx *db.Tx, n inspection.Conclusion) ([]string, doc.Records, error) {
	var items []string
	records := doc.Records{Name: "kien_nghi", Fields: []string{"stt", "noi_dung", "don_vi", "san_pham", "han"}}
	for k, r := range n.Recommendations {
		b, err := unit.FindBody(ctx, tx, r.Holder)
		if err != nil {
			return nil, records, err
		}
		what, product := strings.TrimRight(r.Title+". "+r.Words, ". "), strings.TrimRight(r.Product, ". ")
		items = append(items, vi.T("inspection.paper.recommendation", "what", what, "owner", b.Name, "product", product, "day", vi.Date(r.Due)))
		records.Rows = append(records.Rows, []string{strconv.Itoa(k + 1), what, b.Name, product, vi.Date(r.Due)})
	}
	return items, records, nil
}

// markRecords are the figures with the team's marks, for a template.
func markRecords(i inspection.Inspection) doc.Records {
	return doc.Records{Name: "so_lieu", Fields: []string{"noi_dung", "da_bao_cao", "danh_gia"}, Rows: markTable(i).Rows}
}

// one is a list as records of one field, for a template.
func one(name, field string, items []string) doc.Records {
	r := doc.Records{Name: name, Fields: []string{field}}
	for _, s := range items {
		r.Rows = append(r.Rows, []string{s})
	}
	return r
}

// Plan composes the plan: whom, what, when and by whom.
func (p Press) Plan(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, of inspection.Paper) (doc.Paper, error) {
	paper, names, err := p.teamPaper(ctx, tx, who, i, inspection.PlanPaper, of)
	if err != nil {
		return doc.Paper{}, err
	}
	var c composing
	c.part("inspection.paper.part.scope")
	c.text(vi.T("inspection.paper.scope", "body", names[i.HostBody], "from", vi.Date(i.Period.From), "to", vi.Date(i.Period.To)))
	var items []string
	for _, t := range i.Themes {
		items = append(items, t.In(vi))
	}
	c.list(items)
	c.part("inspection.paper.part.visits")
	items = nil
	visits := doc.Records{Name: "buoi", Fields: []string{"ngay", "noi"}}
	for _, v := range i.Visits {
		items = append(items, vi.T("inspection.paper.visit", "day", longDay(v.Day), "place", v.Place))
		visits.Rows = append(visits.Rows, []string{longDay(v.Day), v.Place})
	}
	c.list(items)
	c.text(vi.T("inspection.paper.report_due", "day", longDay(i.Due.Day), "n", i.Due.Days))
	c.part("inspection.paper.part.team")
	c.list(seats(i))
	if len(i.Carried) > 0 {
		c.part("inspection.paper.part.carried")
		c.text(vi.T("inspection.paper.carried", "n", len(i.Carried), "codes", strings.Join(i.Carried, ", ")))
	}
	paper.Body = c.blocks
	paper.Records = []doc.Records{visits, one("thanh_vien", "vai_tro", seats(i))}
	return paper, nil
}

func seats(i inspection.Inspection) []string {
	var list []string
	for _, m := range i.Members {
		words := vi.T("inspection.member." + m.Role)
		if m.Title != "" {
			words += ": " + m.Title
		}
		list = append(list, words)
	}
	return list
}

// Outline composes the letter that sends the outline.
func (p Press) Outline(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, of inspection.Paper) (doc.Paper, error) {
	paper, names, err := p.teamPaper(ctx, tx, who, i, inspection.OutlinePaper, of)
	if err != nil {
		return doc.Paper{}, err
	}
	var c composing
	paper.Kind, paper.To = "", []string{names[i.HostBody]} // a letter has no name of its own
	c.text(vi.T("inspection.paper.intro.outline", "body", names[i.HostBody], "day", longDay(i.Due.Day)))
	for _, s := range i.Sections {
		c.heading(min(s.Depth+1, 3), s.Number+". "+s.TitleIn(vi))
		var items []string
		for _, b := range s.Boxes {
			items = append(items, b.TitleIn(vi))
		}
		c.list(items)
	}
	paper.Body = c.blocks
	return paper, nil
}

// Minutes composes the minutes of the visit: the marks and the findings.
func (p Press) Minutes(ctx context.Context, tx *db.Tx, who kheo.Caller, i inspection.Inspection, of inspection.Paper) (doc.Paper, error) {
	paper, names, err := p.teamPaper(ctx, tx, who, i, inspection.MinutesPaper, of)
	if err != nil {
		return doc.Paper{}, err
	}
	var c composing
	c.text(vi.T("inspection.paper.intro.minutes", "day", longDay(i.VisitDay()), "team", names[i.Team], "body", names[i.HostBody]))
	c.part("inspection.paper.part.team")
	c.list(seats(i))
	c.part("inspection.paper.part.figures")
	c.table(markTable(i))
	c.table(sampleTable(i))
	c.part("inspection.paper.part.strengths")
	c.list(findings(i, inspection.Strength))
	c.part("inspection.paper.part.limits")
	c.list(findings(i, inspection.Limitation))
	paper.Body = c.blocks
	paper.Records = []doc.Records{markRecords(i), one("thanh_vien", "vai_tro", seats(i))}
	return paper, nil
}
