package sortingweb

import (
	"context"
	"errors"
	"slices"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
	"kheo/sorting"
	"kheo/unit"
)

// A goes is where a concern of a topic goes from a place, and until when it is
// answered: for everybody, before anything is sent.
type goes struct {
	Place  web.UnitField
	Asked  bool
	Nobody bool
	Body   string
	Fired  sorting.Fired
	Rule   sorting.Rule // that fired; zero when none did
	Table  *sorting.Table
	On     kheo.Date
	Due    kheo.Date
}

// readGoes answers for the place in the address; the only one found is taken.
func (d Deps) readGoes(ctx context.Context, tx *db.Tx, a *web.Ask, t *sorting.Table, c sorting.Category, limit law.Rule) (goes, error) {
	ask := a.URL.Query()
	g := goes{Table: t, On: a.Who.Today()}
	book, err := d.Tables.Books.Book(ctx, tx)
	if err != nil {
		return g, err
	}
	chosen := kheo.UnitID(ask.Get("place"))
	g.Place = web.UnitField{Field: web.Field{Name: "place", Value: string(chosen), Label: a.T("sortingweb.goes.place")},
		Query: ask.Get("place_q"), Found: communes(a.View, book, ask.Get("place_q"), g.On)}
	if chosen == "" && len(g.Place.Found) == 1 {
		chosen = kheo.UnitID(g.Place.Found[0].Value)
		g.Place.Field.Value = string(chosen)
	}
	if chosen == "" {
		return g, nil
	}
	g.Asked = true
	fired, lines, err := t.Explain(sorting.Case{Place: chosen, Category: c.ID, Kind: "concern", On: g.On})
	if errors.Is(err, kheo.ErrNotFound) {
		g.Nobody = true
		return g, nil
	}
	if err != nil {
		return g, err
	}
	b, _ := t.Body(fired.Body)
	g.Fired, g.Body = fired, b.Name
	if fired.Rule != "" {
		g.Rule = lines[len(lines)-1].Rule
	}
	days, err := calendar.Of(ctx, tx, chosen)
	g.Due = days.Due(g.On, limit)
	return g, err
}

// mostFound is how many places are offered.
const mostFound = 6

// communes of the office that a present or former name means today, those as
// good as the best.
func communes(v web.View, book *unit.Book, words string, on kheo.Date) []web.Option {
	var list []web.Option
	best := 0.0
	for _, hit := range book.Now(words, on, 8*mostFound) {
		if hit.Score < best*0.95 || len(list) == mostFound {
			break
		}
		for _, part := range hit.Now {
			u := part.Unit
			known := slices.ContainsFunc(list, func(o web.Option) bool { return o.Value == string(u.ID) })
			if known || u.Level != unit.Commune || !ours(v, book, u.ID, on) {
				continue
			}
			best = max(best, hit.Score)
			o := web.Option{Value: string(u.ID), Label: u.Name, Help: book.Address(u.Parent, on)}
			if hit.Was.Name != u.Name {
				o.Help = v.T("sortingweb.goes.was", "name", hit.Was.Name)
			}
			list = append(list, o)
		}
	}
	return list
}

// ours tells a territory of the office.
func ours(v web.View, book *unit.Book, id kheo.UnitID, on kheo.Date) bool {
	top := v.Office.Unit
	return top == "" || id == top || slices.ContainsFunc(book.Ancestors(id, on), func(u unit.Unit) bool { return u.ID == top })
}

// where is the body, in a sentence.
func (g goes) where(v web.View) string {
	if g.Nobody {
		return v.T("sortingweb.try.nobody")
	}
	return v.T("sortingweb.goes.to", "body", g.Body, "day", v.DayName(g.Due))
}

// why is what named the body, in a sentence. The note of a rule is for officers.
func (g goes) why(v web.View) string {
	switch {
	case g.Nobody:
		return ""
	case g.Fired.Rule != "":
		return v.T("sortingweb.goes.rule", "n", g.Fired.N, "when", when(v, g.Table, g.Rule, g.On))
	case g.Fired.Category != "":
		c, _ := g.Table.Category(g.Fired.Category)
		return v.T("sortingweb.goes.lead", "name", name(v, c))
	}
	return v.T("sortingweb.goes.anybody")
}
