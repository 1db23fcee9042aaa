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

// A ruleForm is one rule of the draft as it is being written.
type ruleForm struct {
	sorting.Rule
	New        bool
	Place      web.UnitField
	From, To   string
	Table      *sorting.Table
	Targets    []sorting.Target
	Faults     kheo.Faults
	daysUnread kheo.Faults
}

func (d Deps) ruleForm(w http.ResponseWriter, a *web.Ask) error {
	f, err := d.readRule(a)
	if err != nil {
		return err
	}
	return a.Show(w, f.page(a.View))
}

// ruleSave keeps the rule, or shows the form again: to choose among the places
// found, or to mend what it cannot be saved with.
func (d Deps) ruleSave(w http.ResponseWriter, a *web.Ask) error {
	f, err := d.readRule(a)
	if err != nil {
		return err
	}
	if a.PostFormValue("find") != "" {
		return a.Show(w, f.page(a.View))
	}
	if f.Faults = f.daysUnread; len(f.Faults) == 0 {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			if !f.New {
				return sorting.ChangeRule(ctx, tx, a.Who, f.Rule)
			}
			_, err := sorting.AddRule(ctx, tx, a.Who, f.Rule)
			return err
		})
	}
	if errors.As(err, &f.Faults) || len(f.Faults) > 0 {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, f.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("sorting.draft"))
}

// readRule is the rule of the path, and over it what was typed.
func (d Deps) readRule(a *web.Ask) (ruleForm, error) {
	p, err := d.readDraft(a)
	if err != nil {
		return ruleForm{}, err
	}
	f := ruleForm{New: a.PathValue("rule") == "", Table: p.Table}
	f.Kind = "concern"
	for _, r := range p.Table.Rules() {
		if r.ID == a.PathValue("rule") {
			f.Rule = r
		}
	}
	if !f.New && f.ID == "" {
		return f, kheo.ErrNotFound
	}
	f.From, f.To = string(f.Rule.From), string(f.Rule.To)
	words := a.PostFormValue("place_q")
	if a.Method == http.MethodPost {
		f.typed(a)
	}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Tables.Books.Book(ctx, tx)
		if err == nil {
			f.Place = places(a.View, book, words, f.Rule.Place, p.On)
			f.Place.Optional = true
		}
		return err
	})
	f.Place.Help = a.T("sortingweb.field.place.help")
	f.Targets = p.Table.Targets(f.Rule.Place, p.On)
	return f, err
}

func (f *ruleForm) typed(a *web.Ask) {
	f.Rule.Place = kheo.UnitID(a.PostFormValue("place"))
	f.Category, f.Kind, f.Note = a.PostFormValue("category"), a.PostFormValue("kind"), a.PostFormValue("note")
	f.Target = sorting.Target(a.PostFormValue("target"))
	f.From, f.To = a.PostFormValue("from"), a.PostFormValue("to")
	var err error
	f.Rule.From, err = web.ReadDay(f.From)
	f.daysUnread.Need(err == nil, "from", "web.fault.day")
	f.Rule.To, err = web.ReadDay(f.To)
	f.daysUnread.Need(err == nil, "to", "web.fault.day")
}

func (f ruleForm) page(v web.View) web.Page {
	title := v.T("sortingweb.rule.add")
	if !f.New {
		title = v.T("sortingweb.rule.change", "n", f.N)
	}
	return web.Page{Title: title, Private: true, Body: ruleFormBody(v, f, title), Crumbs: draftCrumbs(v)}
}

func draftCrumbs(v web.View) []web.Crumb {
	return []web.Crumb{{Name: v.T("sortingweb.rules.title"), Href: v.To("sorting.rules")}, {Name: v.T("sortingweb.draft.title"), Href: v.To("sorting.draft")}}
}

func (f ruleForm) action(v web.View) string {
	if f.New {
		return v.To("sorting.rule.add")
	}
	return v.To("sorting.rule", f.ID)
}

func (f ruleForm) field(v web.View, name, value string) web.Field {
	return web.FieldFor(v, f.Faults, name, "sortingweb.field."+name, value)
}

func (f ruleForm) category(v web.View) web.Field {
	x := f.field(v, "category", f.Category)
	x.Options = topics(v, f.Table, v.T("sortingweb.field.category.all"))
	return x
}

func (f ruleForm) kind(v web.View) web.Field {
	x := f.field(v, "kind", f.Kind)
	for _, k := range []string{"", "concern", "commitment", "recommendation"} {
		x.Options = append(x.Options, web.Option{Value: k, Label: kind(v, k)})
	}
	return x
}

func (f ruleForm) target(v web.View) web.Field {
	x := f.field(v, "target", string(f.Target))
	x.Options = targetOptions(v, f.Table, f.Targets, f.Target)
	return x
}

// targetOptions are who may be named; the one named now is kept though it is
// none of them any more.
func targetOptions(v web.View, t *sorting.Table, list []sorting.Target, now sorting.Target) []web.Option {
	options := []web.Option{{Label: v.T("sortingweb.field.target.none")}}
	have := now == ""
	for _, x := range list {
		options = append(options, web.Option{Value: string(x), Label: t.Named(x)})
		have = have || x == now
	}
	if !have {
		options = append(options, web.Option{Value: string(now), Label: t.Named(now)})
	}
	return options
}

func (d Deps) ruleMove(w http.ResponseWriter, a *web.Ask) error {
	return d.change(w, a, "sorting.draft", func(ctx context.Context, tx *db.Tx) error {
		to, err := strconv.Atoi(a.PostFormValue("to"))
		if err != nil {
			return kheo.ErrConflict
		}
		return sorting.MoveRule(ctx, tx, a.Who, a.PathValue("rule"), to)
	})
}

func (d Deps) ruleRetire(w http.ResponseWriter, a *web.Ask) error {
	return d.change(w, a, "sorting.draft", func(ctx context.Context, tx *db.Tx) error {
		return sorting.RetireRule(ctx, tx, a.Who, a.PathValue("rule"))
	})
}
