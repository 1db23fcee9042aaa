package modelweb

import (
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/web"
	"kheo/model"
)

func crumbs(v web.View, more ...web.Crumb) []web.Crumb {
	return append([]web.Crumb{{Name: v.T("modelweb.act"), Href: v.To("public.lam")}, {Name: v.T("modelweb.title"), Href: v.To("model.list")}}, more...)
}

func (l listPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("modelweb.list.title", "year", l.Year), Verb: "lam", Crumbs: crumbs(v)[:1], Body: l.body(v)}
}

// filters are the four choices above the list.
func (l listPage) filters(v web.View) []web.Field {
	years := web.Field{Name: "year", Label: v.T("modelweb.list.year"), Value: strconv.Itoa(l.Year)}
	for _, y := range l.Years {
		years.Options = append(years.Options, web.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	units := web.Field{Name: "unit", Label: v.T("modelweb.list.unit"), Value: string(l.Unit)}
	units.Options = append([]web.Option{{Label: v.T("modelweb.list.unit.all")}}, options(l.Places)...)
	fields := web.Field{Name: "field", Label: v.T("modelweb.list.field"), Value: string(l.Field)}
	fields.Options = append(fields.Options, web.Option{Label: v.T("modelweb.list.field.all")})
	for _, f := range model.Fields() {
		fields.Options = append(fields.Options, web.Option{Value: string(f), Label: v.T("model.field." + string(f))})
	}
	states := web.Field{Name: "state", Label: v.T("modelweb.list.state"), Value: string(l.State)}
	states.Options = append(states.Options, web.Option{Label: v.T("modelweb.list.state.all")})
	for _, s := range model.States() {
		states.Options = append(states.Options, web.Option{Value: string(s), Label: v.T("model.state." + string(s))})
	}
	return []web.Field{years, units, fields, states}
}

// options are places, each further in than the one above it.
func options(list []place) []web.Option {
	var out []web.Option
	for _, p := range list {
		out = append(out, web.Option{Value: string(p.ID), Label: strings.Repeat("– ", p.Depth) + p.Name})
	}
	return out
}

// drawn is the funnel as far as it can be told: while no recognised model has
// had its twelve months, the steps after are not drawn.
func (l listPage) drawn(v web.View) web.Funnel {
	f := web.Funnel{Caption: v.T("modelweb.funnel.note")}
	last := int64(0)
	for i, s := range l.counted() {
		step := web.FunnelStep{Name: v.T("modelweb.step." + s.name), N: int(s.n), Bold: s.name == l.Step || l.Step == "all" && s.name == "ran"}
		if lost := last - s.n; i > 0 && lost > 0 {
			step.Lost = v.T("modelweb.lost."+s.name, "n", lost-s.early)
			if s.early > 0 {
				step.Lost += ", " + v.T("modelweb.funnel.early", "n", s.early)
			}
		}
		last = s.n
		f.Steps = append(f.Steps, step)
	}
	return f
}

type counted struct {
	name     string
	n, early int64
}

func (l listPage) counted() []counted {
	f := l.Funnel
	list := []counted{{"registered", f.Registered, 0}, {"ran", f.Ran, 0}, {"recognised", f.Recognised, 0}}
	if f.Recognised == 0 || f.Early == f.Recognised {
		return list
	}
	return append(list, counted{"alive12", f.Alive12, f.Early}, counted{"replicated", f.Replicated, 0})
}

// table is the funnel in numbers; each step leads to its models.
func (l listPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("modelweb.funnel.title", "year", l.Year),
		Cols: []web.Col{{Name: v.T("modelweb.funnel.step"), Main: true}, {Name: v.T("modelweb.funnel.number"), Num: true}}}
	list := l.counted()
	if l.Funnel.Carried > 0 {
		list = append(list, counted{"carried", l.Funnel.Carried, 0})
	}
	for _, s := range list {
		t.Rows = append(t.Rows, web.Row{
			{Text: v.T("modelweb.step." + s.name), Href: l.address("step", s.name) + "#list"}, {Text: v.Num(s.n)}})
	}
	return t
}

func (l listPage) rows(v web.View) web.Table {
	t := web.Table{Caption: v.T("modelweb.step." + l.Step), Cols: []web.Col{
		{Name: v.T("model.box.name"), Main: true}, {Name: v.T("modelweb.list.where")}, {Name: v.T("modelweb.list.field")}, {Name: v.T("modelweb.list.state")}}}
	for _, i := range l.Items {
		t.Rows = append(t.Rows, web.Row{
			{Text: i.Name, Href: v.To("model.show", i.Code), Sub: i.Code},
			{Text: i.Where},
			{Text: v.T("model.field." + string(i.Field))},
			{Tag: stateTag(v, i.State)},
		})
	}
	return t
}

func (s showPage) page(v web.View) web.Page {
	return web.Page{Title: s.Name, Verb: "lam", Crumbs: crumbs(v), Body: s.body(v), Private: !s.Public}
}

// days one may look at the page from: those on which something happened.
func (s showPage) days() []kheo.Date {
	var list []kheo.Date
	for _, m := range s.Moves {
		list = append(list, m.Day)
	}
	return list[max(0, len(list)-3):]
}

// paragraphs of a box.
func paragraphs(s string) []string {
	var list []string
	for p := range strings.SplitSeq(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

func (s showPage) facts(v web.View) []web.Fact {
	kind := "model.kind.individual"
	if s.Collective {
		kind = "model.kind.collective"
	}
	list := []web.Fact{
		{Label: v.T("modelweb.show.code"), Value: s.Code},
		{Label: v.T("modelweb.show.body"), Value: s.BodyIs},
		{Label: v.T("modelweb.show.field"), Value: v.T("model.field." + string(s.Field))},
		{Label: v.T("modelweb.show.level"), Value: v.T("model.level." + s.Level)},
		{Label: v.T("modelweb.show.kind"), Value: v.T(kind)},
	}
	if len(s.Programmes) > 0 {
		var names []string
		for _, p := range s.Programmes {
			names = append(names, v.T("model.programme."+p))
		}
		list = append(list, web.Fact{Label: v.T("modelweb.show.programmes"), Value: strings.Join(names, ", ")})
	}
	return list
}

// history is told oldest first; the last thing is where the model is now.
func (s showPage) history(v web.View) web.Timeline {
	var t web.Timeline
	for i, m := range s.Moves {
		h := web.Happening{When: v.Date(m.Day), What: v.T("model.state." + string(m.To)), Note: m.Note, By: m.By, Stage: web.Done}
		if i == len(s.Moves)-1 && m.To != model.Ended && m.To != model.Rejected {
			h.Stage = web.Now
		}
		t = append(t, h)
	}
	return t
}

func (s showPage) points(v web.View) web.Table {
	t := web.Table{Caption: v.T("modelweb.show.sites"), Cols: []web.Col{
		{Name: v.T("modelweb.list.where"), Main: true}, {Name: v.T("modelweb.show.days")}}}
	for _, p := range s.Points {
		days := v.T("modelweb.show.since", "day", p.From)
		if p.To != "" {
			days += " " + v.T("modelweb.show.until", "day", p.To)
		}
		t.Rows = append(t.Rows, web.Row{{Text: p.Where, Sub: p.Place}, {Text: days}})
	}
	return t
}

// steps the caller may take, publishing among them.
func (s showPage) steps(v web.View) []web.Option {
	var list []web.Option
	for _, to := range s.Can {
		list = append(list, web.Option{Value: string(to), Label: v.T("modelweb.do." + string(to))})
	}
	if s.Publish {
		list = append(list, web.Option{Value: "published", Label: v.T("modelweb.do.published"), Help: v.T("modelweb.do.published.help")})
	}
	return list
}

func (s showPage) choose(v web.View) web.Field {
	f := web.Field{Name: "to", Label: v.T("modelweb.do.choose"), Value: s.Input.Form, Options: s.steps(v)}
	if f.Value == "" {
		f.Value = f.Options[0].Value
	}
	return f
}

// where a further point may be: everywhere in the body's territory.
func (s showPage) where(v web.View) web.Field {
	f := s.field(v, "unit", "modelweb.do.unit", s.Input.Unit)
	if f.Value == "" {
		f.Value = string(s.Unit)
	}
	f.Options = options(s.Places)
	return f
}

func (s showPage) field(v web.View, name, key, value string) web.Field {
	return web.FieldFor(v, s.Faults, name, key, value)
}

func (f formPage) page(v web.View) web.Page {
	title := v.T("modelweb.new.title")
	return web.Page{Title: title, Verb: "lam", Crumbs: crumbs(v), Body: f.body(v), Private: true}
}

func (f formPage) field(v web.View, name, key, value string) web.Field {
	return web.FieldFor(v, f.Faults, name, key, value)
}

func (f formPage) boxes(v web.View) []web.Field {
	var list []web.Field
	for _, name := range model.BoxNames() {
		b := f.field(v, name, "model.box."+name, f.Boxes.Box(name)).With(v.T("modelweb.help." + name))
		b.Rows = 4
		list = append(list, b)
	}
	return list
}

func (f formPage) registrant(v web.View) web.Field {
	x := f.field(v, "body", "modelweb.new.body", string(f.Body))
	for _, b := range f.Bodies {
		x.Options = append(x.Options, web.Option{Value: string(b.ID), Label: b.Name})
	}
	return x
}

// places of all the bodies one may register for.
func (f formPage) places(v web.View) web.Field {
	x := f.field(v, "unit", "modelweb.new.unit", string(f.Unit))
	seen := map[kheo.UnitID]bool{}
	for _, b := range f.Bodies {
		for _, p := range b.Places {
			if !seen[p.ID] {
				seen[p.ID] = true
				x.Options = append(x.Options, options([]place{p})...)
			}
		}
	}
	return x
}

func (f formPage) fields(v web.View) web.Field {
	x := f.field(v, "field", "modelweb.list.field", string(f.Field))
	for _, o := range model.Fields() {
		x.Options = append(x.Options, web.Option{Value: string(o), Label: v.T("model.field." + string(o))})
	}
	return x
}

func (f formPage) kinds(v web.View) web.Field {
	kind := "individual"
	if f.Collective {
		kind = "collective"
	}
	x := f.field(v, "kind", "modelweb.new.kind", kind)
	for _, o := range []string{"collective", "individual"} {
		x.Options = append(x.Options, web.Option{Value: o, Label: v.T("model.kind." + o)})
	}
	return x
}

func (f formPage) levels(v web.View) web.Field {
	x := f.field(v, "level", "modelweb.show.level", f.Level)
	for _, o := range f.Levels {
		x.Options = append(x.Options, web.Option{Value: o, Label: v.T("model.level." + o)})
	}
	return x
}

func (f formPage) programmes(v web.View) web.Field {
	x := f.field(v, "programmes", "modelweb.show.programmes", "").May()
	for _, o := range model.Programmes() {
		chosen := false
		for _, p := range f.Programmes {
			chosen = chosen || p == o
		}
		x.Options = append(x.Options, web.Option{Value: o, Label: v.T("model.programme." + o), Chosen: chosen})
	}
	return x
}

func (f formPage) groups(v web.View) web.Field {
	x := f.field(v, "groups", "modelweb.new.groups", f.Number).With(v.T("modelweb.new.groups.help"))
	x.Small = true
	return x
}

func (f formPage) day(v web.View) web.Field {
	return f.field(v, "day", "modelweb.new.day", f.Date)
}
