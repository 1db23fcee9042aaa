package lawweb

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
)

// Routes of the rules.
func Routes() []web.Route {
	return []web.Route{
		{Name: "law.list", Method: "GET", VI: "/quy-dinh", EN: "/rules", Handle: list},
		{Name: "law.edit", Method: "GET", VI: "/quy-dinh/{rule}/sua", EN: "/rules/{rule}/edit", Handle: form},
		{Name: "law.edit", Method: "POST", VI: "/quy-dinh/{rule}/sua", EN: "/rules/{rule}/edit", Handle: edit},
	}
}

func list(w http.ResponseWriter, a *web.Ask) error {
	p := listPage{On: a.On(), MayEdit: a.Who.Can(law.MayEdit, "")}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		p.Rules, err = law.All(ctx, tx, p.On)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// form is the page of one rule for those who may edit it; for others it does
// not exist.
func form(w http.ResponseWriter, a *web.Ask) error {
	p, err := read(a)
	if err != nil {
		return err
	}
	p.Value, p.Unit = strconv.FormatInt(p.Rule.Value, 10), p.Rule.Unit
	p.From = string(a.Who.Today())
	return a.Show(w, p.page(a.View))
}

func edit(w http.ResponseWriter, a *web.Ask) error {
	p, err := read(a)
	if err != nil {
		return err
	}
	p.Value, p.Unit, p.From = a.PostFormValue("value"), a.PostFormValue("unit"), a.PostFormValue("from")
	p.Source, p.Confirmed = a.PostFormValue("source"), a.PostFormValue("confirmed") != ""
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return law.Edit(ctx, tx, a.Who, p.change())
	})
	if errors.As(err, &p.Faults) {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("law.list"))
}

// read is the rule named in the path, with the office's values so far.
func read(a *web.Ask) (editPage, error) {
	id := a.PathValue("rule")
	if !a.Who.Can(law.MayEdit, "") {
		return editPage{}, fmt.Errorf("edit rule %q: %w", id, kheo.ErrNotFound)
	}
	p := editPage{}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if p.Rule, err = law.Find(ctx, tx, id, a.Who.Today()); err != nil {
			return err
		}
		p.History, err = law.History(ctx, tx, id)
		return err
	})
	return p, err
}

// change is what was typed; a value or day that cannot be read becomes one
// that the rule refuses.
func (p editPage) change() law.Change {
	value, err := strconv.ParseInt(strings.TrimSpace(p.Value), 10, 64)
	if err != nil {
		value = -1
	}
	from, err := web.ReadDay(p.From)
	if err != nil {
		from = ""
	}
	return law.Change{Rule: p.Rule.ID, Value: value, Unit: p.Unit, From: from, Source: p.Source, Confirmed: p.Confirmed}
}
