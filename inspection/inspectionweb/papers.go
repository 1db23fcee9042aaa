package inspectionweb

import (
	"context"
	"net/http"
	"slices"

	"kheo"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/report"
)

// scanLimit is the largest signed scan, in bytes.
const scanLimit = 15 << 20

// publish makes one paper public.
func (d Deps) publish(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return inspection.Publish(ctx, tx, a.Who, a.PathValue("code"), line(a, "kind"))
	})
	return done(w, a, err, d.showForm)
}

// scan puts the signed copy beside a paper.
func (d Deps) scan(w http.ResponseWriter, a *web.Ask) error {
	field := "scan." + line(a, "paper")
	file, err := a.File(field, scanLimit, web.PDF, web.JPEG, web.PNG)
	if err == nil && len(file.Data) == 0 {
		err = kheo.Faults{{Field: field, Key: "inspection.fault.file"}}
	}
	if err == nil {
		err = d.attach(a, file)
	}
	return done(w, a, err, d.showForm)
}

func (d Deps) attach(a *web.Ask, file web.File) error {
	sum, err := d.Blobs.Put(file.Data)
	if err != nil {
		return err
	}
	return a.Write(func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.See(ctx, tx, a.Who, a.PathValue("code"), a.Today)
		if err != nil {
			return err
		}
		for _, paper := range i.Documents {
			if paper.ID == a.PostFormValue("paper") {
				return report.AttachScan(ctx, tx, a.Who, inspection.MayPublish, paper.ID, sum, file.Type, int64(len(file.Data)))
			}
		}
		return kheo.ErrNotFound
	})
}

// A figurePage opens a figure to the records under it.
type figurePage struct {
	web.View
	Code, Title string
	Section     string
	Figure      figureView
	Draft       bool // not handed in yet: the records are today's
	Early       string
	Records     web.Table
	Private     bool
}

func (p figurePage) page() web.Page {
	return web.Page{Title: p.Figure.Title, Verb: "lam", Body: figureBody(p), Private: p.Private, Crumbs: crumbs(p.View, p.Code)}
}

func (d Deps) figure(w http.ResponseWriter, a *web.Ask) error {
	var p figurePage
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = d.readFigure(ctx, tx, a)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page())
}

func (d Deps) readFigure(ctx context.Context, tx *db.Tx, a *web.Ask) (figurePage, error) {
	f, err := d.read(ctx, tx, a, a.On())
	if err != nil {
		return figurePage{}, err
	}
	b, s, ok := f.I.Box(a.PathValue("box"))
	if !ok {
		return figurePage{}, kheo.ErrNotFound
	}
	p := figurePage{View: a.View, Code: f.I.Code, Title: f.title(a.View), Section: s.Number + " " + s.TitleIn(a.Lang), Private: f.I.Published.IsZero()}
	if b.Frozen == nil {
		if !f.Side.OnHost() || !f.I.Reached(inspection.OutlineSent) {
			return figurePage{}, kheo.ErrNotFound
		}
		all, err := inspection.Figures(ctx, tx, f.Book, f.I, a.Today)
		if err != nil {
			return figurePage{}, err
		}
		now := all[b.ID]
		b.Frozen, p.Draft = &now, true
	}
	p.Figure = f.figureView(a.View, b)
	if b.Frozen.Early > 0 {
		p.Early = a.T("inspectionweb.figure.early", "n", b.Frozen.Early)
	}
	p.Records, err = f.records(a.View, *b.Frozen)
	return p, err
}

// records tabulates what a figure counted, each row with the way to it.
func (f facts) records(v web.View, fig inspection.Frozen) (web.Table, error) {
	t := web.Table{Caption: v.T("inspectionweb.figure.records"), Cols: []web.Col{{Name: v.T("inspectionweb.col.n"), Num: true},
		{Name: v.T("inspectionweb.col.what"), Main: true}, {Name: v.T("inspectionweb.col.code")}, {Name: v.T("inspectionweb.col.where")}}}
	sums := slices.ContainsFunc(fig.Records, func(r indicator.Record) bool { return r.N != 1 })
	if sums {
		t.Cols = append(t.Cols, web.Col{Name: v.T("inspectionweb.col.adds"), Num: true})
	}
	for n, r := range fig.Records {
		u, err := f.Book.Last(r.Unit, f.I.VisitDay())
		if err != nil {
			return t, err
		}
		row := web.Row{{Text: v.Num(int64(n + 1))}, {Text: r.Title}, {Text: r.Code}, {Text: place(v, u)}}
		switch r.Kind {
		case "model":
			row[1].Href = v.To("model.show", r.Code)
		case "matter":
			row[1].Href = v.To("matter.show", r.Code)
		}
		if sums {
			row = append(row, web.Cell{Text: inspection.Frozen{Value: r.N, Known: true, Decimals: fig.Decimals}.Says(v.Lang)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
