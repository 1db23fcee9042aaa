package reportweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/report"
	"kheo/report/reportweb"
)

const (
	maySign kheo.Right  = "inspection.conclude"
	board   kheo.UnitID = "board"
)

var (
	at   = time.Date(2023, 12, 12, 9, 0, 0, 0, time.UTC)
	lead = kheo.Caller{Person: "p", At: at, Grants: []kheo.Grant{{Unit: board, Rights: []kheo.Right{maySign}}}}
)

// serve hands the papers out to one caller; those who hold the right in the
// issuing body may read them.
func serve(t *testing.T, d *db.DB, blobs *blob.Store, who kheo.Caller) *web.Server {
	t.Helper()
	may := func(_ context.Context, _ *db.Tx, who kheo.Caller, d report.Document) (bool, error) {
		return who.Can(maySign, d.Body), nil
	}
	s, err := web.New(web.Config{
		DB: d, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Routes: reportweb.Routes(blobs, may),
		Now: func(*http.Request) time.Time { return at },
		Identify: func(context.Context, *http.Request, time.Time) (kheo.Caller, web.Signed, error) {
			return who, web.Signed{}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *web.Server, path, etag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestPapersAreHandedOutByteForByte(t *testing.T) {
	paper, scan := []byte("PK\x03\x04 thông báo"), []byte("%PDF-1.7 bản ký")
	dbtest.Each(t, []db.Schema{ledger.Schema(), report.Schema()}, func(t *testing.T, d *db.DB) {
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		sum, err1 := blobs.Put(paper)
		scanSum, err2 := blobs.Put(scan)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		var doc report.Document
		write := func(f func(ctx context.Context, tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(ctx context.Context, tx *db.Tx) (err error) {
			doc, err = report.Freeze(ctx, tx, lead, maySign, report.Draft{
				Kind: "conclusion", Subject: "inspection/1", Body: board, Number: "65-TB/BDVTU", Date: "2023-12-11",
				Title: "Kết luận kiểm tra", SHA256: sum, Size: int64(len(paper)),
			})
			return err
		})
		own, visitor := serve(t, d, blobs, lead), serve(t, d, blobs, kheo.Caller{At: at})
		path := "/van-ban/" + doc.ID

		if w := get(own, path, ""); w.Code != 200 || w.Body.String() != string(paper) {
			t.Errorf("to its own body: %d, %q", w.Code, w.Body)
		} else if c := w.Header().Get("Cache-Control"); c != "private, no-cache" {
			t.Errorf("a private paper is cached: %q", c)
		}
		missing, hidden := get(visitor, "/van-ban/none", ""), get(visitor, path, "")
		if hidden.Code != 404 || missing.Code != 404 {
			t.Errorf("to a visitor: %d, %d for one that is not there", hidden.Code, missing.Code)
		}
		if w := get(own, path+"/ban-ky", ""); w.Code != 404 {
			t.Errorf("a scan that is not there: %d", w.Code)
		}

		write(func(ctx context.Context, tx *db.Tx) error {
			if err := report.AttachScan(ctx, tx, lead, maySign, doc.ID, scanSum, "application/pdf", int64(len(scan))); err != nil {
				return err
			}
			return report.Publish(ctx, tx, lead, maySign, doc.ID)
		})
		w := get(visitor, path, "")
		want := `attachment; filename="65-TB-BDVTU-ket-luan-kiem-tra.docx"`
		if w.Code != 200 || w.Body.String() != string(paper) || w.Header().Get("Content-Disposition") != want {
			t.Errorf("published: %d, %q, %v", w.Code, w.Body, w.Header())
		}
		if tag := w.Header().Get("ETag"); tag != `"`+sum+`"` || get(visitor, path, tag).Code != 304 {
			t.Errorf("the digest as a tag: %q", tag)
		}
		if w := get(visitor, "/en/documents/"+doc.ID+"/signed-copy", ""); w.Code != 200 || w.Body.String() != string(scan) ||
			w.Header().Get("Content-Type") != "application/pdf" {
			t.Errorf("the signed copy: %d, %q, %v", w.Code, w.Body, w.Header())
		}
	})
}
