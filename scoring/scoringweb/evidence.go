package scoringweb

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/scoring"
)

// maxFile is the largest file of evidence, in bytes.
const maxFile = 10 << 20

// fileTypes are what a file of evidence may be; the bytes say which it is.
var fileTypes = []string{web.JPEG, web.PNG, web.WebP, web.PDF, web.DOCX, web.XLSX}

// attach puts files, or a link with its words, beside a criterion. Files go to
// disk before the entry is made, and only for those who may make it.
func (d Deps) attach(w http.ResponseWriter, a *web.Ask) error {
	in, code, id := readInput(a), a.PathValue("code"), a.PathValue("id")
	files, err := a.Files("file", maxFile, fileTypes...)
	if err == nil && len(files) > 0 {
		err = mayAttach(a, code)
	}
	var list []scoring.Evidence
	for _, f := range files {
		if err != nil {
			break
		}
		e := scoring.Evidence{Criterion: id, Label: f.Name, Type: f.Type, Size: int64(len(f.Data))}
		e.SHA256, err = d.Files.Put(f.Data)
		list = append(list, e)
	}
	if len(list) == 0 || in.Href != "" || in.Label != "" {
		list = append(list, scoring.Evidence{Criterion: id, Label: in.Label, Href: in.Href})
	}
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			for _, e := range list {
				if err := scoring.Attach(ctx, tx, a.Who, code, e); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var faults kheo.Faults
	if errors.As(err, &faults) {
		return entryAgain(w, a, &in, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("scoring.mark", code, id))
}

func mayAttach(a *web.Ask, code string) error {
	return a.Read(func(ctx context.Context, tx *db.Tx) error {
		s, h, err := scoring.See(ctx, tx, a.Who, code)
		if err == nil && !h.Marks(s.Now()) {
			err = fmt.Errorf("evidence of %s: %w", code, kheo.ErrForbidden)
		}
		return err
	})
}

// file hands a file of evidence to those who work on its sheet. It is a
// download: nothing that was attached runs as a page of ours.
func (d Deps) file(w http.ResponseWriter, a *web.Ask) error {
	var found scoring.Evidence
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		s, _, err := scoring.See(ctx, tx, a.Who, a.PathValue("code"))
		for _, e := range s.Evidence { // none for those who may not see them
			if e.ID == a.PathValue("id") && e.SHA256 != "" {
				found = e
			}
		}
		return err
	})
	if err == nil && found.ID == "" {
		err = fmt.Errorf("evidence %s of %s: %w", a.PathValue("id"), a.PathValue("code"), kheo.ErrNotFound)
	}
	if err != nil {
		return err
	}
	f, err := d.Files.Get(found.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	return a.Attach(w, f, found.Label, found.Type)
}

// evidence is that of the criterion.
func (p markPage) evidence() []scoring.Evidence {
	var list []scoring.Evidence
	for _, e := range p.Evidence {
		if e.Criterion == p.Criterion.ID {
			list = append(list, e)
		}
	}
	return list
}

// proof is a piece of evidence as it is read: a link, or a file with its size.
func (p sheetPage) proof(v web.View, e scoring.Evidence) web.FileLink {
	if e.SHA256 == "" {
		return web.FileLink{Name: e.Label, Href: e.Href}
	}
	return web.FileLink{Name: e.Label, Href: v.To("scoring.file", p.Code, e.ID), Note: v.Lang.Size(e.Size)}
}

func (p markPage) fileField(v web.View) web.Field {
	f := p.field(v, "file", "").May()
	f.Many, f.Accept = true, fileTypes
	return f
}

// linking tells that a link is being typed, or is to be mended.
func (p markPage) linking() bool {
	_, label := p.Faults.On("label")
	_, href := p.Faults.On("href")
	return label || href || p.In.Label+p.In.Href != ""
}
