package unitweb

import (
	"kheo"
	"kheo/internal/web"
	"kheo/unit"
)

// Specimens are the pages of units in every state, drawn from the compiled
// list.
func Specimens() []web.Specimen {
	var list []web.Specimen
	for _, s := range []struct{ name, query string }{
		{"former: before the question", ""},
		{"former: one successor", "xa tan chanh can duoc"},
		{"former: several successors", "xã Kỳ Lợi, thị xã Kỳ Anh, tỉnh Hà Tĩnh"},
		{"former: successor not known", "phường Nguyễn Trung Trực, quận Ba Đình"},
		{"former: a district", "huyện Cần Đước"},
		{"former: still itself", "xã Cần Đước, tỉnh Tây Ninh"},
		{"former: another type since", "xã Lộc Ninh, Đồng Nai"},
		{"former: namesakes", "phường 1"},
		{"former: close names", "tan chanhh can duoc xyz"},
		{"former: nothing found", "qwertyuiop"},
		{"former: longest words", "phường Văn Miếu - Quốc Tử Giám, quận Đống Đa, thành phố Hà Nội"},
		{"former: many siblings", "phường Phúc Xá, quận Ba Đình"},
	} {
		list = append(list, web.Specimen{Name: s.name, Page: func(v web.View) web.Page {
			return search(v, compiled(), s.query, "", v.Today).page(v)
		}})
	}
	for _, s := range []struct {
		name, code string
		level      unit.Level
		lived, on  kheo.Date
	}{
		{"unit: today, with what it owes", "28108", unit.Commune, "2025-07-01", ""},
		{"unit: a district that ended", "806", unit.District, "2025-06-30", ""},
		{"unit: a district while it lived", "806", unit.District, "2025-06-30", "2023-12-01"},
		{"unit: before it was formed", "28108", unit.Commune, "2025-07-01", "2023-12-01"},
		{"unit: a day nobody knows", "806", unit.District, "2025-06-30", "2020-01-01"},
		{"unit: successor not known", "00010", unit.Commune, "2024-12-31", ""},
		{"unit: a long history", "25114", unit.Commune, "2025-06-30", ""},
		{"unit: a province", "80", unit.Province, "2025-07-01", ""},
	} {
		list = append(list, web.Specimen{Name: s.name, Page: func(v web.View) web.Page {
			return specimen(v, s.code, s.level, s.lived, s.on).page(v)
		}})
	}
	return append(list, bodySpecimens()...)
}

// compiled is the list in the binary, which a test reads whole.
func compiled() *unit.Book {
	b, err := unit.Compiled()
	if err != nil {
		panic(err)
	}
	return b
}

func specimen(v web.View, code string, level unit.Level, lived, on kheo.Date) unitPage {
	if on == "" {
		on = v.Today
	}
	b := compiled()
	u, err := b.ByCode(code, level, lived)
	if err != nil {
		panic(err)
	}
	p, err := territory(v, b, u.ID, on)
	if err != nil {
		panic(err)
	}
	p.OwesAll = true
	if code != "28108" {
		return p
	}
	p.Owes = web.Owed{
		{Left: "trễ 3 ngày", Title: "Công bố kết quả sau đối thoại tại từng ấp", Href: "/", Holder: "Ban Xây dựng Đảng", Late: true},
		{Left: "còn 12 ngày", Title: "Xây dựng cơ chế phối hợp giữa các cơ quan làm công tác dân vận", Href: "/", Holder: "Ban Xây dựng Đảng"},
	}
	p.Bodies = bodyTable(v, []unit.Body{
		{ID: "b1", Name: "Ban Xây dựng Đảng Đảng ủy xã Cần Đước", NameEN: "Party-building Board of the Cần Đước commune committee", Span: kheo.Span{From: "2025-07-01"}},
		{ID: "b2", Name: "Đảng ủy xã Cần Đước", Span: kheo.Span{From: "2025-07-01"}},
		{ID: "b3", Name: "Ủy ban MTTQ Việt Nam xã Cần Đước", Span: kheo.Span{From: "2025-07-01"}},
	}, "b1")
	return p
}

func bodySpecimens() []web.Specimen {
	ended := unit.Body{ID: "b", Name: "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", Span: kheo.Span{From: "2025-02-20", To: "2025-06-30"}}
	before := []unit.HeirLink{{Body: unit.Body{ID: "a", Name: "Ban Dân vận Huyện ủy Cần Đước"}, On: "2025-02-20", Basis: "QĐ 01-QĐ/HU"}}
	return []web.Specimen{
		{Name: "body: ended, nobody follows", Page: func(v web.View) web.Page {
			p := bodyPage{Body: ended, Title: bodyName(v, ended), NoHeir: true, Place: link{"Huyện Cần Đước, tỉnh Long An", "/"}}
			p.Facts, p.Lineage = web.Glance{{Label: v.T("unitweb.fact.days"), Value: days(v, ended.Span)}}, bodyLineage(v, before, nil)
			return p.page(v)
		}},
		{Name: "choose a unit: found", Page: func(v web.View) web.Page {
			return pickPage{Field: field(v, compiled(), "unit", "long huu", v.Today), Back: "/", On: v.Today}.page(v)
		}},
		{Name: "choose a unit: empty", Page: func(v web.View) web.Page {
			return pickPage{Field: field(v, compiled(), "unit", "", v.Today), Back: "/", On: v.Today}.page(v)
		}},
	}
}
