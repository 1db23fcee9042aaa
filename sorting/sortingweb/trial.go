package sortingweb

import (
	"cmp"
	"slices"

	"kheo"
	"kheo/internal/web"
	"kheo/sorting"
)

// mostShifts is how many concerns of a dry run are listed.
const mostShifts = 100

// found is what the dry run found, in sentences.
func (p draftPage) found(v web.View) []string {
	t := p.Trial
	list := []string{v.T("sortingweb.trial.found", "cases", t.Cases, "since", p.Since, "moved", t.Elsewhere, "redated", t.Redated)}
	if t.Retired > 0 {
		list = append(list, v.T("sortingweb.trial.retired", "n", t.Retired))
	}
	if t.Lost > 0 {
		list = append(list, v.T("sortingweb.trial.lost", "n", t.Lost))
	}
	return list
}

// A flow is concerns that go the same other way.
type flow struct {
	sorting.Shift
	n int
}

// A between is what a flow has in common: bodies, what named them, days.
type between struct {
	from, to      kheo.UnitID
	was, is       string
	limit, limits string
	day           kheo.Date
}

// mostFlows is how many ways are told, the most travelled first.
const mostFlows = 12

// flows are the ways of a dry run, the most travelled first.
func (p draftPage) flows() []flow {
	by := map[between]int{}
	var list []flow
	for _, s := range p.Trial.Shifts {
		w := between{s.Now.Body, s.Then.Body, s.Now.Rule, s.Then.Rule, "", "", s.From}
		if s.Redated() {
			w.limit, w.limits = s.Now.Limit.ID, s.Then.Limit.ID
		}
		at, ok := by[w]
		if !ok {
			at = len(list)
			by[w] = at
			list = append(list, flow{Shift: s})
		}
		list[at].n++
	}
	slices.SortStableFunc(list, func(a, b flow) int { return cmp.Compare(b.n, a.n) })
	return list[:min(len(list), mostFlows)]
}

// way is where a flow goes, in sentences.
func (p draftPage) way(v web.View, f flow) []string {
	now, _ := p.Table.Body(f.Now.Body)
	then, _ := p.Table.Body(f.Then.Body)
	var list []string
	if f.Elsewhere() {
		list = append(list, v.T("sortingweb.flow", "n", f.n, "from", now.Name, "to", then.Name, "why", p.because(v, p.Table, f.Then)))
	} else {
		list = append(list, v.T("sortingweb.flow.stays", "n", f.n, "body", then.Name))
	}
	if f.Redated() {
		list = append(list, v.T("sortingweb.flow.days", "then", limit(v, f.Then.Limit), "now", limit(v, f.Now.Limit)))
	}
	if f.From > p.Trial.On {
		list = append(list, v.T("sortingweb.trial.from", "day", f.From))
	}
	return list
}

// shifts lists what would go elsewhere or have another day: which rule fires
// now, which would, and why.
func (p draftPage) shifts(v web.View) web.Table {
	t := web.Table{Caption: v.T("sortingweb.trial.list"), Cols: []web.Col{
		{Name: v.T("sortingweb.head.code"), Main: true}, {Name: v.T("sortingweb.head.topic")},
		{Name: v.T("sortingweb.head.now")}, {Name: v.T("sortingweb.head.then")}, {Name: v.T("sortingweb.head.due")}}}
	for _, s := range p.Trial.Shifts[:min(len(p.Trial.Shifts), mostShifts)] {
		c, _ := p.Table.Category(s.Category)
		code := web.Cell{Text: s.Code, Sub: p.Table.Place(s.Place, s.On)}
		if v.Has("matter.show") {
			code.Href = v.To("matter.show", s.Code)
		}
		topic := web.Cell{Text: name(v, c)}
		if s.From > p.Trial.On {
			topic.Sub = v.T("sortingweb.trial.from", "day", s.From)
		}
		t.Rows = append(t.Rows, web.Row{code, topic, p.goes(v, p.Trial.Was, s.Now), p.goes(v, p.Table, s.Then), due(v, s)})
	}
	return t
}

// goes is a body and what named it.
func (p draftPage) goes(v web.View, t *sorting.Table, x sorting.Turn) web.Cell {
	b, _ := p.Table.Body(x.Body)
	return web.Cell{Text: b.Name, Sub: p.because(v, t, x)}
}

// due is the day by the draft, and the one by the table that is on.
func due(v web.View, s sorting.Shift) web.Cell {
	if !s.Redated() {
		return web.Cell{Text: v.T("sortingweb.trial.same-day")}
	}
	return web.Cell{Text: v.T("sortingweb.trial.due", "day", s.Then.Due), Sub: v.T("sortingweb.trial.was-due", "day", s.Now.Due)}
}

// because is what named the body: a rule, with what it asks and why it is there,
// the topic, or nobody.
func (p draftPage) because(v web.View, t *sorting.Table, x sorting.Turn) string {
	if x.Rule != "" {
		rules := t.Rules()
		i := slices.IndexFunc(rules, func(r sorting.Rule) bool { return r.ID == x.Rule })
		return v.T("sortingweb.trial.rule", "n", x.N, "when", when(v, t, rules[max(i, 0)], p.On), "note", x.Note)
	}
	if x.Category != "" {
		c, _ := t.Category(x.Category)
		return v.T("sortingweb.trial.lead", "name", name(v, c))
	}
	return v.T("sortingweb.trial.anybody")
}
