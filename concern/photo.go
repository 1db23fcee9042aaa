package concern

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
)

// photoPlace is where photos are sealed: bound to being one, for their own
// digest stands in the row that names them.
const photoPlace = "concern_photo/sha256"

// SealPhoto is a picture under seal, ready to be stored by its digest.
func (d *Desk) SealPhoto(picture []byte) ([]byte, error) {
	return d.Vault.SealBytes(photoPlace, picture)
}

// OpenPhoto is the picture again, for those who may read the raw words.
func (d *Desk) OpenPhoto(sealed []byte) ([]byte, error) {
	return d.Vault.UnsealBytes(photoPlace, sealed)
}

// lookWithin is how long a logged reading covers the photos that came with it.
const lookWithin = 15 * time.Minute

// Look is one of the photos its author sent, still under seal, for an officer
// who may read the words. What they look at soon after a logged reading of
// theirs is part of it; later it is a reading of its own, so the transaction
// must be one that writes.
func (d *Desk) Look(ctx context.Context, tx *db.Tx, who kheo.Caller, code, sha256 string) (Photo, error) {
	m, err := found(ctx, tx, code)
	if err != nil {
		return Photo{}, err
	}
	g, err := mayRead(ctx, tx, who, m)
	if err != nil {
		return Photo{}, err
	}
	p, err := db.One(ctx, tx, (*Photo).fields,
		`select sha256, thumb, width, height from concern_photo where concern = $1 and sha256 = $2`, m.ID, sha256)
	if err != nil {
		return Photo{}, fmt.Errorf("photo of %s: %w", m.Code, err)
	}
	read, err := db.One(ctx, tx, db.Value[int], `select count(*) from concern_reading where concern = $1 and person = $2 and at >= $3`,
		m.ID, string(who.Person), who.At.Add(-lookWithin).UnixMicro())
	if err != nil {
		return Photo{}, fmt.Errorf("readings of %s: %w", m.Code, err)
	}
	if read == 0 {
		err = logReading(ctx, tx, who, m, g)
	}
	return p, err
}
