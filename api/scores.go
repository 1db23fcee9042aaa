package api

import (
	"context"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/scoring"
)

// A schemeOut is an issued scheme. Points are numbers with at most two decimals.
type schemeOut struct {
	Code    string      `json:"code"`
	Version int         `json:"version"`
	Copied  *string     `json:"copied_from"`
	Name    string      `json:"name"`
	NameEN  string      `json:"name_en"`
	Basis   string      `json:"basis"` // "" of a scheme that no decision stands behind
	Year    int         `json:"year"`
	Level   string      `json:"level"`
	Body    kheo.UnitID `json:"body"`
	URL     string      `json:"url"`
}

func outScheme(a *web.Ask, s scoring.Scheme) schemeOut {
	return schemeOut{Code: s.Code, Version: s.Version, Copied: orNull(s.Copied), Name: s.Name, NameEN: s.NameEN, Basis: s.Basis,
		Year: s.Year, Level: s.Level, Body: s.Body, URL: a.To("scoring.scheme", s.Code)}
}

// schemes are the issued ones, newest year first.
func (d door) schemes(a *web.Ask) (any, error) {
	q := ask(a)
	year, after, limit := q.year("year"), q.text("cursor"), q.limit(usual)
	if err := q.check(); err != nil {
		return nil, err
	}
	var all []scoring.Scheme
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		found, err := scoring.Schemes(ctx, tx, kheo.Caller{At: a.Who.At})
		all = nil
		for _, s := range found {
			if year == 0 || s.Year == year {
				all = append(all, s)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	part, next := pageOf(all, func(s scoring.Scheme) string { return s.Code }, after, limit)
	items := make([]schemeOut, len(part))
	for i, s := range part {
		items[i] = outScheme(a, s)
	}
	return page(a, items, next, int64(len(all))), nil
}

type points float64

func outPoints(p scoring.Points) points { return points(p) / 100 }

type criterionOut struct {
	ID     string       `json:"id"`
	Parent *string      `json:"parent"`
	Name   string       `json:"name"`
	NameEN string       `json:"name_en"`
	Kind   scoring.Kind `json:"kind"`
	Max    points       `json:"max"`
	Each   points       `json:"each"`
	Floor  int64        `json:"floor_percent"`
	Steps  []stepOut    `json:"steps"`
}

type stepOut struct {
	From points `json:"from_percent"`
	Give points `json:"points"`
}

type bandOut struct {
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
	From   points `json:"from"`
	Floors bool   `json:"floors"`
}

// A schemeAlone is a scheme as the whole answer, with its tree and its bands.
type schemeAlone struct {
	schemeOut
	Criteria []criterionOut `json:"criteria"`
	Bands    []bandOut      `json:"bands"`
	sampled
}

func (d door) scheme(a *web.Ask) (any, error) {
	q := ask(a)
	if err := q.check(); err != nil {
		return nil, err
	}
	var s scoring.Scheme
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = scoring.SeeScheme(ctx, tx, kheo.Caller{At: a.Who.At}, a.PathValue("code"))
		return err
	})
	if err != nil {
		return nil, err
	}
	out := schemeAlone{schemeOut: outScheme(a, s), sampled: sampled{a.Office.Sample}}
	for _, b := range s.Tree() {
		c := criterionOut{ID: b.ID, Parent: orNull(b.Parent), Name: b.Name, NameEN: b.NameEN, Kind: b.Kind, Max: outPoints(b.Max), Each: outPoints(b.Each),
			Floor: b.Floor, Steps: []stepOut{}}
		for _, x := range b.Steps {
			c.Steps = append(c.Steps, stepOut{outPoints(scoring.Points(x.From)), outPoints(x.Give)})
		}
		out.Criteria = append(out.Criteria, c)
	}
	for _, b := range s.Bands {
		out.Bands = append(out.Bands, bandOut{b.Name, b.NameEN, outPoints(b.From), b.Floors})
	}
	return out, nil
}

// A sheetOut is a published sheet: of a body or of a collective's model, never
// of a person.
type sheetOut struct {
	Code    string              `json:"code"`
	Scheme  string              `json:"scheme"`
	Kind    scoring.SubjectKind `json:"kind"`
	Subject string              `json:"subject"` // the body's id, the model's code
	Title   string              `json:"title"`
	Body    kheo.UnitID         `json:"body"`
	Opened  string              `json:"opened_at"`
	URL     string              `json:"url"`
}

func outSheet(a *web.Ask, s scoring.Sheet) sheetOut {
	return sheetOut{Code: s.Code, Scheme: s.Scheme.Code, Kind: s.Kind, Subject: s.Subject.ID, Title: s.Title, Body: s.Body,
		Opened: stamp(s.Opened), URL: a.To("scoring.sheet", s.Code)}
}

// sheets are the published ones, newest first. There is no other order, and no
// total of points in the list: docs/decision/0013.
func (d door) sheets(a *web.Ask) (any, error) {
	q := ask(a)
	body, scheme, after, limit := q.unit("body"), q.text("scheme"), q.text("cursor"), q.limit(usual)
	if err := q.check(); err != nil {
		return nil, err
	}
	var all []scoring.Sheet
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		found, err := scoring.Sheets(ctx, tx, kheo.Caller{At: a.Who.At})
		all = nil
		for _, s := range found {
			if (body == "" || s.Body == body) && (scheme == "" || strings.EqualFold(s.Scheme.Code, scheme)) {
				all = append(all, s)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	part, next := pageOf(all, func(s scoring.Sheet) string { return s.Code }, after, limit)
	items := make([]sheetOut, len(part))
	for i, s := range part {
		items[i] = outSheet(a, s)
	}
	return page(a, items, next, int64(len(all))), nil
}

type markOut struct {
	Criterion string `json:"criterion"`
	Points    points `json:"points"`
	Of        points `json:"of"`
	Fails     bool   `json:"under_floor"`
}

// A sheetAlone is a sheet as the whole answer: the points that count, without
// notes, evidence, or who gave them.
type sheetAlone struct {
	sheetOut
	Total points    `json:"total"`
	Of    points    `json:"of"`
	Band  string    `json:"band"`
	Alone string    `json:"band_by_total"` // what the total alone would reach
	Marks []markOut `json:"marks"`
	sampled
}

func (d door) sheet(a *web.Ask) (any, error) {
	q := ask(a)
	if err := q.check(); err != nil {
		return nil, err
	}
	var s scoring.Sheet
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		s, _, err = scoring.See(ctx, tx, kheo.Caller{At: a.Who.At}, a.PathValue("code"))
		return err
	})
	if err != nil {
		return nil, err
	}
	r := s.Count(scoring.Settled)
	out := sheetAlone{sheetOut: outSheet(a, s), Total: outPoints(r.Total), Of: outPoints(r.Of), Band: r.Band.Name, Alone: r.Alone.Name, sampled: sampled{a.Office.Sample}}
	for _, l := range r.Lines {
		out.Marks = append(out.Marks, markOut{l.ID, outPoints(l.Points), outPoints(l.Of), l.Fails})
	}
	return out, nil
}
