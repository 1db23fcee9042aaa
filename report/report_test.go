package report_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/report"
)

const (
	maySign kheo.Right  = "inspection.sign"
	board   kheo.UnitID = "board"
)

var (
	schemas = []db.Schema{ledger.Schema(), report.Schema()}
	lead    = caller(board, time.Date(2023, 12, 12, 9, 0, 0, 0, time.UTC))
	draft   = report.Draft{
		Kind: "conclusion", Subject: "inspection/1", Body: board, Number: "65-TB/BDVTU", Date: "2023-12-11",
		Title: "Kết quả kiểm tra công tác dân vận năm 2023", SHA256: strings.Repeat("ab", 32), Size: 7,
	}
)

func caller(body kheo.UnitID, at time.Time) kheo.Caller {
	return kheo.Caller{Person: "p", At: at, Grants: []kheo.Grant{{Unit: body, Rights: []kheo.Right{maySign}}}}
}

func write(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) error {
	t.Helper()
	return d.Write(t.Context(), f)
}

func freeze(t *testing.T, d *db.DB, who kheo.Caller, x report.Draft) (report.Document, error) {
	t.Helper()
	var doc report.Document
	err := write(t, d, func(ctx context.Context, tx *db.Tx) error {
		var err error
		doc, err = report.Freeze(ctx, tx, who, maySign, x)
		return err
	})
	return doc, err
}

func find(t *testing.T, d *db.DB, id string) report.Document {
	t.Helper()
	var doc report.Document
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		doc, err = report.Find(ctx, tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func publish(t *testing.T, d *db.DB, who kheo.Caller, id string) error {
	return write(t, d, func(ctx context.Context, tx *db.Tx) error {
		return report.Publish(ctx, tx, who, maySign, id)
	})
}

func scan(t *testing.T, d *db.DB, who kheo.Caller, id, sum, kind string) error {
	return write(t, d, func(ctx context.Context, tx *db.Tx) error {
		return report.AttachScan(ctx, tx, who, maySign, id, sum, kind, 9)
	})
}

func TestAPaperIsFrozenAndFoundAgain(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		doc, err := freeze(t, d, lead, draft)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Leaf == "" || doc.Public() {
			t.Errorf("%+v: want a leaf, and private", doc)
		}
		if got := find(t, d, doc.ID); got != doc {
			t.Errorf("found %+v\nfroze %+v", got, doc)
		}
		err = d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			of, err := report.Of(ctx, tx, "inspection/1")
			if len(of) != 1 {
				t.Errorf("%d papers of the inspection", len(of))
			}
			n, err2 := report.SuggestNumber(ctx, tx, board, "conclusion", 2023)
			if n != 66 {
				t.Errorf("after 65 comes %d", n)
			}
			next, err3 := report.SuggestNumber(ctx, tx, board, "conclusion", 2024)
			if next != 1 {
				t.Errorf("a new year starts at %d", next)
			}
			_, missing := report.Find(ctx, tx, "none")
			if !errors.Is(missing, kheo.ErrNotFound) {
				t.Errorf("an unknown paper: %v", missing)
			}
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestFreezeRefuses(t *testing.T) {
	with := func(f func(*report.Draft)) report.Draft {
		x := draft
		f(&x)
		return x
	}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		if _, err := freeze(t, d, lead, draft); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			draft report.Draft
			field string
			key   string
		}{
			{with(func(x *report.Draft) { x.Secrecy = "Mật" }), "secrecy", "report.fault.secrecy"},
			{with(func(x *report.Draft) { x.Secrecy = "Tuyệt mật" }), "secrecy", "report.fault.secrecy"},
			{with(func(x *report.Draft) { x.Secrecy = "lưu hành nội bộ" }), "secrecy", "report.fault.secrecy"},
			{with(func(x *report.Draft) { x.Number = " " }), "number", "report.fault.number_empty"},
			{with(func(x *report.Draft) { x.Number = "sáu lăm" }), "number", "report.fault.number_form"},
			{with(func(x *report.Draft) { x.Number = "0-TB/BDVTU" }), "number", "report.fault.number_form"},
			{with(func(x *report.Draft) { x.Date = "11/12/2023" }), "date", "report.fault.date"},
			{with(func(x *report.Draft) { x.Date = "2023-12-13" }), "date", "report.fault.date_future"},
			{with(func(x *report.Draft) { x.Title = "" }), "title", "report.fault.title"},
			{draft, "number", "report.fault.number_taken"},
			{with(func(x *report.Draft) { x.Number = "065-TB/BDVTU" }), "number", "report.fault.number_taken"},
		} {
			_, err := freeze(t, d, lead, x.draft)
			var faults kheo.Faults
			if !errors.As(err, &faults) {
				t.Errorf("%+v: %v, want a fault", x.draft, err)
				continue
			}
			if f, ok := faults.On(x.field); !ok || f.Key != x.key {
				t.Errorf("%+v: %v, want %s", x.draft, err, x.key)
			}
		}
		if _, err := freeze(t, d, caller("other", lead.At), draft); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("frozen from another body: %v", err)
		}
		for _, free := range []report.Draft{
			with(func(x *report.Draft) { x.Number = "65a-TB/BDVTU" }),
			with(func(x *report.Draft) { x.Kind, x.Number = "plan", "65-KH/BDVTU" }),
			with(func(x *report.Draft) { x.Date = "2022-12-11" }),
		} {
			if _, err := freeze(t, d, lead, free); err != nil {
				t.Errorf("%s of %s: %v", free.Number, free.Date, err)
			}
		}
	})
}

// Minutes may be without a number, and many of one year; what else is asked of
// a paper is asked of them too, and no other paper may.
func TestMinutesWithoutANumberAreFrozen(t *testing.T) {
	minutes := draft
	minutes.Kind, minutes.Number, minutes.Unnumbered = "minutes", "", true
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		var ids []string
		for range 2 {
			doc, err := freeze(t, d, lead, minutes)
			if err != nil {
				t.Fatal(err)
			}
			if got := find(t, d, doc.ID); got != doc || got.Number != "" {
				t.Errorf("found %+v\nfroze %+v", got, doc)
			}
			ids = append(ids, doc.ID)
		}
		if err := publish(t, d, lead, ids[0]); err != nil {
			t.Error(err)
		}
		numbered := minutes
		numbered.Number = "9-BB/BDVTU"
		if _, err := freeze(t, d, lead, numbered); err != nil {
			t.Error(err)
		}
		for name, change := range map[string]func(*report.Draft){
			"number":  func(x *report.Draft) { x.Number = "chín" },
			"date":    func(x *report.Draft) { x.Date = "" },
			"title":   func(x *report.Draft) { x.Title = "" },
			"secrecy": func(x *report.Draft) { x.Secrecy = "Mật" },
		} {
			x := minutes
			change(&x)
			_, err := freeze(t, d, lead, x)
			var faults kheo.Faults
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != name {
				t.Errorf("minutes with a wrong %s: %v", name, err)
			}
		}
		if _, err := freeze(t, d, lead, numbered); err == nil {
			t.Error("the number of minutes was given twice")
		}
	})
}

func TestNumbers(t *testing.T) {
	for number, want := range map[string]int64{
		"65-TB/BDVTU": 65, "12/KH-UBND": 12, "249/MTTQ-BTT": 249, "36-HD/VPTW": 36, "65b-TB/BDVTU": 65,
		"148-BC/ĐU": 148, "5-KH/BTG&DV": 5,
		"": 0, "65": 0, "TB/BDVTU": 0, "65 TB/BDVTU": 0, "65-TB/BDVTU ": 0, "65-<b>": 0, "999999-TB/X": 0, "65-TB//X": 0,
	} {
		if got := report.Ordinal(number); got != want {
			t.Errorf("Ordinal(%q) = %d, want %d", number, got, want)
		}
	}
}

func TestPublishOnceAndByItsBodyOnly(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		doc, err := freeze(t, d, lead, draft)
		if err != nil {
			t.Fatal(err)
		}
		if err := publish(t, d, caller("other", lead.At), doc.ID); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("published from a body that may not see it: %v", err)
		}
		if err := publish(t, d, caller(board, lead.At.Add(-time.Hour)), doc.ID); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("published before it was frozen: %v", err)
		}
		later := caller(board, lead.At.Add(time.Hour))
		if err := publish(t, d, later, doc.ID); err != nil {
			t.Fatal(err)
		}
		got := find(t, d, doc.ID)
		if !got.Public() || got.PublicLeaf == "" || got.PublicLeaf == got.Leaf || got.SHA256 != doc.SHA256 {
			t.Errorf("published: %+v", got)
		}
		if err := publish(t, d, later, doc.ID); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("published twice: %v", err)
		}
		if err := publish(t, d, caller("other", later.At), doc.ID); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("published by another body: %v", err)
		}
	})
}

func TestTheSignedScan(t *testing.T) {
	first, second := strings.Repeat("01", 32), strings.Repeat("02", 32)
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		doc, err := freeze(t, d, lead, draft)
		if err != nil {
			t.Fatal(err)
		}
		var faults kheo.Faults
		if err := scan(t, d, lead, doc.ID, first, "text/html"); !errors.As(err, &faults) {
			t.Errorf("a page as a scan: %v", err)
		}
		for _, sum := range []string{first, second} { // a wrong one is replaced
			if err := scan(t, d, lead, doc.ID, sum, "application/pdf"); err != nil {
				t.Fatal(err)
			}
		}
		if got := find(t, d, doc.ID); got.Scan != second || got.ScanType != "application/pdf" || got.ScanSize != 9 {
			t.Errorf("%+v", got)
		}
		if err := publish(t, d, lead, doc.ID); err != nil {
			t.Fatal(err)
		}
		if err := scan(t, d, lead, doc.ID, first, "image/png"); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("the scan of a published paper replaced: %v", err)
		}
	})
}
