package paper_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/doc"
	"kheo/internal/search"
	"kheo/internal/xlsx"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/model"
	"kheo/stationery"
	"kheo/unit"
)

// concluded is an inspection of Cần Đước with one figure of three records, one
// of words, and two recommendations: one confirmed, one that nobody holds.
func concluded(ctx context.Context, tx *db.Tx, book *unit.Book) (inspection.Inspection, error) {
	host, err := book.ByCode("806", unit.District, "2023-12-01")
	if err != nil {
		return inspection.Inspection{}, err
	}
	at := time.Date(2022, 6, 1, 9, 0, 0, 0, time.UTC)
	admin := kheo.Caller{Person: "admin", At: at, Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
	var parent kheo.UnitID
	body := func(name string, to kheo.Date) (id kheo.UnitID) {
		if err == nil {
			id, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: name, NameEN: name, Short: strings.TrimSuffix(name, " Long An"), Kind: unit.Board, Territory: host.ID, Parent: parent, Span: kheo.Span{From: "2022-05-01", To: to}})
		}
		return id
	}
	parent = body("Tỉnh ủy Long An", "")
	i := inspection.Inspection{Code: "KT-23-0001", Year: 2023, Host: host.ID, HostBody: body("Ban Dân vận Huyện ủy", "2025-06-30"), Team: body("Ban Dân vận Tỉnh ủy Long An", ""),
		Visits: []inspection.Visit{{Day: "2023-12-01"}},
		Steps:  []inspection.Step{{Stage: inspection.Concluded, Number: "65-TB/BDVTU", Day: "2023-12-11"}}}
	var records []indicator.Record
	for _, kind := range []string{"model", "model", "recorded"} {
		records = append(records, indicator.Record{Kind: kind, Code: "MH-" + kind, Title: "=Đường hoa", Unit: host.ID, N: 1})
	}
	i.Sections = []inspection.Section{{Number: "III.7", Name: "skilful", Boxes: []inspection.Box{
		{ID: "1", Indicator: "model.ran", Frozen: &inspection.Frozen{Value: 3, Known: true, Records: records}, Mark: inspection.Mark{Verdict: inspection.Differs, Found: "2", Why: "1 đã dừng"}},
		{ID: "2", Label: "Diện tích", Frozen: &inspection.Frozen{Words: "220,54 km²", Known: true}},
		{ID: "3", Label: "Chưa nộp"},
	}}}
	i.Recommendations = []inspection.Recommendation{
		{Matter: matter.Matter{ID: "1", Code: "KN-23-0001", Title: "Tham mưu", Product: "Sổ theo dõi.", Due: "2024-03-31", State: matter.Confirmed, Answer: matter.Acted},
			Standing: matter.Standing{Holder: i.HostBody}, Confirmed: "2024-03-28"},
		{Matter: matter.Matter{ID: "2", Code: "KN-23-0002", Title: "Đánh giá sau đối thoại", Product: "Bảng lời hứa", Due: "2025-06-30", State: matter.InHand}},
	}
	return i, err
}

func each(t *testing.T, f func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) error) {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	schemas := []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), identity.Schema(), calendar.Schema(), matter.Schema(), model.Schema(), stationery.Schema()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			i, err := concluded(ctx, tx, book)
			if err != nil {
				return err
			}
			return f(ctx, tx, paper.Press{Book: book, Office: kheo.Office{Sample: true}, Foot: "mốc"}, i)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// The notice of conclusion stands under the Party's letterhead, says how many
// models ran, and gives each recommendation an owner, a product and a day.
func TestTheNoticeOfConclusion(t *testing.T) {
	each(t, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) error {
		who := kheo.Caller{At: time.Date(2023, 12, 11, 9, 0, 0, 0, time.UTC)}
		n := inspection.Conclusion{Words: "Kết luận.", Recommendations: []inspection.Proposal{
			{Title: "Tham mưu", Words: "Kịp thời hơn.", Product: "Sổ theo dõi.", Holder: i.HostBody, Due: "2024-03-31"}}}
		p, err := press.Conclusion(ctx, tx, who, i, n, inspection.Paper{Number: "65-TB/BDVTU", Day: "2023-12-11"})
		if err != nil {
			return err
		}
		h := p.Head
		if h.Style != "party" || h.Above != "TỈNH ỦY LONG AN" || h.Issuer != "BAN DÂN VẬN" || h.Number != "65" || h.Symbol != "TB/BDVTU" || h.Place != "Cần Đước" {
			t.Errorf("letterhead %+v", h)
		}
		file, err := doc.Docx(p)
		if err != nil {
			return err
		}
		text, err := doc.Text(file)
		for _, want := range []string{"có 3 mô hình", "Tham mưu. Kịp thời hơn", "Ban Dân vận Huyện ủy", "Sổ theo dõi", "31/03/2024", "Kết luận."} {
			if !strings.Contains(text, want) {
				t.Errorf("the notice does not say %q:\n%s", want, text)
			}
		}
		return err
	})
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	got := paper.Numbering(doc.Party, 65, inspection.ConclusionPaper, unit.Body{Short: "Ban Dân vận Tỉnh ủy"})
	if got != "65-TB/BDVTU" {
		t.Errorf("the next number is suggested as %q", got)
	}
}

// The remedy report tells what became of each recommendation, the three rates
// with both their terms, and leaves room for its number and day.
func TestTheRemedyReport(t *testing.T) {
	each(t, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) error {
		for on, ended := range map[kheo.Date]bool{"2024-06-01": false, "2026-01-01": true} {
			p, err := paper.RemedyReport(ctx, tx, press, i, on)
			if err != nil {
				return err
			}
			if p.Head.Number != "" || p.Head.Symbol != "BC/BDVHU" || p.Head.Day != "" || p.Sample == "" || p.Foot != "mốc" {
				t.Errorf("a draft: %+v", p.Head)
			}
			file, err := doc.Docx(p)
			if err != nil {
				return err
			}
			text, err := doc.Text(file)
			if err != nil {
				return err
			}
			for _, want := range []string{"Trong 2 kiến nghị: 1 đã trả lời, 1 đã làm, 1 đã được bên kiến nghị xác nhận", "65-TB/BDVTU", "được xác nhận xong ngày 28/03/2024",
				"2. Đánh giá sau đối thoại", "Chưa có nơi nhận"} {
				if !strings.Contains(text, want) {
					t.Errorf("on %s the report does not say %q:\n%s", on, want, text)
				}
			}
			if strings.Contains(text, "chưa rõ nơi kế thừa") != ended {
				t.Errorf("on %s, the host's body ended: %v:\n%s", on, ended, text)
			}
		}
		return nil
	})
}

// The appendix has numbers as numbers, words as words, the records under each
// figure without our ids, and nothing that was not handed in.
func TestTheAppendixOfFigures(t *testing.T) {
	each(t, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) error {
		all, err := paper.Figures(ctx, tx, press, i)
		if err != nil {
			return err
		}
		if len(all) != 3 || len(all[0].Rows) != 2 || len(all[1].Rows) != 3 || len(all[2].Rows) != 2 {
			t.Fatalf("%+v", all)
		}
		if row := all[0].Rows[0]; row[2] != xlsx.Num(3, 0) || row[5].Text != "Khác: 2. 1 đã dừng" {
			t.Errorf("the figure: %+v", row)
		}
		if row := all[0].Rows[1]; row[2] != xlsx.Words("220,54 km²") {
			t.Errorf("the words: %+v", row)
		}
		if all[1].Rows[0][2].Text != "MH-model" || all[1].Rows[2][2].Text != "" {
			t.Errorf("the records: %+v", all[1].Rows)
		}
		for _, s := range all {
			if len(s.Above) != 2 || len(s.Below) != 1 {
				t.Errorf("%s: made-up data and the checkpoint are not told: %q, %q", s.Name, s.Above, s.Below)
			}
		}
		return nil
	})
}

// What a template may ask of a kind of paper, the paper of that kind gives; and
// a paper's head and template are what its body chose.
func TestPapersAreWrittenOnTheirStationery(t *testing.T) {
	each(t, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) error {
		who := kheo.Caller{Person: "lead", At: time.Date(2023, 12, 11, 9, 0, 0, 0, time.UTC), Grants: []kheo.Grant{{Unit: i.Team, Rights: []kheo.Right{stationery.MayKeep}}}}
		head := stationery.Head{Style: doc.State, Issuer: "ĐOÀN KIỂM TRA", Signer: "TRƯỞNG ĐOÀN"}
		of := inspection.Paper{Number: "65/TB-BDVTU", Day: "2023-12-11"}
		for kind, compose := range map[string]func() (doc.Paper, error){
			inspection.PlanPaper:    func() (doc.Paper, error) { return press.Plan(ctx, tx, who, i, of) },
			inspection.OutlinePaper: func() (doc.Paper, error) { return press.Outline(ctx, tx, who, i, of) },
			inspection.MinutesPaper: func() (doc.Paper, error) { return press.Minutes(ctx, tx, who, i, of) },
			inspection.ConclusionPaper: func() (doc.Paper, error) {
				return press.Conclusion(ctx, tx, who, i, inspection.Conclusion{Words: "Kết luận."}, of)
			},
		} {
			if err := stationery.Choose(ctx, tx, who, i.Team, kind, 0, head); err != nil {
				return err
			}
			if err := stationery.Bring(ctx, tx, who, i.Team, kind, "0a", 1); err != nil {
				return err
			}
			p, err := compose()
			if err != nil {
				return err
			}
			if h := p.Head; h.Style != doc.State || h.Issuer != "ĐOÀN KIỂM TRA" || h.Above == "" || h.Number != "65" || h.Join != "/" || h.Symbol != "TB-BDVTU" ||
				p.Signer[0] != "TRƯỞNG ĐOÀN" || p.Template != "0a" {
				t.Errorf("%s: %+v, signed %q, on %q", kind, h, p.Signer, p.Template)
			}
			k, _ := stationery.KindOf(kind)
			if got, want := fieldsOf(p.Records), fieldsOf(k.Records); got != want {
				t.Errorf("%s gives %s, a template may ask for %s", kind, got, want)
			}
			for _, r := range p.Records {
				for _, row := range r.Rows {
					if len(row) != len(r.Fields) {
						t.Errorf("%s: %s has %d fields, a row %d", kind, r.Name, len(r.Fields), len(row))
					}
				}
			}
		}
		if n := len(stationery.Kinds()); n != 6 {
			t.Errorf("%d kinds: is the new one composed here?", n)
		}
		return nil
	})
}

func fieldsOf(list []doc.Records) string {
	var all []string
	for _, r := range list {
		all = append(all, r.Name+": "+strings.Join(r.Fields, ", "))
	}
	return strings.Join(all, "; ")
}
