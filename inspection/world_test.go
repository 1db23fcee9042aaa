package inspection_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/draft"
	"kheo/identity"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/model"
	"kheo/report"
	"kheo/unit"
)

// A world is the bodies of the story on a fresh database: the province's board
// inspects Cần Đước in 2023; the district and its board end on 30 June 2025.
type world struct {
	testing.TB
	d    *db.DB
	book *unit.Book

	district                     kheo.UnitID
	longAn, longAnTG, tayNinh    kheo.UnitID // the province's board and its heirs
	committee, board, boardTG    kheo.UnitID // the district's
	front                        kheo.UnitID
	communes                     []kheo.UnitID // bodies of the six communes
	communeUnits                 []unit.Unit
	provinceUnit, provinceUnit25 kheo.UnitID
	named                        int // the last model registered, for names that differ
}

func each(t *testing.T, f func(w *world)) {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		w := &world{TB: t, d: d, book: book}
		w.must(w.write(w.build))
		f(w)
	})
}

func tables() []db.Schema {
	return []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), identity.Schema(), calendar.Schema(), draft.Schema(), matter.Schema(),
		model.Schema(), indicator.Schema(), report.Schema(), inspection.Schema()}
}

func (w *world) build(ctx context.Context, tx *db.Tx) error {
	admin := kheo.Caller{Person: "admin", At: at("2022-06-01"), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
	body := func(name, short string, kind unit.BodyKind, territory, parent kheo.UnitID, from, to kheo.Date) kheo.UnitID {
		id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: name, NameEN: name, Short: short, Kind: kind,
			Territory: territory, Parent: parent, Span: kheo.Span{From: from, To: to}})
		if err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		return id
	}
	w.provinceUnit, w.provinceUnit25 = w.place("80", unit.Province, "2023-12-01"), w.place("80", unit.Province, "2025-07-01")
	w.district = w.place("806", unit.District, "2023-12-01")
	province := body("Tỉnh ủy Long An", "Tỉnh ủy", unit.Committee, w.provinceUnit, "", "2022-05-01", "2025-06-30")
	w.longAn = body("Ban Dân vận Tỉnh ủy Long An", "Ban Dân vận Tỉnh ủy", unit.Board, w.provinceUnit, province, "2022-05-01", "2025-02-09")
	w.longAnTG = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Long An", "Ban Tuyên giáo và Dân vận Tỉnh ủy", unit.Board, w.provinceUnit, province, "2025-02-10", "2025-06-30")
	w.tayNinh = body("Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", "", unit.Board, w.provinceUnit25, "", "2025-07-01", "")
	w.committee = body("Huyện ủy Cần Đước", "Huyện ủy", unit.Committee, w.district, "", "2022-05-01", "2025-06-30")
	w.board = body("Ban Dân vận Huyện ủy Cần Đước", "Ban Dân vận Huyện ủy", unit.Board, w.district, w.committee, "2022-05-01", "2025-02-09")
	w.boardTG = body("Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", "", unit.Board, w.district, w.committee, "2025-02-10", "2025-06-30")
	w.front = body("Ủy ban MTTQ Việt Nam huyện Cần Đước", "Ủy ban Mặt trận huyện", unit.Front, w.district, "", "2022-05-01", "2025-06-30")
	w.communeUnits = w.book.Lands(w.district, "2025-07-01")
	for _, u := range w.communeUnits {
		w.communes = append(w.communes, body("Ban Xây dựng Đảng xã "+u.Short, "", unit.Board, u.ID, "", "2025-07-01", ""))
	}
	for _, h := range []struct {
		from, to kheo.UnitID
		on       kheo.Date
	}{{w.longAn, w.longAnTG, "2025-02-10"}, {w.longAnTG, w.tayNinh, "2025-07-01"}, {w.board, w.boardTG, "2025-02-10"}} {
		if err := unit.SetHeir(ctx, tx, admin, h.from, h.to, h.on, "07-QĐ/TU"); err != nil {
			return err
		}
	}
	owners := []struct {
		territory, body kheo.UnitID
		span            kheo.Span
	}{{w.district, w.board, kheo.Span{From: "2022-05-01", To: "2025-02-09"}}, {w.district, w.boardTG, kheo.Span{From: "2025-02-10", To: "2025-06-30"}}}
	for n, u := range w.communeUnits {
		owners = append(owners, struct {
			territory, body kheo.UnitID
			span            kheo.Span
		}{u.ID, w.communes[n], kheo.Span{From: "2025-07-01"}})
	}
	for _, o := range owners {
		if err := unit.SetCivicWork(ctx, tx, admin, o.territory, o.body, o.span); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) place(code string, level unit.Level, on kheo.Date) kheo.UnitID {
	u, err := w.book.ByCode(code, level, on)
	if err != nil {
		w.Fatalf("%s on %s: %v", code, on, err)
	}
	return u.ID
}

func (w *world) write(f func(ctx context.Context, tx *db.Tx) error) error {
	w.Helper()
	return w.d.Write(w.Context(), f)
}

func (w *world) read(f func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	w.must(w.d.Read(w.Context(), f))
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func at(day kheo.Date) time.Time { return day.Time().Add(12 * time.Hour) }

// as is somebody in a role of a body, at noon of the day.
func as(role kheo.Role, body kheo.UnitID, day kheo.Date) kheo.Caller {
	return kheo.Caller{Person: kheo.PersonID(role), At: at(day), Grants: []kheo.Grant{{Role: role, Unit: body, Rights: identity.RightsOf(role)}}}
}

func (w *world) lead(day kheo.Date) kheo.Caller      { return as(identity.BoardLead, w.longAn, day) }
func (w *world) inspector(day kheo.Date) kheo.Caller { return as(identity.Inspector, w.longAn, day) }
func (w *world) hostLead(day kheo.Date) kheo.Caller  { return as(identity.HostLead, w.board, day) }
func (w *world) officer(day kheo.Date) kheo.Caller   { return as(identity.HostOfficer, w.board, day) }

// find is the inspection as of a day.
func (w *world) find(code string, on kheo.Date) inspection.Inspection {
	w.Helper()
	var i inspection.Inspection
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		i, err = inspection.Find(ctx, tx, code, on)
		return err
	})
	return i
}

func (w *world) working(code string, on kheo.Date) inspection.Inspection {
	w.Helper()
	var i inspection.Inspection
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		i, err = inspection.Working(ctx, tx, code, on)
		return err
	})
	return i
}

// new is the inspection of the story, as planned.
func (w *world) new() inspection.New {
	return inspection.New{Year: 2023, Host: w.district, Team: w.longAn, Period: kheo.Span{From: "2023-01-01", To: "2023-11-30"},
		Themes:  inspection.Themes2023,
		Members: []inspection.Member{{Role: "leader"}, {Role: "secretary"}, {Role: "member", Title: "Ban Dân tộc Mặt trận tỉnh"}},
		Visits: []inspection.Visit{{Day: "2023-12-01", Place: "Hội trường Huyện ủy"}, {Day: "2023-12-01", Place: "Xã Tân Chánh"},
			{Day: "2023-12-01", Place: "Thị trấn Cần Đước"}, {Day: "2023-12-01", Place: "Xã Long Cang"}}}
}

func (w *world) plan() string {
	w.Helper()
	var code string
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Plan(ctx, tx, w.book, w.lead("2023-09-11"), w.new())
		code = i.Code
		return err
	}))
	return code
}

func no(number string, day kheo.Date) inspection.Paper {
	return inspection.Paper{Number: number, Day: day}
}

// models runs n models in the district through their year.
func (w *world) models(n int) []string {
	w.Helper()
	var codes []string
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		codes = nil
		for k := range n {
			w.named = n*100 + k // another call with another n gives other names
			m, err := model.Register(ctx, tx, w.book, w.officer("2023-02-01"), model.New{
				Boxes: model.Boxes{Name: fmt.Sprintf("Nét đẹp đường quê %d", w.named), Reason: "x", Aim: "x", How: "x", Where: "x", Forces: "x", Resources: "x", Output: "x", Lasting: "x"},
				Field: model.Culture, Collective: true, Level: model.Commune, Unit: w.district, Body: w.board})
			if err != nil {
				return err
			}
			if _, err := model.Approve(ctx, tx, w.hostLead("2023-02-10"), m.Code, model.Step{}); err != nil {
				return err
			}
			if _, err := model.Start(ctx, tx, w.officer("2023-03-01"), m.Code, model.Step{}); err != nil {
				return err
			}
			codes = append(codes, m.Code)
		}
		return nil
	}))
	return codes
}
