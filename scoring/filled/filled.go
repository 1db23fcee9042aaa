// Package filled marks a whole sheet at once, as a body, a delegation and a
// board would one criterion after the other: for the sample office and for
// tests.
package filled

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/scoring"
)

// Published takes a subject by an issued scheme from the opening of its sheet
// to the publishing. The board may do all of it but the body's own marks.
func Published(ctx context.Context, tx *db.Tx, board, own kheo.Caller, scheme string, of scoring.Subject) (string, error) {
	s, err := scoring.Open(ctx, tx, board, scheme, of)
	if err != nil {
		return "", err
	}
	own.Grants = append(own.Grants, kheo.Grant{Role: "host_lead", Unit: s.Body, Rights: []kheo.Right{scoring.MaySelf}})
	if err := give(ctx, tx, own, s, scoring.Own); err != nil {
		return "", err
	}
	if err := scoring.Pass(ctx, tx, own, s.Code, scoring.Appraisal, ""); err != nil {
		return "", err
	}
	if err := give(ctx, tx, board, s, scoring.Appraised); err != nil {
		return "", err
	}
	for _, to := range []scoring.State{scoring.Review, scoring.Final, scoring.Published} {
		if err := scoring.Pass(ctx, tx, board, s.Code, to, ""); err != nil {
			return "", err
		}
	}
	return s.Code, nil
}

func give(ctx context.Context, tx *db.Tx, who kheo.Caller, s scoring.Sheet, side scoring.Side) error {
	for _, c := range s.Scheme.Leaves() {
		if err := scoring.Give(ctx, tx, who, s.Code, c.ID, answer(c, side), ""); err != nil {
			return err
		}
	}
	return nil
}

// answer is a plausible mark: the delegation gives a little less than the body
// gave itself, and counts one late report.
func answer(c scoring.Criterion, side scoring.Side) scoring.Answer {
	a := scoring.Answer{Given: c.Max * 9 / 10, Note: "Theo sổ của cơ quan"}
	if side == scoring.Appraised {
		a = scoring.Answer{Given: c.Max * 4 / 5, Note: "Đã xem hồ sơ, hỏi ba ấp"}
	}
	switch {
	case c.Kind == scoring.Ratio:
		a.Num, a.Den = 812, 900
	case c.Kind == scoring.YesNo, c.Kind == scoring.Deduction && side == scoring.Appraised:
		a.Num = 1
	}
	return a
}
