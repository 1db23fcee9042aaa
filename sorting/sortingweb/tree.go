package sortingweb

import (
	"context"
	"fmt"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/law"
	"kheo/sorting"
)

// A treePage is every category, for everybody.
type treePage struct {
	Table  *sorting.Table
	Limits map[string]law.Rule
	Words  string // typed to be tried, kept nowhere
	Tried  bool
	Meant  []sorting.Suggestion
	Faults kheo.Faults
}

const mostWords = 2000 // letters read of what is typed to be tried

func (d Deps) tree(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.readTree(a)
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

// suggest tries words. They come by POST so that they stand in no address and
// in no log, and nothing keeps them.
func (d Deps) suggest(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.readTree(a)
	if err != nil {
		return err
	}
	p.Words, err = text.Clean(a.PostFormValue("words"))
	p.Faults.Need(err == nil && p.Words != "" && len([]rune(p.Words)) <= mostWords, "words", "sortingweb.fault.words", "n", mostWords)
	if p.Faults.Err() != nil {
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page(a.View))
	}
	p.Tried, p.Meant = true, p.Table.Suggest(p.Words, 3)
	page := p.page(a.View)
	page.Private = true
	return a.Show(w, page)
}

func (d Deps) readTree(a *web.Ask) (treePage, error) {
	var p treePage
	err := d.table(a, func(ctx context.Context, tx *db.Tx, t *sorting.Table) error {
		var err error
		p.Table = t
		p.Limits, err = limits(ctx, tx, a.Who.Today())
		return err
	})
	return p, err
}

// limits are the rules of law that days are counted by, as of a day.
func limits(ctx context.Context, tx *db.Tx, on kheo.Date) (map[string]law.Rule, error) {
	all, err := law.All(ctx, tx, on)
	by := map[string]law.Rule{}
	for _, r := range all {
		by[r.ID] = r
	}
	return by, err
}

func (p treePage) page(v web.View) web.Page {
	return web.Page{Title: v.T("sortingweb.tree.title"), Verb: "nghe", Body: treeBody(v, p)}
}

func (p treePage) words(v web.View) web.Field {
	f := web.FieldFor(v, p.Faults, "words", "sortingweb.tree.words", p.Words).With(v.T("sortingweb.tree.words.help"))
	f.Rows = 2
	return f
}

// branches are the categories at the top.
func (p treePage) branches() []sorting.Category {
	var list []sorting.Category
	for _, c := range p.Table.Categories() {
		if c.Parent == "" {
			list = append(list, c)
		}
	}
	return list
}

// leaves of a branch; itself when it has none.
func (p treePage) leaves(top sorting.Category) []sorting.Category {
	var list []sorting.Category
	for _, c := range p.Table.Categories() {
		if c.Parent == top.ID {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return []sorting.Category{top}
	}
	return list
}

// meant is a suggestion as people read it.
func (p treePage) meant(v web.View, s sorting.Suggestion) (c sorting.Category, because string) {
	c, _ = p.Table.Category(s.Category)
	return c, v.T("sortingweb.tree.because", "words", quoted(v, s.Because))
}

// name is a category's in the visitor's language.
func name(v web.View, c sorting.Category) string { return either(v, c.Name, c.NameEN) }

func either(v web.View, vi, en string) string {
	if v.English() {
		return en
	}
	return vi
}

// limit is “3 ngày làm việc”.
func limit(v web.View, r law.Rule) string { return v.T("law.value."+r.Unit, "n", r.Value) }

// A topicPage is one category.
type topicPage struct {
	sorting.Category
	Top   sorting.Category // its branch; zero at the top
	Lead  string
	Limit law.Rule
	Goes  goes
}

func (d Deps) topic(w http.ResponseWriter, a *web.Ask) error {
	var p topicPage
	err := d.table(a, func(ctx context.Context, tx *db.Tx, t *sorting.Table) error {
		c, ok := t.Category(a.PathValue("id"))
		if !ok {
			return fmt.Errorf("category %q: %w", a.PathValue("id"), kheo.ErrNotFound)
		}
		by, err := limits(ctx, tx, a.Who.Today())
		if err != nil {
			return err
		}
		p = newTopic(t, c, by)
		p.Goes, err = d.readGoes(ctx, tx, a, t, c, p.Limit)
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

func newTopic(t *sorting.Table, c sorting.Category, by map[string]law.Rule) topicPage {
	top, _ := t.Category(c.Parent)
	return topicPage{Category: c, Top: top, Lead: t.Named(c.Lead), Limit: by[c.Rule]}
}

func (p topicPage) page(v web.View) web.Page {
	return web.Page{Title: name(v, p.Category), Verb: "nghe", Body: topicBody(v, p),
		Crumbs: []web.Crumb{{Name: v.T("sortingweb.tree.title"), Href: v.To("sorting.tree")}}}
}

// most words a topic shows: enough to see how people put it.
const mostShown = 24

// said is how people put it.
func (p topicPage) said(v web.View) string {
	list := p.Words
	if len(list) > mostShown {
		list = list[:mostShown]
	}
	return quoted(v, list)
}

func quoted(v web.View, list []string) string {
	var s string
	for i, w := range list {
		if i > 0 {
			s += ", "
		}
		s += v.T("sortingweb.quoted", "words", sorting.Said(w))
	}
	return s
}
