package reportweb

import (
	"io"
	"net/http"
	"strings"

	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/report"
)

// A printPage is a paper on A4 for those who have no Word. It is read out of
// the frozen file, so that it can say nothing else.
type printPage struct {
	web.View
	Number, Title string
	Of            string // the day and the file's digest
	File          string
	Paper         doc.Written
	Private       bool
}

func (p printPage) page() web.Page {
	return web.Page{Title: strings.TrimSpace(p.Number + " " + p.Title), Verb: "noi", Body: printBody(p), Private: p.Private}
}

func (s shelf) print(w http.ResponseWriter, a *web.Ask) error {
	d, err := s.find(a)
	if err != nil {
		return err
	}
	paper, err := s.read(d)
	if err != nil {
		return err
	}
	p := printPage{View: a.View, Number: d.Number, Title: d.Title, File: a.To("report.file", d.ID), Paper: paper, Private: !d.Public(),
		Of: a.T("reportweb.print.of", "day", a.Date(d.Date), "sha256", d.SHA256)}
	return a.Show(w, p.page())
}

func (s shelf) read(d report.Document) (doc.Written, error) {
	f, err := s.blobs.Get(d.SHA256)
	if err != nil {
		return doc.Written{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return doc.Written{}, err
	}
	return doc.Read(b)
}

// look is the class a paragraph is set by; the style sheet has the same names
// as the .docx.
func look(p doc.Piece) string {
	switch {
	case p.Style != "" && p.Align != "":
		return "paper-" + p.Style + " paper-" + p.Align
	case p.Style != "":
		return "paper-" + p.Style
	case p.Align != "":
		return "paper-" + p.Align
	}
	return ""
}

// head and rest part a table's rows, for thead and tbody.
func head(t doc.Piece) []doc.Row { return t.Rows[:headRows(t)] }
func rest(t doc.Piece) []doc.Row { return t.Rows[headRows(t):] }

func headRows(t doc.Piece) int {
	n := 0
	for n < len(t.Rows) && t.Rows[n].Head {
		n++
	}
	return n
}
