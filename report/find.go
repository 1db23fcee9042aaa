package report

import (
	"context"
	"fmt"
	"time"

	"kheo/internal/db"
)

const columns = `id, kind, subject, body, number, day, title, sha256, size, leaf, frozen_at,
	published_at, public_leaf, scan, scan_type, scan_size, scanned_at`

// An instant reads Unix microseconds; zero stays the zero time.
type instant struct{ t *time.Time }

// Scan reads a column.
func (i instant) Scan(v any) error {
	us, ok := v.(int64)
	if !ok {
		return fmt.Errorf("an instant of type %T", v)
	}
	*i.t = moment(us)
	return nil
}

func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func (d *Document) fields() []any {
	return []any{&d.ID, &d.Kind, &d.Subject, &d.Body, &d.Number, &d.Date, &d.Title, &d.SHA256, &d.Size, &d.Leaf,
		instant{&d.Frozen}, instant{&d.Published}, &d.PublicLeaf, &d.Scan, &d.ScanType, &d.ScanSize, instant{&d.Scanned}}
}

// Find is the document by id, whoever asks: what a visitor may see of it is
// for the door to say.
func Find(ctx context.Context, tx *db.Tx, id string) (Document, error) {
	d, err := db.One(ctx, tx, (*Document).fields, `
		select `+columns+` from report_document where id = $1`, id)
	if err != nil {
		return Document{}, fmt.Errorf("document %q: %w", id, err)
	}
	return d, nil
}

// Of is the documents of a subject, by date.
func Of(ctx context.Context, tx *db.Tx, subject string) ([]Document, error) {
	return db.All(ctx, tx, (*Document).fields, `
		select `+columns+` from report_document where subject = $1
		order by day, frozen_at, id`, subject)
}
