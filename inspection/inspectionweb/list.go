package inspectionweb

import (
	"context"
	"net/http"
	"strconv"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// A listPage is the inspections the visitor may see, newest year first.
type listPage struct {
	web.View
	Years []listYear
	Plan  bool // the visitor may plan one
}

type listYear struct {
	Year string
	Rows web.Table
}

func (d Deps) list(w http.ResponseWriter, a *web.Ask) error {
	p := listPage{View: a.View, Plan: len(a.Who.Units(inspection.MayPlan)) > 0}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := inspection.List(ctx, tx, inspection.Filter{On: a.On()})
		if err != nil {
			return err
		}
		seen, err := inspection.Visible(ctx, tx, a.Who, all)
		if err != nil {
			return err
		}
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		p.Years, err = years(ctx, tx, a.View, book, seen)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page())
}

func (p listPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.list"), Verb: "lam", Body: listBody(p)}
}

func years(ctx context.Context, tx *db.Tx, v web.View, book *unit.Book, list []inspection.Inspection) ([]listYear, error) {
	var years []listYear
	for _, i := range list {
		year := strconv.Itoa(i.Year)
		if n := len(years); n == 0 || years[n-1].Year != year {
			t := web.Table{Caption: v.T("inspectionweb.list.year", "year", year), Cols: []web.Col{{Name: v.T("inspectionweb.col.host"), Main: true},
				{Name: v.T("inspectionweb.col.visit")}, {Name: v.T("inspectionweb.col.stage")}, {Name: v.T("inspectionweb.col.recs")}}}
			years = append(years, listYear{year, t})
		}
		row, err := rowOf(ctx, tx, v, book, i)
		if err != nil {
			return nil, err
		}
		y := &years[len(years)-1]
		y.Rows.Rows = append(y.Rows.Rows, row)
	}
	return years, nil
}

func rowOf(ctx context.Context, tx *db.Tx, v web.View, book *unit.Book, i inspection.Inspection) (web.Row, error) {
	host, err := book.Last(i.Host, i.VisitDay())
	if err != nil {
		return nil, err
	}
	f := facts{I: i, Host: host, Bodies: map[kheo.UnitID]unit.Body{}}
	if err := f.know(ctx, tx, i.Team); err != nil {
		return nil, err
	}
	row := web.Row{{Text: f.title(v), Href: v.To("inspection.show", i.Code), Sub: i.Code + " · " + f.name(v, i.Team)}, {Text: v.Date(i.VisitDay())},
		{Text: v.T("inspection.stage." + string(i.Stage))}, {}}
	if i.Published.IsZero() {
		row[2].Sub = v.T("inspectionweb.private-short")
	}
	if len(i.Recommendations) > 0 {
		row[3].Text = v.T("inspectionweb.recs.sum", "done", i.Done(), "open", i.Open())
	}
	return row, nil
}
