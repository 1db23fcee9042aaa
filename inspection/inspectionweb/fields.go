package inspectionweb

import (
	"kheo/inspection"
	"kheo/internal/web"
)

// The fields of the forms: words by key, the value typed, the fault.

func rowField(v web.View, f form, name, label, value string) web.Field {
	return web.Field{Name: name, Label: label, Value: value, Error: v.Fault(f.Faults, name)}
}

func options(list []choice) []web.Option {
	var all []web.Option
	for _, c := range list {
		all = append(all, web.Option{Value: c.Value, Label: c.Label, Help: c.Sub, Chosen: c.On})
	}
	return all
}

func numberField(v web.View, p paperForm, f form) web.Field {
	w := web.FieldFor(v, f.Faults, "number", "inspectionweb.number", f.val("number", p.Number)).With(v.T("inspectionweb.number-help"))
	w.Small, w.Optional = true, !p.Numbered
	return w
}

func dayField(v web.View, p paperForm, f form) web.Field {
	return web.FieldFor(v, f.Faults, "day", "inspectionweb.number-day", f.val("day", p.Day))
}

// secrecyField asks whether the paper bears a mark, to refuse it if it does.
func secrecyField(v web.View, f form) web.Field {
	w := web.FieldFor(v, f.Faults, "secrecy", "inspectionweb.secrecy", f.val("secrecy", ""))
	for _, m := range []string{"", "Mật", "Tối mật", "Tuyệt mật"} {
		label := m
		if m == "" {
			label = v.T("inspectionweb.secrecy.none")
		}
		w.Options = append(w.Options, web.Option{Value: m, Label: label})
	}
	return w
}

func scanField(p showPage, paper string) web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "scan."+paper, "inspectionweb.paper.scan-file", "").With(p.T("inspectionweb.paper.scan-help"))
	w.Accept = []string{web.PDF, web.JPEG, web.PNG}
	return w
}

func (p newPage) field(name, value string) web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, name, "inspectionweb.new."+name, value)
	if name == "year" {
		w.Small = true
	}
	if name == "from" {
		w.Error = p.Fault(p.Form.Faults, "period")
	}
	return w
}

func (p newPage) teamField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "team", "inspectionweb.new.team", "")
	w.Options = options(p.Teams)
	return w
}

func (p newPage) themeField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "themes", "inspectionweb.new.themes", "")
	w.Options = options(p.Themes)
	return w
}

func roleField(v web.View, f form, r memberRow) web.Field {
	w := rowField(v, f, "role."+r.Name, v.T("inspectionweb.new.role", "n", r.Name), r.Role)
	for _, role := range inspection.MemberRoles {
		w.Options = append(w.Options, web.Option{Value: role, Label: v.T("inspection.member." + role)})
	}
	return w
}

func (p outlinePage) titleField(label, do string) web.Field {
	w := web.Field{Name: "title", ID: "f-title-" + do, Label: p.T(label)}
	if p.Form.val("do", "") == do {
		w.ID = "" // the summary of faults leads here
		w.Value, w.Error = p.Form.val("title", ""), p.Fault(p.Form.Faults, "title")
	}
	return w
}

// underField asks which section something goes under.
func (p outlinePage) underField(name string) web.Field {
	w := web.Field{Name: "id", ID: "f-" + name, Label: p.T("inspectionweb.outline." + name), Value: p.Form.val("id", "")}
	if name == "section-under" {
		w.Options = append(w.Options, web.Option{Label: p.T("inspectionweb.outline.top")})
	}
	for _, s := range p.Sections {
		if name == "box-under" || s.Depth < 2 {
			w.Options = append(w.Options, web.Option{Value: s.ID, Label: s.Number + " " + s.Title})
		}
	}
	return w
}

func (p outlinePage) figureField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "indicator", "inspectionweb.outline.figure", "")
	w.Options = append([]web.Option{{Label: p.T("inspectionweb.outline.own-words")}}, options(p.Figures)...)
	return w
}

func (p reportPage) wordsField(s fillSection) web.Field {
	w := rowField(p.View, p.Form, "w."+s.ID, p.T("inspectionweb.report.words"), s.Words).May()
	w.Rows = 4
	return w
}

func (p reportPage) draftLink(s fillSection) string {
	if s.Comments > 0 {
		return p.T("inspectionweb.report.comments", "n", s.Comments)
	}
	return p.T("inspectionweb.report.draft")
}

func (p reportPage) fileField(s fillSection) web.Field {
	w := rowField(p.View, p.Form, "f."+s.ID, p.T("inspectionweb.report.files"), "").May()
	w.Many, w.Accept = true, evidenceTypes
	return w
}

func (p reportPage) valueField(b fillBox) web.Field {
	label := b.Title
	if b.Unit != "" {
		label += " (" + b.Unit + ")"
	}
	return rowField(p.View, p.Form, "v."+b.ID, label, b.Value).May()
}

func (p reportPage) evidenceField(b fillBox) web.Field {
	return rowField(p.View, p.Form, "e."+b.ID, p.T("inspectionweb.report.rests"), b.Evidence).May()
}

func (p reportPage) whyField(b fillBox) web.Field {
	return rowField(p.View, p.Form, "y."+b.ID, p.T("inspectionweb.report.why"), p.Form.val("y."+b.ID, ""))
}

func (p visitPage) modelField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "model", "inspectionweb.visit.model", p.Form.val("model", ""))
	w.Options = options(p.Models)
	return w
}

// cardField names its field apart on every card.
func (p visitPage) cardField(c markCard, name, value string) web.Field {
	return rowField(p.View, p.Form, name+"."+c.ID, p.T("inspectionweb.visit."+name), value)
}

func (p visitPage) kindField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "kind", "inspectionweb.visit.kind", p.Form.val("kind", inspection.Strength))
	for _, k := range []string{inspection.Strength, inspection.Limitation} {
		w.Options = append(w.Options, web.Option{Value: k, Label: p.T("inspection.finding." + k)})
	}
	return w
}

func (p visitPage) findingField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "words", "inspectionweb.visit.finding", p.Form.val("words", ""))
	w.Rows = 3
	return w
}

func (p visitPage) sectionField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "section", "inspectionweb.visit.section", "").May()
	w.Options = append([]web.Option{{Label: p.T("inspectionweb.visit.whole")}}, options(p.SectionsToName)...)
	return w
}

func pressed(c markCard, v inspection.Verdict) string {
	if c.Mark.Verdict == v {
		return "true"
	}
	return "false"
}

func (p concludePage) wordsField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "words", "inspectionweb.conclude.words", p.Form.val("words", ""))
	w.Rows = 8
	return w
}

func (p concludePage) rowField(r proposalRow, name, value string) web.Field {
	field := name
	if name == "more" {
		field = "words" // of the recommendation, not of the conclusion
	}
	return rowField(p.View, p.Form, r.Field(field), p.T("inspectionweb.conclude."+name), value)
}

func (p concludePage) holderField(r proposalRow) web.Field {
	w := p.rowField(r, "holder", r.Holder)
	w.Options = options(p.Holders)
	return w
}

func (p recheckPage) wordsField() web.Field {
	w := web.FieldFor(p.View, p.Form.Faults, "words", "inspectionweb.recheck.words", p.Form.val("words", ""))
	w.Rows = 5
	return w
}

func (p recheckPage) dayField() web.Field {
	return web.FieldFor(p.View, p.Form.Faults, "day", "inspectionweb.recheck.set-day", p.Form.val("day", p.DayValue))
}
