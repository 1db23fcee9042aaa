package matterweb

import (
	"strings"
	"time"

	"kheo"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/unit"
)

// Specimens are the pages in each of their states.
func Specimens() []web.Specimen {
	var list []web.Specimen
	for _, s := range showStates() {
		list = append(list, web.Specimen{Name: "matter " + s.name, Page: func(v web.View) web.Page {
			p := s.facts(v).page(v, s.typed)
			return web.Page{Title: p.Title, Verb: "lam", Crumbs: p.crumbs(), Body: showBody(p), Private: p.Private}
		}})
	}
	for _, s := range []struct {
		name  string
		typed form
		drop  bool
	}{
		{name: "choose"},
		{name: "choose, to mend", typed: form{Why: "", Faults: kheo.Faults{{Field: "to", Key: "matter.fault.to"}, {Field: "why", Key: "matter.fault.why"}}}},
		{name: "choose, nobody to choose", drop: true},
	} {
		list = append(list, web.Specimen{Name: s.name, Page: func(v web.View) web.Page {
			f := sample(v, matter.InHand).waiting(v)
			f.Do = desk.DoChoose
			if s.drop {
				f.Candidates = nil
			}
			return web.Page{Title: v.T("matterweb.choose.title"), Verb: "lam", Crumbs: f.choosePage(v, s.typed).crumbs(), Body: chooseBody(f.choosePage(v, s.typed)), Private: true}
		}})
	}
	return append(append(list, concernSpecimens()...), web.Specimen{Name: "matter on the desk", Page: func(v web.View) web.Page {
		f := sample(v, matter.InHand)
		f.Do, f.M.Due = desk.DoAnswer, v.Today.Add(-2)
		return web.Page{Title: f.M.Code, Body: panelAlone(f.panel(v)), Private: true, Wide: true}
	}})
}

type showState struct {
	name  string
	facts func(v web.View) facts
	typed form
}

// showStates are a matter in each state it can be seen in.
func showStates() []showState {
	in := func(s matter.State, do desk.Do) func(v web.View) facts {
		return func(v web.View) facts {
			f := sample(v, s)
			f.Do = do
			return f
		}
	}
	longest := func(v web.View) facts {
		f := sample(v, matter.Answered)
		f.M.Title = strings.Repeat("Theo dõi từng lời hứa sau đối thoại và từng ý kiến giám sát của cấp ủy, ", 4)
		f.M.Text = strings.Repeat("Mỗi lời hứa có người giữ, có hạn xong và có bằng chứng.\n", 12)
		return f
	}
	return []showState{
		{name: "assigned", facts: in(matter.Assigned, "")},
		{name: "assigned, the holder looks", facts: in(matter.Assigned, desk.DoTake)},
		{name: "in hand", facts: in(matter.InHand, "")},
		{name: "in hand, the holder looks", facts: in(matter.InHand, desk.DoAnswer)},
		{name: "in hand, to mend", facts: in(matter.InHand, desk.DoAnswer), typed: form{Kind: matter.Acted, Text: "Đã lập bảng.",
			Faults: kheo.Faults{{Field: "proof", Key: "matter.fault.proof"}}}},
		{name: "answered", facts: in(matter.Answered, "")},
		{name: "answered, those it is owed to look", facts: in(matter.Answered, desk.DoJudge)},
		{name: "answered, to mend", facts: in(matter.Answered, desk.DoJudge), typed: form{Faults: kheo.Faults{{Field: "note", Key: "matter.fault.reason"}}}},
		{name: "reopened", facts: in(matter.Reopened, "")},
		{name: "confirmed", facts: in(matter.Confirmed, "")},
		{name: "lapsed", facts: in(matter.Lapsed, "")},
		{name: "refused", facts: in(matter.Refused, "")},
		{name: "withdrawn", facts: in(matter.Withdrawn, "")},
		{name: "passed to an heir", facts: func(v web.View) facts { return sample(v, matter.InHand).passedOn(v) }},
		{name: "waiting for a choice", facts: func(v web.View) facts { return sample(v, matter.InHand).waiting(v) }},
		{name: "waiting, the chooser looks", facts: func(v web.View) facts {
			f := sample(v, matter.InHand).waiting(v)
			f.Do = desk.DoChoose
			return f
		}},
		{name: "not published", facts: func(v web.View) facts {
			f := sample(v, matter.Assigned)
			f.M.Public = false
			return f
		}},
		{name: "longest words", facts: longest},
	}
}

// The bodies of the specimens.
const (
	spProvince = kheo.UnitID("province")
	spBoard    = kheo.UnitID("board")
	spHeir     = kheo.UnitID("heir")
	spChooser  = kheo.UnitID("chooser")
)

// sample is the second recommendation of the story, brought to a state.
func sample(v web.View, to matter.State) facts {
	b := look.Bodies{
		spProvince: {ID: spProvince, Name: "Ban Dân vận Tỉnh ủy Long An", NameEN: "Long An Province Mass Mobilisation Board", Short: "Ban Dân vận Tỉnh ủy"},
		spBoard:    {ID: spBoard, Name: "Ban Dân vận Huyện ủy Cần Đước", NameEN: "Cần Đước District Mass Mobilisation Board", Short: "Ban Dân vận Huyện ủy"},
	}
	start := kheo.Date("2023-12-11").Time().Add(15*time.Hour + 40*time.Minute)
	f := facts{On: v.Today, Bodies: b, Lines: map[kheo.UnitID][]unit.HeirLink{spBoard: {{Body: b[spBoard]}}}, Owed: spProvince,
		Place: "Huyện Cần Đước, tỉnh Long An",
		M: matter.Matter{ID: "m", Code: "KN-23-0002", Kind: matter.Recommendation, Title: "Đánh giá kết quả sau đối thoại, giám sát",
			Text:    "Sau mỗi cuộc đối thoại, lập bảng theo dõi từng lời hứa: ai làm, hạn nào, đã xong chưa, dân nói sao.",
			Product: "Bảng theo dõi lời hứa sau đối thoại của huyện", OwedTo: spProvince, Holder: spBoard, Territory: "d",
			Source: "inspection/1", Ordinal: 2, Due: "2025-06-30", State: matter.Assigned, Opened: start, Moved: start, Public: true},
		S:      matter.Standing{Holder: spBoard, Given: spBoard, Last: spBoard},
		Origin: web.Crumb{Name: "Kiểm tra năm 2023 tại huyện Cần Đước", Href: "/kiem-tra/KT-23-0001"}}
	f.Moves = []matter.Move{{N: 1, At: start, To: matter.Assigned, Body: spProvince, Holder: spBoard}}
	f.Entered = []ledger.Entered{{Index: 17_955, At: start, Hash: "7f3a91c05be244d87f3a91c05be244d8"}}
	for _, m := range wayTo(to) {
		m.N, m.At, m.From, m.Holder = len(f.Moves)+1, f.M.Moved.AddDate(0, 1, 4), f.M.State, spBoard
		f.Moves = append(f.Moves, m)
		f.M.State, f.M.Moved = m.To, m.At
		if m.Answer != "" {
			f.M.Answer = m.Answer
		}
	}
	return f
}

// wayTo is the moves that bring an assigned matter to a state.
func wayTo(to matter.State) []matter.Move {
	take := matter.Move{To: matter.InHand, Body: spBoard}
	answer := matter.Move{To: matter.Answered, Body: spBoard, Answer: matter.Acted,
		Note: "Đã lập bảng theo dõi 41 lời hứa của 17 xã, thị trấn; 33 lời hứa đã xong, 8 đang làm.",
		Proofs: []matter.Proof{{Name: "Bảng theo dõi lời hứa.pdf", SHA256: strings.Repeat("a1", 32), Type: web.PDF, Size: 216_400},
			{Name: "Niêm yết tại xã Tân Chánh.jpg", SHA256: strings.Repeat("b2", 32), Type: web.JPEG, Size: 1_480_000}}}
	end := matter.Move{To: to, Body: spProvince}
	switch to {
	case matter.Assigned:
		return nil
	case matter.InHand:
		return []matter.Move{take}
	case matter.Answered:
		return []matter.Move{take, answer}
	case matter.Reopened:
		end.Note = "Bảng chưa có cột hạn xong."
	case matter.Confirmed:
		end.Note = "Đoàn đã xem bảng tại chỗ."
	case matter.Lapsed:
	default:
		return []matter.Move{end}
	}
	return []matter.Move{take, answer, end}
}

// passedOn is the matter after the board's lawful heir took over.
func (f facts) passedOn(v web.View) facts {
	old, heir := f.Bodies[spBoard], unit.Body{ID: spHeir, Name: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước",
		NameEN: "Cần Đước District Information and Mass Mobilisation Board", Short: "Ban Tuyên giáo và Dân vận Huyện ủy", Span: kheo.Span{From: "2025-02-10"}}
	old.To = "2025-02-09"
	f.Bodies[spBoard], f.Bodies[spHeir] = old, heir
	f.Lines[spBoard] = []unit.HeirLink{{Body: old}, {Body: heir, On: "2025-02-10", Basis: "Quyết định 07-QĐ/HU"}}
	f.S = matter.Standing{Holder: spHeir, Given: spBoard, Last: spHeir, Passed: true, Ended: "2025-02-09"}
	return f
}

// waiting is the matter after the heir ended too, and none follows.
func (f facts) waiting(v web.View) facts {
	f = f.passedOn(v)
	heir := f.Bodies[spHeir]
	heir.To = "2025-06-30"
	f.Bodies[spHeir] = heir
	f.Lines[spBoard][1].Body = heir
	f.Bodies[spChooser] = unit.Body{ID: spChooser, Name: "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh",
		NameEN: "Tây Ninh Province Information and Mass Mobilisation Board", Short: "Ban Tuyên giáo và Dân vận Tỉnh ủy"}
	f.S = matter.Standing{Given: spBoard, Last: spHeir, Waiting: true, Ended: "2025-06-30", Chooser: spChooser}
	f.Owed = spChooser
	for _, c := range []struct {
		name     string
		lat, lon float64
		people   int64
	}{{"Long Cang", 10.59, 106.53, 23000}, {"Rạch Kiến", 10.60, 106.57, 36000}, {"Mỹ Lệ", 10.57, 106.57, 33000},
		{"Tân Lân", 10.54, 106.61, 31000}, {"Cần Đước", 10.52, 106.58, 51000}, {"Long Hựu", 10.51, 106.65, 29000}} {
		id := kheo.UnitID(c.name)
		f.Candidates = append(f.Candidates, matter.Candidate{Civic: id,
			Territory: unit.Unit{ID: id, Name: "Xã " + c.name, Short: c.name, Lat: c.lat, Lon: c.lon, People: c.people},
			Bodies: []unit.Body{{ID: id, Name: "Ban Xây dựng Đảng xã " + c.name, NameEN: c.name + " Commune Party Building Board"},
				{ID: id + "/f", Name: "Ủy ban MTTQ Việt Nam xã " + c.name, NameEN: c.name + " Commune Fatherland Front"}}})
	}
	return f
}
