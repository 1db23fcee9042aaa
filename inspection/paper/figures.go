package paper

import (
	"context"
	"strconv"

	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/xlsx"
	"kheo/unit"
)

// Figures are the sheets of the appendix: each figure as the self-report froze
// it with the team's mark, the records under the figures, and the
// recommendations. They say what the inspection says: ask for it as of a day.
func Figures(ctx context.Context, tx *db.Tx, press Press, i inspection.Inspection) ([]xlsx.Sheet, error) {
	host, err := press.Book.Last(i.Host, i.VisitDay())
	if err != nil {
		return nil, err
	}
	above := []string{vi.T("inspection.sheet.title", "code", i.Code, "year", strconv.Itoa(i.Year), "host", host.Title())}
	var below []string
	if press.Foot != "" {
		below = append(below, press.Foot)
	}
	if press.Office.Sample {
		above = append(above, vi.T("inspection.paper.sample"))
	}
	given, err := asked(ctx, tx, i)
	if err != nil {
		return nil, err
	}
	records, err := records(press.Book, i)
	if err != nil {
		return nil, err
	}
	all := []xlsx.Sheet{figures(i), records, given}
	for n := range all {
		all[n].Above, all[n].Below = above, below
	}
	return all, nil
}

func heads(keys ...string) []string {
	for n, key := range keys {
		keys[n] = vi.T("inspection.paper.col." + key)
	}
	return keys
}

// A filled is a box that the self-report froze, with its section's number.
type filled struct {
	number string
	inspection.Box
}

func boxes(i inspection.Inspection) []filled {
	var list []filled
	for _, part := range i.Sections {
		for _, b := range part.Boxes {
			if b.Frozen != nil {
				list = append(list, filled{part.Number, b})
			}
		}
	}
	return list
}

func figures(i inspection.Inspection) xlsx.Sheet {
	s := xlsx.Sheet{Name: vi.T("inspection.sheet.figures"), Head: heads("section", "what", "figure", "unit", "basis", "mark"), Widths: []int{10, 46, 18, 14, 34, 34}}
	for _, b := range boxes(i) {
		s.Rows = append(s.Rows, []xlsx.Cell{xlsx.Words(b.number), xlsx.Words(b.TitleIn(vi)), value(*b.Frozen), xlsx.Words(b.UnitIn(vi)),
			xlsx.Words(b.Frozen.Evidence), xlsx.Words(markWords(b.Mark))})
	}
	return s
}

// value is a number where it is one: a table may add it up.
func value(f inspection.Frozen) xlsx.Cell {
	if f.Words == "" && f.Known {
		return xlsx.Num(f.Value, f.Decimals)
	}
	return xlsx.Words(f.Says(vi))
}

func records(book *unit.Book, i inspection.Inspection) (xlsx.Sheet, error) {
	s := xlsx.Sheet{Name: vi.T("inspection.sheet.records"), Head: heads("section", "what", "code", "record", "place", "adds"), Widths: []int{10, 40, 16, 50, 28, 12}}
	for _, b := range boxes(i) {
		for _, r := range b.Frozen.Records {
			u, err := book.Last(r.Unit, i.VisitDay())
			if err != nil {
				return s, err
			}
			code := r.Code
			if r.Kind == "recorded" {
				code = "" // an id of ours, on no paper
			}
			s.Rows = append(s.Rows, []xlsx.Cell{xlsx.Words(b.number), xlsx.Words(b.TitleIn(vi)), xlsx.Words(code), xlsx.Words(r.Title),
				xlsx.Words(u.Title()), xlsx.Num(r.N, b.Frozen.Decimals)})
		}
	}
	return s, nil
}

func asked(ctx context.Context, tx *db.Tx, i inspection.Inspection) (xlsx.Sheet, error) {
	s := xlsx.Sheet{Name: vi.T("inspection.sheet.recommendations"), Head: heads("code", "recommendation", "product", "holder", "due", "state"), Widths: []int{14, 50, 34, 34, 13, 22}}
	for _, r := range i.Recommendations {
		holder := r.Standing.Holder
		name := vi.T("inspection.paper.remedy.nobody")
		if holder != "" {
			b, err := unit.FindBody(ctx, tx, holder)
			if err != nil {
				return s, err
			}
			name = b.Name
		}
		s.Rows = append(s.Rows, []xlsx.Cell{xlsx.Words(r.Code), xlsx.Words(r.Title), xlsx.Words(r.Product), xlsx.Words(name),
			xlsx.Words(vi.Date(r.Due)), xlsx.Words(vi.T("matter.state." + string(r.State)))})
	}
	return s, nil
}
