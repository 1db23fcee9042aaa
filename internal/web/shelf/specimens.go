// Package shelf holds the specimens of internal/web's own pieces and error
// pages, to be looked at and tested. Their words are examples and stand here,
// not in package lang: nobody but a builder sees them.
package shelf

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/internal/web/trend"
)

// Specimens are the pieces every page is drawn with, and the error pages.
func Specimens() []web.Specimen {
	list := []web.Specimen{
		{Name: "pieces", Page: func(v web.View) web.Page {
			return web.Page{Title: "Các mảnh dùng chung", Body: pieces(v, exampleFaults())}
		}},
		{Name: "pieces of a matter", Page: func(v web.View) web.Page {
			return web.Page{Title: "Các mảnh của một việc", Verb: "nghe", Body: matterPieces(v),
				Crumbs: []web.Crumb{{Name: "Nghe", Href: "/nghe"}, {Name: "Phản ánh của tôi", Href: "/nghe"}}}
		}},
		{Name: "a day that was moved", Page: func(v web.View) web.Page {
			return web.Page{Title: "Vì sao là ngày này", Verb: "nghe", Body: whyPieces(v)}
		}},
		{Name: "pieces of an inspection", Page: func(v web.View) web.Page {
			return web.Page{Title: "Các mảnh của một cuộc kiểm tra", Verb: "lam", Body: inspectionPieces(v),
				Crumbs: []web.Crumb{{Name: "Làm", Href: "/lam"}, {Name: "Kiểm tra", Href: "/lam"}}}
		}},
		{Name: "slip", Page: func(v web.View) web.Page {
			return web.Page{Title: "Giấy hẹn", Body: slipPieces(v, false), Private: true}
		}},
		{Name: "slip in large print", Page: func(v web.View) web.Page {
			return web.Page{Title: "Giấy hẹn", Body: slipPieces(v, true), Private: true}
		}},
		{Name: "spot", Page: func(v web.View) web.Page {
			return web.Page{Title: "Chọn chỗ", Body: spotPieces(v, exampleSpot(false)), Private: true, Locates: true}
		}},
		{Name: "spot on shapes", Page: func(v web.View) web.Page {
			return web.Page{Title: "Chọn chỗ", Body: spotPieces(v, exampleSpot(true)), Private: true, Locates: true}
		}},
		{Name: "pieces of the desk", Page: func(v web.View) web.Page {
			return web.Page{Title: "Bàn việc", Body: deskPieces(v), Private: true, Wide: true}
		}},
		{Name: "track box to mend", Page: func(v web.View) web.Page {
			return web.Page{Title: "Nghe", Verb: "nghe", Body: trackPieces(v, "Mã có 6 ký tự. Có thể bà con gõ sót ký tự cuối sau dấu gạch."), Wide: true}
		}},
		{Name: "form", Page: func(v web.View) web.Page {
			return web.Page{Title: "Một tờ khai", Body: formPieces(v, nil), Private: true}
		}},
		{Name: "form to mend", Page: func(v web.View) web.Page {
			return web.Page{Title: "Một tờ khai", Body: formPieces(v, exampleFaults()), Private: true}
		}},
	}
	for _, words := range []string{"Uû ban nh©n d©n huyÖn CÇn §\u00adíc b¸o c¸o t×nh h×nh", "HuyÖn CÇn §\u00adíc"} {
		list = append(list, web.Specimen{Name: "old text: " + words, Page: func(v web.View) web.Page { return web.OldTextPage(v, words) }})
	}
	for _, status := range []int{400, 403, 404, 405, 409, 413, 422, 429, 500, 503} {
		list = append(list, web.Specimen{Name: "error " + strconv.Itoa(status), Page: func(v web.View) web.Page {
			return web.ErrorPage(v, status, exampleError(status), exampleForm(status))
		}})
	}
	return list
}

func exampleError(status int) error {
	switch status {
	case 409:
		return kheo.Wrong{From: "assigned", To: "confirmed", Possible: []string{"in_hand", "answered"}}
	case 422:
		return exampleFaults()
	case 429:
		return examplePuzzle()
	}
	return nil
}

// exampleForm is what was sent when the office could not take it.
func exampleForm(status int) url.Values {
	if status != 429 && status != 503 {
		return nil
	}
	form := url.Values{"topic": {"nuoc"}, "text": {"Cong dau ap Dong Trung nghet, mua la nuoc tran vo san. Ba con cuc qua, nho xa coi giup."}}
	if status == 503 {
		form["client"] = []string{"019aae5d-0000-7000-8000-000000000000"}
	}
	return form
}

func exampleFaults() kheo.Faults {
	return kheo.Faults{{Field: "day", Key: "web.fault.day"}, {Field: "kind", Key: "web.fault.file-empty", Args: []any{"name", "anh.jpg"}}}
}

func exampleFunnel() web.Funnel {
	return web.Funnel{Caption: "Mỗi nan là một mô hình; nan nhạt là phần rớt lại so với bước trước.", Steps: []web.FunnelStep{
		{Name: "Đăng ký đầu năm", N: 81}, {Name: "Đã thực hiện", N: 76, Lost: "5 không thực hiện", Bold: true},
		{Name: "Được công nhận", N: 61, Lost: "15 chưa đạt"}, {Name: "Còn chạy sau 12 tháng", N: 54, Lost: "7 đã dừng"},
		{Name: "Nhân rộng sang nơi khác", N: 9}}}
}

func exampleStepper() web.Stepper {
	return web.Stepper{
		{Name: "Kế hoạch", Stage: web.Done, Notes: []string{"15/09/2023"}, Paper: "Số 41-KH", Href: "#"},
		{Name: "Đoàn, đề cương", Stage: web.Done, Notes: []string{"02/10/2023"}, Paper: "Số 118-QĐ", Href: "#"},
		{Name: "Tự kiểm tra", Stage: web.Done, Notes: []string{"24/11/2023"}, Paper: "Số 87-BC", Href: "#"},
		{Name: "Tại chỗ", Stage: web.Done, Notes: []string{"01/12/2023", "4 nơi"}},
		{Name: "Biên bản", Stage: web.Done, Notes: []string{"01/12/2023"}, Paper: "Đã ký", Href: "#"},
		{Name: "Kết luận", Stage: web.Done, Notes: []string{"11/12/2023"}, Paper: "Số 65-TB", Href: "#"},
		{Name: "Khắc phục", Stage: web.Now, Notes: []string{"3 trên 5 xong"}},
		{Name: "Phúc tra", Stage: web.To, Notes: []string{"Chưa định ngày"}}}
}

func exampleChoice() web.Choice {
	return web.Choice{Title: "Từ 01/07/2025 không còn huyện Cần Đước. Hai kiến nghị chưa xong đang chờ chọn nơi nhận.",
		Text:   "Ban Tuyên giáo và Dân vận Huyện ủy không có cơ quan kế thừa theo luật. **Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh** phải chọn, cho từng kiến nghị, ban của một hoặc nhiều xã trong sáu xã.",
		Button: "Chọn nơi nhận cho 2 kiến nghị", Href: "#",
		Map: web.SymbolMap{Label: "Sáu xã từ 01/07/2025", Caption: "Sáu xã từ 01/07/2025, vòng to là đông dân hơn. Nét đứt: chưa chọn.", Spots: []web.Spot{
			{Name: "Long Cang", Lat: 10.56, Lon: 106.49, Size: 40}, {Name: "Rạch Kiến", Lat: 10.58, Lon: 106.55, Size: 48},
			{Name: "Mỹ Lệ", Lat: 10.53, Lon: 106.55, Size: 46}, {Name: "Cần Đước", Lat: 10.47, Lon: 106.57, Size: 62},
			{Name: "Tân Lân", Lat: 10.49, Lon: 106.61, Size: 38}, {Name: "Long Hựu", Lat: 10.45, Lon: 106.66, Size: 36}}}}
}

func exampleModels() web.Table {
	return web.Table{Caption: "Năm mô hình đoàn đến xem", Shown: true, Cols: []web.Col{{Name: "Mô hình", Main: true}, {Name: "Báo cáo ghi"}, {Name: "Đoàn kiểm tra thấy"}}, Rows: []web.Row{
		{{Text: "Nét đẹp đường quê"}, {Text: "12,4 km đường, 17 ấp"}, {Tag: web.Tag{Shape: web.TagRight, Text: "Đúng"}}},
		{{Text: "Phân loại chất thải hữu cơ, chất thải rắn tại hộ gia đình"}, {Text: "420 hộ"}, {Tag: web.Tag{Shape: web.TagDiffers, Text: "Khác"}, Sub: "Đếm được 372 hộ; 48 hộ đã thôi từ tháng 8"}},
		{{Text: "Niềm nở khi tiếp xúc, tận tình khi hướng dẫn, trách nhiệm khi giải quyết công việc"}, {Text: "17 bộ phận một cửa"}, {Tag: web.Tag{Shape: web.TagUnproved, Text: "Chưa xác minh"}}}}}
}

func exampleWhyDay() web.WhyDay {
	w := web.WhyDay{Title: "Vì sao hạn trả lời là thứ Năm, 26/11?", Sent: "2026-11-11", Answered: "2026-11-19", Due: "2026-11-26",
		Sentence: "Việc thoát nước có hạn **10 ngày làm việc**, đếm từ hôm sau ngày gửi. Không đếm thứ Bảy, Chủ nhật và ngày lễ.",
		Rule:     "Quy định về hạn này", RuleHref: "#", AnsweredNote: "xã trả lời, sớm 4 ngày làm việc", DueNote: "hạn xã phải trả lời",
		After: "Sau câu trả lời, ông/bà có 15 ngày để cho biết đã xong chưa: từ 20/11 đến hết 04/12."}
	w.Days = exampleDays("2026-11-11", 10, map[kheo.Date]string{"2026-11-24": "Ngày Văn hóa Việt Nam"})
	return w
}

func exampleWhyMoved() web.WhyDay {
	return web.WhyDay{Title: "Vì sao hạn trả lời là thứ Sáu, 11/12?", Sent: "2026-11-19", Due: "2026-12-11",
		Sentence: "Việc cấp nước có hạn **15 ngày làm việc**, đếm từ hôm sau ngày gửi.", Rule: "Quy định về hạn này", RuleHref: "#",
		Moved: []web.MovedDay{{Day: "2026-12-10", Reason: "vì ngày 20/11 được nghỉ thêm, theo công văn ra ngày 18/11."}},
		Days:  exampleDays("2026-11-19", 15, map[kheo.Date]string{"2026-11-20": "Nghỉ thêm"})}
}

// exampleDays counts n working days after the day of sending.
func exampleDays(sent kheo.Date, n int, off map[kheo.Date]string) []web.CountedDay {
	list := []web.CountedDay{{Day: sent}}
	for d, i := sent.Add(1), 0; i < n; d = d.Add(1) {
		c := web.CountedDay{Day: d, Kind: web.DayOff, Name: off[d]}
		if w := d.Time().Weekday(); w != time.Saturday && w != time.Sunday && c.Name == "" {
			i++
			c.Kind, c.N = web.DayWork, i
		}
		list = append(list, c)
	}
	return list
}

func exampleReceipt() web.Receipt {
	return web.Receipt{Title: "Biên nhận", QR: "https://canduoc.kheo.example/q/CD-7K3M-9", Facts: []web.Fact{{Label: "Số trong sổ chung", Value: "17.955"}, {Label: "Ghi lúc", Value: "20:15, ngày 11/11/2026"}},
		Fingerprint: "7f3a91c05be244d8", Copy: "Phản ánh CD-7K3M-9: Cống đầu ấp Đông Trung nghẹt. Xã trả lời chậm nhất thứ Năm, 26/11/2026.",
		Slip: "#", Read: "#", ReadNote: "3 lần, ghi đủ ngày giờ."}
}

func exampleSpot(shapes bool) web.SpotField {
	f := web.SpotField{Field: web.Field{Name: "hamlet", Label: "Ở chỗ nào?", Optional: true}, Places: []web.SpotPlace{
		{Value: "1", Name: "Ấp Đông Trung", Lat: 10.512, Lon: 106.612}, {Value: "2", Name: "Ấp Đông Nhì", Lat: 10.505, Lon: 106.622},
		{Value: "3", Name: "Ấp Lăng", Lat: 10.498, Lon: 106.601}, {Value: "4", Name: "Ấp Bà Nghĩa", Lat: 10.521, Lon: 106.590},
		{Value: "5", Name: "Ấp Đình", Lat: 10.489, Lon: 106.630}, {Value: "6", Name: "Ấp Xóm Mới", Lat: 10.530, Lon: 106.635}}}
	if shapes {
		f.Value, f.Lat, f.Lon = "2", "10.506", "106.619"
		for i, p := range f.Places {
			f.Places[i].Shape = [][]web.LatLon{{{Lat: p.Lat - .008, Lon: p.Lon - .009}, {Lat: p.Lat + .009, Lon: p.Lon - .007}, {Lat: p.Lat + .007, Lon: p.Lon + .008}, {Lat: p.Lat - .007, Lon: p.Lon + .009}}}
		}
	}
	return f
}

func exampleTrend() trend.Chart {
	t := trend.Chart{Title: "Việc nhận được mỗi tháng, 2026", Unit: "việc", Open: true, Period: "Tháng", Note: "Tháng 11 tính đến ngày 22, còn dở nên vẽ nét đứt."}
	for i, n := range []int{4, 5, 3, 7, 6, 10, 12, 16, 21, 18} {
		t.Points = append(t.Points, trend.Point{Name: "T" + strconv.Itoa(i+2), Long: "Tháng " + strconv.Itoa(i+2) + "/2026", N: n})
	}
	return t
}

func exampleRows() []web.OwedRow {
	return []web.OwedRow{{Left: "CD-9QX4-1", Title: "Nước giếng khoan có mùi phèn nặng", Holder: "Ghi gần nhất 20/11"},
		{Left: "CD-6MB8-4", Title: "Nhà máy xả khói lúc chiều tối, khói bay vào lớp học của các cháu", Holder: "3 ngày chưa ghi gì"},
		{Left: "CD-2WZ7-5", Title: "Xin đường dây điện vào xóm sau đình", Holder: "Ghi gần nhất 20/11"}}
}

func exampleSides() web.SideBySide {
	raw := "Gieng nha toi va nha chú T. ke ben 2 tuan nay nuoc vang, hoi phen, nau com ko dc. Nho xa xuong coi."
	at := strings.Index(raw, "chú T.")
	return web.SideBySide{Raw: raw, Marks: []web.Mark{{From: at, To: at + len("chú T.")}}, Note: "Lần mở này được ghi lại, người gửi xem được.",
		Public: "Giếng khoan của hai hộ ở ấp Đông Nhì có mùi phèn khoảng hai tuần nay, không nấu ăn được.", Edit: "#"}
}

func examplePuzzle() guard.Puzzle {
	return guard.Puzzle{Text: "AAABmrdkEgA", Bits: 12, Wait: 30}
}

func exampleSlip(large bool) web.Slip {
	s := web.Slip{Office: "UBND xã Cần Đước, tỉnh Tây Ninh", Code: "CD-7K3M-9", Title: "Cống đầu ấp Đông Trung nghẹt", Due: "thứ Năm, 26/11/2026", Secret: "bến · lúa · 47 · sáo",
		Number: "17.955", At: "11/11/2026 20:15", Print: "7f3a91c05be244d8"}
	if large {
		s.Large, s.QR, s.Help = true, "https://canduoc.kheo.example/q/CD-7K3M-9", "Muốn hỏi, xin gọi trưởng ấp Đông Trung: 0272 000 000"
	}
	return s
}
