package tallyweb

import (
	"kheo/internal/web"
	"kheo/matter"
)

func owedSpecimens() []web.Specimen {
	rows := func(v web.View) []owedRow {
		var list []owedRow
		add := func(state matter.State, days int, holder string, s matter.Standing) {
			n := string(rune('1' + len(list)))
			m := matter.Matter{Code: "KN-23-000" + n, Title: "Đánh giá kết quả sau đối thoại, giám sát", Kind: matter.Recommendation, State: state,
				Due: v.Today.Add(days), Opened: v.Today.Add(-90).Time(), Moved: v.Today.Add(-4).Time(), Public: true}
			if state != matter.InHand {
				m.Answer = matter.Acted
			}
			list = append(list, owedRow{M: m, S: s, Holder: holder, Place: "Huyện Cần Đước"})
		}
		add(matter.InHand, -2, "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", matter.Standing{Last: "heir", Waiting: true})
		for _, s := range []matter.State{matter.InHand, matter.Answered, matter.Reopened, matter.Confirmed} {
			add(s, 30, "Ban Dân vận Huyện ủy Cần Đước", matter.Standing{Holder: "board", Last: "board"})
		}
		return list
	}
	page := func(name string, all, narrow bool, rows func(v web.View) []owedRow) web.Specimen {
		return web.Specimen{Name: name, Page: func(v web.View) web.Page {
			p := owedPage{View: v, All: all, Narrow: narrow}
			list := rows(v)
			p.Unit = choiceOf(v, "unit", "tallyweb.owed.unit", []web.Option{{Value: "d", Label: "Huyện Cần Đước"}}, "")
			p.Holder = choiceOf(v, "holder", "tallyweb.owed.holder", holders(list), "")
			p.fill(list, v.Today)
			return web.Page{Title: v.T("tallyweb.owed.title"), Verb: "lam", Body: owedBody(p)}
		}}
	}
	none := func(v web.View) []owedRow { return nil }
	return []web.Specimen{
		page("owed", false, false, rows),
		page("owed, settled too", true, false, rows),
		page("owed, nothing published", false, false, none),
		page("owed, nothing fits", false, true, none),
		mondaySpecimen("monday sheet", mondayRow{Code: "PA-4866-43S", Title: "Nước giếng khoan có mùi phèn nặng", Place: "Xã Cần Đước",
			Holder: "Phòng Kinh tế xã Cần Đước", Href: "#", Day: "23/11/2026", Left: "Trễ 3 ngày"}),
		mondaySpecimen("monday sheet, nothing owed"),
	}
}

func mondaySpecimen(name string, rows ...mondayRow) web.Specimen {
	return web.Specimen{Name: name, Page: func(v web.View) web.Page {
		p := mondayPage{View: v, Place: "Xã Cần Đước", Week: weekOf(v.Today), Choose: choiceOf(v, "unit", "tallyweb.owed.unit", nil, "")}
		p.Late = mondayList{Title: v.T("tallyweb.monday.late"), None: v.T("tallyweb.monday.late.none"), Rows: rows, More: len(rows)}
		p.Due = mondayList{Title: v.T("tallyweb.monday.due"), None: v.T("tallyweb.monday.due.none"), Rows: rows}
		p.Counts = p.counts(owing{open: 2 * len(rows)}, len(rows), len(rows))
		return p.page()
	}}
}
