package inspection

import "kheo/lang"

// Themes2023 are the four themes of the 2023 inspections.
var Themes2023 = []Theme{{Name: "civic"}, {Name: "ethnic_religious"}, {Name: "democracy"}, {Name: "skilful"}}

// In is the theme in a language.
func (t Theme) In(l lang.Lang) string {
	if t.Name != "" {
		return l.T("inspection.theme." + t.Name)
	}
	return t.Words
}

// TitleIn is the section's title in a language: the template's own words stand
// in both, a title the office gave stands as it was written.
func (s Section) TitleIn(l lang.Lang) string {
	if s.Name != "" {
		return l.T("inspection.outline." + s.Name)
	}
	return s.Title
}

// TitleIn is what the box asks for, in a language.
func (b Box) TitleIn(l lang.Lang) string {
	switch {
	case b.Indicator != "":
		return l.T("indicator." + b.Indicator + ".name")
	case b.Name != "":
		return l.T("inspection.box." + b.Name)
	}
	return b.Label
}

// A part of a template: its name is a key of lang after "inspection.outline.".
type part struct {
	name  string
	boxes []ask
	parts []part
}

// An ask is a box: an indicator, or a label, a key after "inspection.box.".
type ask struct{ indicator, label string }

func (a ask) words() string {
	if a.label == "" {
		return ""
	}
	return lang.VI.T("inspection.box." + a.label)
}

func figures(ids ...string) []ask {
	var list []ask
	for _, id := range ids {
		list = append(list, ask{indicator: id})
	}
	return list
}

func labels(names ...string) []ask {
	var list []ask
	for _, name := range names {
		list = append(list, ask{label: name})
	}
	return list
}

// outline2023 is the outline of an inspection of civic work as boards sent it
// in 2023: six parts, the third in ten.
var outline2023 = []part{
	{name: "situation", boxes: labels("area", "households", "communes")},
	{name: "leadership", boxes: append(labels("documents", "resolutions"), figures("training.held")...)},
	{name: "results", parts: []part{
		{name: "people", boxes: figures("matter.recommendation.open", "matter.recommendation.given", "matter.recommendation.answered",
			"matter.recommendation.acted", "matter.recommendation.confirmed", "matter.recommendation.overdue")},
		{name: "committee", boxes: labels("advice")},
		{name: "government", boxes: figures("reception.held", "reception.visitors")},
		{name: "democracy", boxes: figures("democracy.disclosed", "democracy.meetings", "democracy.inspections")},
		{name: "dialogue", boxes: figures("dialogue.held", "dialogue.attended", "dialogue.opinions", "dialogue.answered")},
		{name: "front", boxes: figures("supervision.held", "critique.held", "welfare.houses", "people.land", "people.labour", "people.cash", "work.road", "work.projects")},
		{name: "skilful", boxes: figures("model.ran", "model.registered", "model.recognised", "model.collective", "model.individual",
			"model.by_field.economy", "model.by_field.culture", "model.by_field.security", "model.by_field.politics",
			"model.sites", "model.groups", "people.households")},
		{name: "ethnic_religious", boxes: figures("faith.visits")},
		{name: "forces", boxes: labels("forces")},
		{name: "coordination", boxes: labels("programmes")},
	}},
	{name: "limits"},
	{name: "direction"},
	{name: "proposals"},
}
