package modelweb

import (
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/sheet"
	"kheo/internal/web"
	"kheo/model"
)

// maxTable is how much of a table the page carries from the preview to the
// confirmation, in bytes; more goes by `kheo import models`.
const maxTable = 900 << 10

// An importPage takes a list of models pasted or brought from Excel, shows what
// would come of each row, and registers those that can be.
type importPage struct {
	web.View
	Rows   string // the table as text, tabs between cells
	List   []model.Entry
	Read   bool // a table was read: List tells what would come of it
	Kept   int  // registered just now
	Faults kheo.Faults
}

func (p importPage) page() web.Page {
	return web.Page{Title: p.T("modelweb.import.title"), Verb: "lam", Body: importBody(p), Private: true,
		Crumbs: crumbs(p.View, web.Crumb{Name: p.T("modelweb.import.title")})}
}

func (p pages) table(w http.ResponseWriter, a *web.Ask) error {
	if err := p.prepare(a, new(formPage)); err != nil {
		return err
	}
	kept, _ := strconv.Atoi(a.URL.Query().Get("da-dang-ky"))
	return a.Show(w, importPage{View: a.View, Kept: kept}.page())
}

// takeTable reads the table and shows what would come of it or, with do=keep,
// registers what can be. Sent twice, nothing is registered twice: by then each
// name is taken.
func (p pages) takeTable(w http.ResponseWriter, a *web.Ask) error {
	if err := p.prepare(a, new(formPage)); err != nil {
		return err
	}
	s := importPage{View: a.View}
	rows, err := s.read(a)
	keep := a.PostFormValue("do") == "keep"
	if err == nil && keep {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return p.preview(ctx, tx, a, &s, rows, true) })
	} else if err == nil {
		err = a.Read(func(ctx context.Context, tx *db.Tx) error { return p.preview(ctx, tx, a, &s, rows, false) })
	}
	if errors.Is(err, model.ErrHead) {
		_, lacks, _ := strings.Cut(err.Error(), ": ")
		err = kheo.Faults{{Field: "rows", Key: "modelweb.import.fault.head", Args: []any{"lacks", lacks}}}
	}
	if errors.As(err, &s.Faults) {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page())
	}
	if err != nil {
		return err
	}
	if n := len(s.List) - len(model.Bad(s.List)); keep && n > 0 {
		return a.Go(w, a.To("model.table")+"?da-dang-ky="+strconv.Itoa(n))
	}
	return a.Show(w, s.page())
}

func (p pages) preview(ctx context.Context, tx *db.Tx, a *web.Ask, s *importPage, rows []sheet.Row, keep bool) error {
	book, err := p.books.Book(ctx, tx)
	if err != nil {
		return err
	}
	if keep {
		s.List, err = model.Import(ctx, tx, book, a.Who, rows, true, nil)
	} else {
		s.List, err = model.Preview(ctx, tx, book, a.Who, rows)
	}
	s.Read = err == nil
	return err
}

// read is the table of the file or, without one, of the text pasted. Old
// letters in a file are asked about like those of a form.
func (s *importPage) read(a *web.Ask) ([]sheet.Row, error) {
	file, err := a.File("table", sheet.MaxFile, web.XLSX, web.Text)
	if err != nil {
		return nil, err
	}
	body := []byte(a.PostFormValue("rows"))
	if len(file.Data) > 0 {
		body = file.Data
	}
	var f kheo.Faults
	f.Need(len(body) > 0, "rows", "modelweb.import.fault.none")
	if err := f.Err(); err != nil {
		return nil, err
	}
	rows, err := sheet.Read(body)
	switch {
	case errors.Is(err, sheet.ErrKind), errors.Is(err, sheet.ErrBroken):
		return nil, kheo.Faults{{Field: "table", Key: "modelweb.import.fault.kind"}}
	case errors.Is(err, sheet.ErrLarge):
		return nil, kheo.Faults{{Field: "table", Key: "modelweb.import.fault.large"}}
	case err != nil:
		return nil, err
	}
	if s.Rows, err = tabbed(rows); err != nil {
		return nil, err
	}
	f.Need(len(s.Rows) <= maxTable, "table", "modelweb.import.fault.large")
	if len(file.Data) > 0 {
		if err := a.AskOld("rows", "table", s.Rows); err != nil {
			return nil, err
		}
	}
	return rows, f.Err()
}

// tabbed writes the rows as they are pasted from Excel.
func tabbed(rows []sheet.Row) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	for _, r := range rows {
		if err := w.Write(r.Cells); err != nil {
			return "", err
		}
	}
	w.Flush()
	return b.String(), w.Error()
}

func (p importPage) rowsField() web.Field {
	f := web.FieldFor(p.View, p.Faults, "rows", "modelweb.import.rows", p.Rows).With(p.T("modelweb.import.rows-help")).May()
	f.Rows = 8
	return f
}

func (p importPage) fileField() web.Field {
	f := web.FieldFor(p.View, p.Faults, "table", "modelweb.import.file", "").May()
	f.Accept = []string{web.XLSX, web.Text}
	return f
}

// good and bad split the rows.
func (p importPage) good() []model.Entry {
	var list []model.Entry
	for _, e := range p.List {
		if len(e.Faults) == 0 {
			list = append(list, e)
		}
	}
	return list
}

func (p importPage) bad() []model.Entry { return model.Bad(p.List) }

// columns are the headings a table needs, then those it may have.
func (p importPage) columns() (needs, may []string) {
	for _, name := range model.Columns() {
		switch name {
		case "kind", "programmes", "body", "groups", "day":
			may = append(may, model.ColumnName(p.Lang, name))
		default:
			needs = append(needs, model.ColumnName(p.Lang, name))
		}
	}
	return needs, may
}
