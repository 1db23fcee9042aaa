package sortingweb

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
	"kheo/sorting"
)

// A categoryForm is one category of the draft as it is being written.
type categoryForm struct {
	sorting.Category
	New    bool
	Lines  string
	Table  *sorting.Table
	On     kheo.Date
	Limits map[string]law.Rule
	Faults kheo.Faults
}

func (d Deps) categoryForm(w http.ResponseWriter, a *web.Ask) error {
	f, err := d.readCategory(a)
	if err != nil {
		return err
	}
	return a.Show(w, f.page(a.View))
}

func (d Deps) categorySave(w http.ResponseWriter, a *web.Ask) error {
	f, err := d.readCategory(a)
	if err != nil {
		return err
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		if !f.New {
			return sorting.ChangeCategory(ctx, tx, a.Who, f.Category)
		}
		_, err := sorting.AddCategory(ctx, tx, a.Who, f.Category)
		return err
	})
	if errors.As(err, &f.Faults) {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, f.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("sorting.draft"))
}

func (d Deps) categoryRetire(w http.ResponseWriter, a *web.Ask) error {
	f, err := d.readCategory(a)
	if err != nil {
		return err
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return sorting.RetireCategory(ctx, tx, a.Who, f.ID, !f.Retired)
	})
	if errors.As(err, &f.Faults) {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, f.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("sorting.draft"))
}

// readCategory is the category of the path and, when a form of words came with
// it, what was typed over it.
func (d Deps) readCategory(a *web.Ask) (categoryForm, error) {
	p, err := d.readDraft(a)
	if err != nil {
		return categoryForm{}, err
	}
	f := categoryForm{New: a.PathValue("id") == "", Table: p.Table, On: p.On}
	err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f.Limits, err = limits(ctx, tx, p.On)
		return err
	})
	if err != nil {
		return f, err
	}
	if !f.New {
		var ok bool
		if f.Category, ok = p.Table.Category(a.PathValue("id")); !ok {
			return f, kheo.ErrNotFound
		}
	}
	f.Lines = strings.Join(f.Words, "\n")
	if a.Method == http.MethodPost && a.PostForm.Has("name") {
		f.Name, f.NameEN, f.Rule = a.PostFormValue("name"), a.PostFormValue("name_en"), a.PostFormValue("rule")
		f.Lead, f.Lines = sorting.Target(a.PostFormValue("lead")), a.PostFormValue("words")
		f.Words = strings.Split(f.Lines, "\n")
		f.asks(a)
		if f.New {
			f.Parent = a.PostFormValue("parent")
		}
	}
	return f, nil
}

func (f categoryForm) page(v web.View) web.Page {
	title := v.T("sortingweb.category.add")
	if !f.New {
		title = v.T("sortingweb.category.change", "name", name(v, f.Category))
	}
	return web.Page{Title: title, Private: true, Body: categoryFormBody(v, f, title), Crumbs: draftCrumbs(v)}
}

func (f categoryForm) action(v web.View) string {
	if f.New {
		return v.To("sorting.category.add")
	}
	return v.To("sorting.category", f.ID)
}

func (f categoryForm) field(v web.View, name, value string) web.Field {
	return web.FieldFor(v, f.Faults, name, "sortingweb.field."+name, value)
}

func (f categoryForm) parent(v web.View) web.Field {
	x := f.field(v, "parent", f.Parent)
	x.Options = []web.Option{{Label: v.T("sortingweb.field.parent.none")}}
	for _, c := range f.Table.Categories() {
		if c.Parent == "" {
			x.Options = append(x.Options, web.Option{Value: c.ID, Label: name(v, c)})
		}
	}
	return x
}

func (f categoryForm) lead(v web.View) web.Field {
	x := f.field(v, "lead", string(f.Lead))
	x.Options = targetOptions(v, f.Table, f.Table.Targets("", f.On), f.Lead)
	return x
}

func (f categoryForm) rule(v web.View) web.Field {
	x := f.field(v, "rule", f.Rule)
	for _, id := range sorting.DueRules() {
		x.Options = append(x.Options, web.Option{Value: id, Label: v.T("sortingweb.limit", "limit", limit(v, f.Limits[id]), "what", v.T("law.rule."+id))})
	}
	return x
}

func (f categoryForm) words(v web.View) web.Field {
	x := f.field(v, "words", f.Lines).With(v.T("sortingweb.field.words.help")).May()
	x.Rows = 8
	return x
}

// asks reads what the category asks, what the office adds to what is never
// asked, and what is said first.
func (f *categoryForm) asks(a *web.Ask) {
	list := func(name string, most int) []sorting.Question {
		var all []sorting.Question
		for i := range most + 1 {
			n := name + strconv.Itoa(i+1)
			all = append(all, sorting.Question{Text: a.PostFormValue(n), TextEN: a.PostFormValue(n + "_en")})
		}
		return all
	}
	f.Questions, f.Never = list("ask_", sorting.MostQuestions), list("never_", sorting.MostNever)
	f.Guide.Text, f.Guide.TextEN = a.PostFormValue("guide"), a.PostFormValue("guide_en")
	f.Guide.ID = ""
	if a.PostFormValue("ways") != "" {
		f.Guide.ID = "ways"
	}
}

// A row of the form is one sentence in both languages.
type row struct {
	Name   string // what the two fields are about
	VI, EN web.Field
}

// spare is how many empty rows stand ready under those in use.
const spare = 2

// rows are those in use and some to spare, at most so many.
func (f categoryForm) rows(v web.View, name string, list []sorting.Question, most int) []row {
	used := 0
	for i, q := range list {
		if q.Text != "" || q.TextEN != "" {
			used = i + 1
		}
	}
	var all []row
	for i := range max(used, min(used+spare, most)) {
		var q sorting.Question
		if i < len(list) {
			q = list[i]
		}
		n := strconv.Itoa(i + 1)
		all = append(all, row{v.T("sortingweb."+name, "n", i+1),
			f.said(v, name+"_"+n, q.Text, "vi"), f.said(v, name+"_"+n+"_en", q.TextEN, "en")})
	}
	return all
}

func (f categoryForm) said(v web.View, name, value, lang string) web.Field {
	return web.FieldFor(v, f.Faults, name, "sortingweb.said."+lang, value).May()
}

// questions are the rows of what is asked.
func (f categoryForm) questions(v web.View) []row {
	return f.rows(v, "ask", f.Questions, sorting.MostQuestions)
}

// own are the rows of what the office adds to what is never asked.
func (f categoryForm) own(v web.View) []row {
	return f.rows(v, "never", f.Own(), sorting.MostNever)
}

// always is what is never asked whatever the office adds.
func (f categoryForm) always() []sorting.Question {
	c := sorting.Category{ID: f.ID, Parent: f.Parent}
	return c.Always()
}

func (f categoryForm) guide(v web.View) row {
	return row{"", f.said(v, "guide", f.Guide.Text, "vi"), f.said(v, "guide_en", f.Guide.TextEN, "en")}
}

func (f categoryForm) ways(v web.View) web.Field {
	return web.Field{Name: "ways", Label: v.T("sortingweb.guide.ways"), Value: f.Guide.ID}
}
