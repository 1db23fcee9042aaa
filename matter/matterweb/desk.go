package matterweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
)

// A deskPage is an officer's list of what is due.
type deskPage struct {
	web.View
	Body   string // the bodies one works for
	Day    string
	Query  string
	Tabs   []tab
	Groups []group
	Hidden desk.Hidden
	Bulk   web.Bulk
	More   []input // what the bulk actions need
	Views  []savedView
	Here   string // the query this list stands at, to be kept as a view
	Next   string // address of the next page
	Empty  bool
	Open   *panel
	Chosen bool   // the row was asked for; else it is the first, and phones show the list
	Back   string // the list without an open row
}

// A tab counts a group and filters by it.
type tab struct {
	Key, Label, Href string
	N                int
	Current, Warn    bool
}

type group struct {
	Key, Title string
	Warn       bool
	Rows       []deskRow
}

// A deskRow is one thing due.
type deskRow struct {
	Code, Title, Place, Last, Time, Href string
	Warn, Today, Open                    bool
	Concern, Pick                        bool
	group                                string
	due                                  kheo.Date
}

// A panel is the open row: the clock, then what to do, then the words.
type panel struct {
	Page    showPage
	State   web.Tag // "Đang làm, Ban Dân vận Huyện ủy giữ"
	Clock   string
	Until   string
	Warn    bool
	Href    string // the matter's own page
	Product string
}

// The groups of the desk, in order, keys 2 to 5; 1 is all.
const (
	late    = "late"
	today   = "today"
	waiting = "waiting"
	fresh   = "new"
)

var groups = []string{late, today, waiting, fresh}

// deskData is what the desk is drawn from.
type deskData struct {
	Tasks  []desk.Task
	Counts map[desk.Tab]int // over all pages; nil counts what is here
	Next   string
	Hidden desk.Hidden
	Views  []desk.View
	Others []kheo.UnitID // bodies one may offer to
	Joined map[string]int
	Table  *sorting.Table
	Items  []DueItem
	Bodies bodies
	Places map[kheo.UnitID]string
	Mine   []kheo.UnitID
	Open   *facts
	Chosen bool
}

func (d Deps) desk(w http.ResponseWriter, a *web.Ask) error {
	var data deskData
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		data, err = d.readDesk(ctx, tx, a)
		return err
	})
	if err != nil {
		return err
	}
	p := data.page(a.View, a.FormValue("tab"), a.FormValue("q"))
	return a.Show(w, web.Page{Title: a.T("matterweb.desk.title"), Body: deskBody(p), Private: true, Wide: true})
}

func (d Deps) readDesk(ctx context.Context, tx *db.Tx, a *web.Ask) (deskData, error) {
	data := deskData{Bodies: bodies{}, Places: map[kheo.UnitID]string{}}
	for _, g := range a.Who.Grants {
		if g.Unit != "" && !slices.Contains(data.Mine, g.Unit) {
			data.Mine = append(data.Mine, g.Unit)
		}
	}
	if len(data.Mine) == 0 {
		return data, kheo.ErrForbidden // a desk belongs to somebody who serves in a body
	}
	part := desk.Part{After: readCode(a.FormValue("after"))}
	if t := a.FormValue("tab"); slices.Contains(groups, t) {
		part.Tab = desk.Tab(t)
	}
	on, err := desk.Read(ctx, tx, a.Who, part)
	if err != nil {
		return data, err
	}
	data.Tasks, data.Hidden, data.Counts, data.Next = on.Tasks, on.Hidden, on.Counts, on.Next
	if err := d.readBeside(ctx, tx, a, &data); err != nil {
		return data, err
	}
	if err := data.names(ctx, tx, d); err != nil {
		return data, err
	}
	if d.Due != nil && part.After == "" {
		if data.Items, err = d.Due(ctx, tx, a.View, a.Who); err != nil {
			return data, err
		}
	}
	code := strings.ToUpper(a.FormValue("open"))
	data.Chosen = slices.ContainsFunc(data.Tasks, func(t desk.Task) bool { return t.Code == code })
	if !data.Chosen {
		code = data.first(a.View, a.FormValue("tab"))
	}
	if code == "" {
		return data, nil
	}
	f, err := d.read(ctx, tx, a, code, a.Today)
	data.Open = &f
	return data, err
}

// first is the matter a wide screen opens when none was asked for: the first
// of the first group shown.
func (data deskData) first(v web.View, current string) string {
	for _, key := range groups {
		if slices.Contains(groups, current) && key != current {
			continue
		}
		for _, t := range data.Tasks {
			if data.row(v, t).group == key {
				return t.Code
			}
		}
	}
	return ""
}

// names reads the names the rows show.
func (data *deskData) names(ctx context.Context, tx *db.Tx, d Deps) error {
	if err := data.Bodies.add(ctx, tx, data.Mine...); err != nil {
		return err
	}
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range data.Tasks {
		if err := data.Bodies.add(ctx, tx, t.Standing.Last, t.OwedTo, t.Chooser, t.Offered, t.Up); err != nil {
			return err
		}
		data.Places[t.Territory] = short(book, t.Matter)
	}
	return nil
}

// short is the territory's name as it was when the matter was opened.
func short(book *unit.Book, m matter.Matter) string {
	u, err := book.Last(m.Territory, kheo.DateOf(m.Opened))
	if err != nil {
		return ""
	}
	return u.Name
}

// page sorts what is due into groups; tab and query narrow what is shown, the
// counts stay.
func (data deskData) page(v web.View, current, query string) deskPage {
	p := deskPage{View: v, Day: v.DayName(v.Today), Query: query, Hidden: data.Hidden, Back: v.To("matter.desk")}
	var names []string
	for _, id := range data.Mine {
		names = append(names, data.Bodies.name(v, id))
	}
	p.Body = strings.Join(names, ", ")
	rows := data.rows(v, current)
	if !slices.Contains(groups, current) {
		current = ""
	}
	p.Empty = len(rows) == 0
	all := data.count(rows, "")
	p.beside(data, current, query)
	p.Tabs = []tab{{Key: "1", Label: v.T("matterweb.desk.all"), N: all, Href: p.Back, Current: current == ""}}
	for i, key := range groups {
		g := group{Key: key, Title: v.T("matterweb.desk.group." + key), Warn: key == late}
		n := data.count(rows, key)
		for _, r := range rows {
			if r.group == key && matches(r, query) {
				g.Rows = append(g.Rows, r)
			}
		}
		p.Tabs = append(p.Tabs, tab{Key: string(rune('2' + i)), Label: v.T("matterweb.desk.tab." + key), N: n,
			Href: p.Back + "?tab=" + key, Current: current == key, Warn: key == late && n > 0})
		if len(g.Rows) > 0 && (current == "" || current == key) {
			p.Groups = append(p.Groups, g)
		}
	}
	if current != "" {
		p.Back += "?tab=" + current
	}
	if data.Open != nil {
		p.Open, p.Chosen = data.panel(v), data.Chosen
	}
	return p
}

// matches tells whether a row holds every typed word, in any case.
func matches(r deskRow, query string) bool {
	text := strings.ToLower(r.Code + " " + r.Title + " " + r.Place)
	for word := range strings.FieldsSeq(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// rows are tasks and other due things, nearest day first.
func (data deskData) rows(v web.View, current string) []deskRow {
	var rows []deskRow
	for _, t := range data.Tasks {
		r := data.row(v, t)
		q := "?open=" + t.Code
		if slices.Contains(groups, current) {
			q = "?tab=" + current + "&open=" + t.Code
		}
		r.Href, r.Pick = v.To("matter.desk")+q, true
		r.Open = data.Open != nil && data.Open.M.Code == t.Code
		rows = append(rows, r)
	}
	for _, i := range data.Items {
		r := deskRow{Code: i.Code, Title: i.Title, Place: i.Place, Last: i.Last, Href: i.Href, due: i.Due}
		r.group = groupOf(i.Due, v.Today, i.Waiting)
		r.Time, r.Warn, r.Today = left(v, i.Due, v.Today), i.Due != "" && i.Due < v.Today, i.Due == v.Today
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b deskRow) int { return strings.Compare(string(a.due), string(b.due)) })
	return rows
}

func groupOf(due, on kheo.Date, waits bool) string {
	switch {
	case waits:
		return waiting
	case due != "" && due < on:
		return late
	case due == on:
		return today
	}
	return fresh
}

func (data deskData) row(v web.View, t desk.Task) deskRow {
	r := deskRow{Code: t.Code, Title: t.Title, due: t.Due, Concern: t.Kind == matter.Concern,
		Place: v.T("matterweb.desk.place", "kind", v.T("matter.kind."+string(t.Kind)), "place", data.Places[t.Territory])}
	if r.Concern {
		r.Place = cmp.Or(raised(v, t.Hamlet, data.Joined[t.ID]), data.Places[t.Territory])
		if t.Title == "" {
			r.Title = titleOf(v, topicOf(v, data.Table, t.Category), "")
		}
	}
	r.group = cmp.Or(string(t.Tab), groupOf(t.Due, v.Today, t.Do == desk.DoWatch))
	r.Time, r.Warn, r.Today = left(v, t.Due, v.Today), t.Matter.Late(v.Today), t.Due == v.Today
	since := v.Date(kheo.DateOf(t.Moved))
	switch t.Do {
	case desk.DoTake:
		r.Last = v.T("matterweb.desk.take", "day", since)
	case desk.DoAnswer:
		r.Last = v.T("matterweb.desk.answer", "day", since)
	case desk.DoJudge:
		r.Last, r.Time, r.group, r.Warn = v.T("matterweb.desk.judge", "day", since), v.T("matterweb.desk.answered"), fresh, false
	case desk.DoChoose:
		r.Last = v.T("matterweb.desk.choose")
	case desk.DoSort:
		r.Last = v.T("matterweb.desk.sort", "day", since)
	case desk.DoAccept:
		r.Last, r.Warn = v.T("matterweb.desk.accept", "body", data.Bodies.short(v, t.Standing.Holder)), false
	case desk.DoLead:
		r.Last = v.T("matterweb.desk.lead", "day", t.LeadBy)
	case desk.DoWatch:
		r.Last = v.T("matterweb.desk.watch", "body", data.Bodies.short(v, next(t)))
	}
	switch { // where it waits comes before since when
	case t.Do == desk.DoAccept || t.Do == desk.DoLead || t.Do == desk.DoChoose:
	case t.Offered != "":
		r.Last = v.T("matterweb.desk.watch", "body", data.Bodies.short(v, t.Offered))
	case t.Paused != "":
		r.Time, r.Today, r.Warn = v.T("matterweb.desk.stopped"), false, false
		r.Last = v.T("matterweb.desk.paused", "reason", v.T("matterweb.pause."+t.Paused))
	case r.Concern && t.State == matter.Answered:
		r.Last, r.Time, r.Warn = v.T("matterweb.desk.author"), v.T("matterweb.desk.answered"), false
	}
	return r
}

// count is how many a group holds on all pages; "" all of them.
func (data deskData) count(rows []deskRow, key string) int {
	n := 0
	for tab, c := range data.Counts {
		if key == "" || string(tab) == key {
			n += c
		}
	}
	for _, r := range rows {
		if (key == "" || r.group == key) && (data.Counts == nil || !r.Pick) {
			n++
		}
	}
	return n
}

// next is the body whose word comes next.
func next(t desk.Task) kheo.UnitID {
	switch {
	case t.Waiting:
		return t.Chooser
	case t.State == matter.Answered:
		return t.OwedTo
	}
	return t.Standing.Holder
}

func (data deskData) panel(v web.View) *panel {
	f := *data.Open
	p := f.page(v, form{})
	u := f.until(v)
	clock := left(v, f.M.Due, f.On)
	if !f.M.State.WithHolder() {
		clock = v.T("matter.state." + string(f.M.State))
	}
	state := stateTag(v, f.M)
	switch {
	case f.S.Waiting:
		state.Text = v.T("matterweb.desk.state.nobody", "state", state.Text)
	case f.S.Holder != "":
		state.Text = v.T("matterweb.desk.state", "state", state.Text, "body", f.Bodies.short(v, f.S.Holder))
	}
	return &panel{Page: p, State: state, Clock: clock, Until: u.Value, Warn: u.Warn, Href: v.To("matter.show", f.M.Code), Product: f.M.Product}
}
