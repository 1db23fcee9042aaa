package web

import "kheo"

// Specimens are this package's own: the pieces every page is drawn with, and
// the error pages. Their words are examples and stand here, not in package
// lang: nobody but a builder sees them.
func Specimens() []Specimen {
	list := []Specimen{
		{Name: "pieces", Page: func(v View) Page {
			return Page{Title: "Các mảnh dùng chung", Body: pieces(v, exampleFaults())}
		}},
		{Name: "pieces of a matter", Page: func(v View) Page {
			return Page{Title: "Các mảnh của một việc", Verb: "nghe", Body: matterPieces(v),
				Crumbs: []Crumb{{Name: "Nghe", Href: "/nghe"}, {Name: "Phản ánh của tôi", Href: "/nghe"}}}
		}},
		{Name: "pieces of an inspection", Page: func(v View) Page {
			return Page{Title: "Các mảnh của một cuộc kiểm tra", Verb: "lam", Body: inspectionPieces(v),
				Crumbs: []Crumb{{Name: "Làm", Href: "/lam"}, {Name: "Kiểm tra", Href: "/lam"}}}
		}},
		{Name: "an old commune", Page: func(v View) Page {
			return Page{Title: "Xã cũ", Verb: "noi", Body: oldPieces(v, 1)}
		}},
		{Name: "an old commune in two", Page: func(v View) Page {
			return Page{Title: "Xã cũ", Verb: "noi", Body: oldPieces(v, 2)}
		}},
		{Name: "form", Page: func(v View) Page {
			return Page{Title: "Một tờ khai", Body: formPieces(v, nil), Private: true}
		}},
		{Name: "form to mend", Page: func(v View) Page {
			return Page{Title: "Một tờ khai", Body: formPieces(v, exampleFaults()), Private: true}
		}},
	}
	for _, status := range []int{400, 403, 404, 405, 409, 413, 422, 500, 503} {
		list = append(list, Specimen{Name: "error " + itoa(status), Page: func(v View) Page {
			return errorPage(&Ask{View: v, Ref: "7K3M-Q2"}, status, exampleError(status))
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
	}
	return nil
}

func exampleFaults() kheo.Faults {
	return kheo.Faults{{Field: "day", Key: "web.fault.day"}, {Field: "kind", Key: "web.fault.file-empty", Args: []any{"name", "anh.jpg"}}}
}

func exampleFunnel() Funnel {
	return Funnel{Caption: "Mỗi nan là một mô hình; nan nhạt là phần rớt lại so với bước trước.", Steps: []FunnelStep{
		{Name: "Đăng ký đầu năm", N: 81}, {Name: "Đã thực hiện", N: 76, Lost: "5 không thực hiện", Bold: true},
		{Name: "Được công nhận", N: 61, Lost: "15 chưa đạt"}, {Name: "Còn chạy sau 12 tháng", N: 54, Lost: "7 đã dừng"},
		{Name: "Nhân rộng sang nơi khác", N: 9}}}
}

func exampleStepper() Stepper {
	return Stepper{
		{Name: "Kế hoạch", Stage: Done, Notes: []string{"15/09/2023"}, Paper: "Số 41-KH", Href: "#"},
		{Name: "Đoàn, đề cương", Stage: Done, Notes: []string{"02/10/2023"}, Paper: "Số 118-QĐ", Href: "#"},
		{Name: "Tự kiểm tra", Stage: Done, Notes: []string{"24/11/2023"}, Paper: "Số 87-BC", Href: "#"},
		{Name: "Tại chỗ", Stage: Done, Notes: []string{"01/12/2023", "4 nơi"}},
		{Name: "Biên bản", Stage: Done, Notes: []string{"01/12/2023"}, Paper: "Đã ký", Href: "#"},
		{Name: "Kết luận", Stage: Done, Notes: []string{"11/12/2023"}, Paper: "Số 65-TB", Href: "#"},
		{Name: "Khắc phục", Stage: Now, Notes: []string{"3 trên 5 xong"}},
		{Name: "Phúc tra", Stage: To, Notes: []string{"Chưa định ngày"}}}
}

func exampleChoice() Choice {
	return Choice{Title: "Từ 01/07/2025 không còn huyện Cần Đước. Hai kiến nghị chưa xong đang chờ chọn nơi nhận.",
		Text:   "Ban Tuyên giáo và Dân vận Huyện ủy không có cơ quan kế thừa theo luật. **Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh** phải chọn, cho từng kiến nghị, ban của một hoặc nhiều xã trong sáu xã.",
		Button: "Chọn nơi nhận cho 2 kiến nghị", Href: "#",
		Map: SymbolMap{Label: "Sáu xã từ 01/07/2025", Caption: "Sáu xã từ 01/07/2025, vòng to là đông dân hơn. Nét đứt: chưa chọn.", Spots: []Spot{
			{Name: "Long Cang", Lat: 10.56, Lon: 106.49, Size: 40}, {Name: "Rạch Kiến", Lat: 10.58, Lon: 106.55, Size: 48},
			{Name: "Mỹ Lệ", Lat: 10.53, Lon: 106.55, Size: 46}, {Name: "Cần Đước", Lat: 10.47, Lon: 106.57, Size: 62},
			{Name: "Tân Lân", Lat: 10.49, Lon: 106.61, Size: 38}, {Name: "Long Hựu", Lat: 10.45, Lon: 106.66, Size: 36}}}}
}

func exampleModels() Table {
	return Table{Caption: "Năm mô hình đoàn đến xem", Shown: true, Cols: []Col{{Name: "Mô hình", Main: true}, {Name: "Báo cáo ghi"}, {Name: "Đoàn kiểm tra thấy"}}, Rows: []Row{
		{{Text: "Nét đẹp đường quê"}, {Text: "12,4 km đường, 17 ấp"}, {Tag: Tag{TagRight, "Đúng"}}},
		{{Text: "Phân loại chất thải hữu cơ, chất thải rắn tại hộ gia đình"}, {Text: "420 hộ"}, {Tag: Tag{TagDiffers, "Khác"}, Sub: "Đếm được 372 hộ; 48 hộ đã thôi từ tháng 8"}},
		{{Text: "Niềm nở khi tiếp xúc, tận tình khi hướng dẫn, trách nhiệm khi giải quyết công việc"}, {Text: "17 bộ phận một cửa"}, {Tag: Tag{TagUnproved, "Chưa xác minh"}}}}}
}

func exampleWeeks() [][]MonthDay {
	return [][]MonthDay{
		{{"9", "", ""}, {"10", "", ""}, {"11", "gửi", "work"}, {"12", "1", "work"}, {"13", "2", "work"}, {"14", "", "off"}, {"15", "", "off"}},
		{{"16", "3", "work"}, {"17", "4", "work"}, {"18", "5", "work"}, {"19", "6", "answer"}, {"20", "7", "work"}, {"21", "", "off"}, {"22", "", "off"}},
		{{"23", "8", "work"}, {"24", "lễ", "off"}, {"25", "9", "work"}, {"26", "10", "due"}, {"27", "", ""}, {"28", "", ""}, {"29", "", ""}}}
}

func exampleBeforeAfter(parts int) BeforeAfter {
	d := BeforeAfter{Label: "Xã Tân Chánh nay thuộc xã Cần Đước", BeforeTitle: "Đến hết 30/06/2025", AfterTitle: "Từ 01/07/2025",
		Before: []MapBox{{"Xã Tân Chánh", true}}, After: []MapBox{{"Xã Cần Đước", true}}, AfterNote: "tỉnh Tây Ninh", Links: []BoxLink{{0, 0}}}
	if parts == 1 {
		d.Before = append(d.Before, MapBox{"Xã Tân Ân", false}, MapBox{"Xã Phước Tuy", false}, MapBox{"Thị trấn Cần Đước", false})
		d.Links = append(d.Links, BoxLink{1, 0}, BoxLink{2, 0}, BoxLink{3, 0})
	} else {
		d.After, d.Links = append(d.After, MapBox{"Xã Rạch Kiến", false}), append(d.Links, BoxLink{0, 1})
	}
	return d
}
