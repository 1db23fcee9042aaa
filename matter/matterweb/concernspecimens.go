package matterweb

import (
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// The bodies of the concern of the specimens.
const (
	spTrade  = kheo.UnitID("trade")
	spOffice = kheo.UnitID("office")
	spPeople = kheo.UnitID("committee")
)

// concernSpecimens are the officers' pages of a concern.
func concernSpecimens() []web.Specimen {
	var list []web.Specimen
	add := func(name string, page func(v web.View) web.Page) {
		list = append(list, web.Specimen{Name: name, Page: page})
	}
	for _, s := range concernStates() {
		add("concern "+s.name, func(v web.View) web.Page {
			p := s.facts(v).page(v, s.typed)
			return web.Page{Title: p.Title, Verb: "lam", Crumbs: p.crumbs(), Body: showBody(p), Private: true}
		})
	}
	for _, x := range deeds() {
		if x.form == nil {
			continue
		}
		add("deed "+x.name, func(v web.View) web.Page { return deedSpecimen(v, x, nil) })
	}
	for _, x := range deeds() {
		if x.name == "offer" {
			add("deed offer, to mend", func(v web.View) web.Page {
				return deedSpecimen(v, x, kheo.Faults{{Field: "to", Key: "matter.fault.to"}, {Field: "reason", Key: "matter.fault.listed"}})
			})
		}
	}
	return append(list, compareSpecimens()...)
}

func deedSpecimen(v web.View, x deed, faults kheo.Faults) web.Page {
	f := sampleConcern(v, matter.Received)
	none := func(string) string { return "" }
	return f.deedPage(v, x, faults, none, func(string) []string { return nil }).page(f)
}

// concernStates are a concern in the states its officers see it in.
func concernStates() []showState {
	in := func(s matter.State, do desk.Do, set func(f *facts)) func(v web.View) facts {
		return func(v web.View) facts {
			f := sampleConcern(v, s)
			f.Do = do
			if set != nil {
				set(&f)
			}
			return f
		}
	}
	return []showState{
		{name: "received, its officer looks", facts: in(matter.Received, desk.DoSort, nil)},
		{name: "offered to another", facts: in(matter.Assigned, desk.DoTake, func(f *facts) {
			f.M.Offered = spTrade
			f.Deal.Offers = []matter.Offering{{N: 1, At: f.M.Moved, From: spOffice, To: spTrade, Reason: "competence", Note: "Cống thuộc tuyến do Phòng quản lý."}}
		})},
		{name: "offered, the other looks", facts: in(matter.Assigned, desk.DoAccept, func(f *facts) {
			f.M.Offered, f.Deal.Holds, f.Deal.Sorts, f.Deal.Reads, f.Deal.Offered = spTrade, false, false, false, true
		})},
		{name: "bounced up, the parent names a lead", facts: in(matter.Assigned, desk.DoLead, func(f *facts) {
			f.M.Up, f.M.LeadBy, f.Deal.Leads = spPeople, f.On.Add(1), true
			for n, to := range []kheo.UnitID{spTrade, spOffice, spTrade} {
				f.Deal.Offers = append(f.Deal.Offers, matter.Offering{N: n + 1, At: f.M.Moved, From: spOffice, To: to, Reason: "competence",
					Outcome: matter.Declined, Ended: f.M.Moved.Add(2 * time.Hour), Why: "competence"})
			}
		})},
		{name: "in hand, to be answered", facts: in(matter.InHand, desk.DoAnswer, nil)},
		{name: "paused", facts: in(matter.InHand, desk.DoAnswer, func(f *facts) { f.M.Paused, f.M.PausedFrom = "survey", f.On.Add(-2) })},
		{name: "answered, its author is awaited", facts: in(matter.Answered, desk.DoWatch, nil)},
	}
}

// sampleConcern is a concern of the story as those who deal with it see it.
func sampleConcern(v web.View, to matter.State) facts {
	b := look.Bodies{
		spTrade:  {ID: spTrade, Name: "Phòng Kinh tế xã Cần Đước", NameEN: "Cần Đước Commune Economic Office", Short: "Phòng Kinh tế"},
		spOffice: {ID: spOffice, Name: "Văn phòng HĐND và UBND xã Cần Đước", NameEN: "Office of the People’s Council and Committee of Cần Đước", Short: "Văn phòng xã"},
		spPeople: {ID: spPeople, Name: "Ủy ban nhân dân xã Cần Đước", NameEN: "People’s Committee of Cần Đước Commune", Short: "UBND xã"},
	}
	opened := v.Today.Add(-6).Time().Add(9 * time.Hour)
	f := facts{On: v.Today, Bodies: b, Lines: map[kheo.UnitID][]unit.HeirLink{spOffice: {{Body: b[spOffice]}}}, Place: "xã Cần Đước, tỉnh Tây Ninh",
		M: matter.Matter{ID: "1", Code: "PA-7K3M-9QX", Kind: matter.Concern, Title: "Cống trước nhà văn hóa ấp nghẹt", Holder: spOffice, State: matter.Received,
			Due: v.Today.Add(8), Opened: opened, Moved: opened, Moves: 1, Listening: matter.Listening{Category: "drainage", Hamlet: "Ấp Lăng", Route: "r1"},
			Now: matter.Now{Rule: "concern.answer.ordinary", Counted: v.Today.Add(-6)}},
		S: matter.Standing{Holder: spOffice, Given: spOffice, Last: spOffice}}
	f.Moves = []matter.Move{{N: 1, At: opened, To: matter.Received, Holder: spOffice}}
	for _, m := range concernWay(to) {
		m.N, m.At, m.From, m.Body, m.Holder = len(f.Moves)+1, f.M.Moved.Add(20*time.Hour), f.M.State, spOffice, spOffice
		f.Moves = append(f.Moves, m)
		f.M.State, f.M.Moved, f.M.Moves, f.M.Answer = m.To, m.At, m.N, m.Answer
	}
	if to == matter.Answered {
		f.M.SpeakBy = v.Today.Add(15)
	}
	f.Entered = []ledger.Entered{{Index: 21_402, At: opened, Hash: "5d1077aa31be244d5d1077aa31be244d"}}
	f.Deal = &deal{Holds: true, Sorts: true, Reads: true, Works: true, Table: &sorting.Table{}, MostPause: 10,
		Others: []kheo.UnitID{spTrade, spOffice, spPeople}, Under: []kheo.UnitID{spOffice, spPeople, spTrade},
		C: concern.Concern{Matter: f.M, Joined: 1, Version: concern.Version{N: 1, Title: f.M.Title, At: opened.Add(time.Hour), Body: spOffice,
			Text: "Cống trước nhà văn hóa ấp Lăng nghẹt từ sau trận mưa lớn, nước tràn ra đường, đi lại khó."}},
		Why:      tally.Why{From: v.Today.Add(-6), Due: f.M.Due},
		Cal:      calendar.Calendar{},
		Readings: []concern.Reading{{At: opened.Add(2 * time.Hour), Body: spOffice, Role: "officer"}},
		Notes:    []desk.Note{{At: opened.Add(3 * time.Hour), Body: spOffice, Words: "Đã gọi đội duy tu, hẹn xem cống thứ Năm."}},
		Likes: []concern.Like{{Code: "PA-2Z36-FBT", Category: "drainage", Hamlet: "Ấp Lăng", State: matter.InHand, Opened: opened.Add(-30 * time.Hour), Joined: 2, Metres: 120,
			Title: "Nước đọng đầu ấp Lăng", Score: .8}},
		Joins: []concern.Concern{{Matter: matter.Matter{Code: "PA-9LTV-5JH", Opened: opened.Add(5 * time.Hour), Listening: matter.Listening{Hamlet: "Ấp Lăng"}}}}}
	f.Deal.Why.Rule = law.Rule{ID: "concern.answer.ordinary", Value: 10, Unit: law.WorkingDay}
	for day, n := f.Deal.Why.From.Add(1), 1; day <= f.M.Due; day, n = day.Add(1), n+1 {
		f.Deal.Why.Days = append(f.Deal.Why.Days, tally.WhyDay{Day: day, N: n})
	}
	return f
}

func concernWay(to matter.State) []matter.Move {
	way := []matter.Move{{To: matter.Accepted}, {To: matter.Assigned}, {To: matter.InHand}, {To: matter.Answered, Answer: matter.Explained,
		Note: "Đoạn cống này nằm trong kế hoạch nạo vét quý I. Từ nay đến đó đội duy tu bơm nước mỗi khi mưa lớn."}}
	for i, m := range way {
		if m.To == to {
			return way[:i+1]
		}
	}
	return nil
}

// compareSpecimens are two concerns beside each other.
func compareSpecimens() []web.Specimen {
	two := func(v web.View, set func(p *comparePage)) web.Page {
		f := sampleConcern(v, matter.Received)
		p := comparePage{View: v, Code: f.M.Code, Action: "/viec/PA-7K3M-9QX/doi-chieu"}
		other := f.Deal.C
		other.ID, other.Code, other.Hamlet, other.Opened, other.State, other.Joined = "2", "PA-2Z36-FBT", "Ấp Đình", other.Opened.Add(-30*time.Hour), matter.InHand, 2
		other.Version = concern.Version{}
		p.A = side{c: f.Deal.C, s: f.S, sorts: true, Code: f.M.Code, Title: f.M.Title, Href: "/viec/PA-7K3M-9QX", Public: f.Deal.C.Version.Text, Place: "Xã Cần Đước"}
		p.B = side{c: other, s: matter.Standing{Holder: spTrade, Last: spTrade}, Code: other.Code, Title: "Thoát nước, Ấp Đình", Href: "/viec/PA-2Z36-FBT", Place: "Xã Cần Đước"}
		if set != nil {
			set(&p)
		}
		f.compare(&p)
		return p.page()
	}
	return []web.Specimen{
		{Name: "side by side", Page: func(v web.View) web.Page { return two(v, nil) }},
		{Name: "side by side, opened", Page: func(v web.View) web.Page {
			return two(v, func(p *comparePage) {
				p.A.Raw, p.B.Shut = "Cong truoc nha van hoa ap nghet hoai, nuoc tran ra duong", true
			})
		}},
		{Name: "side by side, one in the other", Page: func(v web.View) web.Page {
			return two(v, func(p *comparePage) { p.A.c.State, p.A.c.Into = matter.Merged, p.B.Code })
		}},
		{Name: "side by side, not theirs", Page: func(v web.View) web.Page { return two(v, func(p *comparePage) { p.A.sorts = false }) }},
		{Name: "side by side, which", Page: func(v web.View) web.Page {
			f := sampleConcern(v, matter.Received)
			faults := kheo.Faults{{Field: "with", Key: "matter.fault.into"}}
			return comparePage{View: v, Code: f.M.Code, Action: "/viec/PA-7K3M-9QX/doi-chieu", Likes: f.likes(v), Faults: faults,
				Find: web.FieldFor(v, faults, "with", "matterweb.compare.with", "PA-0000-000")}.page()
		}},
	}
}
