package reportweb

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/report"
)

// A Rule tells whether the caller may read a paper that is not published: for
// those who hold a right in the body that issued it, and whom else its act
// knows.
type Rule func(ctx context.Context, tx *db.Tx, who kheo.Caller, d report.Document) (bool, error)

// Routes of the papers.
func Routes(blobs *blob.Store, may Rule) []web.Route {
	s := shelf{blobs, may}
	return []web.Route{
		{Name: "report.file", Method: "GET", VI: "/van-ban/{id}", EN: "/documents/{id}", Handle: s.file},
		{Name: "report.print", Method: "GET", VI: "/van-ban/{id}/ban-in", EN: "/documents/{id}/print", Handle: s.print},
		{Name: "report.scan", Method: "GET", VI: "/van-ban/{id}/ban-ky", EN: "/documents/{id}/signed-copy", Handle: s.scan},
	}
}

type shelf struct {
	blobs *blob.Store
	may   Rule
}

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// endings of the files handed out, by media type.
var endings = map[string]string{docx: ".docx", "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

func (s shelf) file(w http.ResponseWriter, a *web.Ask) error {
	d, err := s.find(a)
	if err != nil {
		return err
	}
	return s.hand(w, a, d, d.SHA256, docx, d.Frozen)
}

func (s shelf) scan(w http.ResponseWriter, a *web.Ask) error {
	d, err := s.find(a)
	if err != nil {
		return err
	}
	if d.Scan == "" {
		return fmt.Errorf("scan of document %s: %w", d.ID, kheo.ErrNotFound)
	}
	return s.hand(w, a, d, d.Scan, d.ScanType, d.Scanned)
}

// find is the paper, if the one who asks may read it.
func (s shelf) find(a *web.Ask) (d report.Document, err error) {
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		d, err = report.Find(ctx, tx, a.PathValue("id"))
		if err != nil || d.Public() {
			return err
		}
		ok, err := s.may(ctx, tx, a.Who, d)
		if err == nil && !ok {
			err = fmt.Errorf("document %q: %w", d.ID, kheo.ErrNotFound)
		}
		return err
	})
	return d, err
}

// hand writes the bytes as they were frozen. Their digest is the ETag, so a
// copy once fetched is never fetched again.
func (s shelf) hand(w http.ResponseWriter, a *web.Ask, d report.Document, sum, mediaType string, at time.Time) error {
	f, err := s.blobs.Get(sum)
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", `attachment; filename="`+fileName(d)+endings[mediaType]+`"`)
	h.Set("ETag", `"`+sum+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if d.Public() {
		h.Set("Cache-Control", "public, max-age=86400")
	}
	http.ServeContent(w, a.Request, "", at, f)
	return nil
}
