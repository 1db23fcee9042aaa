package public

import (
	"kheo/internal/web"
)

// A plain is a page of words: its routes, and what it is drawn from.
type plain struct {
	route, vi, en string
	page          func(v web.View) web.Page
}

var pages = []plain{
	{"public.nghe", "/nghe", "/listen", func(v web.View) web.Page { return index(v, nghe) }},
	{"public.noi", "/noi", "/explain", func(v web.View) web.Page { return index(v, noi) }},
	{"public.lam", "/lam", "/act", func(v web.View) web.Page { return index(v, lam) }},
	{"public.access", "/ai-cung-dung-duoc", "/accessibility", access},
	{"public.data", "/du-lieu-mo", "/open-data", data},
}

// A verb is one of the three, and the doors that stand under it.
type verb struct {
	id    string
	doors []door
}

// A door is a page under a verb; its words are public.door.NAME and
// public.door.NAME.says. One whose page is not there is left out.
type door struct{ name, route string }

var (
	nghe = verb{"nghe", []door{{"concern", "concern.new"}, {"concerns", "concern.list"}, {"channels", "sorting.ways"}, {"rising", "rising.show"}, {"topics", "sorting.tree"}, {"former", "unit.former"}, {"owed", "tally.owed"}}}
	noi  = verb{"noi", []door{{"search", "public.search"}, {"inspections", "inspection.list"}, {"former", "unit.former"}, {"rules", "law.list"},
		{"data", "public.data"}, {"ledger", "ledger.book"}}}
	lam = verb{"lam", []door{{"owed", "tally.owed"}, {"inspections", "inspection.list"}, {"models", "model.list"}, {"calendar", "calendar.show"}}}
)

// A link is a door with its words, ready to be shown.
type link struct{ Name, Says, Href string }

func (b verb) links(v web.View) []link {
	var list []link
	for _, d := range b.doors {
		if v.Has(d.route) {
			list = append(list, link{v.T("public.door." + d.name), v.T("public.door." + d.name + ".says"), v.To(d.route)})
		}
	}
	return list
}

func index(v web.View, b verb) web.Page {
	return web.Page{Title: v.T("public.verb." + b.id), Verb: b.id, Body: indexBody(v, b)}
}

func access(v web.View) web.Page {
	return web.Page{Title: v.T("public.access.title"), Body: accessBody(v)}
}

var accessPoints = []string{"keyboard", "zoom", "script", "reader", "dark", "print"}

func data(v web.View) web.Page {
	return web.Page{Title: v.T("public.data.title"), Verb: "noi", Body: dataBody(v),
		Crumbs: []web.Crumb{{Name: v.T("public.verb.noi"), Href: v.To("public.noi")}}}
}

// jsonDoors are the public questions of the JSON door, as the reader types them.
var jsonDoors = []struct{ path, name string }{
	{"/api/v1/units?on=2025-06-30&level=commune", "units"},
	{"/api/v1/units/now?q=xa+tan+chanh+can+duoc", "now"},
	{"/api/v1/inspections?year=2023", "inspections"},
	{"/api/v1/models?year=2023", "models"},
	{"/api/v1/openapi.json", "openapi"},
}

func doorsTable(v web.View) web.Table {
	t := web.Table{Caption: v.T("public.data.doors"), Shown: true, Cols: []web.Col{{Name: v.T("public.data.col.what"), Main: true}, {Name: v.T("public.data.col.path")}}}
	for _, d := range jsonDoors {
		t.Rows = append(t.Rows, web.Row{{Text: v.T("public.data.door." + d.name)}, {Text: d.path, Href: d.path}})
	}
	return t
}

// examples are former names to try, without their marks as people type.
var examples = []struct{ name, q string }{
	{"Tân Chánh", "xa+tan+chanh+can+duoc"}, {"Long Hòa", "xa+long+hoa+can+duoc"}, {"Phước Đông", "xa+phuoc+dong+can+duoc"},
}
