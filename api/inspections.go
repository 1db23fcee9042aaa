package api

import (
	"context"
	"slices"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/report"
)

// An inspectionOut is a published inspection.
type inspectionOut struct {
	ID         string           `json:"id"`
	Code       string           `json:"code"`
	Year       int              `json:"year"`
	Unit       kheo.UnitID      `json:"unit"`
	Host       bodyOut          `json:"host"`
	Team       bodyOut          `json:"team"`
	PeriodFrom *string          `json:"period_from"`
	PeriodTo   *string          `json:"period_to"`
	State      inspection.Stage `json:"state"`
	Visited    *string          `json:"visited_on"`
	Published  string           `json:"published_at"`
	URL        string           `json:"url"`
}

func outInspection(ctx context.Context, tx *db.Tx, a *web.Ask, i inspection.Inspection) (inspectionOut, error) {
	out := inspectionOut{
		ID: i.ID, Code: i.Code, Year: i.Year, Unit: i.Host, PeriodFrom: orNull(i.Period.From), PeriodTo: orNull(i.Period.To),
		State: i.Stage, Published: stamp(i.Published), URL: a.To("inspection.show", i.Code),
	}
	if i.Reached(inspection.Visited) {
		out.Visited = orNull(i.VisitDay())
	}
	var err error
	if out.Host, err = outBody(ctx, tx, i.HostBody); err != nil {
		return inspectionOut{}, err
	}
	out.Team, err = outBody(ctx, tx, i.Team)
	return out, err
}

func (d door) inspections(a *web.Ask) (any, error) {
	q := ask(a)
	of, year, on := q.unit("unit"), q.year("year"), q.day("on")
	after, limit := q.text("cursor"), q.limit(usual)
	if err := q.check(); err != nil {
		return nil, err
	}
	items, total, next := []inspectionOut{}, 0, ""
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		items = items[:0]
		hosts, err := d.subtree(ctx, tx, q, of, year, on)
		if err != nil {
			return err
		}
		all, err := inspection.List(ctx, tx, inspection.Filter{Hosts: hosts, Year: year, Public: true, On: q.today})
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(i inspection.Inspection) bool { return !published(i, q.today) })
		total = len(all)
		all, next = pageOf(all, func(i inspection.Inspection) string { return i.Code }, after, limit)
		for _, i := range all {
			one, err := outInspection(ctx, tx, a, i)
			if err != nil {
				return err
			}
			items = append(items, one)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page(a, items, next, int64(total)), nil
}

// published tells whether the inspection was, by the end of the day: a trial
// office stands on days gone by.
func published(i inspection.Inspection, on kheo.Date) bool {
	return !i.Published.IsZero() && kheo.DateOf(i.Published) <= on
}

// A documentOut is a frozen paper that its signer published.
type documentOut struct {
	Kind   string  `json:"kind"`
	Number string  `json:"number"`
	Date   *string `json:"date"`
	URL    string  `json:"url"`
	SHA256 string  `json:"sha256"`
	Index  *int64  `json:"ledger_index"` // null while the log has not numbered it
}

type inspectionAlone struct {
	inspectionOut
	Conclusion      string        `json:"conclusion"`
	Recommendations []matterOut   `json:"recommendations"`
	Documents       []documentOut `json:"documents"`
	sampled
}

func (d door) inspection(a *web.Ask) (any, error) {
	q := ask(a)
	if err := q.check(); err != nil {
		return nil, err
	}
	var out inspectionAlone
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Find(ctx, tx, a.PathValue("id"), q.today)
		if err == nil && !published(i, q.today) {
			err = kheo.ErrNotFound
		}
		if err != nil {
			return err
		}
		out = inspectionAlone{Conclusion: i.Conclusion, Recommendations: []matterOut{}, Documents: []documentOut{}, sampled: sampled{a.Office.Sample}}
		if out.inspectionOut, err = outInspection(ctx, tx, a, i); err != nil {
			return err
		}
		for _, r := range i.Recommendations {
			if !r.Public {
				continue
			}
			m, err := outMatter(ctx, tx, a, r.Matter, q.today)
			if err != nil {
				return err
			}
			out.Recommendations = append(out.Recommendations, m)
		}
		for _, doc := range i.Documents {
			if !doc.Public() || kheo.DateOf(doc.Published) > q.today {
				continue
			}
			one, err := outDocument(ctx, tx, a, doc)
			if err != nil {
				return err
			}
			out.Documents = append(out.Documents, one)
		}
		return nil
	})
	return out, err
}

// outDocument points at the public leaf, whose receipt anybody may fetch.
func outDocument(ctx context.Context, tx *db.Tx, a *web.Ask, doc report.Document) (documentOut, error) {
	out := documentOut{
		Kind: doc.Kind, Number: doc.Number, Date: orNull(doc.Date), SHA256: doc.SHA256,
		URL: a.To("report.file", doc.ID),
	}
	index, err := ledger.Index(ctx, tx, doc.PublicLeaf)
	if err != nil {
		return documentOut{}, err
	}
	if index >= 0 {
		out.Index = &index
	}
	return out, nil
}
