package doc

import "strings"

// conclusion is a paper with everything a notice of conclusion has.
func conclusion() Paper {
	rows := [][]string{}
	for i, name := range []string{"Tự quản tuyến đường sáng - xanh - sạch - đẹp - an toàn", "Nét đẹp đường quê", "Tôn giáo tham gia cải cách hành chính"} {
		rows = append(rows, []string{string(rune('1' + i)), name, "Văn hóa - xã hội", "1.180"})
	}
	return Paper{
		Head: Letterhead{
			Style: Party, Above: "TỈNH ỦY LONG AN", Issuer: "BAN DÂN VẬN",
			Number: "65", Symbol: "TB/BDVTU", Place: "Long An", Day: "2023-12-11",
		},
		Kind:  "THÔNG BÁO",
		Title: "Kết luận kiểm tra công tác dân vận năm 2023\ntại Huyện ủy Cần Đước",
		Body: []Block{
			{Text: "Thực hiện Kế hoạch số 42-KH/BDVTU, ngày 03/10/2023 về kiểm tra công tác dân vận năm 2023, ngày 01/12/2023 Đoàn kiểm tra đã làm việc với Ban Thường vụ Huyện ủy Cần Đước. Sau khi xem xét báo cáo tự kiểm tra và kết quả kiểm tra thực tế, Ban Dân vận Tỉnh ủy thông báo kết luận như sau:"},
			{Heading: &Heading{1, "I. Kết quả đạt được"}},
			{Heading: &Heading{2, "1. Phong trào thi đua “Dân vận khéo”"}},
			{Runs: []Run{{Text: "Trong năm 2023, có "}, {Text: "76 mô hình", Bold: true}, {Text: " “Dân vận khéo” từ huyện đến cơ sở được thực hiện."}}},
			{Table: &Table{
				Caption: "Các mô hình được kiểm tra thực tế",
				Head:    []string{"STT", "Tên mô hình", "Lĩnh vực", "Số hộ tham gia"},
				Rows:    rows, Right: []bool{false, false, false, true}, Center: []bool{true}, Widths: []int{8, 50, 24, 18},
			}},
			{Heading: &Heading{3, "a) Ưu điểm"}},
			{List: []string{"Cấp ủy, chính quyền quan tâm lãnh đạo, chỉ đạo công tác dân vận;", "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội đẩy mạnh các phong trào thi đua yêu nước, các cuộc vận động, tạo sự đồng thuận trong Nhân dân;"}},
			{Heading: &Heading{1, "II. Kiến nghị"}},
			{Numbered: []string{
				"Quan tâm hơn nữa đến công tác tham mưu cho cấp ủy cùng cấp. Sản phẩm: sổ theo dõi nội dung tham mưu. Hạn: 31/03/2024.",
				"Đánh giá kết quả sau đối thoại, giám sát của cấp ủy.",
			}},
			{Text: "Đề nghị Ban Thường vụ Huyện ủy Cần Đước chỉ đạo thực hiện và báo cáo kết quả khắc phục về Ban Dân vận Tỉnh ủy trước ngày 30/06/2024."},
		},
		Signer:    []string{"K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"},
		Receivers: []string{"Ban Thường vụ Huyện ủy Cần Đước", "Ban Dân vận Huyện ủy Cần Đước", "Lãnh đạo Ban Dân vận Tỉnh ủy", "Lưu: Văn thư, hồ sơ kiểm tra"},
		Foot:      "Sổ cái sample.kheo.local/tayninh · 1204 mục · 6fJ0gYbn3k0qv0J6wq2d4Qj1tGd1c5y8wZ3xN0o2aXc=",
		Sample:    "Dữ liệu mẫu: giấy này do chương trình dựng lên để chạy thử, không phải văn bản thật.",
		Lang:      "vi", Subject: "inspection/1",
	}
}

// long is the conclusion grown over several pages, its table with it.
func long() Paper {
	p := conclusion()
	t := *p.Body[4].Table
	for range 12 {
		t.Rows = append(t.Rows, t.Rows[:3]...)
	}
	p.Body[4].Table = &t
	many := Block{Text: strings.Repeat("Nội dung kiểm tra được ghi đầy đủ trong biên bản làm việc giữa Đoàn kiểm tra và đơn vị được kiểm tra. ", 6)}
	p.Body = append(p.Body[:len(p.Body)-1:len(p.Body)-1], many, many, many, p.Body[len(p.Body)-1])
	return p
}

// plan is a paper of the State, its number and day left to be written in.
func plan() Paper {
	p := conclusion()
	p.Head = Letterhead{Style: State, Above: "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH", Issuer: "ỦY BAN NHÂN DÂN\nXÃ CẦN ĐƯỚC", Symbol: "KH-UBND", Place: "Cần Đước"}
	p.Kind, p.Title = "KẾ HOẠCH", "Thực hiện dân chủ ở cơ sở năm 2026"
	p.To = []string{"Các ấp trên địa bàn xã"}
	p.Signer = []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}
	return p
}
