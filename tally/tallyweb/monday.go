package tallyweb

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
)

// onSheet is how many matters each list of the sheet has room for: all of it
// stands on one A4.
const onSheet = 6

// A mondayPage (tờ thứ Hai) is what a unit owes people in the week that
// begins, for whoever chairs the Monday meeting. It tells what the public list
// tells, so it may hang on the notice board.
type mondayPage struct {
	web.View
	Place  string
	Unit   string // as the filter has it
	Week   kheo.Span
	Counts []mondayCount
	Late   mondayList
	Due    mondayList
	Rates  string
	Choose web.Field
}

// A mondayCount is one figure of the sheet's head.
type mondayCount struct {
	Name string
	N    int
	Warn bool
}

// A mondayList is what fits on the sheet, and how many more there are.
type mondayList struct {
	Title, None string
	Rows        []mondayRow
	More        int
}

// A mondayRow is one matter on one line.
type mondayRow struct {
	Code, Title, Place, Holder, Href string
	Day, Left                        string
}

func (d Deps) showMonday(w http.ResponseWriter, a *web.Ask) error {
	p := mondayPage{View: a.View, Unit: a.FormValue("unit"), Week: weekOf(a.Today)}
	if err := a.Read(func(ctx context.Context, tx *db.Tx) error { return d.readMonday(ctx, tx, a, &p) }); err != nil {
		return err
	}
	return a.Show(w, p.page())
}

func (p mondayPage) page() web.Page {
	return web.Page{Title: p.T("tallyweb.monday.title"), Verb: "lam", Body: mondayBody(p)}
}

// weekOf is from the day to the Sunday after it.
func weekOf(day kheo.Date) kheo.Span {
	left := (7 - int(day.Time().Weekday())) % 7
	return kheo.Span{From: day, To: day.Add(left)}
}

func (d Deps) readMonday(ctx context.Context, tx *db.Tx, a *web.Ask, p *mondayPage) error {
	count, err := d.Count(ctx, tx)
	if err != nil {
		return err
	}
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	o := owing{view: a.View, book: book, unit: kheo.UnitID(p.Unit), last: map[kheo.UnitID]kheo.UnitID{}, names: look.Bodies{}}
	if err := o.read(ctx, tx, count, a.Today); err != nil {
		return err
	}
	p.Choose = choiceOf(a.View, "unit", "tallyweb.owed.unit", o.places, p.Unit)
	p.Place = a.Office.NameIn(a.English())
	if u, err := book.Last(o.unit, a.Today); o.unit != "" && err == nil {
		p.Place = u.Name
	}
	p.Rates = o.rates.Sentence(a.Lang)
	p.Late = mondayList{Title: p.T("tallyweb.monday.late"), None: p.T("tallyweb.monday.late.none")}
	late, err := d.week(ctx, tx, a, &o, &p.Late, kheo.Span{To: a.Today.Add(-1)})
	if err != nil {
		return err
	}
	p.Due = mondayList{Title: p.T("tallyweb.monday.due"), None: p.T("tallyweb.monday.due.none")}
	due, err := d.week(ctx, tx, a, &o, &p.Due, p.Week)
	if err != nil {
		return err
	}
	p.Counts = p.counts(o, late, due)
	return nil
}

// counts are the sheet's figures, of all that is owed and not of its rows.
func (p mondayPage) counts(o owing, late, due int) []mondayCount {
	return []mondayCount{
		{Name: p.T("tallyweb.monday.open"), N: o.open},
		{Name: p.T("tallyweb.monday.count.late"), N: late, Warn: late > 0},
		{Name: p.T("tallyweb.monday.count.due"), N: due},
		{Name: p.T("tallyweb.monday.reopened"), N: o.rates.Reopened},
		{Name: p.T("tallyweb.monday.waiting"), N: o.rates.Waiting},
	}
}

// week lists what is due in the span while the clock runs, nearest day first,
// and tells how many that are.
func (d Deps) week(ctx context.Context, tx *db.Tx, a *web.Ask, o *owing, l *mondayList, s kheo.Span) (int, error) {
	if len(o.territories) == 0 {
		return 0, nil
	}
	f := matter.Filter{Clock: matter.Runs, Due: s, Limit: onSheet}
	if o.unit != "" {
		f.Territory = o.territories
	}
	n := 0
	var list []matter.Matter
	for _, f.Kind = range []matter.Kind{matter.Concern, matter.Commitment, matter.Recommendation} {
		f.Public = f.Kind != matter.Concern
		many, err := matter.HowMany(ctx, tx, f)
		if err != nil {
			return 0, err
		}
		n += many
		found, err := matter.List(ctx, tx, f)
		if err != nil {
			return 0, err
		}
		list = append(list, found...)
	}
	slices.SortFunc(list, func(x, y matter.Matter) int { return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(x.Code, y.Code)) })
	list = list[:min(len(list), onSheet)]
	l.More = n - len(list)
	table, err := d.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return 0, err
	}
	all := matter.Stands{}
	for _, m := range list {
		s, err := all.Of(ctx, tx, m, a.Today)
		if err != nil {
			return 0, err
		}
		if err := o.names.Add(ctx, tx, s.Last); err != nil {
			return 0, err
		}
		if m.Kind == matter.Concern && !m.Public {
			m.Title = look.Title(a.View, look.Topic(a.View, table, m.Category), m.Hamlet)
		}
		r := mondayRow{Code: m.Code, Title: m.Title, Place: look.Place(o.book, m), Holder: o.names.Name(a.View, s.Last)}
		r.Day, r.Left, r.Href = a.Date(m.Due), look.Left(a.View, m.Due, a.Today), a.To("matter.show", m.Code)
		if m.Kind == matter.Concern && a.Has("concern.show") {
			r.Href = a.To("concern.show", m.Code)
		}
		l.Rows = append(l.Rows, r)
	}
	return n, nil
}

// monday is the address of the sheet for the unit the list shows.
func (p owedPage) monday() string {
	if p.Unit.Value == "" {
		return p.To("tally.monday")
	}
	return p.To("tally.monday") + "?" + url.Values{"unit": {p.Unit.Value}}.Encode()
}
