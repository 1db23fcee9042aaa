package inspection

import (
	"context"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

// StillOpen is the recommendations of earlier inspections that the next plan
// for a host opens with: those of the host itself, of the territories it was
// made of, and of the ended districts these lay in, unless a body of another
// living territory carries them out by now.
func StillOpen(ctx context.Context, tx *db.Tx, book *unit.Book, host kheo.UnitID, on kheo.Date) ([]matter.Matter, error) {
	all, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Recommendation, Territory: forebears(book, host, on), Open: true, On: on})
	if err != nil {
		return nil, err
	}
	var open []matter.Matter
	for _, m := range all {
		mine, err := owes(ctx, tx, m, host, on)
		if err != nil {
			return nil, err
		}
		if mine {
			open = append(open, m)
		}
	}
	return open, nil
}

// owes tells whether an open matter may still be asked of the host: nobody
// holds it, or a body there does, or the territory is its own.
func owes(ctx context.Context, tx *db.Tx, m matter.Matter, host kheo.UnitID, on kheo.Date) (bool, error) {
	if m.Territory == host {
		return true, nil
	}
	s, err := matter.Stand(ctx, tx, m, on)
	if err != nil || s.Holder == "" {
		return true, err
	}
	b, err := unit.FindBody(ctx, tx, s.Holder)
	return b.Territory == host, err
}

// forebears is the host, all it was made of, and the districts that these lay
// in when they ended.
func forebears(book *unit.Book, host kheo.UnitID, on kheo.Date) []kheo.UnitID {
	list := []kheo.UnitID{host}
	add := func(id kheo.UnitID) {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	for n := 0; n < len(list); n++ {
		for _, link := range book.Predecessors(list[n]) {
			add(link.Unit)
			for _, d := range endedDistricts(book, link, on) {
				add(d)
			}
		}
	}
	return list
}

func endedDistricts(book *unit.Book, link unit.Link, on kheo.Date) []kheo.UnitID {
	var list []kheo.UnitID
	for _, a := range book.Ancestors(link.Unit, link.On.Add(-1)) {
		if a.Level == unit.District && a.To != "" && a.To < on {
			list = append(list, a.ID)
		}
	}
	return list
}
