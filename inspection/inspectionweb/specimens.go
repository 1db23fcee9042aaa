package inspectionweb

import (
	"net/url"
	"slices"
	"time"

	"kheo"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/model"
	"kheo/report"
	"kheo/unit"
)

// Specimens are the pages in their states: full, empty, refused, longest words.
func Specimens() []web.Specimen {
	made := func(name string, page func(v web.View) web.Page) web.Specimen {
		return web.Specimen{Name: name, Page: page}
	}
	at := func(stage inspection.Stage, side inspection.Side) func(v web.View) web.Page {
		return func(v web.View) web.Page { return specimen(v, stage, side).page(v, "").page() }
	}
	team, host := inspection.Side{Team: "bdvtu", Plan: true, Inspect: true, Conclude: true, PublishTeamPapers: true}, inspection.Side{Host: "bdvhu", Fill: true, Submit: true, PublishOwnPaper: true}
	return []web.Specimen{
		made("remedying, two wait for a choice", at(inspection.Remedying, inspection.Side{})),
		made("remedying, for the one who may choose", func(v web.View) web.Page {
			f := specimen(v, inspection.Remedying, team)
			f.Chooses = true
			return f.page(v, "").page()
		}),
		made("planned, for the board's lead", at(inspection.Planned, team)),
		made("outline sent, for the host", at(inspection.OutlineSent, host)),
		made("outline sent, for the team", at(inspection.OutlineSent, team)),
		made("minutes signed", at(inspection.MinutesIn, team)),
		made("concluded, not published", at(inspection.Concluded, team)),
		made("a section of words", func(v web.View) web.Page { return specimen(v, inspection.Concluded, host).page(v, "I").page() }),
		made("list", func(v web.View) web.Page { return specimenList(v).page() }),
		made("list, empty", func(v web.View) web.Page { return listPage{View: v}.page() }),
		made("new", func(v web.View) web.Page { return specimenNew(v, nil).page() }),
		made("new, refused", func(v web.View) web.Page {
			return specimenNew(v, kheo.Faults{{Field: "host", Key: "inspection.fault.host"}, {Field: "visits", Key: "inspection.fault.visit_past"}}).page()
		}),
		made("issue", func(v web.View) web.Page {
			p := specimen(v, inspection.Planned, team).issuePage(v, form{})
			p.Paper = paperForm{Number: "41-KH/BDVTU", Day: string(v.Today), Numbered: true, Stationery: v.To("stationery.show", "btg", "plan")}
			return p.page()
		}),
		made("outline", func(v web.View) web.Page {
			return specimen(v, inspection.PlanIssued, team).outlinePage(v, form{}).page()
		}),
		made("self-report", func(v web.View) web.Page {
			return specimen(v, inspection.OutlineSent, host).reportPage(v, form{}).page()
		}),
		made("self-report, refused", func(v web.View) web.Page {
			f := form{Values: url.Values{"v.b3": {"mười hai"}, "e.b3": {""}, "secrecy": {"Mật"}}, Faults: kheo.Faults{
				{Field: "v.b3", Key: "inspection.fault.number_box"}, {Field: "secrecy", Key: "inspection.fault.secrecy"}}}
			return specimen(v, inspection.OutlineSent, host).reportPage(v, f).page()
		}),
		made("visit", func(v web.View) web.Page {
			return specimen(v, inspection.ReportIn, team).visitPage(v, form{}, "").page()
		}),
		made("visit, refused", func(v web.View) web.Page {
			f := form{Values: url.Values{"target": {"b1"}, "found.b1": {""}}, Faults: kheo.Faults{{Field: "found.b1", Key: "inspection.fault.found"}}}
			return specimen(v, inspection.ReportIn, team).visitPage(v, f, "III.7").page()
		}),
		made("minutes", func(v web.View) web.Page { return specimen(v, inspection.Visited, team).minutesPage(v, form{}).page() }),
		made("conclude", func(v web.View) web.Page { return specimenConclude(v).page() }),
		made("re-check", func(v web.View) web.Page {
			return specimen(v, inspection.Remedying, team).recheckPage(v, form{}).page()
		}),
		made("figure", func(v web.View) web.Page { return specimenFigure(v).page() }),
	}
}

// longName is the longest that stands in the sample.
const longName = "Niềm nở khi tiếp xúc, tận tình khi hướng dẫn, trách nhiệm khi giải quyết công việc"

// specimen is the inspection of Cần Đước at a stage, as its page knows it.
func specimen(v web.View, stage inspection.Stage, side inspection.Side) facts {
	f := facts{I: specimenInspection(stage), Side: side, On: v.Today, Bodies: specimenBodies(),
		Host:   unit.Unit{ID: "806", Name: "Huyện Cần Đước", Short: "Cần Đước", Type: "huyện", Level: unit.District},
		Funnel: model.Funnel{Registered: 81, Ran: 76, Recognised: 61, Alive12: 54, Replicated: 9}}
	if stage == inspection.Remedying {
		f.Ended = "2025-06-30"
		for n, name := range []string{"Rạch Kiến", "Long Cang", "Mỹ Lệ", "Cần Đước", "Tân Lân", "Long Hựu"} {
			f.Lands = append(f.Lands, unit.Unit{ID: kheo.UnitID(name), Short: name, Lat: 10.62 - float64(n)*.03, Lon: 106.55 + float64(n%3)*.04, People: int64(30000 + 6000*n)})
		}
	}
	f.Carried = []matter.Matter{{Code: "KN-22-0004", Title: "Sổ theo dõi lời hứa"}}
	f.Figures = map[string]inspection.Frozen{}
	for _, s := range f.I.Sections {
		for _, b := range s.Boxes {
			f.Figures[b.ID] = inspection.Frozen{Value: 76, Known: b.ID != "b4"}
		}
	}
	return f
}

func specimenBodies() map[kheo.UnitID]unit.Body {
	return map[kheo.UnitID]unit.Body{
		"bdvtu":  {ID: "bdvtu", Name: "Ban Dân vận Tỉnh ủy Long An", NameEN: "Civic Work Board of the Long An Party Committee"},
		"bdvhu":  {ID: "bdvhu", Name: "Ban Dân vận Huyện ủy Cần Đước", Short: "Ban Dân vận Huyện ủy", NameEN: "Civic Work Board of the Cần Đước Party Committee"},
		"btghu":  {ID: "btghu", Name: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", Short: "Ban Tuyên giáo và Dân vận Huyện ủy", NameEN: "Board for Information and Civic Work, Cần Đước"},
		"btgtu":  {ID: "btgtu", Name: "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", NameEN: "Board for Information and Civic Work, Tây Ninh"},
		"mattan": {ID: "mattan", Name: "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Cần Đước", Short: "Ủy ban Mặt trận huyện", NameEN: "Fatherland Front of Cần Đước"},
	}
}

func moment(day kheo.Date) time.Time { return day.Time().Add(15 * time.Hour) }

func specimenInspection(stage inspection.Stage) inspection.Inspection {
	i := inspection.Inspection{ID: "1", Code: "KT-23-0001", Year: 2023, Host: "806", HostBody: "bdvhu", Team: "bdvtu", Stage: stage,
		Period: kheo.Span{From: "2023-01-01", To: "2023-11-30"}, Themes: inspection.Themes2023, Planned: moment("2023-09-11"),
		Members: []inspection.Member{{Role: "leader"}, {Role: "secretary"}, {Role: "member", Title: "Ban Dân tộc Ủy ban Mặt trận tỉnh"}},
		Visits:  []inspection.Visit{{Day: "2023-12-01", Place: "Hội trường Huyện ủy"}, {Day: "2023-12-01", Place: "Xã Tân Chánh"}},
		Due: inspection.Due{Visit: "2023-12-01", Day: "2023-11-24", Days: 5, Why: "Trùng kỳ họp Hội đồng nhân dân",
			Earlier: []inspection.Due{{Day: "2023-11-17"}}},
		Carried: []string{"KN-22-0004"}}
	steps := []inspection.Step{{Stage: inspection.Planned, Day: "2023-09-11"}, {Stage: inspection.PlanIssued, Day: "2023-09-15", Number: "41-KH/BDVTU", Document: "d1"},
		{Stage: inspection.OutlineSent, Day: "2023-10-02", Number: "118-CV/BDVTU", Document: "d2"}, {Stage: inspection.ReportIn, Day: "2023-11-24", Number: "87-BC/BDVHU", Document: "d3", Late: 2},
		{Stage: inspection.Visited, Day: "2023-12-01"}, {Stage: inspection.MinutesIn, Day: "2023-12-01"}, {Stage: inspection.Concluded, Day: "2023-12-11", Number: "65-TB/BDVTU", Document: "d4"}}
	for _, s := range steps {
		if slices.Index(inspection.Stages, s.Stage) <= slices.Index(inspection.Stages, stage) {
			i.Steps = append(i.Steps, s)
		}
	}
	if i.Reached(inspection.PlanIssued) {
		specimenOutline(&i)
	}
	if i.Reached(inspection.ReportIn) {
		i.Samples = []inspection.Sample{{ID: "s1", Model: "MH-23-0001", Name: longName, Reported: "17 bộ phận một cửa", Mark: inspection.Mark{Verdict: inspection.NotVerified}},
			{ID: "s2", Model: "MH-23-0002", Name: "Nét đẹp đường quê", Reported: "12,4 km đường, 17 ấp", Mark: inspection.Mark{Verdict: inspection.Verified}},
			{ID: "s3", Model: "MH-23-0003", Name: "Phân loại chất thải tại hộ", Reported: "420 hộ", Mark: inspection.Mark{Verdict: inspection.Differs, Found: "372 hộ", Why: "48 hộ đã thôi từ tháng 8"}}}
		i.Findings = []inspection.Finding{{ID: "f1", Kind: inspection.Strength, Words: "Mô hình gắn với xây dựng nông thôn mới nâng cao, lan tỏa ở các địa phương."},
			{ID: "f2", Kind: inspection.Limitation, Words: "Chưa theo dõi việc thực hiện lời hứa sau đối thoại.", Section: "s-ii"}}
	}
	if i.Reached(inspection.Concluded) {
		specimenConclusion(&i)
	}
	return i
}

func specimenOutline(i *inspection.Inspection) {
	frozen := func(n int64, known bool) *inspection.Frozen {
		if !i.Reached(inspection.ReportIn) {
			return nil
		}
		return &inspection.Frozen{Value: n, Known: known, Records: []indicator.Record{{Kind: "model", Code: "MH-23-0002", Title: "Nét đẹp đường quê", Unit: "806", N: 1}}}
	}
	i.Sections = []inspection.Section{
		{ID: "s-i", Number: "I", Name: "situation", Words: "Huyện có 17 xã, thị trấn.\nDân cư sống bằng nghề nông, nghề chiếu và làm công ở khu công nghiệp.", Boxes: []inspection.Box{{ID: "b0", Name: "area", Frozen: &inspection.Frozen{Words: "218 km²", Known: true}}}},
		{ID: "s-ii", Number: "II", Name: "leadership"}, {ID: "s-iii", Number: "III", Name: "results"},
		{ID: "s-iii-7", Parent: "s-iii", Number: "III.7", Depth: 1, Name: "skilful", Boxes: []inspection.Box{
			{ID: "b1", Indicator: "model.ran", Frozen: frozen(76, true), Mark: inspection.Mark{Verdict: inspection.Verified}},
			{ID: "b2", Indicator: "model.recognised", Frozen: frozen(61, true)},
			{ID: "b3", Indicator: "work.road", Frozen: frozen(124, true), Mark: inspection.Mark{Verdict: inspection.Differs, Found: "11,9 km", Why: "một đoạn chưa nghiệm thu"}},
			{ID: "b4", Indicator: "people.households", Frozen: frozen(0, false)}}},
		{ID: "s-iv", Number: "IV", Name: "limits"}, {ID: "s-v", Number: "V", Title: "Phương hướng do đoàn đặt lại tên, dài hơn thường lệ để thử chỗ xuống dòng"},
	}
}

func specimenConclusion(i *inspection.Inspection) {
	i.Conclusion = "Đoàn đánh giá cao kết quả đã đạt.\nBan Dân vận Huyện ủy cần quan tâm hơn nữa công tác tham mưu."
	titles := []string{"Tham mưu cho cấp ủy: sổ theo dõi từng việc đã đề xuất", "Đánh giá kết quả sau đối thoại, giám sát", "Cơ chế phối hợp các cơ quan, mỗi việc một nơi giữ",
		"Nắm kịp thời điều dân quan tâm, bức xúc", "Ghi số hộ được hỏi, đồng thuận, tham gia của từng mô hình"}
	for n, title := range titles {
		r := inspection.Recommendation{Matter: matter.Matter{Code: "KN-23-000" + string(rune('1'+n)), Title: title, Product: "Sổ theo dõi", Holder: "bdvhu", Due: "2024-06-30", Ordinal: n + 1, State: matter.Confirmed},
			Standing: matter.Standing{Given: "bdvhu", Holder: "bdvhu"}, Confirmed: "2024-06-25"}
		if n == 1 || n == 2 {
			r.State, r.Due, r.Confirmed = matter.InHand, "2025-06-30", ""
			r.Standing = matter.Standing{Given: "bdvhu", Last: "btghu", Waiting: i.Stage == inspection.Remedying, Ended: "2025-06-30", Chooser: "btgtu"}
		}
		i.Recommendations = append(i.Recommendations, r)
	}
	i.Documents = []report.Document{{ID: "d4", Kind: inspection.ConclusionPaper, Body: "bdvtu", Number: "65-TB/BDVTU", Date: "2023-12-11", Size: 48213},
		{ID: "d3", Kind: inspection.SelfReportPaper, Body: "bdvhu", Number: "87-BC/BDVHU", Date: "2023-11-24", Size: 1482130, Published: moment("2023-12-12"), Scan: "x"}}
	if i.Reached(inspection.Remedying) {
		i.Published = moment("2023-12-12")
		i.Documents[0].Published = i.Published
	}
}

func specimenList(v web.View) listPage {
	t := web.Table{Cols: []web.Col{{Name: v.T("inspectionweb.col.host"), Main: true}, {Name: v.T("inspectionweb.col.visit")},
		{Name: v.T("inspectionweb.col.stage")}, {Name: v.T("inspectionweb.col.recs")}}}
	f := specimen(v, inspection.Remedying, inspection.Side{})
	t.Rows = []web.Row{{{Text: f.title(v), Href: v.To("inspection.show", f.I.Code), Sub: f.I.Code + " · " + f.name(v, f.I.Team)}, {Text: v.Date("2023-12-01")},
		{Text: v.T("inspection.stage.remedying"), Sub: v.T("inspectionweb.private-short")}, {Text: v.T("inspectionweb.recs.sum", "done", 3, "open", 2)}}}
	return listPage{View: v, Years: []listYear{{"2023", t}}, Plan: true}
}

func specimenNew(v web.View, faults kheo.Faults) newPage {
	p := newPage{View: v, Form: form{Faults: faults}, Year: "2026", HostBody: "Ban Xây dựng Đảng xã Cần Đước",
		Teams: []choice{{Value: "a", Label: "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh"}}, Carried: []link{{"KN-23-0003 Cơ chế phối hợp các cơ quan", "/"}}}
	if faults != nil {
		p.Form.Values = url.Values{"host_q": {"can duoc"}}
	}
	p.Host = web.UnitField{Field: web.FieldFor(v, faults, "host", "inspectionweb.new.host", ""), Query: "can duoc",
		Found: []web.Option{{Value: "1", Label: "Xã Cần Đước", Help: "tỉnh Tây Ninh"}, {Value: "2", Label: "Xã Cần Đước", Help: "tỉnh Tây Ninh, trước là thị trấn"}}}
	p.rows()
	return p
}

func specimenConclude(v web.View) concludePage {
	f := form{Values: url.Values{"words": {"Đoàn đánh giá cao."}, "rec1.title": {"Sổ theo dõi"}}, Faults: kheo.Faults{{Field: "rec1.product", Key: "inspection.fault.rec_product"}}}
	p := specimen(v, inspection.MinutesIn, inspection.Side{}).concludePage(v, f)
	p.Holders = []choice{{Value: "bdvhu", Label: "Ban Dân vận Huyện ủy Cần Đước"}}
	return p
}

func specimenFigure(v web.View) figurePage {
	f := specimen(v, inspection.Concluded, inspection.Side{})
	p := figurePage{View: v, Code: f.I.Code, Title: f.title(v), Section: "III.7 " + f.I.Sections[3].TitleIn(v.Lang), Figure: f.figureView(v, f.I.Sections[3].Boxes[2]),
		Early: v.T("inspectionweb.figure.early", "n", 4)}
	p.Records = web.Table{Cols: []web.Col{{Name: v.T("inspectionweb.col.n"), Num: true}, {Name: v.T("inspectionweb.col.what"), Main: true}, {Name: v.T("inspectionweb.col.code")}, {Name: v.T("inspectionweb.col.where")}},
		Rows: []web.Row{{{Text: "1"}, {Text: longName, Href: v.To("model.show", "MH-23-0001")}, {Text: "MH-23-0001"}, {Text: "huyện Cần Đước"}}}}
	return p
}
