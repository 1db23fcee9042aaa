package matter_test

import (
	"context"
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
)

// A world is the bodies of the story on a fresh database: Cần Đước inspected in
// 2023, its board passed on in February 2025 and ended on 30 June 2025 without
// an heir; the province's board passed on twice.
type world struct {
	*testing.T
	d    *db.DB
	book *unit.Book

	district   kheo.UnitID
	province   kheo.UnitID // Ban Dân vận Tỉnh ủy Long An
	provinceTG kheo.UnitID // its heir from February 2025
	tayNinh    kheo.UnitID // the heir's heir from July 2025
	board      kheo.UnitID // Ban Dân vận Huyện ủy Cần Đước
	boardTG    kheo.UnitID // its heir, ended without one
	front      kheo.UnitID // ended without an heir in July 2025
	communes   []kheo.UnitID
	elsewhere  kheo.UnitID // a living body of none of the six communes
}

func each(t *testing.T, f func(w *world)) {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), calendar.Schema(), matter.Schema()}, func(t *testing.T, d *db.DB) {
		w := &world{T: t, d: d, book: book}
		w.do(w.build)
		f(w)
	})
}

func (w *world) build(ctx context.Context, tx *db.Tx) error {
	admin := kheo.Caller{Person: "admin", At: at("2022-06-01", 8), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
	body := func(name string, kind unit.BodyKind, territory kheo.UnitID, from, to kheo.Date) kheo.UnitID {
		id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: name, NameEN: name, Short: name, Kind: kind,
			Territory: territory, Span: kheo.Span{From: from, To: to}})
		if err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		return id
	}
	longAn := w.at("80", unit.Province, "2023-12-01")
	tayNinh := w.at("80", unit.Province, "2025-07-01")
	w.district = w.at("806", unit.District, "2023-12-01")
	w.province = body("Ban Dân vận Tỉnh ủy Long An", unit.Board, longAn, "2022-05-01", "2025-02-09")
	w.provinceTG = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Long An", unit.Board, longAn, "2025-02-10", "2025-06-30")
	w.tayNinh = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", unit.Board, tayNinh, "2025-07-01", "")
	w.board = body("Ban Dân vận Huyện ủy Cần Đước", unit.Board, w.district, "2022-05-01", "2025-02-09")
	w.boardTG = body("Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", unit.Board, w.district, "2025-02-10", "2025-06-30")
	w.front = body("Ủy ban MTTQ Việt Nam huyện Cần Đước", unit.Front, w.district, "2022-05-01", "2025-06-30")
	for _, u := range matter.Lands(w.book, w.district, "2025-07-01") {
		w.communes = append(w.communes, body("Ban Xây dựng Đảng xã "+u.Short, unit.Board, u.ID, "2025-07-01", ""))
	}
	w.elsewhere = body("Ban Xây dựng Đảng nơi khác", unit.Board, tayNinh, "2025-07-01", "")
	for _, h := range []struct {
		from, to kheo.UnitID
		on       kheo.Date
	}{{w.province, w.provinceTG, "2025-02-10"}, {w.provinceTG, w.tayNinh, "2025-07-01"}, {w.board, w.boardTG, "2025-02-10"}} {
		if err := unit.SetHeir(ctx, tx, admin, h.from, h.to, h.on, "07-QĐ/TU"); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) at(code string, level unit.Level, on kheo.Date) kheo.UnitID {
	u, err := w.book.ByCode(code, level, on)
	if err != nil {
		w.Fatalf("%s on %s: %v", code, on, err)
	}
	return u.ID
}

// do writes, and fails the test when that is refused.
func (w *world) do(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.d.Write(w.Context(), f); err != nil {
		w.Fatal(err)
	}
}

// read reads.
func (w *world) read(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := w.d.Read(w.Context(), f); err != nil {
		w.Fatal(err)
	}
}

func at(day kheo.Date, hour int) time.Time { return day.Time().Add(time.Duration(hour) * time.Hour) }

// as is somebody with the rights in the body, at noon of the day.
func as(person kheo.PersonID, body kheo.UnitID, day kheo.Date, rights ...kheo.Right) kheo.Caller {
	return kheo.Caller{Person: person, At: at(day, 12), Grants: []kheo.Grant{{Role: "officer", Unit: body, Rights: rights}}}
}

// lead and officer are the two sides of a recommendation.
func lead(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return as("lead", body, day, matter.MayConfirm, matter.MayChoose)
}
func officer(body kheo.UnitID, day kheo.Date) kheo.Caller {
	return as("officer", body, day, matter.MayTake)
}

// open opens the second recommendation of the story.
func (w *world) open() matter.Matter {
	w.Helper()
	var m matter.Matter
	w.do(func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = matter.Open(ctx, tx, lead(w.province, "2023-12-11"), w.second())
		return err
	})
	return m
}

func (w *world) second() matter.New {
	return matter.New{Kind: matter.Recommendation, Title: "Đánh giá kết quả sau đối thoại, giám sát",
		Text: "Theo dõi từng lời hứa.", Product: "Bảng theo dõi", OwedTo: w.province, Holder: w.board,
		Territory: w.district, Source: "inspection/1", Ordinal: 2, Due: "2025-06-30", Public: true}
}

func (w *world) find(code string, on kheo.Date) matter.Matter {
	w.Helper()
	var m matter.Matter
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = matter.Find(ctx, tx, code, on)
		return err
	})
	return m
}

func (w *world) stand(m matter.Matter, on kheo.Date) matter.Standing {
	w.Helper()
	var s matter.Standing
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = matter.Stand(ctx, tx, m, on)
		return err
	})
	return s
}

// leavesOf counts the ledger's entries about a matter.
func (w *world) leavesOf(code string) int64 {
	w.Helper()
	var n int64
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf where subject = $1`, code)
		return err
	})
	return n
}

var done = matter.Reply{Kind: matter.Acted, Text: "Đã lập bảng theo dõi.", Proofs: []matter.Proof{
	{Name: "bang.pdf", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Type: "application/pdf", Size: 12}}}
