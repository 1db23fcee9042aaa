package lawweb

import (
	"kheo"
	"kheo/internal/web"
	"kheo/law"
)

// A listPage is every rule in force on a day.
type listPage struct {
	Rules   []law.Rule
	On      kheo.Date
	MayEdit bool
}

func (p listPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("lawweb.title"), Body: listBody(v, p)}
}

func (p listPage) table(v web.View) web.Table {
	t := web.Table{
		Caption: v.T("lawweb.title"),
		Cols: []web.Col{
			{Name: v.T("lawweb.head.rule"), Main: true}, {Name: v.T("lawweb.head.value")},
			{Name: v.T("lawweb.head.source")}, {Name: v.T("lawweb.head.confirmed")},
		},
	}
	for _, r := range p.Rules {
		what := web.Cell{Text: v.T(r.What())}
		if p.MayEdit {
			what.Href = v.To("law.edit", r.ID)
		}
		source := web.Cell{Body: vietnamese(r.Source)}
		if r.Edited {
			source.Sub = v.T("lawweb.own", "day", r.From)
		}
		t.Rows = append(t.Rows, web.Row{what, {Text: value(v, r)}, source, {Tag: confirmed(v, r)}})
	}
	return t
}

// An editPage is one rule and what was typed to change it.
type editPage struct {
	Rule      law.Rule
	History   []law.Rule
	Value     string
	Unit      string
	From      string
	Source    string
	Confirmed bool
	Faults    kheo.Faults
}

func (p editPage) page(v web.View) web.Page {
	return web.Page{
		Title: v.T(p.Rule.What()), Body: editBody(v, p), Private: true,
		Crumbs: []web.Crumb{{Name: v.T("lawweb.title"), Href: v.To("law.list")}},
	}
}

func (p editPage) field(v web.View, name, value string) web.Field {
	return web.FieldFor(v, p.Faults, name, "lawweb.field."+name, value)
}

func (p editPage) value(v web.View) web.Field {
	f := p.field(v, "value", p.Value)
	f.Type, f.Small = "number", true
	return f
}

func (p editPage) unit(v web.View) web.Field {
	f := p.field(v, "unit", p.Unit)
	for _, u := range []string{law.WorkingDay, law.CivilDay} {
		f.Options = append(f.Options, web.Option{Value: u, Label: v.T("lawweb.field.unit." + u)})
	}
	return f
}

func (p editPage) confirmed(v web.View) web.Field {
	value := ""
	if p.Confirmed {
		value = "yes"
	}
	return p.field(v, "confirmed", value).May()
}

// value is "5 ngày làm việc".
func value(v web.View, r law.Rule) string { return v.T("law.value."+r.Unit, "n", r.Value) }

func confirmed(v web.View, r law.Rule) web.Tag {
	if r.Confirmed {
		return web.Tag{Shape: web.TagRight, Text: v.T("lawweb.confirmed")}
	}
	return web.Tag{Shape: web.TagUnproved, Text: v.T("lawweb.unconfirmed")}
}
