package sortingweb

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
)

// A draftPage is the draft, or what is on while there is none; after a dry
// run, what it found.
type draftPage struct {
	Draft  sorting.Version // zero: none yet
	Table  *sorting.Table
	On     kheo.Date
	Trial  *sorting.Trial
	Since  kheo.Date // of the past concerns
	Retire string    // the category that could not be retired
	Faults kheo.Faults
}

// A draft is run over the concerns of this many days.
const backDays = 365

func (d Deps) draft(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.readDraft(a)
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// readDraft is the draft, else the version that is on.
func (d Deps) readDraft(a *web.Ask) (draftPage, error) {
	p := draftPage{On: a.Who.Today()}
	if err := editor(a); err != nil {
		return p, err
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		p.Draft, err = sorting.Open(ctx, tx)
		n := p.Draft.N
		if errors.Is(err, kheo.ErrNotFound) {
			n, err = sorting.Current(ctx, tx)
		}
		if err != nil {
			return err
		}
		p.Table, err = d.Tables.Version(ctx, tx, n)
		return err
	})
	return p, err
}

// tryDraft runs the draft dry and shows what would go elsewhere.
func (d Deps) tryDraft(w http.ResponseWriter, a *web.Ask) error {
	if err := editor(a); err != nil {
		return err
	}
	var trial sorting.Trial
	today := a.Who.Today()
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		gone, err := d.Gone(ctx, tx, a.Who, kheo.Span{From: today.Add(-backDays), To: today})
		if err != nil {
			return err
		}
		trial, err = d.Tables.Try(ctx, tx, a.Who, gone, today)
		return err
	})
	if err != nil {
		return err
	}
	p, err := d.readDraft(a)
	if err != nil {
		return err
	}
	p.Trial, p.Since = &trial, today.Add(-backDays)
	return a.Show(w, p.page(a.View))
}

func (d Deps) switchOn(w http.ResponseWriter, a *web.Ask) error {
	return d.change(w, a, "sorting.rules", func(ctx context.Context, tx *db.Tx) error {
		edits, err := strconv.ParseInt(a.PostFormValue("edits"), 10, 64)
		if err != nil {
			return kheo.ErrConflict
		}
		return sorting.SwitchOn(ctx, tx, a.Who, edits)
	})
}

func (d Deps) drop(w http.ResponseWriter, a *web.Ask) error {
	return d.change(w, a, "sorting.rules", func(ctx context.Context, tx *db.Tx) error {
		return sorting.Drop(ctx, tx, a.Who)
	})
}

func (p draftPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("sortingweb.draft.title"), Private: true, Body: draftBody(v, p),
		Crumbs: []web.Crumb{{Name: v.T("sortingweb.rules.title"), Href: v.To("sorting.rules")}}}
}

// state is a sentence: nothing changed yet, changed, tried.
func (p draftPage) state(v web.View) string {
	x := p.Draft
	switch {
	case x.N == 0:
		return v.T("sortingweb.draft.none")
	case x.Ready():
		return v.T("sortingweb.draft.ready", "edits", int(x.Edits), "cases", int(x.Cases), "moved", int(x.Moved))
	case x.Tried > 0:
		return v.T("sortingweb.draft.stale", "edits", int(x.Edits))
	}
	return v.T("sortingweb.draft.changed", "edits", int(x.Edits))
}

// mostShifts is how many concerns of a dry run are listed.
const mostShifts = 100

// shifts lists what would go elsewhere.
func (p draftPage) shifts(v web.View) web.Table {
	t := web.Table{Caption: v.T("sortingweb.trial.list"), Cols: []web.Col{
		{Name: v.T("sortingweb.head.code"), Main: true}, {Name: v.T("sortingweb.head.topic")},
		{Name: v.T("sortingweb.head.now")}, {Name: v.T("sortingweb.head.then")}, {Name: v.T("sortingweb.head.why")}}}
	for _, s := range p.Trial.Shifts[:min(len(p.Trial.Shifts), mostShifts)] {
		c, _ := p.Table.Category(s.Category)
		now, _ := p.Table.Body(s.Now.Body)
		then, _ := p.Table.Body(s.Then.Body)
		code := web.Cell{Text: s.Code, Sub: p.Table.Place(s.Place, s.On)}
		if v.Has("matter.show") {
			code.Href = v.To("matter.show", s.Code)
		}
		t.Rows = append(t.Rows, web.Row{code, {Text: name(v, c)}, {Text: now.Name}, {Text: then.Name}, {Text: p.because(v, s.Then)}})
	}
	return t
}

func (p draftPage) because(v web.View, f sorting.Fired) string {
	if f.Rule != "" {
		return v.T("sortingweb.trial.rule", "n", f.N)
	}
	if f.Category != "" {
		return v.T("sortingweb.trial.lead")
	}
	return v.T("sortingweb.trial.anybody")
}

// stands is where a category stands in the tree, or that nobody may choose it.
func (p draftPage) stands(v web.View, c sorting.Category) string {
	if c.Retired {
		return v.T("sortingweb.draft.retired")
	}
	if top, ok := p.Table.Category(c.Parent); ok {
		return name(v, top)
	}
	return v.T("sortingweb.draft.top")
}

// found is what the dry run found, in a sentence.
func (p draftPage) found(v web.View) string {
	t := p.Trial
	s := v.T("sortingweb.trial.found", "cases", t.Cases, "since", p.Since, "moved", len(t.Shifts))
	if t.Lost > 0 {
		s += " " + v.T("sortingweb.trial.lost", "n", t.Lost)
	}
	return s
}
