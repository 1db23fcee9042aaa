package public

import (
	"strings"

	"kheo/internal/search"
	"kheo/internal/web"
)

// searchSpecimens are the search page before a question, with an answer, with
// words read as others, and with nothing found.
func searchSpecimens() []web.Specimen {
	return []web.Specimen{
		{Name: "search", Page: func(v web.View) web.Page { return searchPage{View: v}.page() }},
		{Name: "search, found", Page: func(v web.View) web.Page { return exampleSearch(v, 1).page() }},
		{Name: "search, nearest, longest words", Page: func(v web.View) web.Page {
			p := exampleSearch(v, 12)
			p.Loose, p.Kind, p.From = true, "concern", "2026-01-01"
			p.Read = []search.Reading{{Typed: "nucc", As: "nuoc"}}
			return p.page()
		}},
		{Name: "search, nothing", Page: func(v web.View) web.Page { return searchPage{View: v, Query: "xyz"}.page() }},
	}
}

func exampleSearch(v web.View, long int) searchPage {
	p := searchPage{View: v, Query: "đường ngập", Next: "/tim?q=duong&after=20",
		Places: []place{{Name: "Xã Phước Đông", Above: "huyện Cần Đước, tỉnh Long An", Now: v.T("public.search.now", "names", "Xã Tân Lân"), Href: "/don-vi/1"}}}
	p.fill(search.Found{Hits: []search.Hit{
		{Kind: "concern", ID: "PA-1", Day: "2026-03-02", Title: []search.Piece{{Text: "Đường ngập", Hit: true}, {Text: " nước tổ 5" + strings.Repeat(", tổ 6", long-1)}},
			Body: []search.Piece{{Text: "Đường", Hit: true}, {Text: " liên ấp "}, {Text: "ngập", Hit: true}, {Text: " nước hơn ba tháng, chưa ai sửa. Bà con đi lại khó."}}},
		{Kind: "answer", ID: "PA-1", Day: "2026-03-16", Title: []search.Piece{{Text: "Đường ngập", Hit: true}, {Text: " nước tổ 5"}},
			Body: []search.Piece{{Text: "… đã nạo vét cống, "}, {Text: "đường", Hit: true}, {Text: " hết "}, {Text: "ngập", Hit: true}, {Text: strings.Repeat(" sau mưa lớn,", long) + " …"}}},
	}}, func(web.View, string, string) string { return "/phan-anh/PA-1" })
	return p
}
