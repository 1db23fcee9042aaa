package concern_test

import (
	"context"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/seal"
	"kheo/internal/search"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
	"kheo/verdict"
)

// A world is a commune with its bodies on a fresh database.
type world struct {
	testing.TB
	d    *db.DB
	desk *concern.Desk
	book *unit.Book

	canDuoc   unit.Unit   // the commune, from July 2025
	tanTru    unit.Unit   // another of the same province
	authority kheo.UnitID // UBND xã Cần Đước
	office    kheo.UnitID // Văn phòng
	economy   kheo.UnitID // Phòng Kinh tế
}

func schemas() []db.Schema {
	return []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), calendar.Schema(), sorting.Schema(), matter.Schema(), verdict.Schema(), concern.Schema()}
}

func each(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) { f(t, newWorld(t, d)) })
}

const today kheo.Date = "2026-11-23"

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	vault, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, d: d, book: book, desk: &concern.Desk{Vault: vault, Tables: &sorting.Tables{Books: &unit.Books{}}}}
	w.canDuoc, w.tanTru = w.commune("Cần Đước"), w.commune("Tân Trụ")
	w.write(w.build)
	return w
}

func (w *world) commune(name string) unit.Unit {
	w.Helper()
	for _, h := range w.book.Find(name+", Tây Ninh", today, 10) {
		if h.Unit.Level == unit.Commune && h.Unit.Short == name {
			return h.Unit
		}
	}
	w.Fatalf("no commune %s", name)
	return unit.Unit{}
}

func (w *world) build(ctx context.Context, tx *db.Tx) error {
	admin := kheo.Caller{Person: "admin", At: at("2025-07-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
	body := func(name, short string, kind unit.BodyKind, place unit.Unit) kheo.UnitID {
		id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: name, NameEN: name, Short: short, Kind: kind,
			Territory: place.ID, Span: kheo.Span{From: "2025-07-01"}})
		if err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		return id
	}
	w.authority = body("UBND xã Cần Đước", "UBND xã", unit.Authority, w.canDuoc)
	w.office = body("Văn phòng HĐND và UBND xã Cần Đước", "Văn phòng", unit.Department, w.canDuoc)
	w.economy = body("Phòng Kinh tế xã Cần Đước", "Phòng Kinh tế", unit.Department, w.canDuoc)
	body("UBND xã Tân Trụ", "UBND xã", unit.Authority, w.tanTru)
	return nil
}

func (w *world) write(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.d.Write(context.Background(), f); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.d.Read(context.Background(), f); err != nil {
		w.Fatal(err)
	}
}

func at(day kheo.Date, hour int) time.Time { return day.Time().Add(time.Duration(hour) * time.Hour) }

// somebody is a visitor at eight in the morning, or later.
func somebody(later time.Duration) kheo.Caller { return kheo.Caller{At: at(today, 8).Add(later)} }

// officer is of the body that holds, with its rights.
func officer(body kheo.UnitID, later time.Duration) kheo.Caller {
	return kheo.Caller{Person: "p-officer", At: at(today, 9).Add(later), Grants: []kheo.Grant{{Role: "officer", Unit: body,
		Rights: []kheo.Right{concern.MayRead, concern.MayPublish, concern.MayHelp, matter.MaySort, matter.MayTake}}}}
}

// blocked is the concern of most of these tests.
func (w *world) blocked() concern.New {
	return concern.New{Client: kheo.NewID(at(today, 8)), Words: "Cống trước nhà ông Tư bị nghẹt ba tuần, nước tràn vô sân.",
		Category: "drainage", Territory: w.canDuoc.ID, Hamlet: "Ấp Đông Trung", Contact: "0912 345 678", Channel: concern.Web}
}

// send files as a page does: prepared in one transaction, written in another.
func (w *world) send(who kheo.Caller, n concern.New) (concern.Filed, error) {
	w.Helper()
	var p concern.Plan
	err := w.d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = w.desk.Prepare(ctx, tx, who, &n)
		return err
	})
	if err != nil {
		return concern.Filed{}, err
	}
	var f concern.Filed
	err = w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = w.desk.File(ctx, tx, who, n, p)
		return err
	})
	return f, err
}

func (w *world) file(who kheo.Caller, n concern.New) concern.Filed {
	w.Helper()
	f, err := w.send(who, n)
	if err != nil {
		w.Fatal(err)
	}
	return f
}

// count counts rows of a table.
func (w *world) count(table string) int64 {
	w.Helper()
	var n int64
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from `+table)
		return err
	})
	return n
}
