package concernweb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A sealedPhoto is a picture of the form under seal, not stored yet.
type sealedPhoto struct {
	concern.Photo
	bytes []byte
}

// photos are the pictures of the form, made small and silent and sealed: before
// any transaction, and stored only when the rest of the form is right.
func (p *pages) photos(a *web.Ask, most int) ([]sealedPhoto, error) {
	sent, err := a.Photos("photo", most)
	if err != nil {
		return nil, err
	}
	var list []sealedPhoto
	for _, x := range sent {
		b, err := p.Desk.SealPhoto(x.Data)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		digest := hex.EncodeToString(sum[:])
		list = append(list, sealedPhoto{concern.Photo{SHA256: digest, Thumb: digest, Width: x.W, Height: x.H}, b})
	}
	return list, nil
}

// store keeps the sealed bytes by their digest.
func (p *pages) store(list []sealedPhoto) error {
	for _, x := range list {
		if _, err := p.Files.Put(x.bytes); err != nil {
			return err
		}
	}
	return nil
}

// photo is one picture of a concern: one that was published, for everybody, or
// the author's own, opened for them alone.
func (p *pages) photo(w http.ResponseWriter, a *web.Ask) error {
	sha := a.PathValue("sha256")
	is := func(x concern.Photo) bool { return x.SHA256 == sha }
	var own bool
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		c, err := concern.Find(ctx, tx, a.Who, a.PathValue("code"))
		if err != nil || slices.ContainsFunc(c.Version.Photos, is) {
			return err
		}
		raw, err := p.Desk.Mine(ctx, tx, a.Who, c.Code)
		if err == nil && !slices.ContainsFunc(raw.Photos, is) {
			err = kheo.ErrNotFound
		}
		own = true
		return err
	})
	if err != nil {
		return err
	}
	f, err := p.Files.Get(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err == nil && own {
		b, err = p.Desk.OpenPhoto(b)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", web.JPEG)
	w.Header().Set("Cache-Control", "private, no-store")
	if !own {
		w.Header().Set("Cache-Control", "public, max-age=86400, immutable")
	}
	http.ServeContent(w, a.Request, "", time.Time{}, bytes.NewReader(b))
	return nil
}
