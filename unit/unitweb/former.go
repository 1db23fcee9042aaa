package unitweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/unit"
)

// formerPage is "Xã cũ của tôi nay thuộc đâu?": empty before a question, then
// one answer, a choice between namesakes, or what to try next.
type formerPage struct {
	Query  string
	Answer *answer
	Choose []near // several places fit equally well
	More   int    // how many others fit
	Near   []near // close names, when nothing fits whole
}

// An answer is one former place and what it is now.
type answer struct {
	Great    OldAnswer
	Picture  BeforeAfter
	Table    web.Table
	District string // what became of the district
	Address  string // as it is written now; "" when that is not known
	Copy     string
	Show     []link // the units of today
	Not      []near
}

type link struct{ Name, Href string }

// A near is another place that may be meant.
type near struct{ Name, Place, Now, Href string }

func (d Deps) former(w http.ResponseWriter, a *web.Ask) error {
	q, err := text.Line(a.URL.Query().Get("q"))
	if err != nil {
		q = ""
	}
	var p formerPage
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		b, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		p = search(a.View, b, q, kheo.UnitID(a.URL.Query().Get("unit")), a.Who.Today())
		return nil
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

func (p formerPage) page(v web.View) web.Page {
	title := v.T("unitweb.former.title")
	return web.Page{Title: title, Verb: "noi", Crumbs: []web.Crumb{{Name: title, Href: v.To("unit.former")}}, Body: former(v, p)}
}

// most names are offered to choose from.
const most = 12

// search decides between one answer, a choice and close names.
func search(v web.View, b *unit.Book, q string, id kheo.UnitID, today kheo.Date) formerPage {
	p := formerPage{Query: q}
	var hits []unit.Present
	if q != "" {
		hits = b.Now(q, today, 0)
	}
	if id != "" {
		if was, err := b.Last(id, today); err == nil {
			chosen := unit.Present{Was: was, Now: b.Today(id, today)}
			p.Answer = answered(v, b, chosen, append([]unit.Present{chosen}, hits...), today)
			return p
		}
	}
	if len(hits) == 0 {
		return p
	}
	tied := 1
	for tied < len(hits) && hits[tied].Score == hits[0].Score && hits[tied].Exact == hits[0].Exact {
		tied++
	}
	switch {
	case !sure(hits[0]):
		p.Near = nears(v, b, q, hits[:min(len(hits), most)], today)
	case tied == 1:
		p.Answer = answered(v, b, hits[0], hits, today)
	default:
		home(v, hits[:tied])
		p.Choose = nears(v, b, q, hits[:min(tied, most)], today)
		p.More = max(tied-most, 0)
	}
	return p
}

// home puts the places of the office's own territory first.
func home(v web.View, tied []unit.Present) {
	away := func(h unit.Present) int {
		for _, p := range h.Now {
			if p.Unit.ID == v.Office.Unit || p.Unit.Parent == v.Office.Unit {
				return 0
			}
		}
		return 1
	}
	slices.SortStableFunc(tied, func(x, y unit.Present) int { return away(x) - away(y) })
}

// sure tells a hit whose every word was understood from a guess.
func sure(h unit.Present) bool { return h.Score >= 90 }

func nears(v web.View, b *unit.Book, q string, hits []unit.Present, today kheo.Date) []near {
	var list []near
	for _, h := range hits {
		n := near{Name: h.Was.Name, Place: above(b, h.Was, today)}
		n.Href = v.To("unit.former") + "?" + url.Values{"q": {q}, "unit": {string(h.Was.ID)}}.Encode()
		n.Now = nowLine(v, b, h, today)
		list = append(list, n)
	}
	return list
}

// nowLine is "nay thuộc xã Cần Đước, tỉnh Tây Ninh".
func nowLine(v web.View, b *unit.Book, h unit.Present, today kheo.Date) string {
	switch {
	case len(h.Now) == 0:
		return v.T("unitweb.near.unknown")
	case len(h.Now) > 1:
		return v.T("unitweb.former.several", "n", count(v, len(h.Now)))
	case h.Now[0].Unit.ID == h.Was.ID && h.Now[0].Unit.Name == h.Was.Name:
		return v.T("unitweb.near.still")
	}
	key := "unitweb.near.now"
	if h.Now[0].Unit.ID == h.Was.ID {
		key = "unitweb.near.named"
	}
	return v.T(key, "address", address(b, h.Now[0].Unit, today))
}

// notThis are other places near the one answered: those the question also
// names, then those whose name goes on.
func notThis(v web.View, b *unit.Book, was unit.Unit, hits []unit.Present, today kheo.Date) []near {
	seen := map[kheo.UnitID]bool{was.ID: true}
	var list []unit.Present
	add := func(all []unit.Present) {
		for _, h := range all {
			if len(list) < 5 && !seen[h.Was.ID] && h.Was.Level == was.Level {
				seen[h.Was.ID] = true
				list = append(list, h)
			}
		}
	}
	for i, h := range hits {
		if !sure(h) {
			hits = hits[:i]
			break
		}
	}
	add(hits)
	if len(list) < 5 {
		add(b.Now(was.Short, today, 20))
	}
	return nears(v, b, was.Short, list, today)
}

func answered(v web.View, b *unit.Book, h unit.Present, hits []unit.Present, today kheo.Date) *answer {
	a := &answer{Great: great(v, b, h, today), Not: notThis(v, b, h.Was, hits, today)}
	a.Picture, a.Table = lineage(v, b, h, today)
	a.District = districtEnd(v, b, h.Was)
	for _, p := range h.Now {
		a.Show = append(a.Show, link{v.T("unitweb.former.owes", "name", p.Unit.Name), v.To("unit.show", string(p.Unit.ID))})
	}
	if len(h.Now) == 1 {
		a.Copy = address(b, h.Now[0].Unit, today)
		a.Address = "**" + strings.ReplaceAll(a.Copy, ", ", "**, **") + "**"
	}
	return a
}
