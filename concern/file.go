package concern

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
)

// again is how long the same sending is answered with the secret once more: a
// lost connection is mended within minutes, a stolen client id must not work
// for ever.
const again = 24 * time.Hour

// A Filed is what the author takes home.
type Filed struct {
	ID, Code string
	Secret   string // "bến lúa 4712 sáo"; shown now, never stored
	Due      kheo.Date
	Holder   kheo.UnitID
	Leaf     ledger.Leaf
	Again    bool // the same client id was filed before: this is that one
	Other    bool // Again, and what is sent now is not what was filed then
}

// File writes it: the matter, its first move, the sealed words, the ledger
// entry. A client id seen before files nothing and answers as the first time;
// the secret only to the same sending, within a day.
func (d *Desk) File(ctx context.Context, tx *db.Tx, who kheo.Caller, n New, p Plan) (Filed, error) {
	if p.row.id == "" {
		return Filed{}, fmt.Errorf("file a concern: it was not prepared")
	}
	r := p.row
	wrote, err := tx.Exec(ctx, `
		insert into concern_concern (id, code, sent, at, words, contact, extra, channel, helped_by, call_back, photos)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (id) do nothing`,
		r.id, r.code, r.sent, who.At.UnixMicro(), r.words, r.contact, r.extra, string(n.Channel), string(n.HelpedBy),
		n.CallBack, len(n.Photos))
	if err != nil {
		return Filed{}, fmt.Errorf("file %s: %w", r.code, err)
	}
	if wrote == 0 {
		return d.filed(ctx, tx, who, r)
	}
	for i, photo := range n.Photos {
		_, err := tx.Exec(ctx, `insert into concern_photo (concern, n, sha256, thumb, width, height) values ($1, $2, $3, $4, $5, $6)`,
			r.id, i+1, photo.SHA256, photo.Thumb, photo.Width, photo.Height)
		if err != nil {
			return Filed{}, fmt.Errorf("file %s, photo: %w", r.code, err)
		}
	}
	leaf, err := matter.Raise(ctx, tx, who, p.raised(n))
	if err != nil {
		return Filed{}, err
	}
	f := Filed{ID: r.id, Code: r.code, Secret: secretOf(d.Vault, r.id), Due: p.Due, Holder: p.Holder, Leaf: leaf}
	if p.Join.ID != "" { // who joins is answered where the first is
		f.Due, f.Holder = p.Join.Due, p.Join.Holder
	}
	return f, nil
}

// filed answers a client id seen before.
func (d *Desk) filed(ctx context.Context, tx *db.Tx, who kheo.Caller, r row) (Filed, error) {
	type seen struct {
		code, sent string
		at         int64
	}
	s, err := db.One(ctx, tx, func(s *seen) []any { return []any{&s.code, &s.sent, &s.at} },
		`select code, sent, at from concern_concern where id = $1`, r.id)
	if err != nil {
		return Filed{}, fmt.Errorf("filed before: %w", err)
	}
	m, err := matter.ByID(ctx, tx, r.id)
	if err != nil {
		return Filed{}, err
	}
	f := Filed{ID: r.id, Code: s.code, Due: m.Due, Holder: m.Holder, Again: true, Other: s.sent != r.sent}
	if !f.Other && who.At.Sub(time.UnixMicro(s.at)) < again {
		f.Secret = secretOf(d.Vault, r.id)
	}
	f.Leaf, err = firstLeaf(ctx, tx, r.id)
	return f, err
}
