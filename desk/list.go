package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

// A Tab is a group of the desk.
type Tab string

// The groups. What is late or due today runs against the caller's bodies.
const (
	TabLate    Tab = "late"
	TabToday   Tab = "today"
	TabWaiting Tab = "waiting" // the next word is another's, or the clock stands still
	TabNew     Tab = "new"     // the rest: new, or with time left
)

// A Task is one open matter on somebody's desk.
type Task struct {
	matter.Matter
	matter.Standing
	Do  Do
	Tab Tab
}

// A Page is one page of what concerns the caller today, by due day, and how
// much there is beside it.
type Page struct {
	Tasks  []Task
	Next   string // cursor of the next page, "" at the end
	Counts map[Tab]int
	Hidden Hidden
}

// Hidden is what is open in the places of the caller's bodies and not on this
// desk, because another body holds it.
type Hidden struct {
	Elsewhere   int // published: it stands in the public list
	Unpublished int // no version without persons yet: only its holder reads it
}

// A Part is what part of the desk is asked for.
type Part struct {
	Tab      Tab // "" all
	Category []string
	States   []matter.State
	Words    string                     // all of them somewhere in its code, title, hamlet, or what Says adds
	Says     func(matter.Matter) string // names the page shows: topic, place; may be nil
	After    string                     // Page.Next of the page before
	Limit    int                        // 0 for 50
}

// A source is one reason for matters to be on a desk; tab is where they go, ""
// by their day.
type source struct {
	f   matter.Filter
	tab Tab
}

// Read is the desk of the caller.
func Read(ctx context.Context, tx *db.Tx, who kheo.Caller, v Part) (Page, error) {
	d := Page{Counts: map[Tab]int{}}
	sources, mine, err := sourcesOf(ctx, tx, who)
	if err != nil {
		return d, err
	}
	v.Limit = cmp.Or(v.Limit, 50)
	var list []matter.Matter
	for _, s := range sources {
		for _, part := range s.parts(who.Today()) {
			n, err := matter.HowMany(ctx, tx, part.f)
			if err != nil {
				return d, err
			}
			d.Counts[part.tab] += n
		}
		found, err := s.read(ctx, tx, who.Today(), v)
		if err != nil {
			return d, err
		}
		list = append(list, found...)
	}
	if d.Tasks, err = tasks(ctx, tx, who, list); err != nil {
		return d, err
	}
	waiting, err := toChoose(ctx, tx, who)
	if err != nil {
		return d, err
	}
	for _, t := range waiting {
		d.Counts[t.Tab]++
	}
	var last matter.Matter
	if v.After != "" {
		if last, err = matter.Find(ctx, tx, v.After, ""); err != nil && !errors.Is(err, kheo.ErrNotFound) {
			return d, err
		}
	}
	d.Tasks = append(d.Tasks, slices.DeleteFunc(waiting, func(t Task) bool {
		return v.Tab != "" && t.Tab != v.Tab || !v.fits(t.Matter) || matter.ByDue(t.Matter, last) <= 0
	})...)
	d.cut(v.Limit)
	d.Hidden, err = hidden(ctx, tx, mine)
	return d, err
}

// cut puts the tasks in order, each once, and keeps one page of them.
func (d *Page) cut(limit int) {
	slices.SortFunc(d.Tasks, func(a, b Task) int { return matter.ByDue(a.Matter, b.Matter) })
	d.Tasks = slices.CompactFunc(d.Tasks, func(a, b Task) bool { return a.ID == b.ID })
	if len(d.Tasks) > limit {
		d.Tasks = d.Tasks[:limit]
		d.Next = d.Tasks[limit-1].Code
	}
}

// parts cuts a source into the groups it feeds.
func (s source) parts(today kheo.Date) []source {
	if s.tab != "" {
		return []source{s}
	}
	late, now, fresh := s.f, s.f, s.f
	late.Due = kheo.Span{To: today.Add(-1)}
	now.Due = kheo.Span{From: today, To: today}
	fresh.Due = kheo.Span{From: today.Add(1)}
	return []source{{late, TabLate}, {now, TabToday}, {fresh, TabNew}}
}

// read brings the matters of a source that the view asks for, one more than it
// shows.
func (s source) read(ctx context.Context, tx *db.Tx, today kheo.Date, v Part) ([]matter.Matter, error) {
	f := s.f
	if v.Tab != "" {
		parts := s.parts(today)
		i := slices.IndexFunc(parts, func(p source) bool { return p.tab == v.Tab })
		if i < 0 {
			return nil, nil
		}
		f = parts[i].f
	}
	f.Category, f.After, f.Limit = v.Category, v.After, v.Limit+1
	if len(v.States) > 0 {
		f.States = v.States
	}
	if v.Words != "" {
		return v.search(ctx, tx, f)
	}
	return matter.List(ctx, tx, f)
}

// tasks says of each matter who holds it and what it asks.
func tasks(ctx context.Context, tx *db.Tx, who kheo.Caller, list []matter.Matter) ([]Task, error) {
	all, today := matter.Stands{}, who.Today()
	tasks := make([]Task, 0, len(list))
	for _, m := range list {
		t := Task{Matter: m, Tab: TabNew}
		var err error
		if t.Standing, err = all.Of(ctx, tx, m, today); err != nil {
			return nil, err
		}
		if t.Do, err = asks(ctx, tx, all, who, m, t.Standing); err != nil {
			return nil, err
		}
		if t.Do == "" && !t.Standing.Waiting {
			t.Do = DoWatch // it helps there
		}
		switch {
		case t.Do == DoWatch || m.Paused != "":
			t.Tab = TabWaiting
		case t.Do == DoJudge || t.Do == DoAccept || t.Do == DoLead:
		case m.Due != "" && m.Due < today:
			t.Tab = TabLate
		case m.Due == today:
			t.Tab = TabToday
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// sourcesOf are the reasons for matters to be on the caller's desk, and the
// bodies whose matters are theirs: those they serve in and those these followed.
func sourcesOf(ctx context.Context, tx *db.Tx, who kheo.Caller) (list []source, mine []kheo.UnitID, err error) {
	seen := map[kheo.UnitID]bool{}
	for _, g := range who.Grants {
		if g.Unit == "" || seen[g.Unit] {
			continue
		}
		seen[g.Unit] = true
		line, err := forebears(ctx, tx, g.Unit, who.Today())
		if err != nil {
			return nil, nil, err
		}
		for _, id := range line {
			list = append(list, sources(who, g.Unit, id)...)
		}
		mine = append(mine, line...)
	}
	return list, mine, nil
}

// sources are the reasons that lie in a body: of itself, or of one it followed.
func sources(who kheo.Caller, body, id kheo.UnitID) []source {
	var list []source
	if who.Can(matter.MayTake, body) || who.Can(matter.MaySort, body) {
		list = append(list,
			source{f: matter.Filter{Holders: []kheo.UnitID{id}, Clock: matter.Runs}},
			source{matter.Filter{Holders: []kheo.UnitID{id}, Clock: matter.Waits}, TabWaiting},
			source{matter.Filter{Offered: id}, TabNew},
			source{matter.Filter{Assist: id, Open: true}, TabWaiting})
	}
	if who.Can(matter.MayConfirm, body) {
		list = append(list,
			source{matter.Filter{OwedTo: id, Clock: matter.Waits, States: []matter.State{matter.Answered}}, TabNew},
			source{matter.Filter{OwedTo: id, Clock: matter.Runs}, TabWaiting})
	}
	if who.Can(matter.MayLead, body) {
		list = append(list, source{matter.Filter{Up: id, Wanted: true}, TabNew}, source{matter.Filter{Up: id, Told: true, Open: true}, TabWaiting})
	}
	return list
}

// forebears is the body and all it lawfully followed.
func forebears(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) ([]kheo.UnitID, error) {
	line := []kheo.UnitID{id}
	for n := 0; n < len(line); n++ {
		list, err := unit.Forebears(ctx, tx, line[n])
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			heir, err := unit.Heir(ctx, tx, f.Body.ID, on)
			if errors.Is(err, unit.ErrNoHeir) || heir.ID != id || slices.Contains(line, f.Body.ID) {
				continue
			}
			if err != nil {
				return nil, err
			}
			line = append(line, f.Body.ID)
		}
	}
	return line, nil
}

// mostWaiting bounds how many that wait for a choice are looked at.
const mostWaiting = 1000

// toChoose are the matters whose holder ended without an heir and for which the
// caller, or the caller's body, chooses the next.
func toChoose(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Task, error) {
	chooses := slices.ContainsFunc(who.Grants, func(g kheo.Grant) bool {
		return g.Unit != "" && (who.Can(matter.MayChoose, g.Unit) || who.Can(matter.MayConfirm, g.Unit))
	})
	if !chooses {
		return nil, nil
	}
	ended, err := unit.Heirless(ctx, tx, who.Today())
	if err != nil || len(ended) == 0 {
		return nil, err
	}
	list, err := matter.List(ctx, tx, matter.Filter{Holders: ended, Clock: matter.Runs, Limit: mostWaiting, AnyOrder: true})
	if err != nil {
		return nil, err
	}
	all, err := tasks(ctx, tx, who, list)
	return slices.DeleteFunc(all, func(t Task) bool { return t.Do == "" }), err
}

// hidden counts what is open in the places of the caller's bodies on other
// desks.
func hidden(ctx context.Context, tx *db.Tx, mine []kheo.UnitID) (Hidden, error) {
	var h Hidden
	var places []kheo.UnitID
	for _, id := range mine {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return h, err
		}
		if b.Territory != "" && !slices.Contains(places, b.Territory) {
			places = append(places, b.Territory)
		}
	}
	if len(places) == 0 {
		return h, nil
	}
	n, err := matter.Apart(ctx, tx, matter.Filter{Territory: places, NotHolders: mine})
	return Hidden{Elsewhere: n.Public, Unpublished: n.Private}, err
}
