package concernweb

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/voices"
	"kheo/unit"
)

// placeCookie holds the commune this browser last chose, and nothing else.
const placeCookie = "kheo_place"

// lastPlace is what the place field begins with: the commune the office is,
// or the one chosen last on this browser.
func lastPlace(a *web.Ask, book *unit.Book) unit.Unit {
	if u, err := book.Unit(a.Office.Unit, a.Today); err == nil && u.Level == unit.Commune {
		return u
	}
	c, err := a.Cookie(placeCookie)
	if err != nil {
		return unit.Unit{}
	}
	if u, err := book.Unit(kheo.UnitID(c.Value), a.Today); err == nil && u.Level == unit.Commune {
		return u
	}
	return unit.Unit{}
}

func (p *pages) keepPlace(w http.ResponseWriter, id kheo.UnitID) {
	http.SetCookie(w, &http.Cookie{Name: placeCookie, Value: string(id), Path: "/", MaxAge: int(voices.Long / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !p.Plain})
}

// communes are those of the office today.
func communes(book *unit.Book, v web.View) []unit.Unit {
	l, err := book.List(unit.Query{On: v.Today, Level: unit.Commune, Parent: v.Office.Unit})
	if err != nil {
		return nil
	}
	return l.Units
}

// placeNames are the communes' names, for the field to complete.
func placeNames(book *unit.Book, v web.View) []string {
	var names []string
	for _, u := range communes(book, v) {
		names = append(names, u.Name)
	}
	slices.Sort(names)
	return names
}

// findPlace reads the typed name, present or former, with or without its marks.
// One commune is the answer; several are offered to choose from; none is a
// fault that says what to do.
func findPlace(book *unit.Book, v web.View, f form) (kheo.UnitID, []web.Option, kheo.Faults) {
	if id := kheo.UnitID(f.PlaceID); id != "" {
		if _, err := book.Unit(id, v.Today); err == nil && inOffice(book, v, id) {
			return id, nil, nil
		}
	}
	typed := strings.TrimSpace(f.Place)
	if typed == "" {
		return "", nil, kheo.Faults{{Field: "place", Key: "concernweb.fault.place"}}
	}
	found := presentPlaces(book, v, typed)
	switch len(found) {
	case 0:
		return "", nil, kheo.Faults{{Field: "place", Key: "concernweb.fault.place-unknown", Args: []any{"place", typed}}}
	case 1:
		return kheo.UnitID(found[0].Value), nil, nil
	}
	return "", found, kheo.Faults{{Field: "place_id", Key: "concernweb.fault.place-several", Args: []any{"n", len(found)}}}
}

const placesOffered = 6

// presentPlaces are the communes of the office that a name means today, as good
// as the best of them. A former district is meant only when no commune is.
func presentPlaces(book *unit.Book, v web.View, typed string) []web.Option {
	hits := book.Now(typed, v.Today, 8*placesOffered)
	if list := bestOf(book, v, hits, unit.Commune); len(list) > 0 {
		return list
	}
	return bestOf(book, v, hits, unit.District)
}

// bestOf are the communes that the best hits of a level are in today.
func bestOf(book *unit.Book, v web.View, hits []unit.Present, level unit.Level) []web.Option {
	var list []web.Option
	best := 0.0
	for _, hit := range hits {
		if hit.Was.Level != level || hit.Score < best*0.95 {
			continue
		}
		for _, o := range partsOf(book, v, hit) {
			best = max(best, hit.Score)
			if !slices.ContainsFunc(list, func(x web.Option) bool { return x.Value == o.Value }) {
				list = append(list, o)
			}
		}
	}
	return list[:min(len(list), placesOffered)]
}

// partsOf are the communes of the office that a place is in today.
func partsOf(book *unit.Book, v web.View, hit unit.Present) []web.Option {
	var list []web.Option
	for _, part := range hit.Now {
		u := part.Unit
		if u.Level != unit.Commune || !inOffice(book, v, u.ID) {
			continue
		}
		o := web.Option{Value: string(u.ID), Label: u.Name}
		if hit.Was.ID != u.ID || hit.Was.Name != u.Name {
			o.Help = v.T("concernweb.place.was", "name", hit.Was.Name)
		}
		list = append(list, o)
	}
	return list
}

func inOffice(book *unit.Book, v web.View, id kheo.UnitID) bool {
	if v.Office.Unit == "" || id == v.Office.Unit {
		return true
	}
	return slices.ContainsFunc(book.Ancestors(id, v.Today), func(u unit.Unit) bool { return u.ID == v.Office.Unit })
}

// bodyPlace is the commune in which the caller helps.
func bodyPlace(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller) (unit.Unit, bool) {
	id := helperBody(who)
	if id == "" {
		return unit.Unit{}, false
	}
	b, err := unit.FindBody(ctx, tx, id)
	if err != nil {
		return unit.Unit{}, false
	}
	u, err := book.Unit(b.Territory, who.Today())
	return u, err == nil && u.Level == unit.Commune
}

// begin fills the form before anything is typed.
func (n *newPage) begin(book *unit.Book, in unit.Unit) {
	n.Places, n.Form.Place, n.In = placeNames(book, n.View), in.Name, in.ID
	n.Spot = n.spot(book)
}

// neighbours is how many communes around are named on the map.
const neighbours = 4

// spot asks for the point on a map of the commune and what lies next to it:
// its hamlets where their centres are known, else its neighbours.
func (n newPage) spot(book *unit.Book) web.SpotField {
	f := web.SpotField{Field: web.FieldFor(n.View, n.Form.Faults, "spot", "concernweb.new.spot", "").May(), Lat: n.Form.Lat, Lon: n.Form.Lon}
	in, err := book.Unit(n.In, n.Today)
	if err != nil || in.Lat == 0 {
		return f
	}
	f.Tap = n.action()
	f.Marks = []web.SpotPlace{{Name: in.Name, Lat: in.Lat, Lon: in.Lon}}
	hamlets, _ := book.List(unit.Query{On: n.Today, Level: unit.Hamlet, Parent: in.ID})
	around := slices.DeleteFunc(hamlets.Units, func(u unit.Unit) bool { return u.Lat == 0 })
	if len(around) < 2 {
		around = unit.Nearest(communes(book, n.View), in, neighbours)
	}
	for _, u := range around {
		f.Marks = append(f.Marks, web.SpotPlace{Name: u.Short, Lat: u.Lat, Lon: u.Lon})
	}
	return f
}
