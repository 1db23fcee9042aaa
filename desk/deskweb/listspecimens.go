package deskweb

import (
	"kheo"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

const spBoard = kheo.UnitID("board")

func deskSpecimens() []web.Specimen {
	full := deskSpecimenData
	page := func(name string, data func(v web.View) deskData, tab, query string) web.Specimen {
		return web.Specimen{Name: name, Page: func(v web.View) web.Page {
			return web.Page{Title: v.T("deskweb.list.title"), Body: deskBody(data(v).page(v, tab, query)), Private: true, Wide: true}
		}}
	}
	return []web.Specimen{
		page("desk", full, "", ""),
		page("desk, a row open", func(v web.View) deskData {
			d := full(v)
			d.Open, d.Chosen = &Panel{Code: "KN-23-0002", Show: panelSpecimen("Đánh giá kết quả sau đối thoại, giám sát")}, true
			return d
		}, "", ""),
		page("desk, late only", full, late, ""),
		page("desk, searched", func(v web.View) deskData {
			d := full(v)
			d.Counts, d.Tasks = map[desk.Tab]int{desk.TabLate: 40, desk.TabToday: 12, desk.TabNew: 260}, d.Tasks[:1]
			return d
		}, "", "đối thoại"),
		page("desk, nothing found", func(v web.View) deskData {
			d := full(v)
			d.Counts, d.Tasks = map[desk.Tab]int{desk.TabLate: 40, desk.TabNew: 260}, nil
			return d
		}, "", "xyz"),
		page("desk, nothing due", func(v web.View) deskData {
			return deskData{Bodies: full(v).Bodies, Mine: []kheo.UnitID{spBoard}}
		}, "", ""),
	}
}

// deskSpecimenData is a desk with a row in each group.
func deskSpecimenData(v web.View) deskData {
	task := func(code, title string, days int, state matter.State, do desk.Do) desk.Task {
		m := matter.Matter{Code: code, Title: title, Kind: matter.Recommendation, State: state, Due: v.Today.Add(days), OwedTo: "province",
			Holder: spBoard, Territory: "d", Opened: v.Today.Add(-30).Time(), Moved: v.Today.Add(-4).Time(), Public: true}
		return desk.Task{Matter: m, Standing: matter.Standing{Holder: spBoard, Given: spBoard, Last: spBoard}, Do: do}
	}
	return deskData{Bodies: look.Bodies{
		spBoard:    {ID: spBoard, Name: "Ban Dân vận Huyện ủy Cần Đước", NameEN: "Cần Đước District Mass Mobilisation Board", Short: "Ban Dân vận Huyện ủy"},
		"province": {ID: "province", Name: "Ban Dân vận Tỉnh ủy Long An", NameEN: "Long An Province Mass Mobilisation Board", Short: "Ban Dân vận Tỉnh ủy"}}, Mine: []kheo.UnitID{spBoard},
		Places: map[kheo.UnitID]string{"d": "Huyện Cần Đước"}, Hidden: desk.Hidden{Elsewhere: 2, Unpublished: 1},
		Week: []string{"Nước sạch, nước giếng, xã Long Hựu: 6 phản ánh trong 7 ngày, mọi khi dưới 5."},
		Tasks: []desk.Task{
			task("KN-23-0002", "Đánh giá kết quả sau đối thoại, giám sát", -2, matter.InHand, desk.DoAnswer),
			task("KN-23-0003", "Cơ chế phối hợp các cơ quan, mỗi việc một nơi giữ", 0, matter.Assigned, desk.DoTake),
			task("KN-23-0004", "Nắm kịp thời điều dân quan tâm, bức xúc", 9, matter.Reopened, desk.DoTake),
			task("KN-23-0005", "Ghi số hộ được hỏi, đồng thuận, tham gia của từng mô hình", 30, matter.Answered, desk.DoWatch)},
		Items: []DueItem{{Code: "KT-23-0001", Title: "Nộp báo cáo tự kiểm tra", Place: "Kiểm tra năm 2023", Last: "Đã điền 31 trên 43 ô",
			Due: v.Today, Href: "/kiem-tra/KT-23-0001"}}}
}
