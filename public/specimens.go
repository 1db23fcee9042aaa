package public

import (
	"kheo/internal/web"
	"kheo/matter"
	"kheo/tally"
)

// Specimens are the public pages: home full, empty and with the longest
// words, and each page of words.
func Specimens() []web.Specimen {
	list := []web.Specimen{
		{Name: "home", Page: func(v web.View) web.Page { return exampleHome(v, 1).page() }},
		{Name: "home, nothing yet", Page: func(v web.View) web.Page {
			p := homePage{View: v}
			p.count(tally.Rates{})
			return p.page()
		}},
		{Name: "home, longest words", Page: func(v web.View) web.Page { return exampleHome(v, 4).page() }},
	}
	list = append(list, searchSpecimens()...)
	for _, p := range pages {
		list = append(list, web.Specimen{Name: p.route, Page: p.page})
	}
	return list
}

func exampleHome(v web.View, long int) homePage {
	p := homePage{View: v, Open: 2, Parts: v.T("public.home.parts", "parts", v.T("public.home.part.recommendation", "n", 2))}
	var list []matter.Matter
	for i := range 5 {
		m := matter.Matter{State: matter.Assigned}
		if i < 3 {
			m.Answer, m.State = matter.Acted, matter.Confirmed
		}
		list = append(list, m)
	}
	p.count(tally.Count(list))
	title := "Đánh giá kết quả sau đối thoại, giám sát"
	text := "Ban Dân vận Huyện ủy đã lập sổ theo dõi từng đề xuất."
	for range long - 1 {
		title, text = title+" và cơ chế phối hợp các cơ quan, mỗi việc một nơi giữ", text+" "+text
	}
	p.Owed = web.Owed{
		{Left: v.T("look.late", "n", 510), Late: true, Title: title, Href: "/viec/KN-23-0002", Holder: v.T("public.home.no-holder")},
		{Left: v.T("look.left", "n", 1), Title: "Cơ chế phối hợp các cơ quan", Href: "/viec/KN-23-0003", Holder: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước"},
	}
	p.News = web.Said{
		{Title: v.T("public.home.inspected", "year", 2023, "unit", "Huyện Cần Đước"), Href: "/kiem-tra/KT-23-01", Text: sentences(text),
			Tag: web.Tag{Shape: web.TagDocument, Text: v.T("public.home.tag.conclusion")}, Who: v.Near("2023-12-11")},
		{Title: title, Href: "/viec/KN-23-0001", Text: sentences(text), Who: "Ban Dân vận Huyện ủy Cần Đước, " + v.Near("2024-03-20"),
			Tag: p.answerTag(matter.Matter{State: matter.Confirmed}, matter.Move{})},
	}
	return p
}
