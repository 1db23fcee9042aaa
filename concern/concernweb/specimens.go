package concernweb

import (
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// Specimens are the pages of a concern in each state, drawn without a database.
func Specimens() []web.Specimen {
	list := append(filingSpecimens(), otherSpecimens()...)
	for _, s := range shownStates {
		list = append(list, web.Specimen{Name: s.name, Page: func(v web.View) web.Page {
			f := exampleFacts(v, s.state)
			if s.change != nil {
				s.change(&f)
			}
			return f.page(v, "https://kheo.local").page()
		}})
	}
	return list
}

func filingSpecimens() []web.Specimen {
	return []web.Specimen{
		{Name: "the door", Page: func(v web.View) web.Page { return doorPage{v}.page() }},
		{Name: "a complaint is guided", Page: func(v web.View) web.Page { return guidedPage{View: v}.page() }},
		{Name: "filing", Page: func(v web.View) web.Page { return exampleNew(v).page() }},
		{Name: "filing, what is alike", Page: func(v web.View) web.Page {
			n := exampleNew(v)
			n.Step, n.Form.Words, n.Near, n.KeptN = true, exampleWords, exampleNear(v), 2
			n.Spot.Lat, n.Spot.Lon = "10.512", "106.59"
			return n.page()
		}},
		{Name: "filing, to mend", Page: func(v web.View) web.Page { return exampleMending(v).page() }},
		{Name: "filing, work before", Page: func(v web.View) web.Page {
			n := exampleNew(v)
			n.Puzzle = guard.Puzzle{Text: "AZ7K", Bits: 16, Wait: 30}
			return n.page()
		}},
		{Name: "filing for another", Page: func(v web.View) web.Page {
			n := exampleNew(v)
			n.Helper = true
			return n.page()
		}},
		{Name: "who helps", Page: func(v web.View) web.Page { return noHelpPage{v}.page() }},
		{Name: "to be rung", Page: func(v web.View) web.Page {
			return ringPage{View: v, Rows: []ringRow{{Code: "PA-7K3M-9QX", Title: exampleTitle, Where: "Ấp Đông Trung", Answer: "Xã đã nạo vét 120 m cống.", Contact: "0900 000 001"},
				{Code: "PA-2BCD-3FG", Title: "Đèn đường", Answer: "Tủ điện bị hỏng, đang chờ tủ mới."}}}.page()
		}},
		{Name: "nobody to be rung", Page: func(v web.View) web.Page { return ringPage{View: v}.page() }},
		{Name: "filed", Page: func(v web.View) web.Page { return exampleDone(v).page() }},
		{Name: "filed, joined", Page: func(v web.View) web.Page {
			d := exampleDone(v)
			d.Into = "PA-7K3M-9QX"
			return d.page()
		}},
		{Name: "filed for another", Page: func(v web.View) web.Page {
			d := exampleDone(v)
			d.Helper = true
			return d.page()
		}},
	}
}

func otherSpecimens() []web.Specimen {
	return []web.Specimen{
		{Name: "slip", Page: func(v web.View) web.Page {
			return exampleFacts(v, matter.InHand).slipPage(v, "https://kheo.local").page()
		}},
		{Name: "track", Page: func(v web.View) web.Page { return secretPage{View: v}.page() }},
		{Name: "track, a slip", Page: func(v web.View) web.Page {
			return secretPage{View: v, Typed: "PA-7K3M-9QZ", Fault: v.T("concernweb.track.slip"), Likely: []string{"PA-7K3M-9QX"}}.page()
		}},
		{Name: "secret", Page: func(v web.View) web.Page { return secretPage{View: v, Code: "PA-7K3M-9QX"}.page() }},
		{Name: "secret, wrong", Page: func(v web.View) web.Page {
			return secretPage{View: v, Code: "PA-7K3M-9QX", Fault: v.T("concernweb.open.wrong"), Helper: true}.page()
		}},
		{Name: "why not", Page: func(v web.View) web.Page {
			return whyPage{View: v, Code: "PA-7K3M-9QX", Title: exampleTitle}.page()
		}},
		{Name: "withdraw", Page: func(v web.View) web.Page {
			return leavePage{View: v, Code: "PA-7K3M-9QX", Title: exampleTitle}.page()
		}},
		{Name: "list", Page: func(v web.View) web.Page { return exampleList(v).page() }},
		{Name: "list, nothing", Page: func(v web.View) web.Page {
			l := listPage{View: v, N: narrowing{Query: "cầu khỉ"}}
			l.count(tally.Rates{})
			return l.page()
		}},
	}
}

// A shownState is one concern as it may stand.
type shownState struct {
	name   string
	state  matter.State
	change func(f *facts)
}

var shownStates = []shownState{
	{"received", matter.Received, nil},
	{"received, own", matter.Received, func(f *facts) { f.own() }},
	{"in hand, late", matter.InHand, func(f *facts) { f.M.Due = "2026-11-20" }},
	{"offered", matter.Assigned, func(f *facts) { f.M.Offered, f.Offers[0].Outcome, f.Offers[0].Ended = "kt", "", time.Time{} }},
	{"answered", matter.Answered, nil},
	{"answered, own", matter.Answered, func(f *facts) { f.own() }},
	{"answered, joined, own", matter.Answered, func(f *facts) {
		f.own()
		f.C.ID, f.C.Code, f.C.State, f.C.Into = "m2", "PA-2BCD-3FG", matter.Merged, f.M.Code
	}},
	{"confirmed, own", matter.Confirmed, func(f *facts) { f.own() }},
	{"reopened, own", matter.Reopened, func(f *facts) { f.own() }},
	{"lapsed", matter.Lapsed, nil},
	{"refused", matter.Refused, nil},
	{"routed out", matter.RoutedOut, nil},
	{"withdrawn", matter.Withdrawn, nil},
	{"nobody holds it", matter.InHand, func(f *facts) {
		f.S = matter.Standing{Given: "vp", Last: "vp", Waiting: true, Ended: "2026-11-18", Chooser: "ubnd"}
	}},
	{"no words published", matter.Received, func(f *facts) { f.Main.Version = concern.Version{} }},
}

const (
	exampleTitle = "Cống đầu ấp Đông Trung nghẹt, mưa là nước tràn vào sân"
	exampleWords = "cong dau ap nghet ca tuan nay, mua la nuoc tran vo san nha toi"
)

func at(day kheo.Date, hour, minute int) time.Time {
	return day.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func exampleNew(v web.View) newPage {
	return newPage{View: v, Client: "0199a1b2-0000-7000-8000-000000000001", Places: []string{"Xã Cần Đước", "Xã Rạch Kiến", "Xã Tân Chánh"},
		Form: form{Place: "Xã Cần Đước"}, Spot: exampleSpot(v)}
}

func exampleSpot(v web.View) web.SpotField {
	return web.SpotField{Field: web.Field{Name: "spot", Label: v.T("concernweb.new.spot")}.May(), Tap: "/phan-anh/moi/viet", Marks: []web.SpotPlace{
		{Name: "Xã Cần Đước", Lat: 10.50, Lon: 106.60}, {Name: "Rạch Kiến", Lat: 10.60, Lon: 106.58}, {Name: "Tân Lân", Lat: 10.55, Lon: 106.55}, {Name: "Long Hựu", Lat: 10.44, Lon: 106.66}}}
}

func exampleNear(v web.View) near {
	return near{Seen: true,
		Topics: []web.Option{{Value: "drainage", Label: "Cống, thoát nước", Help: v.T("concernweb.near.because", "words", "cống, nghẹt"), Chosen: true},
			{Value: "flooding", Label: "Ngập, triều cường", Help: v.T("concernweb.near.because", "words", "nước tràn")}, {Value: unsorted, Label: v.T("concernweb.near.unsorted")}},
		Guide: "Dây điện đứt thì gọi điện lực 1900 9000 trước, gửi phản ánh sau.", Ways: "/di-duong-nao",
		Questions: []web.Field{web.Field{Name: "q_depth", Label: "Nước ngập tới đâu?"}.May()},
		Likes: []like{{Code: "PA-7K3M-9QX", Title: exampleTitle, Text: "Cống đầu ấp nghẹt khoảng một tuần nay, mưa là nước tràn vào sân hai nhà.",
			Where: "Ấp Đông Trung", Age: v.T("concernweb.age", "n", 6), Joined: v.T("concernweb.near.joined", "n", 3), Tag: look.StateTag(v, matter.InHand, ""), Href: "/phan-anh/PA-7K3M-9QX"}}}
}

func exampleMending(v web.View) newPage {
	n := exampleNew(v)
	n.Form = form{Place: "tan", Contact: "0900 000 001", Lost: true, Faults: kheo.Faults{
		{Field: "place_id", Key: "concernweb.fault.place-several", Args: []any{"n", 2}}}}
	n.Which = []web.Option{{Value: "1", Label: "Xã Tân Trụ"}, {Value: "2", Label: "Xã Tân Tập", Help: v.T("concernweb.place.was", "name", "Xã Tân Chánh")}}
	return n
}

func exampleDone(v web.View) donePage {
	return donePage{View: v, Root: "https://kheo.local", Code: "PA-2BCD-3FG", Secret: "bến lúa 47 sáo", Topic: "Cống, thoát nước",
		Place: "xã Cần Đước, tỉnh Tây Ninh", Holder: "Phòng Kinh tế xã Cần Đước", Due: "2026-12-07",
		Leaf: ledger.Leaf{ID: "0199", At: at("2026-11-22", 20, 15), Hash: "7f3a91c05be244d8aa"}}
}

// exampleFacts is a concern as drawn, up to a state.
func exampleFacts(v web.View, s matter.State) facts {
	m := matter.Matter{ID: "m1", Code: "PA-7K3M-9QX", Kind: matter.Concern, Holder: "kt", Territory: "cd", Due: "2026-11-26", State: s,
		Opened: at("2026-11-11", 20, 15), Moved: at("2026-11-19", 15, 40), Public: true}
	m.Hamlet, m.Category, m.Rule, m.Counted = "Ấp Đông Trung", "drainage", "concern.answer.ordinary", "2026-11-11"
	f := facts{M: m, Topic: "Cống, thoát nước", Place: "xã Cần Đước, tỉnh Tây Ninh", Days: calendar.Compiled(),
		S: matter.Standing{Holder: "kt", Given: "kt", Last: "kt"}, Reasons: exampleReasons(), Bodies: exampleBodies(),
		Entered: []ledger.Entered{{Index: 17955, At: m.Opened, Hash: "7f3a91c05be244d8aa"}},
		Offers: []matter.Offering{{N: 1, At: at("2026-11-12", 9, 30), From: "vp", To: "kt", Reason: "competence",
			Outcome: matter.Taken, Ended: at("2026-11-16", 10, 10)}}}
	for _, x := range exampleMoves(s) {
		f.Moves = append(f.Moves, x)
		if x.Answer != "" {
			f.M.Answer = x.Answer
		}
	}
	if f.M.Answer != "" {
		f.M.SpeakBy = "2026-12-04"
	}
	f.Why = exampleWhy(f.Days)
	f.C = concern.Concern{Matter: f.M, Joined: 2}
	f.Main = f.C
	f.Main.Version = concern.Version{N: 1, Title: exampleTitle, TitleEN: "Culvert at the head of Đông Trung hamlet blocked, yards flood when it rains",
		Text: "Cống đầu ấp Đông Trung nghẹt khoảng một tuần nay, mưa là nước tràn vào sân hai nhà.", Photos: []concern.Photo{{SHA256: "aa"}}}
	return f
}

// own makes the visitor its author.
func (f *facts) own() {
	f.Own = true
	f.Raw = concern.Raw{Words: exampleWords, Contact: "0900 000 001"}
	f.Readings = []concern.Reading{{At: at("2026-11-12", 8, 5), Body: "vp", Role: "officer"}, {At: at("2026-11-16", 10, 30), Body: "kt", Role: "officer"}}
}

func exampleBodies() look.Bodies {
	return look.Bodies{
		"vp":   {ID: "vp", Name: "Văn phòng HĐND và UBND xã Cần Đước", Short: "Văn phòng"},
		"kt":   {ID: "kt", Name: "Phòng Kinh tế xã Cần Đước", NameEN: "Economic Division, Cần Đước commune", Short: "Phòng Kinh tế"},
		"ubnd": unit.Body{ID: "ubnd", Name: "UBND xã Cần Đước", Short: "UBND xã"},
	}
}

func exampleReasons() []sorting.Reason {
	return []sorting.Reason{{ID: "private", Text: "Việc giữa các gia đình, không thuộc quyền của xã", TextEN: "A matter between households",
		Go: "Tổ hòa giải ở ấp tiếp hai bên, gọi trưởng ấp để hẹn.", GoEN: "The hamlet’s mediation group receives both sides."}}
}

// exampleMoves are the steps that lead to a state.
func exampleMoves(s matter.State) []matter.Move {
	proofs := []matter.Proof{{Name: "sau.jpg", SHA256: "bb", Type: "image/jpeg"}, {Name: "Biên bản nghiệm thu.pdf", SHA256: "cc", Type: "application/pdf", Size: 212 << 10}}
	all := []matter.Move{
		{To: matter.Received, At: at("2026-11-11", 20, 15), Holder: "vp"},
		{From: matter.Received, To: matter.Assigned, At: at("2026-11-12", 8, 5), Body: "vp", Holder: "vp"},
		{From: matter.Assigned, To: matter.Assigned, At: at("2026-11-16", 10, 10), Body: "kt", Holder: "kt"},
		{From: matter.Assigned, To: matter.InHand, At: at("2026-11-17", 14, 0), Body: "kt", Holder: "kt"},
		{From: matter.InHand, To: matter.Answered, At: at("2026-11-19", 15, 40), Body: "kt", Holder: "kt", Answer: matter.Acted, Proofs: proofs,
			Note: "Ngày 18 và 19, xã đã nạo vét 120 m cống từ đầu ấp ra rạch và thay hai nắp bể bị vỡ."},
	}
	depth := map[matter.State]int{matter.Received: 1, matter.Assigned: 3, matter.InHand: 4, matter.Refused: 1, matter.RoutedOut: 1, matter.Withdrawn: 2}
	if n := depth[s]; n > 0 {
		all = all[:n]
	}
	last := all[len(all)-1]
	if last.To != s {
		reason := map[matter.State]string{matter.Refused: "private", matter.Reopened: "partly"}[s]
		all = append(all, matter.Move{From: last.To, To: s, At: at("2026-11-20", 9, 0), Body: "vp", Holder: last.Holder, Reason: reason})
	}
	return all
}

// exampleWhy counts ten working days as drawn.
func exampleWhy(c calendar.Calendar) tally.Why {
	w := tally.Why{Rule: law.Rule{ID: "concern.answer.ordinary", Value: 10, Unit: law.WorkingDay}, From: "2026-11-11", Due: "2026-11-26"}
	n := 0
	for day := w.From.Add(1); day <= w.Due; day = day.Add(1) {
		x := tally.WhyDay{Day: day, Off: !c.Working(day)}
		if d, ok := c.Day(day); ok {
			x.Name, x.NameEN = d.Name, d.NameEN
		}
		if !x.Off {
			n++
			x.N = n
		}
		w.Days = append(w.Days, x)
	}
	return w
}

func exampleList(v web.View) listPage {
	l := listPage{View: v, Feed: "/phan-anh/tin.atom", Units: []web.Option{{Label: v.T("concernweb.list.all-places")}, {Value: "cd", Label: "Xã Cần Đước"}},
		Topics: []web.Option{{Label: v.T("concernweb.list.all-topics")}, {Value: "drainage", Label: "Cống, thoát nước"}}}
	l.count(tally.Rates{Total: 64, Answered: 58, Acted: 31, Confirmed: 22, Lapsed: 9, Reopened: 4, Waiting: 23})
	l.draw(map[kheo.UnitID]int{"cd": 14, "rk": 5}, []unit.Unit{
		{ID: "cd", Name: "Xã Cần Đước", Short: "Cần Đước", Lat: 10.5, Lon: 106.6}, {ID: "rk", Name: "Xã Rạch Kiến", Short: "Rạch Kiến", Lat: 10.6, Lon: 106.58}})
	l.Rows = web.Said{
		{Title: exampleTitle, Href: "/phan-anh/PA-7K3M-9QX", Text: "Cống đầu ấp Đông Trung nghẹt khoảng một tuần nay.", Tag: look.StateTag(v, matter.Answered, matter.Acted),
			Who: "Ấp Đông Trung, Xã Cần Đước · " + v.T("concernweb.age", "n", 11)},
		{Title: "Đường hư, ổ gà", Href: "/phan-anh/PA-2BCD-3FG", Tag: web.Tag{Shape: web.TagLate, Text: v.T("look.late", "n", 2)},
			Who: "Ấp Lăng, Xã Cần Đước · " + v.T("concernweb.age", "n", 19)},
	}
	l.Pager.Next = "/phan-anh?after=PA-2BCD-3FG"
	return l
}
