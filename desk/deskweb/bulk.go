package deskweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/triage"
)

// mostPicked is how many matters one press moves.
const mostPicked = 50

// A sayPage says what became of what was asked.
type sayPage struct {
	web.View
	Title, Lead string
	Lines       []outcome
	Faults      kheo.Faults
}

// An outcome is what became of one matter.
type outcome struct {
	Code, Href, Text string
	Done             bool
}

func (p sayPage) page() web.Page {
	return web.Page{Title: p.Title, Crumbs: crumbs(p.View), Body: sayBody(p), Private: true}
}

// bulk does one thing with each matter that was ticked, each on its own: one
// that may not be moved takes nothing back from the others.
func bulk(w http.ResponseWriter, a *web.Ask) error {
	picked := slices.Compact(slices.Sorted(slices.Values(a.PostForm["pick"])))
	if a.PostFormValue("do") == "compare" {
		return beside(w, a, picked)
	}
	do := bulkDo(a, a.PostFormValue("do"))
	if do == nil || len(a.Who.Grants) == 0 {
		return kheo.ErrForbidden
	}
	p := sayPage{View: a.View, Title: a.T("deskweb.bulk")}
	done := 0
	for _, code := range picked[:min(len(picked), mostPicked)] {
		o := outcome{Code: code, Href: a.To("matter.show", code), Text: a.T("deskweb.bulk.done")}
		err := a.Write(func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, code) })
		if o.Done = err == nil; o.Done {
			done++
		} else if o.Text = whyNot(a.View, err); o.Text == "" {
			return err
		}
		p.Lines = append(p.Lines, o)
	}
	p.Lead = a.T("deskweb.bulk.lead", "done", done, "n", len(p.Lines))
	return a.Show(w, p.page())
}

// beside leads to the page that sets the two that were ticked side by side.
func beside(w http.ResponseWriter, a *web.Ask, picked []string) error {
	if len(picked) != 2 {
		p := sayPage{View: a.View, Title: a.T("deskweb.several.compare"), Lead: a.T("deskweb.bulk.two", "n", len(picked))}
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page())
	}
	return a.Go(w, a.To("matter.compare", picked[0])+"?with="+url.QueryEscape(picked[1]))
}

// bulkDo is the action of the form, nil for one there is not.
func bulkDo(a *web.Ask, name string) func(ctx context.Context, tx *db.Tx, code string) error {
	field := a.PostFormValue
	switch name {
	case "take":
		return func(ctx context.Context, tx *db.Tx, code string) error { return matter.Take(ctx, tx, a.Who, code) }
	case "offer":
		return func(ctx context.Context, tx *db.Tx, code string) error {
			return matter.Offer(ctx, tx, a.Who, code, kheo.UnitID(field("to")), field("why"), field("note"))
		}
	case "merge":
		into := look.Code(field("into"))
		return func(ctx context.Context, tx *db.Tx, code string) error {
			if into == "" {
				return kheo.Faults{{Field: "into", Key: "matter.fault.into"}}
			}
			return triage.Merge(ctx, tx, a.Who, code, into)
		}
	case "pause":
		return func(ctx context.Context, tx *db.Tx, code string) error {
			return matter.Pause(ctx, tx, a.Who, code, field("pause"), field("note"))
		}
	}
	return nil
}

// whyNot says why a matter was not moved; "" for what is our own failure.
func whyNot(v web.View, err error) string {
	var faults kheo.Faults
	var wrong kheo.Wrong
	switch {
	case errors.As(err, &faults):
		return v.T(faults[0].Key, faults[0].Args...)
	case errors.As(err, &wrong):
		return v.T("deskweb.bulk.wrong", "state", v.T("matter.state."+wrong.From))
	case errors.Is(err, kheo.ErrForbidden):
		return v.T("deskweb.bulk.forbidden")
	case errors.Is(err, kheo.ErrNotFound):
		return v.T("deskweb.bulk.missing")
	case errors.Is(err, kheo.ErrConflict):
		return v.T("deskweb.bulk.conflict")
	}
	return ""
}
