package scoring

// sample is a scheme of a hundred points over the six criteria that provinces
// have published for "Dân vận khéo" models. The criteria are published; the
// points, floors and bands are nobody's decision, so it is marked as a sample
// until a decision is named when it is issued.
func sample() Scheme {
	s := Scheme{
		Criteria: []Criterion{
			{ID: "1", Name: "Có tên, địa chỉ cụ thể; nội dung thuộc một trong bốn lĩnh vực", NameEN: "Has a name and an exact address; stands in one of the four fields", Kind: YesNo, Max: 1000},
			{ID: "2", Name: "Có cấp ủy, chính quyền lãnh đạo và đã đăng ký với đơn vị phát động", NameEN: "Led by the committee or the authority, and registered with the body that launched it", Kind: YesNo, Max: 1000},
			{ID: "3", Name: "Phối hợp, huy động nhiều lực lượng; tác động rộng", NameEN: "Many forces work together; wide effect", Kind: Judged, Max: 1500, Floor: 50},
			{ID: "4", Name: "Nhân dân đồng tình, tham gia; đúng yêu cầu phát triển của đơn vị", NameEN: "People agree and take part; it meets the unit’s need", Kind: Group, Floor: 50},
			{ID: "4a", Parent: "4", Name: "Số hộ tham gia trên số hộ trong địa bàn", NameEN: "Households taking part, of households in the area", Kind: Ratio, Max: 1500,
				Steps: []Step{{9000, 1500}, {8000, 1200}, {7000, 900}, {5000, 500}}},
			{ID: "4b", Parent: "4", Name: "Đúng yêu cầu phát triển của đơn vị", NameEN: "Meets the unit’s need for development", Kind: Judged, Max: 1000},
			{ID: "5", Name: "Giải quyết việc khó, việc bức xúc mà lãnh đạo đã chọn tập trung", NameEN: "Solves hard or pressing matters that the leadership chose to focus on", Kind: Judged, Max: 2000, Floor: 50},
			{ID: "6", Name: "Được công nhận; bền, lan tỏa, có thể kế thừa", NameEN: "Recognised; lasting, spreading, able to be carried on", Kind: Judged, Max: 2000, Floor: 50},
			{ID: "7", Name: "Trừ điểm: mỗi lần báo cáo chậm hoặc sai số liệu", NameEN: "Deduction: for each report late or with wrong figures", Kind: Deduction, Max: 1000, Each: 200},
		},
		Bands: []Band{
			{Name: "Tốt", NameEN: "Good", From: 8000, Floors: true},
			{Name: "Khá", NameEN: "Fair", From: 6500, Floors: true},
			{Name: "Đạt", NameEN: "Met", From: 5000, Floors: true},
			{Name: "Chưa đạt", NameEN: "Not met", From: 0},
		},
	}
	for i := range s.Criteria {
		s.Criteria[i].Ordinal = i + 1
	}
	return s
}
