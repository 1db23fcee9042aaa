package deskweb

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/unit"
)

// A deskPage is an officer's list of what is due.
type deskPage struct {
	web.View
	Body   string // the bodies one works for
	Day    string
	Query  string
	Found  string // what was searched, and how many were found
	Tabs   []tab
	Groups []group
	Hidden desk.Hidden
	Bulk   web.Bulk
	More   bulkFields // what they need
	Views  []savedView
	Here   string // the query this list stands at, to be kept as a view
	Next   string // address of the next page
	Empty  bool
	Week   []string // what rose last week
	Open   *Panel
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
	Week   []string
	Hidden desk.Hidden
	Views  []desk.View
	Others []kheo.UnitID // bodies one may offer to
	Joined map[string]int
	Table  *sorting.Table
	Items  []DueItem
	Bodies look.Bodies
	Places map[kheo.UnitID]string
	Mine   []kheo.UnitID
	Open   *Panel
	Chosen bool
	Part   bool // this is not the first page
}

func (d Deps) list(w http.ResponseWriter, a *web.Ask) error {
	var data deskData
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		data, err = d.readDesk(ctx, tx, a)
		return err
	})
	if err != nil {
		return err
	}
	p := data.page(a.View, a.FormValue("tab"), query(a))
	return a.Show(w, web.Page{Title: a.T("deskweb.list.title"), Body: deskBody(p), Private: true, Wide: true})
}

func (d Deps) readDesk(ctx context.Context, tx *db.Tx, a *web.Ask) (deskData, error) {
	data := deskData{Bodies: look.Bodies{}, Places: map[kheo.UnitID]string{}}
	for _, g := range a.Who.Grants {
		if g.Unit != "" && !slices.Contains(data.Mine, g.Unit) {
			data.Mine = append(data.Mine, g.Unit)
		}
	}
	if len(data.Mine) == 0 {
		return data, kheo.ErrForbidden // a desk belongs to somebody who serves in a body
	}
	book, err := d.Books.Book(ctx, tx)
	if err != nil {
		return data, err
	}
	if data.Table, err = d.table(ctx, tx, a.Who.At); err != nil {
		return data, err
	}
	part := desk.Part{After: look.Code(a.FormValue("after")), Words: query(a)}
	part.Says = func(m matter.Matter) string {
		return look.Topic(a.View, data.Table, m.Category) + " " + look.Place(book, m)
	}
	if t := a.FormValue("tab"); slices.Contains(groups, t) {
		part.Tab = desk.Tab(t)
	}
	on, err := desk.Read(ctx, tx, a.Who, part)
	if err != nil {
		return data, err
	}
	data.Part = part.After != ""
	data.Tasks, data.Hidden, data.Counts, data.Next = on.Tasks, on.Hidden, on.Counts, on.Next
	if err := d.readBeside(ctx, tx, a, &data); err != nil {
		return data, err
	}
	if err := data.names(ctx, tx, book); err != nil {
		return data, err
	}
	if d.Week != nil && part.After == "" && part.Words == "" {
		if data.Week, err = d.Week(ctx, tx, a.View, a.Who); err != nil {
			return data, err
		}
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
	if code == "" || d.Panel == nil {
		return data, nil
	}
	open, err := d.Panel(ctx, tx, a, code)
	data.Open = &open
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
func (data *deskData) names(ctx context.Context, tx *db.Tx, book *unit.Book) error {
	if err := data.Bodies.Add(ctx, tx, data.Mine...); err != nil {
		return err
	}
	for _, t := range data.Tasks {
		if err := data.Bodies.Add(ctx, tx, t.Standing.Last, t.OwedTo, t.Chooser, t.Offered, t.Up); err != nil {
			return err
		}
		data.Places[t.Territory] = look.Place(book, t.Matter)
	}
	return nil
}

// page sorts what is due into groups; tab and query narrow what is shown, the
// counts stay.
func (data deskData) page(v web.View, current, query string) deskPage {
	p := deskPage{View: v, Day: v.DayName(v.Today), Query: query, Week: data.Week, Hidden: data.Hidden, Back: v.To("desk.list")}
	var names []string
	for _, id := range data.Mine {
		names = append(names, data.Bodies.Name(v, id))
	}
	p.Body = strings.Join(names, ", ")
	rows := data.rows(v, current, query)
	if !slices.Contains(groups, current) {
		current = ""
	}
	p.Empty = len(rows) == 0 && query == ""
	all := data.count(rows, "")
	p.beside(data, current, query)
	p.Tabs = []tab{{Key: "1", Label: v.T("deskweb.list.all"), N: all, Href: p.Back, Current: current == ""}}
	for i, key := range groups {
		g := group{Key: key, Title: v.T("deskweb.list.group." + key), Warn: key == late}
		n := data.count(rows, key)
		for _, r := range rows {
			if r.group == key && (r.Pick || desk.Holds(r.Code+" "+r.Title+" "+r.Place, query)) {
				g.Rows = append(g.Rows, r)
			}
		}
		p.Tabs = append(p.Tabs, tab{Key: string(rune('2' + i)), Label: v.T("deskweb.list.tab." + key), N: n,
			Href: p.Back + "?tab=" + key, Current: current == key, Warn: key == late && n > 0})
		if len(g.Rows) > 0 && (current == "" || current == key) {
			p.Groups = append(p.Groups, g)
		}
	}
	if here := at(current, query); len(here) > 0 {
		p.Back += "?" + here.Encode()
	}
	if query != "" {
		p.Found = p.found(data.Part || data.Next != "")
	}
	if data.Open != nil {
		p.Open, p.Chosen = data.Open, data.Chosen
	}
	return p
}

// found says what was searched, and how many were found on this page.
func (p deskPage) found(part bool) string {
	n, found, group := 0, 0, p.T("deskweb.list.all")
	for _, t := range p.Tabs {
		if t.Current {
			n, group = t.N, t.Label
		}
	}
	for _, g := range p.Groups {
		found += len(g.Rows)
	}
	if part {
		return p.T("deskweb.list.found.part", "words", p.Query, "group", group, "n", n, "found", found)
	}
	return p.T("deskweb.list.found", "words", p.Query, "group", group, "n", n, "found", found)
}

// query is what was typed to search for, in order and not too long.
func query(a *web.Ask) string {
	q, err := text.Line(a.FormValue("q"))
	if err != nil || len(q) > maxQuery {
		return ""
	}
	return q
}

// maxQuery bounds what is searched for, in bytes.
const maxQuery = 200

// rows are tasks and other due things, nearest day first.
func (data deskData) rows(v web.View, current, query string) []deskRow {
	var rows []deskRow
	for _, t := range data.Tasks {
		r := data.row(v, t)
		here := at(current, query)
		here.Set("open", t.Code)
		r.Href, r.Pick = v.To("desk.list")+"?"+here.Encode(), true
		r.Open = data.Open != nil && data.Open.Code == t.Code
		rows = append(rows, r)
	}
	for _, i := range data.Items {
		r := deskRow{Code: i.Code, Title: i.Title, Place: i.Place, Last: i.Last, Href: i.Href, due: i.Due}
		r.group = groupOf(i.Due, v.Today, i.Waiting)
		r.Time, r.Warn, r.Today = look.Left(v, i.Due, v.Today), i.Due != "" && i.Due < v.Today, i.Due == v.Today
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
		Place: v.T("deskweb.list.place", "kind", v.T("matter.kind."+string(t.Kind)), "place", data.Places[t.Territory])}
	if r.Concern {
		r.Place = cmp.Or(look.Raised(v, t.Hamlet, data.Joined[t.ID]), data.Places[t.Territory])
		if t.Title == "" {
			r.Title = look.Title(v, look.Topic(v, data.Table, t.Category), "")
		}
	}
	r.group = cmp.Or(string(t.Tab), groupOf(t.Due, v.Today, t.Do == desk.DoWatch))
	r.Time, r.Warn, r.Today = look.Left(v, t.Due, v.Today), t.Matter.Late(v.Today), t.Due == v.Today
	since := v.Date(kheo.DateOf(t.Moved))
	switch t.Do {
	case desk.DoTake:
		r.Last = v.T("deskweb.list.take", "day", since)
	case desk.DoAnswer:
		r.Last = v.T("deskweb.list.answer", "day", since)
	case desk.DoJudge:
		r.Last, r.Time, r.group, r.Warn = v.T("deskweb.list.judge", "day", since), v.T("deskweb.list.answered"), fresh, false
	case desk.DoChoose:
		r.Last = v.T("deskweb.list.choose")
	case desk.DoSort:
		r.Last = v.T("deskweb.list.sort", "day", since)
	case desk.DoAccept:
		r.Last, r.Warn = v.T("deskweb.list.accept", "body", data.Bodies.Short(v, t.Standing.Holder)), false
	case desk.DoLead:
		r.Last = v.T("deskweb.list.lead", "day", t.LeadBy)
	case desk.DoWatch:
		r.Last = v.T("deskweb.list.watch", "body", data.Bodies.Short(v, next(t)))
	}
	switch { // where it waits comes before since when
	case t.Do == desk.DoAccept || t.Do == desk.DoLead || t.Do == desk.DoChoose:
	case t.Offered != "":
		r.Last = v.T("deskweb.list.watch", "body", data.Bodies.Short(v, t.Offered))
	case t.Paused != "":
		r.Time, r.Today, r.Warn = v.T("deskweb.list.stopped"), false, false
		r.Last = v.T("deskweb.list.paused", "reason", v.T("matterweb.pause."+t.Paused))
	case r.Concern && t.State == matter.Answered:
		r.Last, r.Time, r.Warn = v.T("deskweb.list.author"), v.T("deskweb.list.answered"), false
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

// here is the value of aria-current.
func here(is bool) string {
	if is {
		return "page"
	}
	return "false"
}

// at is where the list stands: its group and what is searched for.
func at(current, query string) url.Values {
	here := url.Values{}
	if slices.Contains(groups, current) {
		here.Set("tab", current)
	}
	if query != "" {
		here.Set("q", query)
	}
	return here
}
