package matterweb

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

// A sentPhoto is a picture the author sent, as the one who publishes sees it:
// under seal, or out for everybody.
type sentPhoto struct {
	Sum, Src, Alt, State string
	Open, Chosen         bool
}

// photo shows one of the sealed pictures to an officer who may read the words.
func (d Deps) photo(w http.ResponseWriter, a *web.Ask) error {
	if d.Concerns == nil {
		return kheo.ErrNotFound
	}
	b, _, err := d.unsealed(a, a.PathValue("code"), a.PathValue("sha256"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", web.JPEG)
	w.Header().Set("Cache-Control", "private, no-store")
	http.ServeContent(w, a.Request, "", time.Time{}, bytes.NewReader(b))
	return nil
}

// unsealed is a picture of the concern, opened: a reading like that of the words.
func (d Deps) unsealed(a *web.Ask, code, sum string) ([]byte, concern.Photo, error) {
	var p concern.Photo
	err := a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = d.Concerns.Look(ctx, tx, a.Who, code, sum)
		return err
	})
	if err != nil {
		return nil, p, err
	}
	f, err := d.Files.Get(p.SHA256)
	if err != nil {
		return nil, p, err
	}
	defer f.Close()
	sealed, err := io.ReadAll(f)
	if err != nil {
		return nil, p, err
	}
	b, err := d.Concerns.OpenPhoto(sealed)
	return b, p, err
}

// opened are the pictures the officer chose to show to everybody, kept without
// their seal. What may not be published yet is not unsealed either.
func (d Deps) opened(a *web.Ask, code string, v concern.Version, chosen []string) ([]concern.Photo, error) {
	if err := v.Check(); err != nil {
		return nil, err
	}
	var list []concern.Photo
	for _, sum := range slices.DeleteFunc(slices.Clone(chosen), func(s string) bool { return s == "" }) {
		b, p, err := d.unsealed(a, code, sum)
		if err != nil {
			return nil, err
		}
		if p.SHA256, err = d.Files.Put(b); err != nil {
			return nil, err
		}
		p.Thumb = p.SHA256
		list = append(list, p)
	}
	return list, nil
}

// sent are the pictures of a concern that was opened, each with whether it is
// out: then it stays chosen, unless the officer takes it back.
func (d Deps) sent(a *web.Ask, f facts, raw *concern.Raw, chosen []string, mending bool) ([]sentPhoto, error) {
	if raw == nil {
		return nil, nil
	}
	var list []sentPhoto
	for i, x := range raw.Photos {
		p := sentPhoto{Sum: x.SHA256, Src: a.To("matter.photo", f.M.Code, x.SHA256), Alt: a.T("matterweb.words.photo", "n", i+1),
			State: a.T("matterweb.photo.sealed")}
		if len(f.Deal.C.Version.Photos) > 0 {
			b, _, err := d.unsealed(a, f.M.Code, x.SHA256)
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(b)
			out := hex.EncodeToString(sum[:])
			p.Open = slices.ContainsFunc(f.Deal.C.Version.Photos, func(y concern.Photo) bool { return y.SHA256 == out })
		}
		if p.Open {
			p.State = a.T("matterweb.photo.open")
		}
		p.Chosen = p.Open && !mending || slices.Contains(chosen, x.SHA256)
		list = append(list, p)
	}
	return list, nil
}
