package risingweb

import (
	"strconv"

	"kheo"
	"kheo/internal/web"
	"kheo/internal/web/trend"
	"kheo/rising"
)

// A risingPage is one week of a territory.
type risingPage struct {
	web.View
	Unit   kheo.UnitID
	Units  []web.Option
	To     kheo.Date
	Names  rising.Names
	Digest rising.Digest
	Rises  []rise
}

// A rise is one topic in one place, ready to be shown.
type rise struct {
	Topic, Place, Says string
	Times              int
	Trend              trend.Chart
}

func (p *risingPage) fill(d rising.Digest) {
	p.Digest, p.To = d, d.To
	for i, r := range d.Rises {
		topic, place := p.Names(r.Cell)
		one := rise{Topic: topic, Place: place, Says: p.T("risingweb.says", "n", r.N, "days", r.To.Sub(r.From)+1, "usual", rising.Usual(p.Lang, r.Usual)), Times: r.Times}
		one.Trend = trend.Chart{Title: p.T("risingweb.trend", "topic", topic, "place", place), Unit: p.T("risingweb.unit"), Period: p.T("risingweb.week")}
		for _, week := range r.Weeks {
			one.Trend.Points = append(one.Trend.Points, p.point(week))
		}
		if i < maxDrawn {
			p.Rises = append(p.Rises, one)
		}
	}
}

// maxDrawn keeps the page light; the text lists all.
const maxDrawn = 20

func (p *risingPage) point(w rising.Bar) trend.Point {
	one := trend.Point{Name: p.Lang.DayMonth(w.To), Long: p.T("risingweb.week-to", "day", w.To), N: w.N}
	if !w.Shown {
		one.Says = p.T("risingweb.few", "least", rising.Least)
	}
	return one
}

// units is the choice of where to look.
func (p risingPage) units() web.Field {
	return web.Field{Name: "unit", Label: p.T("risingweb.where"), Value: string(p.Unit), Type: "search",
		Options: append([]web.Option{{Label: p.T("risingweb.everywhere")}}, p.Units...)}
}

// waits is who raised a topic in a place, and how long until somebody decided.
func (p risingPage) waits() web.Table {
	t := web.Table{Caption: p.T("risingweb.waits"), Cols: []web.Col{{Name: p.T("risingweb.col.topic"), Main: true},
		{Name: p.T("risingweb.col.n"), Num: true}, {Name: p.T("risingweb.col.first")}, {Name: p.T("risingweb.col.decided")}, {Name: p.T("risingweb.col.days"), Num: true}}}
	for _, w := range p.Digest.Waits {
		topic, place := p.Names(w.Cell)
		decided := p.T("risingweb.undecided")
		if w.Decided != "" {
			decided = p.Date(w.Decided)
		}
		t.Rows = append(t.Rows, web.Row{{Text: topic, Sub: place}, {Text: strconv.Itoa(w.N)}, {Text: p.Date(w.First)}, {Text: decided}, {Text: p.Num(int64(w.Days(p.To)))}})
	}
	return t
}

// digest is the address of the same as text.
func (p risingPage) digest() string {
	to := p.View.To("rising.text")
	if p.Unit != "" {
		to += "?unit=" + string(p.Unit)
	}
	return to
}

func (p risingPage) page() web.Page {
	return web.Page{Title: p.T("risingweb.title"), Verb: "nghe", Body: body(p),
		Crumbs: []web.Crumb{{Name: p.T("public.verb.nghe"), Href: p.View.To("public.nghe")}}}
}
