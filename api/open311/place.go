package open311

import (
	"net/url"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/text"
	"kheo/unit"
)

// A finder reads addresses with present or former names, for an office on a day.
type finder struct {
	book   *unit.Book
	office kheo.UnitID
	on     kheo.Date
}

// A meant is what an address leads to: the territories of today, more than one
// where the place was split or has namesakes.
type meant struct {
	was string // the place as the best reading names it
	now []unit.Unit
}

// place finds the commune: by its id, by an address, or by the spot.
func (f finder) place(form url.Values, n *concern.New) error {
	if id := form.Get("address_id"); id != "" {
		n.Territory = kheo.UnitID(id)
		return nil
	}
	address := form.Get("address_string")
	if address == "" {
		n.Territory = nearest(f.book, f.office, f.on, n.Lat, n.Lon)
		return nil
	}
	parts := strings.Split(text.NFC(address), ",")
	for i := range parts { // from the whole to what stands last: the front may be a house or a road
		if m := f.find(strings.Join(parts[i:], ",")); m.was != "" {
			n.Hamlet = hamlet(parts)
			return f.choose(m, n)
		}
	}
	return bad("address_string: no commune of that name is known; write commune, district or province")
}

// find reads an address. Communes go before what is above them, and the
// office's own before those of others.
func (f finder) find(address string) meant {
	var all []unit.Present
	for _, hit := range f.book.Now(address, f.on, 48) {
		if len(all) == 0 || hit.Score >= 0.95*all[0].Score {
			all = append(all, hit)
		}
	}
	for _, wanted := range []func(unit.Present, unit.Unit) bool{
		func(hit unit.Present, u unit.Unit) bool { return hit.Was.Level == unit.Commune && f.ours(u.ID) },
		func(_ unit.Present, u unit.Unit) bool { return f.ours(u.ID) },
		func(unit.Present, unit.Unit) bool { return true },
	} {
		var m meant
		for _, hit := range all {
			m.add(hit, wanted)
		}
		if len(m.now) > 0 {
			return m
		}
	}
	if len(all) == 0 {
		return meant{}
	}
	return meant{was: all[0].Was.Title()}
}

// add takes what a reading leads to today, each territory once.
func (m *meant) add(hit unit.Present, wanted func(unit.Present, unit.Unit) bool) {
	for _, p := range hit.Now {
		if wanted(hit, p.Unit) && !slices.ContainsFunc(m.now, func(u unit.Unit) bool { return u.ID == p.Unit.ID }) {
			m.was, m.now = hit.Was.Title(), append(m.now, p.Unit)
		}
	}
}

func (f finder) ours(id kheo.UnitID) bool {
	return f.office == "" || id == f.office ||
		slices.ContainsFunc(f.book.Ancestors(id, f.on), func(u unit.Unit) bool { return u.ID == f.office })
}

// choose takes the one territory an address leads to; among several the spot
// tells, and without one the answer names them.
func (f finder) choose(m meant, n *concern.New) error {
	above := len(m.now) == 1 && m.now[0].Level != unit.Commune
	switch {
	case len(m.now) == 0:
		return bad("address_string: %s is no more, and no list says what became of it", m.was)
	case above && n.Spot:
		n.Territory = nearest(f.book, f.office, f.on, n.Lat, n.Lon)
	case above:
		return bad("address_string: %s is more than a commune; name the commune, or send lat and long", m.was)
	case len(m.now) == 1:
		n.Territory = m.now[0].ID
	case n.Spot:
		least := 0.0
		for _, u := range m.now {
			dy, dx := u.Lat-n.Lat, u.Lon-n.Lon
			if far := dy*dy + dx*dx; n.Territory == "" || far < least {
				n.Territory, least = u.ID, far
			}
		}
	default:
		return bad("address_string: %s may be %s; send address_id, a fuller name, or lat and long", m.was, f.choices(m.now))
	}
	return nil
}

// named is how many choices an answer names.
const named = 12

// choices are territories by address and id, for a caller to choose from.
func (f finder) choices(list []unit.Unit) string {
	var all []string
	for _, u := range list[:min(len(list), named)] {
		all = append(all, f.book.Address(u.ID, f.on)+" (address_id "+string(u.ID)+")")
	}
	if len(list) > named {
		all = append(all, "…")
	}
	return strings.Join(all, "; ")
}

// hamlet is the part of an address that names one.
func hamlet(parts []string) string {
	for _, p := range parts {
		p = strings.TrimSpace(p)
		first, _, _ := strings.Cut(text.Fold(p), " ")
		switch first {
		case "ap", "khu", "thon", "khom", "to", "lang", "ban", "buon", "kp":
			return p
		}
	}
	return ""
}
