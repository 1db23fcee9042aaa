package modelweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
	"kheo/unit"
)

const perPage = 50

// A choice is what the visitor filters by.
type choice struct {
	Year  int
	Unit  kheo.UnitID
	Field model.Field
	State model.State
	Step  string // of the funnel: which models are listed
	After string
	On    kheo.Date
	Past  bool // On was asked for
}

// A listPage is one year's models of a place.
type listPage struct {
	choice
	Base   string // address of the page, without query
	Years  []int
	Places []place
	Funnel model.Funnel
	Items  []item
	Total  int64
	Next   string // address of the next page, "" on the last
	First  string // address of the first page, "" on it
	New    bool   // the visitor may register
}

// A place is one entry of the choice of places, under those above it.
type place struct {
	ID    kheo.UnitID
	Name  string
	Depth int
}

// An item is one row of the list.
type item struct {
	model.Model
	Where string // "Xã Tân Chánh"
}

// steps that may be listed: those of the funnel, in order, what was carried
// over from earlier years, and, unless one is chosen, all that ran in the year.
func steps() []string {
	return []string{"registered", "ran", "recognised", "alive12", "replicated", "carried", "all"}
}

func (p pages) list(w http.ResponseWriter, a *web.Ask) error {
	l := listPage{choice: readChoice(a), Base: a.To("model.list")}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := p.books.Book(ctx, tx)
		if err != nil {
			return err
		}
		return l.fill(ctx, tx, book, a.Who)
	})
	if err != nil {
		return err
	}
	return a.Show(w, l.page(a.View))
}

// readChoice takes what makes sense and leaves the rest: a list is a place to
// look around in, not a form to fail.
func readChoice(a *web.Ask) choice {
	q := a.URL.Query()
	c := choice{Year: a.On().Year(), On: a.On(), After: q.Get("after"), Step: "all", Past: q.Get("on") != ""}
	if y, err := strconv.Atoi(q.Get("year")); err == nil && y >= 1900 && y <= 2200 {
		c.Year = y
	}
	if u := q.Get("unit"); kheo.IsID(u) {
		c.Unit = kheo.UnitID(u)
	}
	if f := model.Field(q.Get("field")); slices.Contains(model.Fields(), f) {
		c.Field = f
	}
	if s := model.State(q.Get("state")); slices.Contains(model.States(), s) {
		c.State = s
	}
	if s := q.Get("step"); slices.Contains(steps(), s) {
		c.Step = s
	}
	return c
}

// address of the list with one thing of the choice changed.
func (l listPage) address(name, value string) string {
	q := url.Values{}
	set := func(k, v string) {
		if k == name {
			v = value
		}
		if v != "" {
			q.Set(k, v)
		}
	}
	set("year", strconv.Itoa(l.Year))
	set("unit", string(l.Unit))
	set("field", string(l.Field))
	set("state", string(l.State))
	set("step", l.Step)
	set("after", "")
	if l.Past {
		q.Set("on", string(l.On))
	}
	return l.Base + "?" + q.Encode()
}

func (l *listPage) fill(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller) error {
	own, err := model.Reads(ctx, tx, who)
	if err != nil {
		return err
	}
	f := model.Filter{Field: l.Field, Public: true, Own: own, On: l.On}
	year := kheo.YearSpan(l.Year)
	all, err := model.CohortOf(ctx, tx, f, year)
	if err != nil {
		return err
	}
	l.Places = places(book, append(slices.Clone(all.Registered), all.Carried...), year.To)
	cohort := all
	if l.Unit != "" {
		f.Units = append([]kheo.UnitID{}, book.Whole(l.Unit, year.To)...) // empty, not nil, where it did not exist
		if cohort, err = model.CohortOf(ctx, tx, f, year); err != nil {
			return err
		}
	}
	if l.Years, err = model.Years(ctx, tx); err != nil {
		return err
	}
	if !slices.Contains(l.Years, l.Year) {
		l.Years = append(l.Years, l.Year)
		sort.Sort(sort.Reverse(sort.IntSlice(l.Years)))
	}
	l.Funnel = cohort.Funnel()
	l.New = len(who.Units(model.MayRegister)) > 0
	l.cut(book, l.of(cohort))
	return nil
}

// of is the models of the step that is listed.
func (l listPage) of(c model.Cohort) []model.Model {
	var list []model.Model
	switch l.Step {
	case "registered":
		list = c.Registered
	case "recognised":
		list = c.Recognised
	case "alive12":
		list = c.Alive12
	case "replicated":
		list = c.Replicated
	case "carried":
		list = c.Carried
	case "ran":
		list = c.Ran
	default:
		list = c.All()
	}
	return slices.DeleteFunc(slices.Clone(list), func(m model.Model) bool {
		return l.State != "" && m.State != l.State
	})
}

// cut takes one page of the list.
func (l *listPage) cut(book *unit.Book, list []model.Model) {
	l.Total = int64(len(list))
	from := sort.Search(len(list), func(i int) bool { return list[i].Code > l.After })
	if l.After == "" {
		from = 0
	}
	if from > 0 {
		l.First = l.address("after", "")
	}
	to := min(from+perPage, len(list))
	for _, m := range list[from:to] {
		i := item{Model: m}
		if u, err := book.Last(m.Unit, m.Days.Registered); err == nil {
			i.Where = u.Name
		}
		l.Items = append(l.Items, i)
	}
	if to < len(list) {
		l.Next = l.address("after", list[to-1].Code)
	}
}

// places are the territories that have models, as of a day, and those above
// them, each under its parent.
func places(book *unit.Book, list []model.Model, on kheo.Date) []place {
	names := map[string]place{}
	add := func(u unit.Unit) {
		up := book.Ancestors(u.ID, on)
		var path []string
		for _, x := range up {
			path = append([]string{x.Code}, path...)
		}
		names[strings.Join(append(path, u.Code), "/")] = place{ID: u.ID, Name: u.Name, Depth: len(up)}
	}
	seen := map[kheo.UnitID]bool{}
	for _, m := range list {
		if seen[m.Unit] {
			continue
		}
		seen[m.Unit] = true
		for _, now := range book.Today(m.Unit, on) { // itself, or what it went into
			add(now.Unit)
			for _, x := range book.Ancestors(now.Unit.ID, on) {
				add(x)
			}
		}
	}
	keys := make([]string, 0, len(names))
	for k := range names {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	out := make([]place, len(keys))
	for i, k := range keys {
		out[i] = names[k]
	}
	return out
}
