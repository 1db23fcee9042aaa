package risingweb

import (
	"strings"

	"kheo"
	"kheo/internal/web"
	"kheo/rising"
)

// Specimens are a week with something rising, a calm one, and the longest
// words.
func Specimens() []web.Specimen {
	return []web.Specimen{
		{Name: "rising", Page: func(v web.View) web.Page { return example(v, 1).page() }},
		{Name: "rising, longest words", Page: func(v web.View) web.Page { return example(v, 6).page() }},
		{Name: "nothing rises", Page: func(v web.View) web.Page {
			p := risingPage{View: v, To: "2026-11-22", Names: func(c rising.Cell) (string, string) { return c.Topic, c.Place }}
			p.fill(rising.NewWatch(nil, "2025-01-01", p.To).Week(nil, p.To))
			return p.page()
		}},
	}
}

// past are the days of the examples.
const past = 2*364 + 60

// example is a place where rubbish rose in March and rises again now, and where
// people wait for a light.
func example(v web.View, long int) risingPage {
	p := risingPage{View: v, To: "2026-11-22", Units: []web.Option{{Value: "1", Label: "Xã Cần Đước"}, {Value: "2", Label: "Xã Rạch Kiến"}}}
	p.Names = func(c rising.Cell) (string, string) {
		topic := map[string]string{"rac": "Rác thải, vệ sinh", "den": "Đèn đường"}[c.Topic]
		return topic + strings.Repeat(" và môi trường", long-1), "Ấp " + c.Place + strings.Repeat(", xã Long Hựu Tây", long-1)
	}
	first := p.To.Add(-past)
	var counts []rising.Count
	for i := range past {
		counts = append(counts, rising.Count{Topic: "rac", Place: []string{"Đông Trung", "Tây", "Nam", "Bắc", "Giữa", "Chợ"}[i%6], Day: first.Add(i), N: 1})
	}
	for _, end := range []kheo.Date{"2026-03-15", "2026-10-25", p.To} {
		for i := range 13 {
			counts = append(counts, rising.Count{Topic: "rac", Place: "Đông Trung", Day: end.Add(-i % 6), N: 1})
		}
	}
	var cases []rising.Case
	for i := range 7 {
		cases = append(cases, rising.Case{Cell: rising.Cell{Topic: "den", Place: "Tây"}, Raised: p.To.Add(-5 * i), N: 1})
		cases = append(cases, rising.Case{Cell: rising.Cell{Topic: "rac", Place: "Đông Trung"}, Raised: p.To.Add(-3 * i), Decided: p.To.Add(-3*i + 9), N: 1})
	}
	p.fill(rising.NewWatch(counts, first, p.To).Week(cases, p.To))
	return p
}
