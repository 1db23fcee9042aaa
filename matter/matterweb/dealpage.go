package matterweb

import (
	"net/url"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// A dealPage is what the page of a concern has for those who deal with it.
type dealPage struct {
	Concern  bool
	Meta     string // "Ấp Đông Nhì · 2 người cùng gửi"
	Topic    string
	Routed   string // which rule sent it here, and why
	Table    string // where the routing table explains a case like it
	Reads    bool   // may open the raw words
	Version  concern.Version
	By       string
	Why      web.WhyDay
	Readings []string
	Notes    []noteRow
	Likes    []likeRow
	Joins    []likeRow
	Says     []say
	Assist   string
	Up       string // who named or must name a lead
}

type noteRow struct{ Words, By string }

// A likeRow is a matter alike, or one that joined.
type likeRow struct{ Code, Title, Note, Href, Beside string }

// A say is an answer in other clothes, to copy and to print.
type say struct{ Title, Lead, Text string }

// dealPage fills the page for those who deal with the matter.
func (f facts) dealPage(v web.View, p *showPage) {
	x := f.Deal
	d := &dealPage{Reads: x.Reads, Version: x.C.Version, Concern: f.M.Kind == matter.Concern}
	p.Deal, p.Deeds = d, f.offeredDeeds(v)
	for _, n := range x.Notes {
		d.Notes = append(d.Notes, noteRow{n.Words, v.T("matterweb.answer.by", "body", f.Bodies.Short(v, n.Body), "when", v.Clock(n.At))})
	}
	for _, t := range x.Templates {
		p.Begin = append(p.Begin, web.Crumb{Name: t.Name, Href: v.To("matter.show", f.M.Code) + "?from=" + t.ID + "#answer"})
	}
	if !d.Concern {
		return
	}
	d.Topic = f.topic(v, f.M.Category)
	if v.Has("sorting.rules") {
		d.Table = v.To("sorting.rules") + "?" + url.Values{"place": {string(f.M.Territory)}, "category": {f.M.Category}, "kind": {string(f.M.Kind)}}.Encode()
	}
	d.Meta, d.Routed, d.Why = look.Raised(v, f.M.Hamlet, x.C.Joined), f.routed(v), f.whyDay(v)
	p.Lead = v.T("matterweb.show.lead.concern", "place", look.Upper(f.Place), "day", kheo.DateOf(f.M.Opened))
	p.Text = ""
	if d.Why.Title != "" {
		p.Glance[2].Link, p.Glance[2].Href = v.T("matterweb.why.link"), "#why"
	}
	if x.C.Version.N > 0 {
		d.By = v.T("matterweb.answer.by", "body", f.Bodies.Short(v, x.C.Version.Body), "when", v.Clock(x.C.Version.At))
	}
	for _, r := range x.Readings {
		d.Readings = append(d.Readings, v.T("matterweb.reading", "when", v.Clock(r.At), "body", f.Bodies.Name(v, r.Body), "role", v.T("identity.role."+string(r.Role))))
	}
	d.Likes = f.likes(v)
	for _, c := range x.Joins {
		d.Joins = append(d.Joins, likeRow{Code: c.Code, Title: look.Title(v, f.topic(v, c.Category), c.Hamlet),
			Note: v.Date(kheo.DateOf(c.Opened)), Href: v.To("matter.show", c.Code), Beside: f.beside(v, c.Code)})
	}
	var names []string
	for _, id := range f.M.Assist {
		names = append(names, f.Bodies.Name(v, id))
	}
	d.Assist = strings.Join(names, ", ")
	if f.M.LeadBy != "" {
		d.Up = v.T("matterweb.up", "body", f.Bodies.Name(v, f.M.Up), "day", v.DayName(f.M.LeadBy))
	}
	d.Says = f.says(v)
}

// beside is the page that sets another concern beside this one.
func (f facts) beside(v web.View, code string) string {
	return v.To("matter.compare", f.M.Code) + "?with=" + code
}

// likes are the similar open ones, with what sets them apart.
func (f facts) likes(v web.View) []likeRow {
	var list []likeRow
	for _, l := range f.Deal.Likes {
		r := likeRow{Code: l.Code, Title: l.Title, Href: v.To("matter.show", l.Code), Beside: f.beside(v, l.Code)}
		if r.Title == "" {
			r.Title = look.Title(v, f.topic(v, l.Category), l.Hamlet)
		}
		note := []string{v.T("matter.state." + string(l.State)), v.T("matterweb.like.sent", "day", kheo.DateOf(l.Opened))}
		if l.Metres >= 0 {
			note = append(note, v.T("matterweb.like.metres", "n", l.Metres))
		}
		if l.Joined > 0 {
			note = append(note, v.T("look.raised", "n", l.Joined+1))
		}
		r.Note = strings.Join(note, ", ")
		list = append(list, r)
	}
	return list
}

// says are the loudspeaker's script and the notice board's sentence, out of the
// last answer: as they were written with it, else made of its words.
func (f facts) says(v web.View) []say {
	for i := len(f.Moves) - 1; i >= 0; i-- {
		m := f.Moves[i]
		if m.To != matter.Answered {
			continue
		}
		vi := v.In("vi") // both are read to the people of the place
		args := []any{"title", f.title(vi), "text", m.Note, "body", f.Bodies.Name(vi, m.Body), "code", f.M.Code,
			"day", kheo.DateOf(m.At), "kind", vi.T("matter.answer." + string(m.Answer)), "place", f.Place}
		script, board := m.Script, m.Board
		if script == "" {
			script = vi.T("matterweb.say.script.text", args...)
		}
		if board == "" {
			board = vi.T("matterweb.say.board.text", args...)
		}
		return []say{{v.T("matterweb.say.script"), v.T("matterweb.say.script.lead"), script},
			{v.T("matterweb.say.board"), v.T("matterweb.say.board.lead"), board}}
	}
	return nil
}
