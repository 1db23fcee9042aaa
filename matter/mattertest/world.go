package mattertest

import (
	"context"
	"flag"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/unit"
	"kheo/verdict"
)

// A World is the bodies of the story on a fresh database: Cần Đước inspected in
// 2023, its board passed on in February 2025 and ended on 30 June 2025 without
// an heir; the province's board passed on twice.
type World struct {
	*testing.T
	D    *db.DB
	Book *unit.Book

	District   kheo.UnitID
	Province   kheo.UnitID // Ban Dân vận Tỉnh ủy Long An
	ProvinceTG kheo.UnitID // its heir from February 2025
	TayNinh    kheo.UnitID // the heir's heir from July 2025
	Board      kheo.UnitID // Ban Dân vận Huyện ủy Cần Đước
	BoardTG    kheo.UnitID // its heir, ended without one
	Front      kheo.UnitID // ended without an heir in July 2025
	Communes   []kheo.UnitID
	Elsewhere  kheo.UnitID // a living body of none of the six communes
}

// Each runs a test in the world, on both engines.
func Each(t *testing.T, f func(w *World)) {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), calendar.Schema(), matter.Schema(), verdict.Schema()}, func(t *testing.T, d *db.DB) {
		w := &World{T: t, D: d, Book: book}
		w.Do(w.build)
		f(w)
	})
}

func (w *World) build(ctx context.Context, tx *db.Tx) error {
	admin := kheo.Caller{Person: "admin", At: At("2022-06-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
	body := func(name string, kind unit.BodyKind, territory kheo.UnitID, from, to kheo.Date) kheo.UnitID {
		id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: name, NameEN: name, Short: name, Kind: kind,
			Territory: territory, Span: kheo.Span{From: from, To: to}})
		if err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		return id
	}
	longAn := w.Unit("80", unit.Province, "2023-12-01")
	tayNinh := w.Unit("80", unit.Province, "2025-07-01")
	w.District = w.Unit("806", unit.District, "2023-12-01")
	w.Province = body("Ban Dân vận Tỉnh ủy Long An", unit.Board, longAn, "2022-05-01", "2025-02-09")
	w.ProvinceTG = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Long An", unit.Board, longAn, "2025-02-10", "2025-06-30")
	w.TayNinh = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", unit.Board, tayNinh, "2025-07-01", "")
	w.Board = body("Ban Dân vận Huyện ủy Cần Đước", unit.Board, w.District, "2022-05-01", "2025-02-09")
	w.BoardTG = body("Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", unit.Board, w.District, "2025-02-10", "2025-06-30")
	w.Front = body("Ủy ban MTTQ Việt Nam huyện Cần Đước", unit.Front, w.District, "2022-05-01", "2025-06-30")
	for _, u := range w.Book.Lands(w.District, "2025-07-01") {
		w.Communes = append(w.Communes, body("Ban Xây dựng Đảng xã "+u.Short, unit.Board, u.ID, "2025-07-01", ""))
	}
	w.Elsewhere = body("Ban Xây dựng Đảng nơi khác", unit.Board, tayNinh, "2025-07-01", "")
	for _, h := range []struct {
		from, to kheo.UnitID
		on       kheo.Date
	}{{w.Province, w.ProvinceTG, "2025-02-10"}, {w.ProvinceTG, w.TayNinh, "2025-07-01"}, {w.Board, w.BoardTG, "2025-02-10"}} {
		if err := unit.SetHeir(ctx, tx, admin, h.from, h.to, h.on, "07-QĐ/TU"); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) Unit(code string, level unit.Level, on kheo.Date) kheo.UnitID {
	u, err := w.Book.ByCode(code, level, on)
	if err != nil {
		w.Fatalf("%s on %s: %v", code, on, err)
	}
	return u.ID
}

// do writes, and fails the test when that is refused.
func (w *World) Do(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.D.Write(w.Context(), f); err != nil {
		w.Fatal(err)
	}
}

// read reads.
func (w *World) Read(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.D.Read(w.Context(), f); err != nil {
		w.Fatal(err)
	}
}

func At(day kheo.Date, hour int) time.Time { return day.Time().Add(time.Duration(hour) * time.Hour) }

// as is somebody with the rights in the body, at noon of the day.
func As(person kheo.PersonID, body kheo.UnitID, day kheo.Date, rights ...kheo.Right) kheo.Caller {
	return kheo.Caller{Person: person, At: At(day, 12), Grants: []kheo.Grant{{Role: "officer", Unit: body, Rights: rights}}}
}

// lead and officer are the two sides of a recommendation.
func Lead(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return As("lead", body, day, matter.MayConfirm, matter.MayChoose)
}
func Officer(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return As("officer", body, day, matter.MayTake)
}

// open opens the second recommendation of the story.
func (w *World) Open() matter.Matter {
	w.Helper()
	var m matter.Matter
	w.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = matter.Open(ctx, tx, Lead(w.Province, "2023-12-11"), w.Second())
		return err
	})
	return m
}

func (w *World) Second() matter.New {
	return matter.New{Kind: matter.Recommendation, Title: "Đánh giá kết quả sau đối thoại, giám sát",
		Text: "Theo dõi từng lời hứa.", Product: "Bảng theo dõi", OwedTo: w.Province, Holder: w.Board,
		Territory: w.District, Source: "inspection/1", Ordinal: 2, Due: "2025-06-30", Public: true}
}

func (w *World) Find(code string, on kheo.Date) matter.Matter {
	w.Helper()
	var m matter.Matter
	w.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = matter.Find(ctx, tx, code, on)
		return err
	})
	return m
}

func (w *World) Stand(m matter.Matter, on kheo.Date) matter.Standing {
	w.Helper()
	var s matter.Standing
	w.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = matter.Stand(ctx, tx, m, on)
		return err
	})
	return s
}

// leavesOf counts the ledger's entries about a matter.
func (w *World) LeavesOf(code string) int64 {
	w.Helper()
	var n int64
	w.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf where subject = $1`, code)
		return err
	})
	return n
}

var Done = matter.Reply{Kind: matter.Acted, Text: "Đã lập bảng theo dõi.", Proofs: []matter.Proof{
	{Name: "bang.pdf", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Type: "application/pdf", Size: 12}}}

// try runs one use case and returns what it says.
func (w *World) Try(f func(ctx context.Context, tx *db.Tx) error) error {
	w.Helper()
	return w.D.Write(w.Context(), f)
}

func (w *World) Take(who kheo.Caller, code string) error {
	return w.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Take(ctx, tx, who, code) })
}

func (w *World) Answer(who kheo.Caller, code string, r matter.Reply) error {
	return w.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Answer(ctx, tx, who, code, r) })
}

func (w *World) Confirm(who kheo.Caller, code string) error {
	return w.Try(func(ctx context.Context, tx *db.Tx) error { return verdict.Confirm(ctx, tx, who, code, "") })
}

func (w *World) GiveBack(who kheo.Caller, code, why string) error {
	return w.Try(func(ctx context.Context, tx *db.Tx) error { return verdict.Return(ctx, tx, who, code, why) })
}

func (w *World) Choose(who kheo.Caller, code string, to kheo.UnitID, why string) error {
	return w.Try(func(ctx context.Context, tx *db.Tx) error { return matter.Choose(ctx, tx, w.Book, who, code, to, why) })
}

func (w *World) Must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// fewChecks keeps properties short: each check is a life on a real database.
func FewChecks(t *testing.T) {
	t.Helper()
	if err := flag.Set("rapid.checks", "25"); err != nil {
		t.Fatal(err)
	}
}
