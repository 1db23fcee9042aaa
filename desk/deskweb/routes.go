// Package deskweb is the officer's desk: the list of what is due, with the open
// row beside it, one action for many, answers to begin from, saved views.
package deskweb

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"kheo"
	"kheo/concern"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Books    *unit.Books
	Tables   *sorting.Tables // nil where there are no topics
	Concerns *concern.Desk

	// Panel draws the open row; nil shows the list alone.
	Panel func(ctx context.Context, tx *db.Tx, a *web.Ask, code string) (Panel, error)

	// Due is what else waits on somebody's desk: a self-report to hand in,
	// minutes to sign. Nil when nothing else can.
	Due func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]DueItem, error)

	// Week are the sentences of what rose last week where one's bodies work.
	Week func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]string, error)
}

// A Panel is the open row, drawn by the pages of matters.
type Panel struct {
	Code string
	Show templ.Component
}

// A DueItem is one thing due that is no matter.
type DueItem struct {
	Code    string    // as the row shows it, "KT-23-01"
	Title   string    // "Nộp báo cáo tự kiểm tra"
	Place   string    // the second line
	Last    string    // what was last done, in words; may be empty
	Due     kheo.Date // "" when no day is set
	Waiting bool      // on others
	Href    string
}

// Routes are the desk and the pages beside it.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "desk.list", Method: "GET", VI: "/ban-viec", EN: "/desk", Handle: d.list},
		{Name: "desk.bulk", Method: "POST", VI: "/ban-viec/nhieu-viec", EN: "/desk/several", Handle: bulk},
		{Name: "desk.view", Method: "POST", VI: "/ban-viec/cach-xem", EN: "/desk/views", Handle: saveView},
		{Name: "desk.view-drop", Method: "POST", VI: "/ban-viec/cach-xem/{id}/bo", EN: "/desk/views/{id}/drop", Handle: dropView},
		{Name: "desk.seek", Method: "GET", VI: "/ban-viec/tim-loi", EN: "/desk/words", Handle: d.askSeek},
		{Name: "desk.seek", Method: "POST", VI: "/ban-viec/tim-loi", EN: "/desk/words", Handle: d.seek},
		{Name: "desk.templates", Method: "GET", VI: "/ban-viec/cau-mau", EN: "/desk/templates", Handle: templates},
		{Name: "desk.templates", Method: "POST", VI: "/ban-viec/cau-mau", EN: "/desk/templates", Handle: saveTemplate},
		{Name: "desk.template-drop", Method: "POST", VI: "/ban-viec/cau-mau/{id}/bo", EN: "/desk/templates/{id}/drop", Handle: dropTemplate},
	}
}

// saveView keeps the filter the desk stands at; only what the desk itself
// knows is kept of it.
func saveView(w http.ResponseWriter, a *web.Ask) error {
	typed, err := url.ParseQuery(a.PostFormValue("query"))
	if err != nil {
		typed = url.Values{}
	}
	kept := url.Values{}
	for _, name := range []string{"tab", "q"} {
		if x := typed.Get(name); x != "" {
			kept.Set(name, x)
		}
	}
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		return desk.SaveView(ctx, tx, a.Who, a.PostFormValue("name"), kept.Encode())
	})
	if faults, ok := web.Mend(err); ok {
		p := sayPage{View: a.View, Title: a.T("deskweb.view"), Faults: faults}
		return a.ShowStatus(w, http.StatusUnprocessableEntity, p.page())
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("desk.list")+"?"+kept.Encode())
}

func dropView(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return desk.DropView(ctx, tx, a.Who, a.PathValue("id")) })
	if err != nil {
		return err
	}
	return a.Go(w, a.To("desk.list"))
}

// crumbs lead back to the desk.
func crumbs(v web.View) []web.Crumb {
	return []web.Crumb{{Name: v.T("deskweb.desk"), Href: v.To("desk.list")}}
}

// table is the topics of now; nil where the site has none.
func (d Deps) table(ctx context.Context, tx *db.Tx, at time.Time) (*sorting.Table, error) {
	if d.Tables == nil {
		return nil, nil
	}
	return d.Tables.Table(ctx, tx, at)
}
