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
	since := today.Add(-backDays)
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		gone, err := d.Gone(ctx, tx, a.Who, kheo.Span{From: today.Add(-backDays), To: today})
		if err != nil {
			return err
		}
		if len(gone) > 0 {
			since = gone[len(gone)-1].On // the newest first, and perhaps not all of the year
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
	p.Trial, p.Since = &trial, since
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
		return v.T("sortingweb.draft.ready", "edits", int(x.Edits), "cases", int(x.Cases), "moved", int(x.Moved), "redated", int(x.Redated))
	case x.Tried > 0:
		return v.T("sortingweb.draft.stale", "edits", int(x.Edits))
	}
	return v.T("sortingweb.draft.changed", "edits", int(x.Edits))
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
