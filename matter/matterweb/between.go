package matterweb

import (
	"slices"
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/law"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/tally"
)

// toldConcern says a move of a concern in one sentence. A move has no name of
// its own: where it came from and in which body it was made tell it.
func (f facts) toldConcern(v web.View, m matter.Move) string {
	key, reason := "concern."+string(m.To), ""
	switch {
	case m.From == matter.Merged:
		key = "concern.unmerged"
	case m.To == matter.Merged && m.From == "":
		key = "concern.joined"
	case m.From == matter.Received && m.To == matter.Received, m.To == matter.Assigned && m.From != matter.Accepted:
		key = "concern.named"
		if m.Body == m.Holder {
			key = "concern.taken_on"
		}
	case m.To == matter.Answered:
		key = "answered." + string(m.Answer)
	case m.To == matter.InHand:
		key = "in_hand"
	case m.To == matter.Refused:
		reason = f.reasonWords(v, m.Reason)
	case m.To == matter.RoutedOut:
		reason = v.T("matterweb.channel." + m.Reason)
	case m.To == matter.Reopened && slices.Contains(matter.UnsettledReasons(), m.Reason):
		reason = v.T("matterweb.unsettled." + m.Reason)
	case m.To == matter.Merged:
		reason = m.Reason
	}
	return v.T("matterweb.told."+key, "body", f.Bodies.Name(v, m.Body), "holder", f.Bodies.Name(v, m.Holder), "reason", reason)
}

func (f facts) reasonWords(v web.View, id string) string {
	list := f.reasons()
	i := slices.IndexFunc(list, func(r sorting.Reason) bool { return r.ID == id })
	if i < 0 {
		return id
	}
	if v.English() {
		return list[i].TextEN
	}
	return list[i].Text
}

// between is what happened without a move: offers, pauses, days that changed,
// who was told.
func (f facts) between(v web.View) []event {
	var list []event
	x := f.Deal
	add := func(at time.Time, h web.Happening) { list = append(list, event{h, at}) }
	for _, o := range x.Offers {
		list = append(list, f.offered(v, o)...)
	}
	for _, p := range x.Why.Pauses {
		add(p.Since.Time(), web.Happening{When: v.Date(p.Since), What: v.T("matterweb.told.paused", "reason", v.T("matterweb.pause."+p.Reason)), Note: p.Note, Stage: web.Done})
		if p.Until != "" {
			add(p.Until.Time(), web.Happening{When: v.Date(p.Until), What: v.T("matterweb.told.resumed", "n", p.Days), Stage: web.Done})
		}
	}
	for _, c := range x.Why.Changes {
		add(c.At.Time().Add(time.Hour), web.Happening{When: v.Date(c.At), What: v.T("matterweb.told.due", "old", c.Old, "new", c.New),
			Note: v.T("matterweb.moved." + c.Why), Stage: web.Done})
	}
	for _, t := range x.Told {
		add(t.At, web.Happening{When: v.Clock(t.At), What: v.T("matterweb.told.escalated."+t.Step, "body", f.Bodies.Name(v, t.Body)),
			Note: v.T("matterweb.told.escalated", "role", v.T("identity.role."+string(t.Role)), "day", t.Due), Stage: web.Done})
	}
	return list
}

// offered is a hand-over that was proposed: until it was taken the clock stayed
// where it was, and the days it lay are counted there.
func (f facts) offered(v web.View, o matter.Offering) []event {
	from, to := f.Bodies.Name(v, o.From), f.Bodies.Name(v, o.To)
	h := web.Happening{When: v.Clock(o.At), What: v.T("matterweb.told.offered", "body", to), Note: v.T("matterweb.handover." + o.Reason),
		Keeps: v.T("matterweb.told.keeps", "body", from), Stage: web.Offer}
	if o.Note != "" {
		h.Note += ". " + o.Note
	}
	list := []event{{h, o.At}}
	end := o.Ended
	if end.IsZero() {
		end = f.On.Add(1).Time()
	}
	if n := f.Deal.Cal.Between(kheo.DateOf(o.At), min(kheo.DateOf(end), f.On)); n > 0 {
		list = append(list, event{web.IdleAt(v, n, from), end.Add(-time.Microsecond)})
	}
	switch o.Outcome {
	case matter.Declined:
		d := web.Happening{When: v.Clock(o.Ended), What: v.T("matterweb.told.declined", "body", to), Note: v.T("matterweb.decline." + o.Why), Stage: web.Done}
		if o.WhyNote != "" {
			d.Note += ". " + o.WhyNote
		}
		list = append(list, event{d, o.Ended})
	case "recalled":
		list = append(list, event{web.Happening{When: v.Clock(o.Ended), What: v.T("matterweb.told.recalled", "body", from), Stage: web.Done}, o.Ended})
	}
	return list
}

// squares are the days between, and the days it was due before.
func squares(v web.View, y tally.Why) (days []web.CountedDay, moved []web.MovedDay) {
	days = []web.CountedDay{{Day: y.From}}
	for _, d := range y.Days {
		c := web.CountedDay{Day: d.Day, N: d.N, Kind: web.DayWork, Name: d.Name}
		if v.English() && d.NameEN != "" {
			c.Name = d.NameEN
		}
		switch {
		case d.Paused:
			c.Kind = web.DayPause
		case d.Off:
			c.Kind = web.DayOff
		}
		days = append(days, c)
	}
	for _, c := range y.Changes {
		moved = append(moved, web.MovedDay{Day: c.Old, Reason: v.T("matterweb.moved." + c.Why)})
	}
	return days, moved
}

// whySet counts out the day that a paper set, in words and by squares.
func (f facts) whySet(v web.View) (words string, w web.WhyDay) {
	w = web.WhyDay{Sent: f.Set.From, Due: f.Set.Due}
	w.Days, w.Moved = squares(v, f.Set)
	return v.T("matterweb.why.set", "from", v.DayName(f.Set.From), "n", len(f.Set.Days), "worked", f.Worked), w
}

// whyDay explains the day square by square.
func (f facts) whyDay(v web.View) web.WhyDay {
	y := f.Deal.Why
	w := web.WhyDay{Title: v.T("matterweb.why.title", "day", v.DayName(f.M.Due)), Sent: y.From, Due: y.Due}
	if y.Rule.ID == "" {
		return web.WhyDay{}
	}
	unit := "matterweb.why.days"
	if y.Rule.Unit == law.WorkingDay {
		unit = "matterweb.why.working_days"
	}
	w.Sentence = v.T(unit, "topic", v.T(y.Rule.What()), "n", y.Rule.Value) + look.Counting(v, y)
	w.Rule = y.Rule.Source
	if v.Has("law.rule") {
		w.RuleHref = v.To("law.rule", y.Rule.ID)
	}
	w.Days, w.Moved = squares(v, y)
	for _, m := range f.Moves {
		if day := kheo.DateOf(m.At); m.To == matter.Answered && day > y.From && day <= y.Due {
			w.Answered = day
		}
	}
	return w
}
