package scoringweb

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/scoring"
	"kheo/scoring/beside"
	"kheo/unit"
)

// A paperPage is a sheet on A4: to sign, or to fill with a pen where a telephone
// is no help; what is not marked yet is left white. It shows what the sheet's
// page shows its reader.
type paperPage struct {
	sheetPage
	Keeper unit.Body // whose scheme it is
	Place  string    // where that one sits
	Foot   string    // the ledger's last checkpoint
}

func (d Deps) readPaper(a *web.Ask) (paperPage, error) {
	p := paperPage{Foot: d.Foot()}
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Sheet, p.Hand, err = scoring.See(ctx, tx, a.Who, a.PathValue("code")); err != nil {
			return err
		}
		if p.Keeper, err = unit.FindBody(ctx, tx, p.Scheme.Body); err != nil {
			return err
		}
		book, err := d.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		place, err := book.Last(p.Keeper.Territory, a.Today)
		p.Place = place.Short
		return err
	})
	return p, err
}

func (d Deps) print(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.readPaper(a)
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

func (d Deps) docx(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.readPaper(a)
	if err != nil {
		return err
	}
	b, err := doc.Docx(p.paper(a.View))
	if err != nil {
		return err
	}
	return a.Attach(w, bytes.NewReader(b), p.Code+".docx", web.DOCX)
}

func (p paperPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("scoringweb.sheet.title", "name", p.Title), Verb: "lam", Private: true, Body: p.body(v),
		Crumbs: []web.Crumb{{Name: v.T("scoringweb.sheets"), Href: v.To("scoring.sheets")}, {Name: p.Code, Href: v.To("scoring.sheet", p.Code)}, {Name: v.T("scoringweb.paper")}}}
}

// rows are the head and the lines of the table, each cell as one text.
func (p paperPage) rows(v web.View) (head []string, rows [][]string) {
	t := p.table(v)
	for _, c := range t.Cols {
		head = append(head, c.Name)
	}
	for _, r := range t.Rows {
		var row []string
		for _, c := range r {
			s := strings.TrimSpace(c.Text + " " + c.Sub)
			if s == "–" && p.Now() != "" {
				s = "" // to be written in
			}
			row = append(row, s)
		}
		rows = append(rows, row)
	}
	return head, rows
}

// told is what stands under the table: the reason of the band, what was seen,
// and the evidence by name.
func (p paperPage) told(v web.View) []string {
	list := p.why(v)
	if b := p.counts().Band; b.Name != "" {
		list = append(list, v.T("scoringweb.paper.band", "band", beside.Name(v, b.Name, b.NameEN)))
	}
	if !p.Hand.Any() {
		return list
	}
	for _, c := range p.Scheme.Leaves() {
		m, ok := p.Last(c.ID, scoring.Settled)
		if !ok {
			m, _ = p.Last(c.ID, scoring.Appraised)
		}
		if m.Note != "" {
			list = append(list, v.T("scoringweb.paper.note", "name", beside.Name(v, c.Name, c.NameEN), "note", m.Note))
		}
	}
	for _, e := range p.Evidence {
		list = append(list, v.T("scoringweb.paper.evidence", "name", e.Label))
	}
	return list
}

// lead says by what it is marked and where it stands.
func (p paperPage) lead(v web.View) string {
	return v.T("scoringweb.paper.lead", "code", p.Code, "scheme", beside.Name(v, p.Scheme.Name, p.Scheme.NameEN), "version", p.Scheme.Code,
		"state", v.T("scoring.state."+string(p.State)))
}

// paper is the sheet as a document.
func (p paperPage) paper(v web.View) doc.Paper {
	head, rows := p.rows(v)
	t := doc.Table{Head: head, Rows: rows, Right: make([]bool, len(head)), Widths: []int{100 - 13*(len(head)-1)}}
	for i := range head[1:] {
		t.Right[i+1], t.Widths = true, append(t.Widths, 13)
	}
	out := doc.Paper{Head: doc.Letterhead{Style: letterhead(p.Keeper.Kind), Issuer: strings.ToUpper(p.Keeper.Name), Place: p.Place}, Kind: v.T("scoringweb.paper"), Title: p.Title,
		Foot: p.Foot, Lang: string(v.Lang), Subject: p.Code, Signer: []string{v.T("scoringweb.paper.delegation")}, Receivers: []string{p.Title, p.Keeper.Name}}
	if v.Office.Sample {
		out.Sample = v.T("scoringweb.paper.sample")
	}
	out.Body = []doc.Block{{Text: p.lead(v)}}
	if p.Scheme.Sample() {
		out.Body = append(out.Body, doc.Block{Text: v.T("scoringweb.sample") + " " + v.T("scoringweb.sample.says")})
	}
	out.Body = append(out.Body, doc.Block{Table: &t}, doc.Block{List: p.told(v)})
	return out
}

// letterhead is how a kind of body heads its papers.
func letterhead(k unit.BodyKind) string {
	switch k {
	case unit.Committee, unit.Board:
		return doc.Party
	case unit.Front, unit.Association:
		return doc.Front
	}
	return doc.State
}
