package site

import (
	"context"
	"fmt"

	"kheo"
	"kheo/identity"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/matter"
	"kheo/verdict"
)

// A deed is one thing done about a recommendation.
type deed struct {
	rec  int // its number in the conclusion
	day  kheo.Date
	do   string // take, answer, confirm, return
	kind matter.AnswerKind
	say  string
}

// deeds are what became of the five until the district ended: three confirmed,
// one returned once, two open.
var deeds = []deed{
	{1, "2024-01-08", "take", "", ""},
	{5, "2024-01-08", "take", "", ""},
	{4, "2024-01-10", "take", "", ""},
	{2, "2024-02-01", "take", "", ""},
	{3, "2024-02-01", "take", "", ""},
	{1, "2024-03-22", "answer", matter.Acted, "Đã lập sổ tham mưu, ghi 9 đề xuất năm 2023 và 4 đề xuất quý I năm 2024 với trạng thái từng việc."},
	{1, "2024-03-28", "confirm", "", "Đoàn đã xem sổ tại Ban."},
	{5, "2024-06-14", "answer", matter.Document, "Đã ra công văn hướng dẫn 17 xã, thị trấn ghi số hộ theo từng mô hình."},
	{5, "2024-06-18", "return", "", "Mới có hướng dẫn, chưa có bảng số hộ của các xã."},
	{5, "2024-06-19", "take", "", ""},
	{4, "2024-06-20", "answer", matter.Acted, "Từ tháng 3 mỗi thứ Hai có bản tổng hợp tuần; trung bình 6 ngày từ lần nêu đầu đến khi có quyết định."},
	{5, "2024-06-24", "answer", matter.Acted, "Đã có bảng số hộ được hỏi, tham gia, đồng thuận của các mô hình ở 17 xã, thị trấn."},
	{5, "2024-06-25", "confirm", "", "Bảng đủ 17 xã, thị trấn."},
	{4, "2024-07-01", "confirm", "", "Đoàn đã đọc 12 bản tổng hợp tuần."},
	{2, "2024-12-20", "answer", matter.Explained, "Ban đã nhắc các cơ quan báo cáo việc thực hiện lời hứa sau đối thoại trong giao ban quý."},
	{2, "2025-01-06", "return", "", "Nhắc trong giao ban chưa phải là bảng theo dõi; chưa hỏi người được hứa."},
	{2, "2025-01-10", "take", "", ""},
}

// remedies plays the deeds; proof of what was done is a small paper.
func (p *planting) remedies(ctx context.Context, key string) error {
	codes := map[int]string{}
	err := p.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Working(ctx, tx, key, "2023-12-12")
		for _, r := range i.Recommendations {
			codes[r.Ordinal] = r.Code
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range deeds {
		proofs, err := p.proof(d)
		if err != nil {
			return err
		}
		err = p.write(ctx, func(ctx context.Context, tx *db.Tx) error { return p.play(ctx, tx, d, codes[d.rec], proofs) })
		if err != nil {
			return fmt.Errorf("sample recommendation %d on %s: %w", d.rec, d.day, err)
		}
	}
	return nil
}

func (p *planting) play(ctx context.Context, tx *db.Tx, d deed, code string, proofs []matter.Proof) error {
	holder := "bdvhu"
	if d.rec == 4 {
		holder = "mthu"
	}
	host, team := p.as(identity.HostOfficer, holder, d.day, 9), p.as(identity.BoardLead, "bdvla", d.day, 15)
	switch d.do {
	case "take":
		return matter.Take(ctx, tx, host, code)
	case "answer":
		return matter.Answer(ctx, tx, host, code, matter.Reply{Kind: d.kind, Text: d.say, Proofs: proofs})
	case "confirm":
		return verdict.Confirm(ctx, tx, team, code, d.say)
	}
	return verdict.Return(ctx, tx, team, code, d.say)
}

func (p *planting) proof(d deed) ([]matter.Proof, error) {
	if d.do != "answer" || d.kind == matter.Explained {
		return nil, nil
	}
	body, err := doc.Docx(doc.Paper{Kind: "MINH CHỨNG", Title: "Minh chứng kèm câu trả lời (mẫu)", Lang: "vi",
		Head: doc.Letterhead{Style: "party", Above: "HUYỆN ỦY CẦN ĐƯỚC", Issuer: "BAN DÂN VẬN", Place: "Cần Đước", Day: string(d.day)},
		Body: []doc.Block{{Text: d.say}}, Sample: "Dữ liệu mẫu, không phải hồ sơ thật."})
	if err != nil {
		return nil, err
	}
	sum, err := p.Files.Put(body)
	return []matter.Proof{{Name: "Minh chứng (mẫu).docx", SHA256: sum, Size: int64(len(body)),
		Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}}, err
}
