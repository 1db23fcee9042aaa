package concernweb

import (
	"context"
	"net/http"
	"slices"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// A showPage is one concern: where it stands, who holds it, until when, what to
// do now, then the rest. Its author sees more than others do.
type showPage struct {
	web.View
	Code, Into  string
	Own         bool
	Title, Lead string
	Tag         web.Tag
	Track       web.Track
	Glance      web.Glance
	Choice      web.Choice // when nobody holds it
	Ended       ended
	Verdict     said
	Answers     []answer
	Text        string    // the published text
	Words       string    // the author's own
	Notes       []ownNote // what they wrote beside a verdict
	Contact     string
	Shown       []concern.Photo // published with the version
	Photos      []concern.Photo // the author's own
	Why         web.WhyDay
	Timeline    web.Timeline
	Receipt     web.Receipt
	Joined      string
	Readers     []string
	MayLeave    bool // withdraw
	MayPart     bool // un-join
}

// An ownNote is what the author wrote beside a verdict.
type ownNote struct{ When, Text string }

// ended says why a concern goes no further, and where to go instead.
type ended struct{ Title, Reason, Note, Go, Link, Href string }

// A said is what the author may say now, or what they said.
type said struct {
	Ask    bool
	Box    web.Verdict
	Said   string // one sentence, once it was said
	Change bool   // they may change their mind
	Until  string
}

// An answer is the holder's, with its pictures beside each other.
type answer struct {
	web.Answer
	Photos []picture
}

// A picture with whose it is, before or after.
type picture struct{ Src, Alt, Caption string }

func (p *pages) show(w http.ResponseWriter, a *web.Ask) error {
	var page showPage
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := p.read(ctx, tx, a, a.PathValue("code"))
		if err != nil {
			return err
		}
		page = f.page(a.View, a.Root())
		return nil
	})
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	return a.Show(w, page.page())
}

func (s showPage) page() web.Page {
	crumbs := listCrumbs(s.View)
	if s.Own {
		crumbs[1].Name = s.T("concernweb.show.mine")
	}
	return web.Page{Title: s.Code + " · " + s.Title, Verb: "nghe", Crumbs: crumbs, Body: showBody(s), Private: s.Own}
}

// page decides everything the template draws.
func (f facts) page(v web.View, root string) showPage {
	s := showPage{View: v, Code: f.C.Code, Own: f.Own, Title: f.title(v), Text: versionText(v, f.Main.Version), Shown: f.Main.Version.Photos, Tag: f.tag(v),
		Track: f.track(v), Glance: web.Glance{f.awaited(v), f.holder(v), f.until(v)}, Ended: f.ended(v), Verdict: f.verdict(v),
		Answers: f.answers(v), Why: f.why(v), Timeline: f.timeline(v), Receipt: f.receipt(v, root)}
	if f.M.State == matter.Withdrawn && !f.Own {
		s.Answers = nil
	}
	if f.C.ID != f.M.ID {
		s.Into = f.M.Code
	}
	if f.S.Waiting {
		s.Choice = web.Choice{Title: v.T("concernweb.choice.title"), Text: v.T("concernweb.choice.text", "body", f.Bodies.Name(v, f.S.Last),
			"day", f.S.Ended, "chooser", f.Bodies.Name(v, f.S.Chooser))}
		if f.S.Chooser == "" {
			s.Choice.Text = v.T("concernweb.choice.nobody", "body", f.Bodies.Name(v, f.S.Last), "day", f.S.Ended)
		}
	}
	where := f.Place
	if f.M.Hamlet != "" {
		where = f.M.Hamlet + ", " + f.Place
	}
	s.Lead = v.T("concernweb.show.lead", "place", look.Upper(where), "day", v.DayName(kheo.DateOf(f.C.Opened)))
	if n := f.Main.Joined; n > 0 {
		s.Joined = v.T("concernweb.show.joined", "n", n+1)
	}
	if f.Own {
		s.Words, s.Contact, s.Photos = f.Raw.Words, f.Raw.Contact, f.Raw.Photos
		for _, n := range f.Raw.Notes {
			s.Notes = append(s.Notes, ownNote{v.T("concernweb.show.note", "when", v.Clock(n.At)), n.Text})
		}
		s.Readers = f.readers(v)
		s.MayPart = s.Into != "" && f.M.State.Open()
		s.MayLeave = slices.Contains(matter.Next(f.C.State), matter.Withdrawn) && f.C.State.Open()
	}
	return s
}

// title is the published one, or the topic: never another's raw words.
func (f facts) title(v web.View) string {
	x := f.Main.Version
	switch {
	case x.N > 0 && v.English() && x.TitleEN != "":
		return x.TitleEN
	case x.N > 0:
		return x.Title
	}
	return v.T("concernweb.unpublished", "topic", f.Topic)
}

func (f facts) tag(v web.View) web.Tag {
	if f.M.Late(v.Today) {
		return web.Tag{Shape: web.TagLate, Text: look.Left(v, f.M.Due, v.Today)}
	}
	return look.StateTag(v, f.M.State, f.M.Answer)
}

// track is five stations; one that was refused, sent elsewhere or withdrawn has
// its own two.
func (f facts) track(v web.View) web.Track {
	s := f.M.State
	if !s.Owed() {
		return web.Track{{Name: v.T("concernweb.track.received"), Stage: web.Done}, {Name: v.T("matter.state." + string(s)), Stage: web.Now}}
	}
	list := web.Track{}
	for _, name := range []string{"received", "held", "in_hand", "answered", "verdict"} {
		list = append(list, web.Station{Name: v.T("concernweb.track." + name)})
	}
	at := map[matter.State]int{matter.Assigned: 1, matter.InHand: 2, matter.Reopened: 2, matter.Answered: 3, matter.Confirmed: 4, matter.Lapsed: 4}[s]
	if f.M.Answer != "" && at >= 3 {
		list[3].Name = v.T("concernweb.track.answered." + string(f.M.Answer))
	}
	switch {
	case s == matter.Reopened:
		list[2].Name = v.T("concernweb.track.reopened")
	case s == matter.Lapsed:
		list[4].Name = v.T("matter.state.lapsed")
	}
	if f.S.Waiting {
		list[at].Name = v.T("concernweb.track.waiting")
	}
	for i := range list {
		list[i].Stage = []string{web.Done, web.Now, web.To}[1+min(1, max(-1, i-at))]
	}
	return list
}

// awaited says whose word comes next.
func (f facts) awaited(v web.View) web.Fact {
	c := web.Fact{Label: v.T("concernweb.glance.awaited")}
	holder := f.Bodies.Short(v, f.S.Holder)
	switch s := f.M.State; {
	case f.S.Waiting:
		c.Value, c.Note, c.Warn = v.T("concernweb.awaited.choice"), v.T("concernweb.awaited.choice-note"), true
	case f.M.Paused != "":
		c.Value, c.Note = v.T("concernweb.awaited.paused"), v.T("matter.pause."+f.M.Paused)
	case s == matter.Answered && f.Own:
		c.Value, c.Note = v.T("concernweb.awaited.you"), v.T("concernweb.awaited.you-note")
	case s == matter.Answered:
		c.Value, c.Note = v.T("concernweb.awaited.author"), v.T("concernweb.awaited.author-note")
	case !s.Open():
		c.Value, c.Note = v.T("concernweb.awaited.nothing"), v.T("concernweb.awaited.nothing-note."+string(s))
	case s == matter.InHand:
		c.Value, c.Note = v.T("concernweb.awaited.answer", "body", holder), v.T("concernweb.awaited.answer-note")
	default:
		c.Value, c.Note = v.T("concernweb.awaited.take", "body", holder), v.T("concernweb.awaited.take-note")
	}
	return c
}

// holder answers "who holds it now?".
func (f facts) holder(v web.View) web.Fact {
	c := web.Fact{Label: v.T("concernweb.glance.holder"), Value: f.Bodies.Name(v, f.S.Holder), Note: v.T("concernweb.holder.note")}
	switch {
	case f.S.Waiting:
		c.Value, c.Note, c.Warn = v.T("concernweb.holder.nobody"), v.T("concernweb.holder.ended", "body", f.Bodies.Name(v, f.S.Last), "day", f.S.Ended), true
	case !f.M.State.Open():
		c.Value, c.Note = f.Bodies.Name(v, f.S.Last), v.T("concernweb.holder.over")
	case f.S.Passed:
		c.Note = v.T("concernweb.holder.passed", "body", f.Bodies.Name(v, f.S.Given), "day", f.S.Ended.Add(1))
	case f.M.Offered != "":
		c.Note = v.T("concernweb.holder.offered", "body", f.Bodies.Short(v, f.M.Offered))
	}
	return c
}

// until says the day before the date, and links to why.
func (f facts) until(v web.View) web.Fact {
	if f.M.State == matter.Answered && f.M.SpeakBy != "" {
		return web.Fact{Label: v.T("concernweb.glance.speak"), Value: v.T("concernweb.until", "day", v.DayName(f.M.SpeakBy)), Note: look.Left(v, f.M.SpeakBy, v.Today)}
	}
	c := web.Fact{Label: v.T("concernweb.glance.until"), Value: v.T("concernweb.until", "day", v.DayName(f.M.Due)), Warn: f.M.Late(v.Today)}
	if len(f.Why.Days) > 0 {
		c.Link, c.Href = v.T("concernweb.why.link"), "#why"
	}
	switch m, ok := f.answered(); {
	case f.M.Due == "":
		c.Value = v.T("concernweb.no-day")
	case f.M.State.WithHolder():
		c.Note = look.Left(v, f.M.Due, v.Today)
	case ok:
		c.Note = v.T("concernweb.until.answered", "day", kheo.DateOf(m.At))
	}
	return c
}
