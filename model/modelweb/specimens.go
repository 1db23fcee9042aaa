package modelweb

import (
	"fmt"
	"strings"
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/model"
	"kheo/scoring"
	"kheo/scoring/beside"
)

// Specimens are the pages full, empty, refused and with the longest words.
func Specimens() []web.Specimen {
	made := func(name string, page func(v web.View) web.Page) web.Specimen {
		return web.Specimen{Name: name, Page: page}
	}
	return []web.Specimen{
		made("the year's list", func(v web.View) web.Page { return specimenList(9).page(v) }),
		made("the year's list, too early", func(v web.View) web.Page {
			l := specimenList(3)
			l.Funnel = model.Funnel{Registered: 81, Ran: 76, Recognised: 61, Early: 61, Carried: 4}
			return l.page(v)
		}),
		made("nothing this year", func(v web.View) web.Page {
			return listPage{choice: choice{Year: 2021, Step: "all"}, Base: v.To("model.list"), Years: []int{2021}}.page(v)
		}),
		made("a model", func(v web.View) web.Page { return specimenShow().page(v) }),
		made("a model one may move", func(v web.View) web.Page {
			s := specimenShow()
			s.Can, s.Publish, s.AddSite, s.Public = []model.State{model.Replicated, model.Ended}, true, true, false
			s.Can = s.Can[1:]
			s.Places = []place{{ID: "u1", Name: "Huyện Cần Đước"}, {ID: "u2", Name: "Xã Tân Chánh", Depth: 1}}
			s.Input, s.Faults = input{Form: "ended", Day: "2030-01-01"}, kheo.Faults{{Field: "day", Key: "model.fault.future"}}
			return s.page(v)
		}),
		made("one person's model", func(v web.View) web.Page {
			s := specimenShow()
			s.Collective, s.Whole, s.Boxes = false, false, s.Boxes[:1]
			return s.page(v)
		}),
		made("a list from a table", func(v web.View) web.Page {
			p := specimenTable()
			p.View = v
			return p.page()
		}),
		made("the form", func(v web.View) web.Page { return specimenForm().page(v) }),
		made("the form, refused", func(v web.View) web.Page {
			f := specimenForm()
			f.Name = "Nét đẹp đường quê"
			f.Number = "ba"
			f.Faults = kheo.Faults{{Field: "name", Key: "model.fault.twin", Args: []any{"code", "MH-23-0001"}},
				{Field: "aim", Key: "model.fault.empty.aim"}, {Field: "groups", Key: "model.fault.number"}}
			return f.page(v)
		}),
	}
}

var specimenNames = []string{
	"Nét đẹp đường quê",
	"Tự quản Tuyến đường sáng – xanh – sạch – đẹp – an toàn",
	"Niềm nở khi tiếp xúc, tận tình khi hướng dẫn, trách nhiệm khi giải quyết công việc",
}

func specimenModel(i int) model.Model {
	m := model.Model{Code: fmt.Sprintf("MH-23-%04d", i+1), Field: model.Fields()[i%4], Collective: true, Level: model.Hamlet,
		Programmes: []string{model.NTM, model.NTMPlus}, Year: 2023, Sites: 3, Groups: 12, State: model.States()[2+i%4], Public: true}
	for _, b := range model.BoxNames() {
		m.Boxes.Set(b, "Bà con cùng làm, cùng giữ.\n"+strings.Repeat("Mỗi hộ một đoạn đường, mỗi tổ một tuần. ", 3))
	}
	m.Name = specimenNames[i%len(specimenNames)]
	m.Days = model.Days{Registered: "2023-01-10", Approved: "2023-02-15", Running: "2023-03-01", Recognised: "2023-11-15"}
	return m
}

func specimenList(n int) listPage {
	l := listPage{
		choice: choice{Year: 2023, Step: "all", On: "2025-07-01"}, Base: "/mo-hinh", Years: []int{2024, 2023},
		Places: []place{{ID: "u1", Name: "Tỉnh Long An"}, {ID: "u2", Name: "Huyện Cần Đước", Depth: 1}, {ID: "u3", Name: "Xã Tân Chánh", Depth: 2}},
		Funnel: model.Funnel{Registered: 81, Ran: 76, Recognised: 61, Alive12: 54, Replicated: 9},
		Total:  76, Next: "/mo-hinh?after=MH-23-0050", New: true,
	}
	for i := range n {
		l.Items = append(l.Items, item{specimenModel(i), "Xã Tân Chánh"})
	}
	return l
}

func specimenShow() showPage {
	s := showPage{Model: specimenModel(2), On: "2024-01-15", Where: "xã Tân Chánh, huyện Cần Đước, tỉnh Long An",
		BodyIs: "Ban Dân vận Huyện ủy Cần Đước", Whole: true}
	s.State = model.Recognised
	for _, b := range model.BoxNames() {
		s.Boxes = append(s.Boxes, boxLine{b, s.Model.Box(b)})
	}
	at := time.Date(2023, 1, 10, 2, 0, 0, 0, time.UTC)
	for i, to := range []model.State{model.Registered, model.Approved, model.Running, model.Recognised} {
		s.Moves = append(s.Moves, moveLine{model.Move{At: at, Day: s.Days.On(to), To: to, Note: []string{"", "Danh mục năm 2023", "", "Quyết định 12"}[i]}, s.BodyIs})
	}
	s.Points = []pointLine{
		{model.Site{Unit: "u3", Place: "Ấp Đông Trung", Span: kheo.Span{From: "2023-03-01"}}, "Xã Tân Chánh"},
		{model.Site{Unit: "u4", Span: kheo.Span{From: "2023-05-01", To: "2023-12-31"}}, "Thị trấn Cần Đước"},
	}
	marked := scoring.Scheme{Code: "TC-23-0001", Name: "Bộ tiêu chí Dân vận khéo", Criteria: []scoring.Criterion{{ID: "1", Kind: scoring.Judged, Max: 6000}, {ID: "2", Kind: scoring.YesNo, Max: 4000}},
		Bands: []scoring.Band{{Name: "Tốt", From: 8000}, {Name: "Chưa đạt"}}}
	mark := func(id string, side scoring.Side, p scoring.Points) scoring.Mark {
		return scoring.Mark{Criterion: id, Side: side, Points: p}
	}
	own := []scoring.Mark{mark("1", scoring.Own, 5250), mark("2", scoring.Own, 4000), mark("1", scoring.Appraised, 4750)}
	s.Scores = beside.Sheets{Of: beside.Model(s.Model), Begin: []scoring.Scheme{marked}, List: []scoring.Seen{
		{Sheet: scoring.Sheet{Code: "PC-23-0002", Scheme: marked, State: scoring.Appraisal, History: own}, Hand: scoring.Hand{Appraise: true}},
		{Sheet: scoring.Sheet{Code: "PC-23-0001", Scheme: marked, State: scoring.Published, History: append(own[:3:3], mark("2", scoring.Appraised, 4000))}}}}
	return s
}

func specimenForm() formPage {
	return formPage{
		New: model.New{Collective: true, Level: model.Hamlet}, Number: "0", Date: "2023-01-10", Levels: model.Levels(),
		Bodies: []bodyChoice{{ID: "b1", Name: "Ban Dân vận Huyện ủy Cần Đước",
			Places: []place{{ID: "u2", Name: "Huyện Cần Đước"}, {ID: "u3", Name: "Xã Tân Chánh", Depth: 1}}}},
	}
}

func specimenTable() importPage {
	n := model.New{Boxes: model.Boxes{Name: "Tuyến đường cờ Tổ quốc"}}
	return importPage{Rows: "Tên mô hình\tLĩnh vực\n", Read: true, Kept: 2, List: []model.Entry{
		{Line: 2, New: n, Place: "Xã Cần Đước"},
		{Line: 3, New: model.New{Boxes: model.Boxes{Name: "Tiết kiệm nuôi heo đất"}}, Faults: kheo.Faults{{Field: "field", Key: "model.fault.field"}, {Field: "day", Key: "model.fault.day"}}},
	}, Faults: kheo.Faults{{Field: "rows", Key: "modelweb.import.fault.none"}}}
}
