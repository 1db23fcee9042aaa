package sortingweb

import (
	"context"
	"fmt"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
)

// Deps are what the site hands in.
type Deps struct {
	Tables *sorting.Tables

	// Gone are the concerns opened in the span, newest first, each with the body
	// that holds it, to run a draft dry over.
	Gone func(ctx context.Context, tx *db.Tx, who kheo.Caller, opened kheo.Span) ([]sorting.Gone, error)
}

// Routes are the pages of sorting.
func Routes(d Deps) []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []web.Route{
		{Name: "sorting.tree", Method: get, VI: "/linh-vuc", EN: "/topics", Handle: d.tree},
		{Name: "sorting.tree", Method: post, VI: "/linh-vuc", EN: "/topics", Handle: d.suggest},
		{Name: "sorting.topic", Method: get, VI: "/linh-vuc/{id}", EN: "/topics/{id}", Handle: d.topic},
		{Name: "sorting.ways", Method: get, VI: "/di-duong-nao", EN: "/which-way", Handle: ways},

		{Name: "sorting.rules", Method: get, VI: "/quy-tac-chuyen", EN: "/routing", Handle: d.rules},
		{Name: "sorting.restore", Method: post, VI: "/quy-tac-chuyen/lap-lai", EN: "/routing/restore", Handle: d.restore},
		{Name: "sorting.draft", Method: get, VI: "/quy-tac-chuyen/ban-nhap", EN: "/routing/draft", Handle: d.draft},
		{Name: "sorting.try", Method: post, VI: "/quy-tac-chuyen/chay-thu", EN: "/routing/try", Handle: d.tryDraft},
		{Name: "sorting.switch", Method: post, VI: "/quy-tac-chuyen/dung-that", EN: "/routing/switch-on", Handle: d.switchOn},
		{Name: "sorting.drop", Method: post, VI: "/quy-tac-chuyen/bo-ban-nhap", EN: "/routing/drop", Handle: d.drop},
		{Name: "sorting.rule.add", Method: get, VI: "/quy-tac-chuyen/them", EN: "/routing/add", Handle: d.ruleForm},
		{Name: "sorting.rule.add", Method: post, VI: "/quy-tac-chuyen/them", EN: "/routing/add", Handle: d.ruleSave},
		{Name: "sorting.rule", Method: get, VI: "/quy-tac-chuyen/quy-tac/{rule}", EN: "/routing/rules/{rule}", Handle: d.ruleForm},
		{Name: "sorting.rule", Method: post, VI: "/quy-tac-chuyen/quy-tac/{rule}", EN: "/routing/rules/{rule}", Handle: d.ruleSave},
		{Name: "sorting.rule.move", Method: post, VI: "/quy-tac-chuyen/quy-tac/{rule}/doi-cho", EN: "/routing/rules/{rule}/move", Handle: d.ruleMove},
		{Name: "sorting.rule.retire", Method: post, VI: "/quy-tac-chuyen/quy-tac/{rule}/bo", EN: "/routing/rules/{rule}/retire", Handle: d.ruleRetire},
		{Name: "sorting.category.add", Method: get, VI: "/quy-tac-chuyen/them-linh-vuc", EN: "/routing/add-topic", Handle: d.categoryForm},
		{Name: "sorting.category.add", Method: post, VI: "/quy-tac-chuyen/them-linh-vuc", EN: "/routing/add-topic", Handle: d.categorySave},
		{Name: "sorting.category", Method: get, VI: "/quy-tac-chuyen/linh-vuc/{id}", EN: "/routing/topics/{id}", Handle: d.categoryForm},
		{Name: "sorting.category", Method: post, VI: "/quy-tac-chuyen/linh-vuc/{id}", EN: "/routing/topics/{id}", Handle: d.categorySave},
		{Name: "sorting.category.retire", Method: post, VI: "/quy-tac-chuyen/linh-vuc/{id}/bo", EN: "/routing/topics/{id}/retire", Handle: d.categoryRetire},
	}
}

// officer tells whether somebody may read the routing table: whoever holds a
// role. For others the page does not exist.
func officer(a *web.Ask) error {
	if len(a.Who.Grants) == 0 {
		return fmt.Errorf("routing table: %w", kheo.ErrNotFound)
	}
	return nil
}

// editor tells whether somebody may change it.
func editor(a *web.Ask) error {
	if !a.Who.Can(sorting.MayEdit, "") {
		return fmt.Errorf("draft of the routing table: %w", kheo.ErrNotFound)
	}
	return nil
}

// table runs f on the table that is on.
func (d Deps) table(a *web.Ask, f func(ctx context.Context, tx *db.Tx, t *sorting.Table) error) error {
	return a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err := d.Tables.Table(ctx, tx, a.Who.At)
		if err != nil {
			return err
		}
		return f(ctx, tx, t)
	})
}

// change runs a use case of an editor and goes back to the draft.
func (d Deps) change(w http.ResponseWriter, a *web.Ask, to string, f func(ctx context.Context, tx *db.Tx) error) error {
	if err := editor(a); err != nil {
		return err
	}
	if err := a.Write(f); err != nil {
		return err
	}
	d.Tables.Forget()
	return a.Go(w, a.To(to))
}
