package reportweb_test

import (
	"context"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/doc"
	"kheo/internal/web/webtest"
	"kheo/ledger"
	"kheo/report"
	"kheo/report/reportweb"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, reportweb.Specimens()) }

// The page to print is read out of the frozen file, for those alone who may
// read the file.
func TestAPaperIsPrintedAsItWasFrozen(t *testing.T) {
	paper, err := doc.Docx(doc.Paper{Head: doc.Letterhead{Style: doc.Party, Issuer: "BAN DÂN VẬN", Number: "65", Symbol: "TB/BDVTU", Day: "2023-12-11"},
		Kind: "THÔNG BÁO", Title: "kết luận", Body: []doc.Block{{Text: "Có <76> mô hình"}}, Foot: "mốc 1204", Lang: "vi"})
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, []db.Schema{ledger.Schema(), report.Schema()}, func(t *testing.T, d *db.DB) {
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		sum, err := blobs.Put(paper)
		if err != nil {
			t.Fatal(err)
		}
		var frozen report.Document
		err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
			frozen, err = report.Freeze(ctx, tx, lead, maySign, report.Draft{Kind: "conclusion", Subject: "inspection/1", Body: board,
				Number: "65-TB/BDVTU", Date: "2023-12-11", Title: "kết luận", SHA256: sum, Size: int64(len(paper))})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		path := "/van-ban/" + frozen.ID + "/ban-in"
		if w := get(serve(t, d, blobs, kheo.Caller{At: at}), path, ""); w.Code != 404 {
			t.Errorf("to a visitor: %d", w.Code)
		}
		w := get(serve(t, d, blobs, lead), path, "")
		for _, want := range []string{"BAN DÂN VẬN", "THÔNG BÁO", "Có &lt;76&gt; mô hình./.", "mốc 1204", sum, "Số 65-TB/BDVTU"} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("the page does not say %q", want)
			}
		}
	})
}
