package site

import (
	"context"
	"fmt"
	"strings"

	"kheo"
	"kheo/draft"
	"kheo/identity"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/ledger"
	"kheo/model"
	"kheo/scoring"
	"kheo/scoring/filled"
)

// write and read run one step of the story.
func (p *planting) write(ctx context.Context, f func(ctx context.Context, tx *db.Tx) error) error {
	return p.DB.Write(ctx, f)
}

// paper composes a paper of an inspection, stores its bytes and says what the
// step that files it needs to know.
func (p *planting) paper(ctx context.Context, key string, who kheo.Caller, of inspection.Paper,
	compose func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error)) (inspection.Paper, error) {
	var composed doc.Paper
	if err := p.settle(ctx, who.At); err != nil {
		return of, err
	}
	err := p.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		head, err := ledger.LastHead(ctx, tx)
		if err != nil {
			return err
		}
		p.foot = head.Line()
		i, err := inspection.Working(ctx, tx, key, who.Today())
		if err != nil {
			return err
		}
		composed, err = compose(ctx, tx, i)
		return err
	})
	if err != nil {
		return of, fmt.Errorf("sample paper %s: %w", of.Number, err)
	}
	body, err := doc.Docx(composed)
	if err != nil {
		return of, fmt.Errorf("sample paper %s: %w", of.Number, err)
	}
	of.Title, of.Size = composed.Title, int64(len(body))
	of.SHA256, err = p.Files.Put(body)
	return of, err
}

// inspected plays the inspection of 2023 from its plan to what is still open.
func (p *planting) inspected(ctx context.Context) (string, error) {
	key, err := p.plan2023(ctx)
	if err != nil {
		return "", err
	}
	for _, act := range []func(context.Context, string) error{p.issue2023, p.report2023, p.visit2023, p.conclude2023} {
		if err := act(ctx, key); err != nil {
			return "", err
		}
	}
	return key, nil
}

func (p *planting) plan2023(ctx context.Context) (string, error) {
	var key string
	err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Plan(ctx, tx, p.Book, p.as(identity.BoardLead, "bdvla", "2023-09-11", 9), inspection.New{
			Year: 2023, Host: p.place["806"], HostBody: p.bodies["bdvhu"], Team: p.bodies["bdvla"],
			Period: kheo.Span{From: "2023-01-01", To: "2023-11-30"}, Themes: inspection.Themes2023,
			Members: []inspection.Member{
				{Role: "leader", Title: "Phó Trưởng ban Dân vận Tỉnh ủy"},
				{Role: "secretary", Title: "Phòng Dân vận các cơ quan Nhà nước"},
				{Role: "member", Title: "Ủy ban Mặt trận Tổ quốc tỉnh"},
				{Role: "member", Title: "Phòng Đoàn thể và các hội"},
			},
			Visits: []inspection.Visit{
				{Day: "2023-12-01", Place: "Ban Dân vận Huyện ủy"}, {Day: "2023-12-01", Place: "xã Tân Chánh"},
				{Day: "2023-12-01", Place: "xã Long Hựu Đông"}, {Day: "2023-12-01", Place: "thị trấn Cần Đước"},
			},
		})
		key = i.Code
		return err
	})
	return key, err
}

func (p *planting) press() paper.Press {
	return paper.Press{Book: p.Book, Office: p.Office, Foot: p.foot}
}

func (p *planting) issue2023(ctx context.Context, key string) error {
	lead := p.as(identity.BoardLead, "bdvla", "2023-09-15", 10)
	of, err := p.paper(ctx, key, lead, inspection.Paper{Number: "41-KH/BDVTU", Day: "2023-09-15"},
		func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
			return p.press().Plan(ctx, tx, lead, i, inspection.Paper{Number: "41-KH/BDVTU", Day: "2023-09-15"})
		})
	if err != nil {
		return err
	}
	if err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return inspection.IssuePlan(ctx, tx, lead, key, of)
	}); err != nil {
		return err
	}
	lead = p.as(identity.BoardLead, "bdvla", "2023-10-02", 10)
	of, err = p.paper(ctx, key, lead, inspection.Paper{Number: "118-CV/BDVTU", Day: "2023-10-02"},
		func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
			return p.press().Outline(ctx, tx, lead, i, inspection.Paper{Number: "118-CV/BDVTU", Day: "2023-10-02"})
		})
	if err != nil {
		return err
	}
	return p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return inspection.SendOutline(ctx, tx, lead, key, of)
	})
}

// report2023 fills and submits the self-report, on the last day it is due.
func (p *planting) report2023(ctx context.Context, key string) error {
	lead := p.as(identity.HostLead, "bdvhu", "2023-11-24", 14)
	if err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return p.fill(ctx, tx, p.as(identity.HostLead, "bdvhu", "2023-11-20", 14), key)
	}); err != nil {
		return err
	}
	of := inspection.Paper{Number: "87-BC/BDVHU", Day: "2023-11-24"}
	var figures string
	of, err := p.paper(ctx, key, lead, of, func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (paper doc.Paper, err error) {
		paper, figures, err = p.press().SelfReport(ctx, tx, lead, i, of)
		return paper, err
	})
	if err != nil {
		return err
	}
	return p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return inspection.SubmitSelfReport(ctx, tx, p.Book, lead, key, of, figures)
	})
}

// fill writes the host's words and the figures no record computes.
func (p *planting) fill(ctx context.Context, tx *db.Tx, who kheo.Caller, key string) error {
	texts, err := chapters("words.txt")
	if err != nil {
		return err
	}
	i, err := inspection.Working(ctx, tx, key, who.Today())
	if err != nil {
		return err
	}
	for _, s := range i.Sections {
		if words := texts["words"][s.Name]; words != "" {
			if _, err := inspection.FillSection(ctx, tx, who, key, s.ID, draft.Typed{Words: words}); err != nil {
				return fmt.Errorf("sample section %s: %w", s.Name, err)
			}
		}
		for _, b := range s.Boxes {
			given, ok := texts["figures"][b.Indicator]
			if b.Indicator == "" {
				given, ok = texts["labels"][b.Name]
			}
			if !ok {
				continue
			}
			words, evidence, _ := strings.Cut(given, " | ")
			if err := inspection.FillBox(ctx, tx, p.Book, who, key, b.ID, inspection.Entry{Words: words, Evidence: evidence}); err != nil {
				return fmt.Errorf("sample box %s%s: %w", b.Indicator, b.Name, err)
			}
		}
	}
	return nil
}

// looked is what the delegation found of the five models named in the report.
var looked = []struct {
	name, reported string
	mark           inspection.Mark
}{
	{"Nét đẹp đường quê", "12,4 km đường, 17 ấp", inspection.Mark{Verdict: inspection.Verified}},
	{"Tự quản Tuyến đường sáng - xanh - sạch - đẹp - an toàn", "9 tuyến, 410 hộ góp công", inspection.Mark{Verdict: inspection.Verified}},
	{"Phân loại chất thải hữu cơ, chất thải rắn", "420 hộ", inspection.Mark{Verdict: inspection.Differs, Found: "Đếm được 372 hộ", Why: "48 hộ đã thôi từ tháng 8"}},
	{"Tôn giáo tham gia công tác cải cách hành chính", "6 cơ sở phối hợp", inspection.Mark{Verdict: inspection.Verified}},
	{"Niềm nở khi tiếp xúc, tận tình khi hướng dẫn, trách nhiệm khi giải quyết công việc", "17 bộ phận một cửa", inspection.Mark{Verdict: inspection.NotVerified}},
}

func (p *planting) visit2023(ctx context.Context, key string) error {
	who := p.as(identity.Inspector, "bdvla", "2023-12-01", 14)
	if err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return p.mark(ctx, tx, who, key)
	}); err != nil {
		return err
	}
	who = p.as(identity.BoardLead, "bdvla", "2023-12-01", 16)
	of := inspection.Paper{Number: "12-BB/BDVTU", Day: "2023-12-01"}
	of, err := p.paper(ctx, key, who, of, func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
		return p.press().Minutes(ctx, tx, who, i, of)
	})
	if err != nil {
		return err
	}
	return p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		s, err := p.scheme(ctx, tx, who, "bdvla")
		if err != nil {
			return err
		}
		if _, err := filled.Published(ctx, tx, who, p.as(identity.HostLead, "bdvhu", "2023-12-01", 11), s.Code, scoring.Subject{Kind: scoring.Body, Body: p.bodies["bdvhu"]}); err != nil {
			return err
		}
		if err := inspection.EndVisit(ctx, tx, who, key); err != nil {
			return err
		}
		return inspection.SignMinutes(ctx, tx, who, key, of)
	})
}

// mark records the marks of the visit day and what was found.
func (p *planting) mark(ctx context.Context, tx *db.Tx, who kheo.Caller, key string) error {
	codes := map[string]string{}
	all, _, err := model.List(ctx, tx, model.Filter{Year: 2023, On: "2023-12-01"})
	if err != nil {
		return err
	}
	for _, m := range all {
		codes[m.Name] = m.Code
	}
	for _, l := range looked {
		if err := inspection.AddSample(ctx, tx, who, key, codes[l.name], l.reported); err != nil {
			return fmt.Errorf("sample of %q: %w", l.name, err)
		}
	}
	i, err := inspection.Working(ctx, tx, key, who.Today())
	if err != nil {
		return err
	}
	for n, s := range i.Samples {
		if err := inspection.MarkSample(ctx, tx, who, key, s.ID, looked[n].mark); err != nil {
			return err
		}
	}
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			m, ok := found[b.Indicator]
			if !ok {
				continue
			}
			if err := inspection.MarkBox(ctx, tx, who, key, b.ID, m); err != nil {
				return err
			}
		}
	}
	for _, f := range findings {
		if err := inspection.AddFinding(ctx, tx, who, key, f); err != nil {
			return err
		}
	}
	return nil
}

var found = map[string]inspection.Mark{
	"model.ran":           {Verdict: inspection.Verified},
	"model.registered":    {Verdict: inspection.Verified},
	"model.recognised":    {Verdict: inspection.Verified},
	"dialogue.held":       {Verdict: inspection.Verified},
	"dialogue.answered":   {Verdict: inspection.NotVerified},
	"democracy.disclosed": {Verdict: inspection.Verified},
	"people.households":   {Verdict: inspection.Differs, Found: "11.302 hộ", Why: "48 hộ thôi phân loại rác từ tháng 8"},
}

var findings = []inspection.Finding{
	{Kind: inspection.Strength, Words: "Cấp ủy, chính quyền quan tâm công tác dân vận; 76 mô hình được thực hiện từ huyện đến cơ sở, nhiều mô hình do hộ dân tự giữ."},
	{Kind: inspection.Strength, Words: "Mặt trận và các tổ chức chính trị - xã hội tăng cường giám sát, phản biện; làm tốt an sinh xã hội."},
	{Kind: inspection.Strength, Words: "Đoàn viên, hội viên và nhân dân đồng tình, tham gia các phong trào, cuộc vận động."},
	{Kind: inspection.Limitation, Words: "Chưa tra được kết quả sau đối thoại: lời hứa nào đã làm xong, người được hứa nói gì."},
	{Kind: inspection.Limitation, Words: "Có 1 số liệu khác với thực tế: mô hình phân loại chất thải còn 372 hộ, báo cáo ghi 420 hộ."},
}

// asks are the five things the delegation asked for, one recommendation each.
func (p *planting) asks() []inspection.Proposal {
	board, front := p.bodies["bdvhu"], p.bodies["mthu"]
	return []inspection.Proposal{
		{Title: "Tham mưu cho cấp ủy: sổ theo dõi từng việc đã đề xuất",
			Words:   "Quan tâm hơn nữa công tác tham mưu cho cấp ủy cùng cấp lãnh đạo, chỉ đạo thực hiện hiệu quả công tác dân vận; mỗi đề xuất ghi ngày trình, có được chấp nhận không, văn bản ban hành và kết quả.",
			Product: "Sổ tham mưu có trạng thái từng đề xuất", Holder: board, Due: "2024-03-31"},
		{Title: "Đánh giá kết quả sau đối thoại, giám sát của cấp ủy",
			Words:   "Sau mỗi cuộc đối thoại, giám sát, ghi từng lời hứa thành việc: ai làm, hạn nào, bằng chứng gì, người được hứa nói gì.",
			Product: "Bảng lời hứa sau đối thoại và kiến nghị sau giám sát, có ý kiến của người được hứa", Holder: board, Due: "2025-06-30"},
		{Title: "Cơ chế phối hợp các cơ quan, mỗi việc một nơi giữ",
			Words:   "Xây dựng cơ chế phối hợp: mỗi việc một cơ quan chủ trì, có sổ chuyển việc, thấy được việc nằm chờ ở đâu bao nhiêu ngày.",
			Product: "Chương trình phối hợp ghi tên nơi chủ trì từng việc và sổ chuyển việc", Holder: board, Due: "2025-09-30"},
		{Title: "Nắm bắt kịp thời điều người dân quan tâm, bức xúc",
			Words:   "Tổng hợp hằng tuần điều bà con nêu ở ấp, khu phố; tính số ngày từ lần nêu đầu đến khi có người quyết định.",
			Product: "Bản tổng hợp tuần, có ngày nêu và ngày quyết định", Holder: front, Due: "2024-06-30"},
		{Title: "Đồng thuận và tham gia của người dân trong từng mô hình",
			Words:   "Chú trọng sự đồng thuận, tham gia tích cực của người dân đối với các phong trào, mô hình, cuộc vận động; ghi số hộ được hỏi, tham gia và đồng thuận.",
			Product: "Bảng số hộ được hỏi, tham gia, đồng thuận của từng mô hình", Holder: board, Due: "2024-06-30"},
	}
}

func (p *planting) conclude2023(ctx context.Context, key string) error {
	lead := p.as(identity.BoardLead, "bdvla", "2023-12-11", 10)
	c := inspection.Conclusion{Words: "Đoàn đánh giá cao kết quả công tác dân vận năm 2023 của huyện Cần Đước. " +
		"Huyện cần quan tâm hơn công tác tham mưu, đánh giá kết quả sau đối thoại và giám sát, cơ chế phối hợp các cơ quan, " +
		"nắm kịp thời điều người dân quan tâm và sự đồng thuận, tham gia của người dân.", Recommendations: p.asks()}
	of := inspection.Paper{Number: "65-TB/BDVTU", Day: "2023-12-11"}
	of, err := p.paper(ctx, key, lead, of, func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
		return p.press().Conclusion(ctx, tx, lead, i, c, of)
	})
	if err != nil {
		return err
	}
	return p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := inspection.Conclude(ctx, tx, lead, key, c, of); err != nil {
			return err
		}
		if err := inspection.Publish(ctx, tx, p.as(identity.BoardLead, "bdvla", "2023-12-11", 15), key, inspection.ConclusionPaper); err != nil {
			return err
		}
		return inspection.Publish(ctx, tx, p.as(identity.HostLead, "bdvhu", "2023-12-12", 9), key, inspection.SelfReportPaper)
	})
}
