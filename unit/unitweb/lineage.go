package unitweb

import (
	"strings"

	"kheo"
	"kheo/internal/web"
	"kheo/unit"
)

// lineage draws what joined into what around the one asked about: its siblings
// where it went whole into one, its parts where it went into several, those
// before it where it lives.
func lineage(v web.View, b *unit.Book, h unit.Present, today kheo.Date) (BeforeAfter, web.Table) {
	id, asked := h.Was.ID, h.Was.ID
	links := b.Successors(id)
	if len(h.Now) == 1 && h.Now[0].Unit.ID == id {
		return backward(v, b, id, asked, today)
	}
	if len(links) == 1 && links[0].Unit != "" && links[0].Unit != id {
		return backward(v, b, links[0].Unit, asked, today)
	}
	return forward(v, b, h.Was, links, today)
}

// backward is everything that went into one unit.
func backward(v web.View, b *unit.Book, to, asked kheo.UnitID, today kheo.Date) (BeforeAfter, web.Table) {
	var d BeforeAfter
	table := lineageTable(v)
	links := b.Predecessors(to)
	for _, l := range links {
		if l.Unit == "" || l.Unit == to {
			continue
		}
		was, err := b.Last(l.Unit, l.On.Add(-1))
		now, err2 := b.Unit(to, l.On)
		if err != nil || err2 != nil {
			continue
		}
		box, link := MapBox{Name: was.Name, Asked: was.ID == asked}, BoxLink{From: len(d.Before)}
		if box.Asked { // the one asked about stands first
			d.Before = append([]MapBox{box}, d.Before...)
		} else {
			d.Before = append(d.Before, box)
		}
		d.Links = append(d.Links, link)
		if len(d.After) == 0 {
			d.After = []MapBox{{Name: now.Name, Asked: true}}
			d.AfterNote = above(b, now, l.On)
			titles(v, &d, l.On)
		}
		table.Rows = append(table.Rows, lineageRow(v, b, was, now, l))
	}
	d.Label = label(v, d)
	return d, table
}

// forward is everything one unit went into.
func forward(v web.View, b *unit.Book, was unit.Unit, links []unit.Link, today kheo.Date) (BeforeAfter, web.Table) {
	d := BeforeAfter{Before: []MapBox{{Name: was.Name, Asked: true}}}
	table := lineageTable(v)
	for _, l := range links {
		now, err := b.Unit(l.Unit, l.On)
		if err != nil {
			continue
		}
		d.Links = append(d.Links, BoxLink{From: 0, To: len(d.After)})
		d.After = append(d.After, MapBox{Name: now.Name, Asked: true})
		titles(v, &d, l.On)
		table.Rows = append(table.Rows, lineageRow(v, b, was, now, l))
	}
	d.Label = label(v, d)
	return d, table
}

func titles(v web.View, d *BeforeAfter, on kheo.Date) {
	d.BeforeTitle = v.T("unitweb.until", "day", on.Add(-1))
	d.AfterTitle = v.T("unitweb.since", "day", on)
}

// label is the picture in words.
func label(v web.View, d BeforeAfter) string {
	names := func(list []MapBox) string {
		all := make([]string, len(list))
		for i, b := range list {
			all[i] = b.Name
		}
		return strings.Join(all, ", ")
	}
	return v.T("unitweb.picture", "before", names(d.Before), "after", names(d.After))
}

func lineageTable(v web.View) web.Table {
	return web.Table{Caption: v.T("unitweb.lineage"), Cols: []web.Col{
		{Name: v.T("unitweb.col.before"), Main: true}, {Name: v.T("unitweb.col.after")},
		{Name: v.T("unitweb.col.share")}, {Name: v.T("unitweb.col.on")}, {Name: v.T("unitweb.col.basis")},
	}}
}

func lineageRow(v web.View, b *unit.Book, was, now unit.Unit, l unit.Link) web.Row {
	return web.Row{
		{Text: was.Name, Href: v.To("unit.show", string(was.ID)) + "?on=" + string(max(was.To, unit.FirstDay)), Sub: above(b, was, l.On.Add(-1))},
		{Text: now.Name, Href: v.To("unit.show", string(now.ID)), Sub: above(b, now, l.On)},
		{Text: share(v, was, l)}, {Text: v.Date(l.On)}, {Text: readBasis(v, l.Basis).line()},
	}
}
