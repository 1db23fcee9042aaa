package main

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/oldtext"
	"kheo/internal/sheet"
	"kheo/model"
	"kheo/unit"
)

// errPreview takes back what a preview did.
var errPreview = errors.New("a preview keeps nothing")

// models registers the rows of a table of models, in .xlsx or text. The books
// of territories are those of the office as it stands.
func (c *importCmd) models(ctx context.Context, tx *db.Tx, e *env, name string, body []byte) (result, error) {
	rows, err := sheet.Read(body)
	if err != nil {
		return result{}, err
	}
	if err := c.reread(rows); err != nil {
		return result{}, err
	}
	book, err := unit.Load(ctx, tx)
	if err != nil {
		return result{}, err
	}
	who := machine()
	who.Grants[0].Rights = append(who.Grants[0].Rights, model.MayRegister)
	show := progress(e.err)
	list, err := model.Import(ctx, tx, book, who, rows, c.SkipBad || c.Preview, func(done, total int) { show(done, total, name) })
	if errors.Is(err, kheo.ErrNotFound) {
		return result{}, errors.New("no body of this office could register a model: enter one on the pages first")
	}
	if err != nil {
		return result{}, err
	}
	bad := model.Bad(list)
	out := result{rows: len(list), kept: len(list) - len(bad)}
	for _, b := range bad {
		out.bad = append(out.bad, model.BadRows{b})
	}
	if c.Preview {
		return out, errPreview
	}
	return out, nil
}

// reread reads old text as --text says; without it a table that holds any
// waits, and the error shows how a row would read.
func (c *importCmd) reread(rows []sheet.Row) error {
	form := map[string][]string{}
	for _, r := range rows {
		form[fmt.Sprintf("%06d", r.Line)] = r.Cells
	}
	words, found := oldtext.LookForm(form)
	switch {
	case !found.Old() || c.Text == "keep":
		return nil
	case c.Text == "":
		most := found.Encodings[0]
		return fmt.Errorf("it holds text from before Unicode, most likely %s: “%s” reads “%s”; say --text %s, another, or --text keep",
			most, oldtext.Excerpt(words), oldtext.Excerpt(oldtext.Convert(most, words)), most)
	}
	for _, r := range rows {
		for i, s := range r.Cells { // one word of a row says little: the whole table was looked at
			r.Cells[i] = oldtext.Convert(oldtext.Encoding(c.Text), s)
		}
	}
	return nil
}
