package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// Publish makes a frozen document public. Its public leaf repeats what the
// private one said, with the scan's digest: that is the receipt anybody may
// fetch.
func Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, id string) error {
	d, err := mine(ctx, tx, who, may, id)
	if err != nil {
		return err
	}
	if d.Public() {
		return kheo.Wrong{From: "published", To: "published"}
	}
	says := d.says()
	if d.Scan != "" {
		says = append(says, ledger.Line{Name: "scan_sha256", Value: d.Scan})
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "report.published", Subject: d.ID, Says: says, Public: true})
	if err != nil {
		return err
	}
	return tx.Move(ctx, `
		update report_document set published_at = $1, public_leaf = $2
		where id = $3 and published_at = 0`, who.At.UnixMicro(), leaf.ID, d.ID)
}

// scanTypes are the media types a signed scan may have.
var scanTypes = []string{"application/pdf", "image/jpeg", "image/png"}

// AttachScan puts the signed scan beside a frozen document; its bytes are
// already in the blob store, and the caller has looked at their first ones. A
// wrong scan may be replaced while the paper is private, and the ledger keeps
// both digests.
func AttachScan(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, id, sha256, mediaType string, size int64) error {
	d, err := mine(ctx, tx, who, may, id)
	if err != nil {
		return err
	}
	if d.Public() && d.Scan != "" {
		return kheo.Wrong{From: "published", To: "scanned"}
	}
	if !slices.Contains(scanTypes, mediaType) {
		return kheo.Faults{{Field: "scan", Key: "report.fault.scan_type"}}
	}
	if !digest.MatchString(sha256) || size <= 0 {
		return fmt.Errorf("scan of document %s: no digest or no bytes", id)
	}
	says := append(d.says(), ledger.Line{Name: "scan_sha256", Value: sha256})
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "report.scanned", Subject: d.ID, Says: says, Public: d.Public()})
	if err != nil {
		return err
	}
	return tx.Move(ctx, `
		update report_document set scan = $1, scan_type = $2, scan_size = $3, scanned_at = $4
		where id = $5 and scan = $6`, sha256, mediaType, size, who.At.UnixMicro(), d.ID, d.Scan)
}

// mine is the document, if the caller holds the right in the body that issued
// it and comes after the paper's last event.
func mine(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, id string) (Document, error) {
	d, err := Find(ctx, tx, id)
	if err != nil {
		return Document{}, err
	}
	if err := who.May(may, d.Body); err != nil {
		if !d.Public() {
			return Document{}, fmt.Errorf("document %q: %w", id, kheo.ErrNotFound)
		}
		return Document{}, err
	}
	last := d.Frozen
	for _, t := range []time.Time{d.Published, d.Scanned} {
		if t.After(last) {
			last = t
		}
	}
	if who.At.Before(last) {
		return Document{}, fmt.Errorf("document %s has an event of %s, later than this one: %w", id, kheo.DateOf(last), kheo.ErrConflict)
	}
	return d, nil
}
