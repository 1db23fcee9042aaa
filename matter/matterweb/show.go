package matterweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// A showPage is one matter: where it stands, who holds it, until when, what to
// do now, then the rest.
type showPage struct {
	web.View
	Code     string
	Kind     string
	Tag      web.Tag
	Title    string
	Lead     string // place, given when and by whom
	Origin   web.Crumb
	Text     string
	Product  string
	AsOf     web.AsOf
	Private  bool
	Past     kheo.Date // the day one looks back to; "" today. Nothing can be done then
	Waits    bool      // a choice comes before everything else
	Choice   web.Choice
	Track    web.Track
	Glance   web.Glance
	Do       desk.Do
	WhyTitle string // of the day
	WhyCount string // how many days lie between
	WhyDays  web.WhyDay
	Why      string
	Watch    string // whose word comes next, for the one who only watches
	Owed     string // to whom it is owed, in words
	Form     form
	Answers  []web.Answer
	Timeline web.Timeline
	Receipt  web.Receipt
	Begin    []web.Crumb // answers to begin from
	Deal     *dealPage   // for those who deal with a concern
	Deeds    []deedLink
}

// crumbs lead to what is owed and to where the matter came from.
func (p showPage) crumbs() []web.Crumb {
	list := []web.Crumb{{Name: p.T("tallyweb.owed.title"), Href: p.To("tally.owed")}}
	if p.Origin.Name != "" {
		list = append(list, p.Origin)
	}
	return list
}

// A form is what the visitor typed, kept when something is to be mended.
type form struct {
	Kind matter.AnswerKind
	Text string
	Note string
	To   kheo.UnitID
	Why  string
	matter.Saying
	Faults kheo.Faults
}

func (d Deps) show(w http.ResponseWriter, a *web.Ask) error {
	typed, err := d.begin(a)
	if err != nil {
		return err
	}
	return d.showForm(w, a, http.StatusOK, typed)
}

// begin is the answer form filled from a template the visitor chose.
func (d Deps) begin(a *web.Ask) (form, error) {
	var typed form
	id := a.FormValue("from")
	if id == "" {
		return typed, nil
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		list, err := desk.Templates(ctx, tx, a.Who)
		for _, t := range list {
			if t.ID == id {
				typed = form{Kind: t.Answer, Text: t.Words, Saying: matter.Saying{TextEN: t.WordsEN}}
			}
		}
		return err
	})
	return typed, err
}

// showForm draws the page with what was typed.
func (d Deps) showForm(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.read(ctx, tx, a, a.PathValue("code"), a.On())
		return err
	})
	if errors.Is(err, errResident) && a.Has("concern.show") {
		return a.Go(w, a.To("concern.show", a.PathValue("code")))
	}
	if err != nil {
		return err
	}
	p := f.page(a.View, typed)
	if f.M.Public && f.M.Kind == matter.Recommendation {
		p.Receipt.Copy = a.T("matterweb.show.copy", "title", p.Title, "code", p.Code, "state", p.Tag.Text, "day", a.Date(f.M.Due), "address", a.Root()+a.To("matter.show", p.Code))
	}
	return a.ShowStatus(w, status, web.Page{Title: p.Code + " · " + p.Title, Verb: "lam", Crumbs: p.crumbs(), Body: showBody(p), Private: p.Private || p.Do != ""})
}

// page decides everything the component draws.
func (f facts) page(v web.View, typed form) showPage {
	m := f.M
	p := showPage{View: v, Code: m.Code, Kind: v.T("matter.kind." + string(m.Kind)), Tag: look.Tag(v, m, f.On), Title: f.title(v),
		Text: m.Text, Product: m.Product, Origin: f.Origin, Private: !m.Public, Do: f.Do, Form: typed, Waits: f.S.Waiting,
		Owed: f.Bodies.Name(v, f.Owed), Track: f.track(v), Glance: web.Glance{f.awaited(v), f.holder(v), f.until(v)},
		Answers: f.answers(v), Timeline: f.timeline(v), Receipt: f.receipt(v)}
	p.Lead = v.T("matterweb.show.lead", "place", look.Upper(f.Place), "body", f.Bodies.Name(v, m.OwedTo), "day", kheo.DateOf(m.Opened))
	if f.Deal != nil {
		f.dealPage(v, &p)
	}
	if m.Due != "" && m.Kind == matter.Recommendation {
		p.WhyTitle, p.Why = v.T("matterweb.why.title", "day", v.DayName(m.Due)), v.T("matterweb.why.recommendation")
		p.WhyCount, p.WhyDays = f.whySet(v)
		p.Glance[2].Link, p.Glance[2].Href = v.T("matterweb.why.link"), "#why"
	}
	p.AsOf = web.AsOf{Path: v.To("matter.show", m.Code), Days: f.days(), On: f.On}
	if f.On != v.Today {
		p.Past = f.On
	}
	if f.S.Waiting {
		p.Choice = f.choice(v)
	}
	if f.Do == desk.DoWatch {
		p.Watch = f.Bodies.Name(v, f.next())
	}
	return p
}

// next is the body whose word comes next.
func (f facts) next() kheo.UnitID {
	switch {
	case f.S.Waiting:
		return f.S.Chooser
	case f.M.State == matter.Answered:
		return f.Owed
	}
	return f.S.Holder
}

// days are those worth standing on: the day it was opened, the day after a
// holder ended.
func (f facts) days() []kheo.Date {
	days := []kheo.Date{kheo.DateOf(f.M.Opened)}
	if f.S.Ended != "" {
		days = append(days, f.S.Ended.Add(1))
	}
	return days
}

// track: given, in hand, answered, the verdict. A matter refused, sent
// elsewhere, merged or withdrawn has its own two stations.
func (f facts) track(v web.View) web.Track {
	m := f.M
	if !m.State.Owed() {
		return web.Track{
			{Name: v.T("matterweb.track.given"), Stage: web.Done},
			{Name: v.T("matter.state." + string(m.State)), Stage: web.Now}}
	}
	list := web.Track{
		{Name: v.T("matterweb.track.given")},
		{Name: v.T("matterweb.track.in_hand")},
		{Name: v.T("matterweb.track.answered")},
		{Name: v.T("matterweb.track.verdict." + string(m.Kind))}}
	at := map[matter.State]int{matter.Assigned: 0, matter.InHand: 1, matter.Reopened: 1,
		matter.Answered: 2, matter.Confirmed: 3, matter.Lapsed: 3}[m.State]
	if m.Kind == matter.Concern { // received first, then somebody holds it
		list = append(web.Track{{Name: v.T("matter.state.received")}}, list...)
		list[1].Name = v.T("matterweb.track.held")
		if m.State != matter.Received {
			at++
		}
	}
	last := len(list) - 1
	if m.Answer != "" && at >= last-1 {
		list[last-1].Name = v.T("matterweb.track.answered." + string(m.Answer))
	}
	switch m.State {
	case matter.Reopened:
		list[last-2].Name = v.T("matterweb.track.reopened")
	case matter.Lapsed:
		list[last].Name = v.T("matter.state.lapsed")
	}
	if f.S.Waiting {
		list[at].Name = v.T("matterweb.track.waiting")
	}
	for i := range list {
		switch {
		case i < at:
			list[i].Stage = web.Done
		case i == at:
			list[i].Stage = web.Now
		default:
			list[i].Stage = web.To
		}
	}
	return list
}

// awaited says whose word comes next.
func (f facts) awaited(v web.View) web.Fact {
	c := web.Fact{Label: v.T("matterweb.glance.awaited")}
	holder, owed := f.Bodies.Short(v, f.S.Holder), f.Bodies.Short(v, f.Owed)
	switch {
	case f.S.Waiting:
		c.Value, c.Warn = v.T("matterweb.awaited.choice"), true
		c.Note = v.T("matterweb.awaited.choice.sub", "body", f.Bodies.Name(v, f.S.Chooser))
		if f.S.Chooser == "" {
			c.Note = v.T("matterweb.awaited.nobody")
		}
	case !f.M.State.Open():
		c.Value = v.T("matterweb.awaited.nothing")
		c.Note = v.T("matterweb.awaited." + string(f.M.State) + ".sub")
		if f.M.Kind == matter.Concern && f.M.State == matter.Confirmed {
			c.Note = v.T("matterweb.awaited.author.confirmed")
		}
	case f.M.State == matter.Received:
		c.Value, c.Note = v.T("matterweb.awaited.sort", "body", holder), v.T("matterweb.awaited.sort.sub")
	case f.M.State == matter.Answered && f.M.Kind == matter.Concern:
		c.Value, c.Note = v.T("matterweb.awaited.author"), v.T("matterweb.awaited.author.sub")
	case f.M.State == matter.Answered:
		c.Value, c.Note = v.T("matterweb.awaited.verdict", "body", owed), v.T("matterweb.awaited.verdict.sub")
	case f.M.State == matter.InHand:
		c.Value, c.Note = v.T("matterweb.awaited.answer", "body", holder), v.T("matterweb.awaited.answer.sub")
	default:
		c.Value, c.Note = v.T("matterweb.awaited.take", "body", holder), v.T("matterweb.awaited.take.sub")
	}
	return c
}

// holder answers "who carries this out now?".
func (f facts) holder(v web.View) web.Fact {
	c := web.Fact{Label: v.T("matterweb.glance.holder")}
	given := f.Bodies.Name(v, f.S.Given)
	switch {
	case f.S.Waiting:
		c.Value, c.Warn = v.T("matterweb.holder.nobody"), true
		c.Note = v.T("matterweb.holder.ended", "body", f.Bodies.Name(v, f.S.Last), "day", f.S.Ended)
	case f.S.Holder == "":
		c.Value = f.Bodies.Name(v, f.S.Last)
		c.Note = v.T("matterweb.holder.over", "day", f.S.Ended)
	case f.S.Passed:
		c.Value = f.Bodies.Name(v, f.S.Holder)
		c.Note = v.T("matterweb.holder.passed", "body", given, "day", f.S.Ended.Add(1))
	default:
		c.Value, c.Note = given, v.T("matterweb.holder.held")
		if !f.M.State.Open() {
			c.Note = v.T("matterweb.holder.closed")
		}
	}
	return c
}

// until says the day, and how far it is.
func (f facts) until(v web.View) web.Fact {
	c := web.Fact{Label: v.T("matterweb.glance.until"), Value: v.T("matterweb.until.day", "day", v.DayName(f.M.Due))}
	if f.M.State.WithHolder() {
		c.Note, c.Warn = look.Left(v, f.M.Due, f.On), f.M.Late(f.On)
		if f.M.Paused != "" {
			c.Note = v.T("matterweb.until.paused", "day", f.M.PausedFrom)
		}
		return c
	}
	if f.M.State == matter.Answered && f.M.SpeakBy != "" {
		c.Label, c.Value = v.T("matterweb.until.speak"), v.T("matterweb.until.day", "day", v.DayName(f.M.SpeakBy))
	}
	for i := len(f.Moves) - 1; i >= 0; i-- {
		if mv := f.Moves[i]; mv.To == matter.Answered {
			day := kheo.DateOf(mv.At)
			c.Note = v.T("matterweb.until.answered", "day", day)
			if day > f.M.Due {
				c.Note = v.T("matterweb.until.answered_late", "day", day, "n", day.Sub(f.M.Due))
			}
			break
		}
	}
	return c
}
