package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// Freeze records the document and its hash in the ledger. May is the right the
// caller must hold in d.Body. A number already used by the body for that kind
// in that year is a fault that names the paper that has it.
func Freeze(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, d Draft) (Document, error) {
	if err := who.May(may, d.Body); err != nil {
		return Document{}, err
	}
	d.Number, d.Title = strings.TrimSpace(d.Number), strings.TrimSpace(d.Title)
	if d.Kind == "" || d.Subject == "" || d.Body == "" || !digest.MatchString(d.SHA256) || d.Size <= 0 {
		return Document{}, fmt.Errorf("freeze %s of %s: the draft is not whole", d.Kind, d.Subject)
	}
	if err := d.Check(who.Today()); err != nil {
		return Document{}, err
	}
	if err := free(ctx, tx, d); err != nil {
		return Document{}, err
	}
	doc := Document{
		ID: kheo.NewID(who.At), Kind: d.Kind, Subject: d.Subject, Body: d.Body, Number: d.Number,
		Date: d.Date, Title: d.Title, SHA256: d.SHA256, Size: d.Size, Frozen: who.At,
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "report.frozen", Subject: doc.ID, Says: doc.says()})
	if err != nil {
		return Document{}, err
	}
	doc.Leaf = leaf.ID
	_, err = tx.Exec(ctx, `
		insert into report_document (id, kind, subject, body, number, number_key, ordinal, year, day,
			title, sha256, size, leaf, frozen_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		doc.ID, doc.Kind, doc.Subject, string(doc.Body), doc.Number, numberKey(doc.Number, doc.ID), Ordinal(doc.Number),
		doc.Date.Year(), string(doc.Date), doc.Title, doc.SHA256, doc.Size, doc.Leaf, doc.Frozen.UnixMicro())
	return doc, err
}

// says is what every entry about the paper says of it. Its title stays out:
// titles may name somebody. A paper without a number has no such line.
func (d Document) says() []ledger.Line {
	lines := []ledger.Line{
		{Name: "kind", Value: d.Kind},
		{Name: "issuer", Value: string(d.Body)},
		{Name: "number", Value: d.Number},
		{Name: "date", Value: string(d.Date)},
		{Name: "sha256", Value: d.SHA256},
	}
	return slices.DeleteFunc(lines, func(l ledger.Line) bool { return l.Value == "" })
}

// free is nil when the draft's number is not taken.
func free(ctx context.Context, tx *db.Tx, d Draft) error {
	if d.Number == "" {
		return nil
	}
	has, err := db.One(ctx, tx, (*Document).fields, `
		select `+columns+` from report_document
		where body = $1 and kind = $2 and year = $3 and number_key = $4`,
		string(d.Body), d.Kind, d.Date.Year(), numberKey(d.Number, ""))
	if errors.Is(err, kheo.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return kheo.Faults{{Field: "number", Key: "report.fault.number_taken",
		Args: []any{"number", has.Number, "day", has.Date, "title", has.Title}}}
}

// SuggestNumber is one more than the highest number the body has used for the
// kind in the year. It is a suggestion: the office's registry decides.
func SuggestNumber(ctx context.Context, tx *db.Tx, body kheo.UnitID, kind string, year int) (int64, error) {
	highest, err := db.One(ctx, tx, db.Value[int64], `
		select coalesce(max(ordinal), 0) from report_document
		where body = $1 and kind = $2 and year = $3`, string(body), kind, year)
	return highest + 1, err
}
