package concernweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/tally"
)

// A happening with the instant it is sorted by.
type event struct {
	web.Happening
	at time.Time
}

// timeline is what happened, oldest first: the moves, the hand-overs offered
// with the days a matter lay waiting, and where it stands now.
func (f facts) timeline(v web.View) web.Timeline {
	var list []event
	for _, m := range f.Moves {
		e := event{web.Happening{When: when(v, m.At), What: f.told(v, m), Note: f.noted(v, m), Stage: web.Done}, m.At}
		list = append(list, e)
	}
	for _, o := range f.Offers {
		list = append(list, f.offered(v, o)...)
	}
	slices.SortStableFunc(list, func(a, b event) int { return a.at.Compare(b.at) })
	var told web.Timeline
	for _, e := range list {
		told = append(told, e.Happening)
	}
	if len(told) == 0 {
		return nil
	}
	if !f.M.State.Open() {
		told[len(told)-1].Stage = web.Now
		return told
	}
	return append(told, web.Happening{When: v.T("concernweb.now"), What: f.awaited(v).Value, Stage: web.Now})
}

// when is "19/11, 15:40", with the year when it is not this one's.
func when(v web.View, at time.Time) string {
	return v.Near(kheo.DateOf(at)) + ", " + at.In(kheo.Zone).Format("15:04")
}

// told says a move in one sentence.
func (f facts) told(v web.View, m matter.Move) string {
	key := string(m.To)
	switch {
	case m.To == matter.Answered:
		key += "." + string(m.Answer)
	case m.From == m.To || m.To == matter.Assigned && m.From != matter.Accepted && m.From != matter.Received:
		key = "taken"
	case m.From == matter.Merged:
		key = "unmerged"
	}
	return v.T("concernweb.told."+key, "body", f.Bodies.Name(v, m.Body), "holder", f.Bodies.Name(v, m.Holder))
}

// noted is what stands under a move: a listed reason in words; an answer stands
// whole above, and what officers note is not for everybody.
func (f facts) noted(v web.View, m matter.Move) string {
	switch {
	case m.To == matter.Reopened && m.Reason != "":
		return v.T("matter.unsettled." + m.Reason)
	case m.From == "" && len(f.Entered) > 0 && f.C.ID == f.M.ID:
		return v.T("concernweb.told.entered", "n", f.Entered[0].Index)
	}
	return ""
}

// offered is a hand-over from its offer to what became of it, with the working
// days that went by.
func (f facts) offered(v web.View, o matter.Offering) []event {
	list := []event{{web.Happening{When: when(v, o.At), What: v.T("concernweb.told.offered", "body", f.Bodies.Name(v, o.To)),
		Note: v.T("matter.handover." + o.Reason), Keeps: f.Bodies.Short(v, o.From), Stage: web.Offer}, o.At}}
	end := o.Ended
	if end.IsZero() || end.Unix() <= 0 {
		end = v.Today.Time().Add(24 * time.Hour)
	}
	if n := f.Days.Between(kheo.DateOf(o.At), min(kheo.DateOf(end), v.Today)); n > 0 {
		list = append(list, event{web.IdleAt(v, n, f.Bodies.Short(v, o.From)), end.Add(-time.Microsecond)})
	}
	switch o.Outcome {
	case matter.Declined:
		list = append(list, event{web.Happening{When: when(v, o.Ended), What: v.T("concernweb.told.declined", "body", f.Bodies.Name(v, o.To)),
			Note: v.T("matter.decline." + o.Why), Stage: web.Done}, o.Ended})
	case "", matter.Taken: // the move itself tells that it was taken
	default:
		list = append(list, event{web.Happening{When: when(v, o.Ended), What: v.T("concernweb.told.recalled", "body", f.Bodies.Name(v, o.From)), Stage: web.Done}, o.Ended})
	}
	return list
}

// answers are the holder's, the standing one first.
func (f facts) answers(v web.View) []answer {
	var list []answer
	for i, m := range f.Moves {
		if m.To != matter.Answered {
			continue
		}
		text := m.Note
		if v.English() && m.TextEN != "" {
			text = m.TextEN
		}
		a := answer{Answer: web.Answer{Tag: look.StateTag(v, matter.Answered, m.Answer), Acted: m.Answer == matter.Acted, Text: text,
			By: v.T("concernweb.answer.by", "body", f.Bodies.Name(v, m.Body), "when", v.Clock(m.At))}}
		if i+1 < len(f.Moves) && f.Moves[i+1].To == matter.Reopened {
			a.By += " · " + v.T("concernweb.answer.returned")
		}
		f.prove(v, &a, m)
		list = append([]answer{a}, list...)
	}
	return list
}

// prove puts photos beside each other, what the author sent before what the
// holder took, and lists the other papers.
func (f facts) prove(v web.View, a *answer, m matter.Move) {
	var after []picture
	for _, x := range m.Proofs {
		href := v.To("matter.proof", f.M.Code, x.SHA256)
		if strings.HasPrefix(x.Type, "image/") {
			words := v.T("concernweb.photo.after", "day", kheo.DateOf(m.At), "body", f.Bodies.Short(v, m.Body))
			after = append(after, picture{Src: href, Alt: v.T("concernweb.photo.after-alt"), Caption: words})
			continue
		}
		a.Files = append(a.Files, web.FileLink{Name: x.Name, Href: href, Note: fileType(x) + ", " + v.Lang.Size(x.Size)})
	}
	if len(after) == 0 {
		return
	}
	for _, x := range f.Main.Version.Photos {
		words := v.T("concernweb.photo.before", "day", kheo.DateOf(f.M.Opened))
		a.Photos = append(a.Photos, picture{Src: v.To("concern.photo", f.M.Code, x.SHA256), Alt: v.T("concernweb.photo.before-alt"), Caption: words})
	}
	a.Photos = append(a.Photos, after...)
}

// fileType is the short name people know a type by.
func fileType(p matter.Proof) string {
	if i := strings.LastIndexByte(p.Name, '.'); i > 0 && len(p.Name)-i <= 5 {
		return strings.ToUpper(p.Name[i+1:])
	}
	_, short, _ := strings.Cut(p.Type, "/")
	return strings.ToUpper(short)
}

func versionText(v web.View, x concern.Version) string {
	if v.English() && x.TextEN != "" {
		return x.TextEN
	}
	return x.Text
}

// readers are who has read the raw words: body, role, time, never the person.
func (f facts) readers(v web.View) []string {
	var list []string
	for _, r := range f.Readings {
		list = append(list, v.T("concernweb.readers.one", "when", v.Clock(r.At), "role", v.T("identity.role."+string(r.Role)), "body", f.Bodies.Name(v, r.Body)))
	}
	return list
}

// why explains the day, square by square.
func (f facts) why(v web.View) web.WhyDay {
	if len(f.Why.Days) == 0 {
		return web.WhyDay{}
	}
	unit := "day"
	if f.Why.Rule.Unit != "day" {
		unit = "working"
	}
	w := web.WhyDay{Title: v.T("concernweb.why.title", "day", v.DayName(f.Why.Due)), Sent: f.Why.From, Due: f.Why.Due,
		Sentence: v.T("concernweb.why."+unit, "n", f.Why.Rule.Value) + look.Counting(v, f.Why), Rule: v.T("concernweb.why.rule"), RuleHref: v.To("law.list") + "#" + f.Why.Rule.ID}
	if m, ok := f.answered(); ok && kheo.DateOf(m.At) >= f.Why.From {
		w.Answered = kheo.DateOf(m.At)
	}
	w.Days = append(w.Days, web.CountedDay{Day: f.Why.From, Kind: web.DayWork})
	for _, d := range f.Why.Days {
		w.Days = append(w.Days, countedDay(v, d))
	}
	for _, c := range f.Why.Changes {
		reason := v.T("concernweb.moved." + c.Why)
		if c.Note != "" && c.Why == "holiday" {
			reason += ": " + c.Note
		}
		w.Moved = append(w.Moved, web.MovedDay{Day: c.Old, Reason: reason})
	}
	if f.M.SpeakBy != "" && w.Answered != "" {
		w.After = v.T("concernweb.why.after", "day", v.DayName(f.M.SpeakBy))
	}
	return w
}

func countedDay(v web.View, d tally.WhyDay) web.CountedDay {
	c := web.CountedDay{Day: d.Day, Kind: web.DayWork, N: d.N, Name: d.Name}
	if v.English() && d.NameEN != "" {
		c.Name = d.NameEN
	}
	switch {
	case d.Paused:
		c.Kind, c.Name = web.DayPause, ""
	case d.Off:
		c.Kind = web.DayOff
	}
	return c
}

// receipt is the ledger's word for the filing: for a moment the promise, then
// the number.
func (f facts) receipt(v web.View, root string) web.Receipt {
	r := web.Receipt{Title: v.T("concernweb.receipt.title"), QR: root + v.To("concern.show", f.C.Code),
		Copy: v.T("concernweb.show.copy", "code", f.C.Code, "title", f.title(v), "address", root+v.To("concern.show", f.C.Code)),
		Slip: v.To("concern.slip", f.C.Code)}
	if f.Own {
		r.Read, r.ReadNote = "#readers", v.T("concernweb.readers.count", "n", len(f.Readings))
	}
	switch {
	case len(f.Entered) > 0:
		e := f.Entered[0]
		r.Facts = []web.Fact{{Label: v.T("concernweb.receipt.number"), Value: v.Num(e.Index)}, {Label: v.T("concernweb.receipt.at"), Value: v.Clock(e.At)}}
		r.Fingerprint, r.Href, r.Link = short(e.Hash), v.To("ledger.receipt", strconv.FormatInt(e.Index, 10)), v.T("concernweb.receipt.file")
	case len(f.Pending) > 0:
		l := f.Pending[0]
		r.Lead, r.Facts = v.T("concernweb.receipt.pending"), []web.Fact{{Label: v.T("concernweb.receipt.at"), Value: v.Clock(l.At)}}
		r.Fingerprint, r.Href, r.Link = short(l.Hash), v.To("ledger.promise", l.ID), v.T("concernweb.receipt.promise")
	}
	return r
}

// slipPage is the slip of a concern without its secret.
func (f facts) slipPage(v web.View, root string) slipPage {
	s := slipPage{View: v, Back: v.To("concern.show", f.C.Code)}
	s.Slip = web.Slip{Office: v.T("concernweb.slip.office", "place", f.Place), Code: f.C.Code, Title: f.Topic, QR: root + s.Back, At: v.Clock(f.C.Opened)}
	if f.M.Due != "" {
		s.Slip.Due = v.DayName(f.M.Due)
	}
	if len(f.Entered) > 0 {
		s.Slip.Number, s.Slip.Print = v.Num(f.Entered[0].Index), short(f.Entered[0].Hash)
	}
	return s
}
