package scoring

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// Evidence of a mark is a link, to a page of this office or elsewhere, or a
// file that was handed in.
type Evidence struct {
	ID, Criterion string
	Label         string // the words, or the file's own name
	Href          string // of a link
	SHA256, Type  string // of a file
	Size          int64
}

// Attach puts a link or a file beside a criterion while the sheet is open. The
// file lies in the blobs already.
func Attach(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, e Evidence) error {
	s, h, err := See(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if !h.Marks(s.Now()) {
		return fmt.Errorf("evidence of %s: %w", code, kheo.ErrForbidden)
	}
	if c, ok := s.Scheme.Criterion(e.Criterion); !ok || c.Kind == Group {
		return fmt.Errorf("criterion %s of %s: %w", e.Criterion, code, kheo.ErrNotFound)
	}
	var f kheo.Faults
	e.Label = line(&f, "label", e.Label, true)
	if e.SHA256 == "" {
		e.Href = line(&f, "href", e.Href, true)
		f.Need(leads(e.Href), "href", "scoring.fault.href")
	}
	f.Need(len(s.Evidence) < 200, "href", "scoring.fault.many")
	if err := f.Err(); err != nil {
		return err
	}
	id := kheo.NewID(who.At)
	_, err = tx.Exec(ctx, `
		insert into scoring_evidence (id, sheet, criterion, label, href, body, at, sha256, media, bytes)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, s.ID, e.Criterion, e.Label, e.Href, string(s.Body), who.At.UnixMicro(), e.SHA256, e.Type, e.Size)
	if err != nil {
		return fmt.Errorf("evidence of %s: %w", code, err)
	}
	return s.tell(ctx, tx, who, "scoring.evidence", ledger.Line{Name: "criterion", Value: e.Criterion}, ledger.Line{Name: "evidence", Value: id}, ledger.Line{Name: "sha256", Value: e.SHA256})
}

// leads tells a page of this office, "/mo-hinh/MH-23-0001", or an https address.
func leads(s string) bool {
	u, err := url.Parse(s)
	if err != nil || strings.Contains(s, `\`) {
		return false
	}
	return u.Scheme == "https" && u.Host != "" || u.Scheme == "" && u.Host == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
}
