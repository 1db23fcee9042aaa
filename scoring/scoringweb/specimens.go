package scoringweb

import (
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/scoring"
	"kheo/unit"
)

// Specimens are the pages of scoring in every state.
func Specimens() []web.Specimen {
	s := specimenScheme()
	open := s
	open.Issued, open.Copied, open.Version = false, s.Code, 2
	list := []web.Specimen{
		{Name: "schemes: none", Page: schemesPage{}.page},
		{Name: "schemes: two, to begin", Page: schemesPage{List: []scoring.Scheme{open, s}, Bodies: []choice{{"b", "Ban Dân vận Tỉnh ủy"}}, New: scoring.New{Year: 2026}}.page},
		{Name: "scheme: issued sample", Page: schemePage{Scheme: s, May: true}.page},
		{Name: "scheme: draft to mend", Page: schemePage{Scheme: open, May: true, Bands: "80 Tốt",
			Faults: kheo.Faults{{Field: "bands", Key: "scoring.fault.band-line", Args: []any{"n", "1"}}}}.page},
		{Name: "criterion: new", Page: criterionPage{Scheme: open}.page},
		{Name: "criterion: to mend", Page: criterionPage{Scheme: open, Criterion: s.Criteria[3], Typed: typed{"x", "0", "50", "80"},
			Faults: kheo.Faults{{Field: "steps", Key: "scoring.fault.steps"}, {Field: "max", Key: "scoring.fault.points"}}}.page},
		{Name: "sheets: none", Page: sheetsPage{}.page},
		{Name: "sheets: one, to open", Page: sheetsPage{List: []scoring.Sheet{specimenSheet(scoring.Appraisal)},
			Schemes: []choice{{"TC-23-0001", "TC-23-0001"}}, Bodies: []choice{{"b", "Ban Dân vận"}}}.page},
	}
	hand := scoring.Hand{Self: true, Appraise: true, Settle: true}
	for _, state := range []scoring.State{scoring.Self, scoring.Appraisal, scoring.Review, scoring.Final, scoring.Published} {
		p := sheetPage{Sheet: specimenSheet(state), Hand: hand, Names: map[kheo.PersonID]string{"p": "Trưởng đoàn"}}
		list = append(list, web.Specimen{Name: "sheet: " + string(state), Page: p.page})
		list = append(list, web.Specimen{Name: "paper: " + string(state), Page: paperPage{sheetPage: p, Keeper: unit.Body{Name: "Ban Dân vận Tỉnh ủy"}, Foot: "sample.kheo.local 881"}.page})
		if p.Now() == "" {
			continue
		}
		for _, c := range p.Scheme.Leaves() {
			list = append(list, web.Specimen{Name: "mark: " + string(state) + ": " + c.ID, Page: markPage{sheetPage: p, Criterion: c}.page})
		}
	}
	return append(list, web.Specimen{Name: "sheet: published, for everybody", Page: sheetPage{Sheet: specimenSheet(scoring.Published)}.page})
}

func specimenScheme() scoring.Scheme {
	return scoring.Scheme{Code: "TC-23-0001", Version: 1, Name: "Bộ tiêu chí mô hình Dân vận khéo", NameEN: "Criteria of civic models", Year: 2023, Level: "commune",
		Issued: true, Criteria: []scoring.Criterion{
			{ID: "1", Name: "Đã đăng ký với đơn vị phát động", Kind: scoring.YesNo, Max: 3000},
			{ID: "2", Name: "Nhân dân đồng tình, tham gia", Kind: scoring.Group, Floor: 50},
			{ID: "3", Parent: "2", Name: "Số hộ tham gia trên số hộ trong địa bàn", Kind: scoring.Ratio, Max: 3000, Steps: []scoring.Step{{From: 8000, Give: 3000}, {From: 5000, Give: 1050}}},
			{ID: "4", Name: "Giải quyết việc khó mà lãnh đạo đã chọn tập trung", Kind: scoring.Judged, Max: 4000, Floor: 50},
			{ID: "5", Name: "Báo cáo chậm", Kind: scoring.Deduction, Max: 1000, Each: 200},
		}, Bands: []scoring.Band{{Name: "Tốt", NameEN: "Good", From: 8000, Floors: true}, {Name: "Chưa đạt", NameEN: "Not met"}}}
}

func specimenSheet(state scoring.State) scoring.Sheet {
	at := time.Date(2023, 12, 1, 2, 0, 0, 0, time.UTC)
	s := scoring.Sheet{Code: "PC-23-0001", Scheme: specimenScheme(), State: state, Opened: at,
		Subject: scoring.Subject{Kind: scoring.Body, ID: "b", Title: "Ban Dân vận Huyện ủy Cần Đước"}}
	mark := func(side scoring.Side, id string, a scoring.Answer, p scoring.Points, why string) {
		s.History = append(s.History, scoring.Mark{Criterion: id, Side: side, N: 1, Answer: a, Points: p, Why: why, Person: "p", At: at})
	}
	mark(scoring.Own, "1", scoring.Answer{Num: 1}, 3000, "")
	mark(scoring.Own, "3", scoring.Answer{Num: 812, Den: 1204}, 1050, "đếm lại theo sổ của ấp")
	s.Evidence = []scoring.Evidence{{Criterion: "3", Label: "Mô hình MH-23-0001", Href: "/mo-hinh/MH-23-0001"},
		{ID: "e", Criterion: "3", Label: "sổ ấp Đông Trung trang 4.jpg", SHA256: "a", Type: web.JPEG, Size: 812_344}}
	if state == scoring.Self {
		return s
	}
	mark(scoring.Appraised, "1", scoring.Answer{Num: 1}, 3000, "")
	mark(scoring.Appraised, "3", scoring.Answer{Num: 990, Den: 1204}, 3000, "")
	mark(scoring.Appraised, "5", scoring.Answer{Num: 1}, -200, "")
	if state == scoring.Appraisal {
		return s
	}
	mark(scoring.Appraised, "4", scoring.Answer{Given: 1950, Note: "Một việc xong, một việc còn dở"}, 1950, "")
	if state != scoring.Review {
		mark(scoring.Settled, "1", scoring.Answer{Num: 1}, 3000, "giữ như thẩm định")
		s.Moves = []scoring.Move{{To: state, Why: "", Person: "p", At: at}}
	}
	return s
}
