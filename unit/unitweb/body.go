package unitweb

import (
	"context"
	"errors"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// bodies of a territory on the day, and which of them owns civic work.
func bodies(ctx context.Context, tx *db.Tx, v web.View, id kheo.UnitID, on kheo.Date) (web.Table, error) {
	list, err := unit.Bodies(ctx, tx, id, on)
	if err != nil {
		return web.Table{}, err
	}
	owner, err := unit.CivicWork(ctx, tx, id, on)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return web.Table{}, err
	}
	return bodyTable(v, list, owner.ID), nil
}

func bodyTable(v web.View, list []unit.Body, owner kheo.UnitID) web.Table {
	t := web.Table{Caption: v.T("unitweb.bodies"), Cols: []web.Col{{Name: v.T("unitweb.col.body"), Main: true}, {Name: v.T("unitweb.col.days")}, {Name: v.T("unitweb.col.work")}}}
	for _, x := range list {
		row := web.Row{{Text: bodyName(v, x), Href: v.To("unit.show", string(x.ID))}, {Text: days(v, x.Span)}, {}}
		if x.ID == owner {
			row[2] = web.Cell{Tag: web.Tag{Shape: web.TagRight, Text: v.T("unitweb.civic")}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func bodyName(v web.View, x unit.Body) string {
	if v.English() && x.NameEN != "" {
		return x.NameEN
	}
	return x.Name
}

// bodyPage is one body: where it belongs, its days, who came before and after.
type bodyPage struct {
	Body    unit.Body
	Title   string
	Place   link // the territory
	Facts   web.Glance
	Lineage web.Table
	NoHeir  bool // it ended, and nobody lawfully follows by himself
	Several bool
}

func readBody(ctx context.Context, tx *db.Tx, v web.View, b *unit.Book, id kheo.UnitID) (bodyPage, error) {
	x, err := unit.FindBody(ctx, tx, id)
	if err != nil {
		return bodyPage{}, err
	}
	before, err := unit.Forebears(ctx, tx, id)
	if err != nil {
		return bodyPage{}, err
	}
	after, err := unit.Heirs(ctx, tx, id)
	if err != nil {
		return bodyPage{}, err
	}
	p := bodyPage{Body: x, Title: bodyName(v, x), NoHeir: x.To != "" && x.To < v.Today && len(after) != 1, Several: len(after) > 1}
	if u, err := b.Last(x.Territory, max(x.From, unit.FirstDay)); err == nil {
		p.Place = link{capital(address(b, u, x.From)), v.To("unit.show", string(u.ID)) + "?on=" + string(max(x.From, unit.FirstDay))}
	}
	p.Facts = web.Glance{{Label: v.T("unitweb.fact.days"), Value: days(v, x.Span)}}
	p.Lineage = bodyLineage(v, before, after)
	return p, nil
}

func bodyLineage(v web.View, before, after []unit.HeirLink) web.Table {
	t := web.Table{Caption: v.T("unitweb.body.lineage"), Cols: []web.Col{{Name: v.T("unitweb.col.relation")}, {Name: v.T("unitweb.col.body"), Main: true}, {Name: v.T("unitweb.col.on")}, {Name: v.T("unitweb.col.basis")}}}
	add := func(key string, list []unit.HeirLink) {
		for _, h := range list {
			t.Rows = append(t.Rows, web.Row{{Text: v.T(key)}, {Text: bodyName(v, h.Body), Href: v.To("unit.show", string(h.Body.ID))}, {Text: v.Date(h.On)}, {Text: h.Basis}})
		}
	}
	add("unitweb.body.before", before)
	add("unitweb.body.after", after)
	return t
}

func (p bodyPage) page(v web.View) web.Page {
	crumbs := []web.Crumb{}
	if p.Place.Name != "" {
		crumbs = append(crumbs, web.Crumb(p.Place))
	}
	return web.Page{Title: p.Title, Verb: "noi", Crumbs: append(crumbs, web.Crumb{Name: p.Title}), Body: bodyView(v, p)}
}
