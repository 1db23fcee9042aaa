package stationery

import (
	"context"
	"fmt"
	"io"
	"time"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/doc"
)

func (v *Version) fields() []any {
	return []any{&v.Version, &v.Style, &v.Above, &v.Issuer, &v.Place, &v.Signer, &v.Template, &v.Size, &v.Person, instant{&v.At}}
}

// An instant reads Unix microseconds.
type instant struct{ t *time.Time }

// Scan reads a column.
func (i instant) Scan(v any) error {
	us, ok := v.(int64)
	if !ok {
		return fmt.Errorf("an instant of type %T", v)
	}
	*i.t = time.UnixMicro(us).UTC()
	return nil
}

// History is every version of a kind of paper of a body, the newest first.
func History(ctx context.Context, tx *db.Tx, body kheo.UnitID, kind string) ([]Version, error) {
	return db.All(ctx, tx, (*Version).fields, `
		select version, style, above, issuer, place, signer, template, size, person, at
		from stationery_version where body = $1 and kind = $2 order by version desc`, string(body), kind)
}

// Of is what the body writes the kind of paper on now.
func Of(ctx context.Context, tx *db.Tx, body kheo.UnitID, kind string) (Version, error) {
	all, err := History(ctx, tx, body, kind)
	if err != nil {
		return Version{}, fmt.Errorf("stationery of %s: %w", body, err)
	}
	if len(all) == 0 {
		return Version{Head: Head{Style: doc.Party}}, nil
	}
	return all[0], nil
}

// Write writes the paper on what it is to be written on.
func Write(blobs *blob.Store, p doc.Paper) ([]byte, error) {
	if p.Template == "" {
		return doc.Docx(p)
	}
	b, err := Template(blobs, p.Template)
	if err != nil {
		return nil, err
	}
	t, err := doc.OpenTemplate(b)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", p.Template, err)
	}
	return t.Fill(p)
}

// Template is the bytes of a template that was brought.
func Template(blobs *blob.Store, sum string) ([]byte, error) {
	f, err := blobs.Get(sum)
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	defer f.Close()
	return io.ReadAll(f)
}
