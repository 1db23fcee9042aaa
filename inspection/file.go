package inspection

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/report"
)

// file moves the inspection to a stage with that stage's paper, frozen in the
// same transaction where Khéo composed one.
func file(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, to Stage, kind string, may kheo.Right, body kheo.UnitID, p Paper, says ...ledger.Line) error {
	return fileLate(ctx, tx, who, i, to, kind, may, body, p, 0, says...)
}

func fileLate(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, to Stage, kind string, may kheo.Right, body kheo.UnitID, p Paper, late int64, says ...ledger.Line) error {
	if err := allowed(i.Stage, to); err != nil {
		return err
	}
	if err := orderly(*i, who.At); err != nil {
		return err
	}
	s := Step{Body: body, Number: p.Number, Day: p.Day, Late: late}
	if p.SHA256 != "" {
		d, err := report.Freeze(ctx, tx, who, may, report.Draft{Kind: kind, Subject: i.Subject(), Body: body,
			Number: p.Number, Date: p.Day, Title: p.Title, Secrecy: p.Secrecy, SHA256: p.SHA256, Size: p.Size})
		if err != nil {
			return err
		}
		s.Document = d.ID
		says = append(says, ledger.Line{Name: "document_sha256", Value: p.SHA256})
	}
	return move(ctx, tx, who, i, to, s, says...)
}
