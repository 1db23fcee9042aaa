package public

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/tally"
	"kheo/unit"
)

// A homePage is the three bands: what one can do, what was said, what is owed.
type homePage struct {
	web.View
	News  web.Said
	Rates web.Rates
	Total int // matters counted in the rates
	Open  int
	Owed  web.Owed
	Parts string
}

// said is one piece of news with its day, to be sorted.
type said struct {
	day kheo.Date
	row web.SaidRow
}

const newsShown, owedShown = 3, 3

// home is drawn once for all visitors who see it alike.
func (d Deps) home(w http.ResponseWriter, a *web.Ask) error {
	p := homePage{View: a.View}
	draw := func() error {
		return a.Read(func(ctx context.Context, tx *db.Tx) error {
			p = homePage{View: a.View}
			return d.read(ctx, tx, &p, a.Who.Today())
		})
	}
	if d.Drawn == nil || a.Who.Person != "" || len(a.Who.Voices) > 0 {
		if err := draw(); err != nil {
			return err
		}
		return a.Show(w, p.page())
	}
	w.Header().Set("Content-Language", string(a.Lang))
	key, writes, now := string(a.Lang)+" "+string(a.Today), d.Writes(), d.Now()
	if page, ok := d.Drawn.Get(key, writes, now); ok {
		return page.Send(w, a.Request, true)
	}
	if err := draw(); err != nil {
		return err
	}
	page, err := a.Draw(p.page())
	if err != nil {
		return err
	}
	d.Drawn.Keep(key, page, writes, now)
	return page.Send(w, a.Request, true)
}

func (p homePage) page() web.Page {
	return web.Page{Title: p.T("public.home.title"), Body: homeBody(p), Wide: true}
}

func (d Deps) read(ctx context.Context, tx *db.Tx, p *homePage, on kheo.Date) error {
	book, err := d.Book(ctx, tx)
	if err != nil {
		return err
	}
	read := d.readNow
	if d.Count == nil || on < kheo.DateOf(d.Now()) {
		read = d.readPast
	}
	news, err := read(ctx, tx, p, on)
	if err != nil {
		return err
	}
	found, err := inspection.List(ctx, tx, inspection.Filter{Public: true, On: on})
	if err != nil {
		return err
	}
	for _, i := range found {
		if i.Published.IsZero() || kheo.DateOf(i.Published) > on {
			continue
		}
		news = append(news, p.inspected(book, i))
	}
	slices.SortStableFunc(news, func(a, b said) int { return cmp.Compare(b.day, a.day) })
	for _, n := range news[:min(len(news), newsShown)] {
		p.News = append(p.News, n.row)
	}
	return nil
}

// readNow shows today from a count that is kept and a few rows of each list:
// the home page costs the same however much is owed.
func (d Deps) readNow(ctx context.Context, tx *db.Tx, p *homePage, on kheo.Date) ([]said, error) {
	all, err := d.Count(ctx, tx)
	if err != nil {
		return nil, err
	}
	seen := func(c matter.Cell) bool { return c.Kind == matter.Concern || c.Public }
	p.count(all.Rates(seen))
	kinds := map[matter.Kind]int{}
	for _, c := range all.Cells {
		if seen(c) && c.State.Open() {
			kinds[c.Kind] += c.N
			p.Open += c.N
		}
	}
	p.Parts = p.parts(kinds)
	owed, err := matter.List(ctx, tx, matter.Filter{Public: true, Open: true, Limit: owedShown})
	if err != nil {
		return nil, err
	}
	raised, err := matter.List(ctx, tx, matter.Filter{Kind: matter.Concern, States: held, Limit: owedShown})
	if err != nil {
		return nil, err
	}
	owed = append(owed, slices.DeleteFunc(raised, func(m matter.Matter) bool { return m.Public })...)
	slices.SortStableFunc(owed, func(a, b matter.Matter) int { return cmp.Compare(a.Due, b.Due) })
	if err := p.readOwed(ctx, tx, owed[:min(len(owed), owedShown)], on, d.Topic); err != nil {
		return nil, err
	}
	list, err := matter.LastAnswered(ctx, tx, newsShown)
	if err != nil {
		return nil, err
	}
	return p.answers(ctx, tx, list, on)
}

// held are the states in which the next word is the holder's.
var held = []matter.State{matter.Received, matter.Accepted, matter.Assigned, matter.InHand, matter.Reopened}

// readPast shows the office as it stood on a day that is over.
func (d Deps) readPast(ctx context.Context, tx *db.Tx, p *homePage, on kheo.Date) ([]said, error) {
	list, err := matter.List(ctx, tx, matter.Filter{Public: true, On: on})
	if err != nil {
		return nil, err
	}
	p.count(tally.Count(list))
	kinds := map[matter.Kind]int{}
	var open []matter.Matter
	for _, m := range list {
		if m.State.Open() {
			kinds[m.Kind]++
			open = append(open, m)
		}
	}
	p.Open, p.Parts = len(open), p.parts(kinds)
	if err := p.readOwed(ctx, tx, open[:min(len(open), owedShown)], on, d.Topic); err != nil {
		return nil, err
	}
	return p.answers(ctx, tx, list, on)
}

// count makes the three rates, of one denominator.
func (p *homePage) count(c tally.Rates) {
	p.Total = c.Total
	p.Rates = web.Rates{Of: c.Total, None: p.T("public.home.rates-none"), Rows: []web.Rate{
		{Name: p.T("public.home.answered"), N: c.Answered, Meaning: p.T("public.home.answered-says", "n", c.Total-c.Answered)},
		{Name: p.T("public.home.acted"), N: c.Acted, Meaning: p.T("public.home.acted-says")},
		{Name: p.T("public.home.confirmed"), N: c.Confirmed, Meaning: p.T("public.home.confirmed-says")},
	}, Apart: apart(p.View, c), Table: p.To("tally.owed") + "#rates-table"}
}

// apart says what is counted beside the rates, where there is any.
func apart(v web.View, c tally.Rates) string {
	var parts []string
	for _, x := range []struct {
		name string
		n    int
	}{{"helped", c.Helped}, {"lapsed", c.Lapsed}, {"reopened", c.Reopened}, {"waiting", c.Waiting}} {
		if x.n > 0 {
			parts = append(parts, v.T("public.home.apart."+x.name, "n", x.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return v.T("public.home.apart", "parts", strings.Join(parts, ", "))
}

// readOwed lists what is still open, nearest day first.
func (p *homePage) readOwed(ctx context.Context, tx *db.Tx, list []matter.Matter, on kheo.Date, topic topics) error {
	for _, m := range list {
		s, err := matter.Stand(ctx, tx, m, on)
		if err != nil {
			return err
		}
		holder, err := unit.FindBody(ctx, tx, cmp.Or(s.Holder, s.Last))
		if err != nil {
			return err
		}
		row := web.OwedRow{Left: look.Left(p.View, m.Due, on), Late: m.Late(on), Title: m.Title, Href: p.at(m), Holder: look.Body(p.View, holder)}
		if s.Waiting {
			row.Holder, row.Waiting = p.T("public.home.no-holder"), true
		}
		if !m.Public || row.Title == "" { // its words are private: the topic stands for them
			if row.Title, err = topic(ctx, tx, p.View, m.Category); err != nil {
				return err
			}
		}
		p.Owed = append(p.Owed, row)
	}
	return nil
}

// parts says of which kinds the open ones are.
func (p *homePage) parts(kinds map[matter.Kind]int) string {
	var parts []string
	for _, k := range []matter.Kind{matter.Concern, matter.Commitment, matter.Recommendation} {
		if kinds[k] > 0 {
			parts = append(parts, p.T("public.home.part."+string(k), "n", kinds[k]))
		}
	}
	return p.T("public.home.parts", "parts", strings.Join(parts, ", "))
}

// at is where a matter is shown.
func (p *homePage) at(m matter.Matter) string {
	if m.Kind == matter.Concern && p.Has("concern.show") {
		return p.To("concern.show", m.Code)
	}
	return p.To("matter.show", m.Code)
}

// track asks for a code, as the home page and the page of Nghe do.
func (p homePage) track() web.TrackBox {
	return web.TrackBox{Action: p.To("concern.track"), Example: "PA-7K3M-9QX", Door: p.T("public.home.door"), Href: p.To("sorting.ways")}
}

// answers are the last words given on each matter, with what they amount to.
func (p *homePage) answers(ctx context.Context, tx *db.Tx, list []matter.Matter, on kheo.Date) ([]said, error) {
	var news []said
	for _, m := range list {
		if m.Answer == "" {
			continue
		}
		moves, err := matter.Moves(ctx, tx, m.ID, on)
		if err != nil {
			return nil, err
		}
		i := len(moves) - 1
		for i >= 0 && moves[i].To != matter.Answered {
			i--
		}
		if i < 0 {
			continue
		}
		by, err := unit.FindBody(ctx, tx, moves[i].Body)
		if err != nil {
			return nil, err
		}
		day := kheo.DateOf(moves[i].At)
		news = append(news, said{day, web.SaidRow{Title: m.Title, Href: p.at(m), Text: sentences(told(p.View, moves[i])),
			Tag: p.answerTag(m, moves[i]), Who: look.Body(p.View, by) + ", " + p.Near(day)}})
	}
	return news, nil
}

// told is an answer in the visitor's language, where it was given in it.
func told(v web.View, m matter.Move) string {
	if v.English() && m.TextEN != "" {
		return m.TextEN
	}
	return m.Note
}

func (p *homePage) answerTag(m matter.Matter, x matter.Move) web.Tag {
	switch {
	case m.State == matter.Confirmed:
		return web.Tag{Shape: web.TagConfirmed, Text: p.T("public.home.tag.confirmed")}
	case x.Answer == matter.Acted:
		return web.Tag{Shape: web.TagActed, Text: p.T("public.home.tag.acted")}
	case x.Answer == matter.Document:
		return web.Tag{Shape: web.TagDocument, Text: p.T("public.home.tag.document")}
	}
	return web.Tag{Shape: web.TagExplained, Text: p.T("public.home.tag.explained")}
}

// inspected is a published conclusion: what it found, not that it is there.
func (p *homePage) inspected(book *unit.Book, i inspection.Inspection) said {
	day := kheo.DateOf(i.Published)
	place := ""
	if u, err := book.Last(i.Host, day); err == nil {
		place = u.Name
	}
	return said{day, web.SaidRow{
		Title: p.T("public.home.inspected", "year", i.Year, "unit", place), Href: p.inspectionAt(i.Code),
		Text: sentences(i.Conclusion), Who: p.Near(day),
		Tag: web.Tag{Shape: web.TagDocument, Text: p.T("public.home.tag.conclusion")}}}
}

// inspectionAt is where an inspection is shown, "" where none are.
func (p *homePage) inspectionAt(code string) string {
	if !p.Has("inspection.show") {
		return ""
	}
	return p.To("inspection.show", code)
}

// sentences are the first two of a text, at most 240 letters: enough to know
// what was said.
func sentences(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	end, count := len(s), 0
	for i, r := range s {
		if r == '.' && (i+1 == len(s) || s[i+1] == ' ') {
			if count++; count == 2 {
				end = i + 1
				break
			}
		}
	}
	if letters := []rune(s[:end]); len(letters) > 240 {
		cut := string(letters[:240])
		return cut[:strings.LastIndex(cut, " ")+1] + "…"
	}
	return s[:end]
}
