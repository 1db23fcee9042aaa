package deskweb

import (
	"kheo"
	"kheo/concern"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// Specimens are the pages in each of their states.
func Specimens() []web.Specimen {
	list := func(v web.View, have []desk.Template, typed desk.Template, faults kheo.Faults) web.Page {
		p := templatesPage{View: v, Typed: typed, Faults: faults, Bodies: []web.Option{{Value: "kt", Label: "Phòng Kinh tế xã Cần Đước"}}}
		p.fill(have)
		return p.page()
	}
	have := []desk.Template{{ID: "1", Body: "kt", Name: "Nạo vét cống", Answer: matter.Acted, Words: "Ngày …, xã đã nạo vét … m cống từ … đến …."},
		{ID: "2", Body: "kt", Name: "Đèn đường chờ vật tư", Answer: matter.Explained, Words: "Bóng đèn đã đặt mua, dự kiến thay ngày …."}}
	return append(deskSpecimens(), []web.Specimen{
		{Name: "templates", Page: func(v web.View) web.Page { return list(v, have, desk.Template{}, nil) }},
		{Name: "templates, one opened", Page: func(v web.View) web.Page { return list(v, have, desk.Template{ID: "1"}, nil) }},
		{Name: "templates, none yet", Page: func(v web.View) web.Page { return list(v, nil, desk.Template{}, nil) }},
		{Name: "templates, to mend", Page: func(v web.View) web.Page {
			return list(v, have, desk.Template{Name: "x"}, kheo.Faults{{Field: "words", Key: "desk.fault.words"}})
		}},
		{Name: "words sought", Page: func(v web.View) web.Page {
			p := seekPage{View: v, Words: "cong nghet", Done: true, Found: concern.Sought{Through: 12}}
			p.Rows = []seekRow{{Code: "PA-7K3M-9QX", Title: "Cống đầu ấp Đông Trung nghẹt", Href: v.To("matter.show", "PA-7K3M-9QX"),
				Place: "Ấp Đông Trung", State: look.StateTag(v, matter.InHand, "")}}
			return p.page()
		}},
		{Name: "words sought, none", Page: func(v web.View) web.Page {
			return seekPage{View: v, Words: "den", Done: true, Found: concern.Sought{Through: 500, More: true}}.page()
		}},
		{Name: "words sought, a person", Page: func(v web.View) web.Page {
			return seekPage{View: v, Words: "0912 345 678", Faults: kheo.Faults{{Field: "words", Key: "concern.fault.seek-person"}}}.page()
		}},
		{Name: "several moved", Page: func(v web.View) web.Page {
			p := sayPage{View: v, Title: v.T("deskweb.bulk"), Lead: v.T("deskweb.bulk.lead", "done", 1, "n", 3)}
			p.Lines = []outcome{{Code: "PA-7K3M-9QX", Href: v.To("matter.show", "PA-7K3M-9QX"), Text: v.T("deskweb.bulk.done"), Done: true}}
			for code, err := range map[string]error{"PA-2Z36-FBT": kheo.ErrForbidden, "KN-23-0002": kheo.Wrong{From: "answered"}} {
				p.Lines = append(p.Lines, outcome{Code: code, Href: v.To("matter.show", code), Text: whyNot(v, err)})
			}
			return p.page()
		}},
		{Name: "a view without a name", Page: func(v web.View) web.Page {
			return sayPage{View: v, Title: v.T("deskweb.view"), Faults: kheo.Faults{{Field: "name", Key: "desk.fault.view"}}}.page()
		}},
	}...)
}
