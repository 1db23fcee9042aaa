package unitweb

import (
	"strings"

	"kheo"
	"kheo/internal/web"
	"kheo/unit"
)

// great is the answer in the greatest size on the site.
func great(v web.View, b *unit.Book, h unit.Present, today kheo.Date) OldAnswer {
	o := OldAnswer{Was: strongName(b, h.Was, today)}
	links := b.Successors(h.Was.ID)
	for _, p := range h.Now {
		part := OldPart{Name: p.Unit.Name, Place: above(b, p.Unit, today), Href: v.To("unit.show", string(p.Unit.ID))}
		for _, l := range links {
			if l.Unit == p.Unit.ID {
				part.Share, part.Basis = share(v, h.Was, l), readBasis(v, l.Basis).line()
			}
		}
		o.Parts = append(o.Parts, part)
	}
	switch {
	case len(h.Now) == 0:
		unknown(v, &o, h.Was, links)
	case len(h.Now) > 1:
		o.Lead = v.T("unitweb.former.several", "n", count(v, len(h.Now)))
		o.Facts = []web.Fact{{Label: v.T("unitweb.fact.on"), Value: v.Date(links[0].On)}}
	case h.Now[0].Unit.ID == h.Was.ID:
		o.Lead, o.Facts = itself(v, b, h)
	default:
		o.Lead, o.Facts = v.T("unitweb.former.now"), facts(v, h.Was, links)
	}
	return o
}

func unknown(v web.View, o *OldAnswer, was unit.Unit, links []unit.Link) {
	o.Lead = v.T("unitweb.former.unknown")
	o.Doubt = v.T("unitweb.former.unknown-why", "name", was.Name, "day", was.To)
	for _, l := range links {
		if l.Kind == unit.Remove {
			o.Facts = []web.Fact{{Label: v.T("unitweb.fact.ended"), Value: v.Date(was.To)}}
			o.Source = v.T("unitweb.former.unknown-source", "text", readBasis(v, l.Basis).text)
		}
	}
}

// itself is a place that lives on: under the same name, or another.
func itself(v web.View, b *unit.Book, h unit.Present) (lead string, list []web.Fact) {
	now := h.Now[0].Unit
	if now.Name == h.Was.Name && now.Parent == h.Was.Parent {
		lead = v.T("unitweb.former.still")
	} else {
		lead = v.T("unitweb.former.is")
	}
	for _, l := range append(b.Changes(now.ID), b.Successors(now.ID)...) {
		if l.On == now.From && now.From != "" {
			t := readBasis(v, l.Basis)
			return lead, []web.Fact{
				{Label: v.T("unitweb.fact.on"), Value: v.Date(l.On)},
				{Label: v.T("unitweb.fact.what"), Value: v.T("unitweb.kind." + l.Kind)},
				basisFact(v, t),
			}
		}
	}
	return lead, nil
}

func facts(v web.View, was unit.Unit, links []unit.Link) []web.Fact {
	if len(links) == 0 {
		return nil
	}
	l := links[0]
	return []web.Fact{
		{Label: v.T("unitweb.fact.on"), Value: v.Date(l.On)},
		{Label: v.T("unitweb.fact.share"), Value: share(v, was, l)},
		basisFact(v, readBasis(v, l.Basis)),
	}
}

func basisFact(v web.View, t basis) web.Fact {
	f := web.Fact{Label: v.T("unitweb.fact.basis"), Value: t.text}
	if t.clause != "" {
		f.Value, f.Note = capital(t.clause), t.text
	}
	return f
}

// small is a phrase inside a sentence.
func small(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// districtEnd says what became of the district a commune stood in, or of the
// district asked about.
func districtEnd(v web.View, b *unit.Book, was unit.Unit) string {
	d := was
	if was.Level == unit.Commune {
		p, err := b.Last(was.Parent, max(was.To, unit.FirstDay))
		if err != nil {
			return ""
		}
		d = p
	}
	links := b.Successors(d.ID)
	if d.Level != unit.District || len(links) == 0 || links[0].Kind != unit.Abolish {
		return ""
	}
	last := d.To
	var after []unit.Unit
	before := b.Children(d.ID, last)
	provinces := map[kheo.UnitID]bool{}
	for _, l := range links {
		if u, err := b.Unit(l.Unit, l.On); err == nil {
			after = append(after, u)
			provinces[u.Parent] = true
		}
	}
	args := []any{"district", d.Title(), "day", last, "before", kinds(v, before), "after", kinds(v, after)}
	if len(provinces) != 1 {
		return v.T("unitweb.district", args...)
	}
	return v.T("unitweb.district-in", append(args, "place", above(b, after[0], links[0].On))...)
}

// kinds counts units with their words: "17 xã, thị trấn".
func kinds(v web.View, all []unit.Unit) string {
	var words []string
	for _, t := range []string{"phường", "xã", "thị trấn", "đặc khu"} {
		for _, u := range all {
			if u.Type == t {
				words = append(words, typeWord(v, "types", t))
				break
			}
		}
	}
	return v.Num(int64(len(all))) + " " + strings.Join(words, ", ")
}
