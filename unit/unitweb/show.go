package unitweb

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// unitPage is one territory: as of a day, its history, what it owes.
type unitPage struct {
	Unit     unit.Unit
	Title    string // "Xã Tân Chánh"
	Address  string
	AsOf     web.AsOf
	Ended    string // when it no longer is, in a sentence
	Now      []link // where it is today, when it ended
	Facts    web.Glance
	Bodies   web.Table
	Children []link
	Below    string // the heading over the children
	States   web.Table
	Picture  BeforeAfter
	Lineage  web.Table
	Unknown  []string // "nobody says what came after" and the like
	Owes     web.Owed
	OwesAll  bool // the list was asked for
}

func (d Deps) show(w http.ResponseWriter, a *web.Ask) error {
	id := kheo.UnitID(a.PathValue("id"))
	var page web.Page
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		b, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		if len(b.States(id)) == 0 {
			body, err := readBody(ctx, tx, a.View, b, id)
			page = body.page(a.View)
			return err
		}
		p, err := d.read(ctx, tx, a, b, id)
		page = p.page(a.View)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, page)
}

func (p unitPage) page(v web.View) web.Page {
	return web.Page{Title: p.Title, Verb: "noi", Crumbs: []web.Crumb{{Name: v.T("unitweb.former.title"), Href: v.To("unit.former")}, {Name: p.Title}}, Body: unitView(v, p)}
}

func (d Deps) read(ctx context.Context, tx *db.Tx, a *web.Ask, b *unit.Book, id kheo.UnitID) (unitPage, error) {
	on := a.On()
	p, err := territory(a.View, b, id, on)
	if err != nil {
		return unitPage{}, err
	}
	if p.Bodies, err = bodies(ctx, tx, a.View, id, lived(p.Unit, on)); err != nil {
		return unitPage{}, err
	}
	if d.Owes == nil {
		return p, nil
	}
	list, err := d.Owes(ctx, tx, a.View, a.Who, b.Within(id, on), on)
	for _, o := range list {
		p.Owes = append(p.Owes, web.OwedRow{Left: o.Left, Title: o.Title, Href: o.Href, Holder: o.Holder, Late: o.Late})
	}
	p.OwesAll = true
	return p, err
}

// territory is what the book says of a unit as of a day. Before the first day
// that is known the page says so and shows the oldest state.
func territory(v web.View, b *unit.Book, id kheo.UnitID, on kheo.Date) (unitPage, error) {
	states := b.States(id)
	u, err := b.Last(id, on)
	p := unitPage{Unit: u}
	switch {
	case errors.Is(err, unit.ErrUnknownDay):
		u, p.Ended = states[0], v.T("unitweb.show.unknown-day", "day", unit.FirstDay)
	case errors.Is(err, kheo.ErrNotFound): // it did not exist yet
		u, p.Ended = states[0], v.T("unitweb.show.not-yet", "name", states[0].Name, "day", states[0].From)
	case err != nil:
		return p, err
	case !u.Holds(on):
		p.Ended = v.T("unitweb.show.ended", "name", u.Name, "day", u.To)
		p.Now = todays(v, b, id, on)
	}
	p.Unit, p.Title, p.Address = u, u.Name, strongName(b, u, on)
	p.AsOf = web.AsOf{Path: v.To("unit.show", string(id)), Days: daysOf(states), On: on}
	p.Facts = glance(v, b, u, on)
	day := lived(u, on)
	for _, k := range b.Children(id, day) {
		p.Children = append(p.Children, link{k.Name, v.To("unit.show", string(k.ID)) + "?on=" + string(day)})
	}
	if n := len(p.Children); n > 0 {
		p.Below = v.T("unitweb.show.below", "n", n, "day", day)
	}
	p.States = history(v, b, states)
	p.Picture, p.Lineage = around(v, b, id, on)
	p.Unknown = holes(v, b, id, u)
	return p, nil
}

// lived is the day, or the unit's last where it had ended.
func lived(u unit.Unit, on kheo.Date) kheo.Date {
	if u.To != "" && u.To < on {
		return u.To
	}
	return on
}

// todays are the units a former one is in on the day.
func todays(v web.View, b *unit.Book, id kheo.UnitID, on kheo.Date) []link {
	var list []link
	for _, x := range b.Today(id, on) {
		list = append(list, link{capital(address(b, x.Unit, on)), v.To("unit.show", string(x.Unit.ID))})
	}
	return list
}

// daysOf are the days worth standing on: the first and last of each state.
func daysOf(states []unit.Unit) []kheo.Date {
	var days []kheo.Date
	for _, s := range states {
		if s.From != "" {
			days = append(days, s.From)
		}
		if s.To >= unit.FirstDay {
			days = append(days, s.To)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return days[max(0, len(days)-4):]
}

func glance(v web.View, b *unit.Book, u unit.Unit, on kheo.Date) web.Glance {
	g := web.Glance{{Label: v.T("unitweb.fact.code"), Value: u.Code, Note: v.T("unitweb.fact.code-note")}}
	g = append(g, web.Fact{Label: v.T("unitweb.fact.days"), Value: days(v, u.Span)})
	if u.People > 0 {
		g = append(g, web.Fact{Label: v.T("unitweb.fact.people"), Value: v.Num(u.People), Note: v.T("unitweb.fact.people-note")})
	} else if up := above(b, u, on); up != "" {
		g = append(g, web.Fact{Label: v.T("unitweb.fact.above"), Value: capital(up)})
	}
	return g
}

// history are the states with what began each, oldest first.
func history(v web.View, b *unit.Book, states []unit.Unit) web.Table {
	t := web.Table{Caption: v.T("unitweb.history"), Cols: []web.Col{
		{Name: v.T("unitweb.col.days")}, {Name: v.T("unitweb.col.name"), Main: true}, {Name: v.T("unitweb.col.why")}, {Name: v.T("unitweb.col.basis")},
	}}
	id := states[0].ID
	for _, s := range states {
		why, text := began(v, b, id, s.From)
		t.Rows = append(t.Rows, web.Row{{Text: days(v, s.Span)}, {Text: s.Name, Sub: above(b, s, s.To)}, {Text: why}, {Text: text}})
	}
	last := states[len(states)-1]
	if links := b.Successors(id); last.To != "" && len(links) > 0 {
		t.Rows = append(t.Rows, web.Row{{Text: v.T("unitweb.days.after", "day", last.To)}, {Text: v.T("unitweb.ended.name")},
			{Text: v.T("unitweb.ended." + links[0].Kind)}, {Text: ends(v, links)}})
	}
	return t
}

// ends is the basis of an end, where all its parts have one text.
func ends(v web.View, links []unit.Link) string {
	first := readBasis(v, links[0].Basis)
	for _, l := range links[1:] {
		if l.Basis != links[0].Basis {
			return first.text
		}
	}
	return first.line()
}

// began is what happened on the first day of a state, and on what basis.
func began(v web.View, b *unit.Book, id kheo.UnitID, on kheo.Date) (why, text string) {
	if on == "" {
		return v.T("unitweb.show.before-known"), ""
	}
	seen := map[string]bool{}
	for _, l := range slices.Concat(b.Changes(id), b.Predecessors(id)) {
		if l.On != on {
			continue
		}
		w := v.T("unitweb.began." + l.Kind)
		if !seen[w] {
			seen[w] = true
			if why != "" {
				why, w = why+", ", small(w)
			}
			why += w
		}
		text = cmp.Or(text, readBasis(v, l.Basis).line())
	}
	return why, text
}

// around draws what came into the unit, or where it does not say, what it
// became.
func around(v web.View, b *unit.Book, id kheo.UnitID, on kheo.Date) (BeforeAfter, web.Table) {
	d, t := backward(v, b, id, "", on)
	was, err := b.Last(id, "9999-12-31")
	if err != nil {
		return d, t
	}
	var links []unit.Link
	for _, l := range b.Successors(id) {
		if l.Unit != id {
			links = append(links, l)
		}
	}
	f, more := forward(v, b, was, links, on)
	t.Rows = append(t.Rows, more.Rows...)
	if len(d.After) == 0 && len(f.After) > 0 {
		d = f
	}
	return d, t
}

// holes says what the list does not.
func holes(v web.View, b *unit.Book, id kheo.UnitID, u unit.Unit) []string {
	var list []string
	for _, l := range b.Predecessors(id) {
		if l.Unit == "" {
			list = append(list, v.T("unitweb.show.no-before", "name", u.Name, "day", l.On, "text", readBasis(v, l.Basis).text))
		}
	}
	for _, l := range b.Successors(id) {
		if l.Unit == "" {
			list = append(list, v.T("unitweb.show.no-after", "name", u.Name, "day", l.On, "text", readBasis(v, l.Basis).text))
		}
	}
	return list
}
