package stationeryweb

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/stationery"
)

// maxUpload is a template with the form around it.
const maxUpload = doc.MaxTemplate + 64<<10

// sample hands out our own layout as a template to change in Word.
func sample(w http.ResponseWriter, a *web.Ask) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	var now stationery.Version
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		now, err = stationery.Of(ctx, tx, body, k.ID)
		return err
	})
	if err != nil {
		return err
	}
	b, err := doc.SampleTemplate(now.Style, k.Letter)
	if err != nil {
		return err
	}
	return a.Attach(w, bytes.NewReader(b), "mau-"+k.ID+"-"+now.Style+".docx", web.DOCX)
}

// template hands out the one that is used now.
func (d door) template(w http.ResponseWriter, a *web.Ask) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	var now stationery.Version
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		now, err = stationery.Of(ctx, tx, body, k.ID)
		return err
	})
	if err == nil && now.Template == "" {
		err = fmt.Errorf("template of %s: %w", k.ID, kheo.ErrNotFound)
	}
	if err != nil {
		return err
	}
	b, err := stationery.Template(d.blobs, now.Template)
	if err != nil {
		return err
	}
	return a.Attach(w, bytes.NewReader(b), "mau-"+k.ID+".docx", web.DOCX)
}

// bring takes a template: it is looked through and tried, then kept as it was
// read, and nothing of what else the file may hold.
func (d door) bring(w http.ResponseWriter, a *web.Ask) error {
	body, k, err := kind(a)
	if err != nil {
		return err
	}
	b, err := looked(a, k)
	if err == nil {
		var sum string
		if sum, err = d.blobs.Put(b); err != nil {
			return err
		}
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			return stationery.Bring(ctx, tx, a.Who, body, k.ID, sum, int64(len(b)))
		})
	}
	return done(w, a, err, paperPage{})
}

func looked(a *web.Ask, k stationery.Kind) ([]byte, error) {
	file, err := a.File("template", doc.MaxTemplate, web.DOCX)
	if err != nil {
		return nil, err
	}
	if len(file.Data) == 0 {
		return nil, kheo.Faults{{Field: "template", Key: "stationery.fault.file"}}
	}
	t, err := doc.OpenTemplate(file.Data)
	if err != nil {
		return nil, err
	}
	if err := t.Check(k.Names()); err != nil {
		return nil, err
	}
	return t.Bytes()
}
