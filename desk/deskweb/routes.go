// Package deskweb is what an officer does from the desk beside the matters
// themselves: one action for many, answers to begin from, saved views.
package deskweb

import (
	"context"
	"net/http"
	"net/url"

	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
)

// Routes are the pages beside the desk.
func Routes() []web.Route {
	return []web.Route{
		{Name: "desk.bulk", Method: "POST", VI: "/ban-viec/nhieu-viec", EN: "/desk/several", Handle: bulk},
		{Name: "desk.view", Method: "POST", VI: "/ban-viec/cach-xem", EN: "/desk/views", Handle: saveView},
		{Name: "desk.view-drop", Method: "POST", VI: "/ban-viec/cach-xem/{id}/bo", EN: "/desk/views/{id}/drop", Handle: dropView},
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
	return a.Go(w, a.To("matter.desk")+"?"+kept.Encode())
}

func dropView(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return desk.DropView(ctx, tx, a.Who, a.PathValue("id")) })
	if err != nil {
		return err
	}
	return a.Go(w, a.To("matter.desk"))
}

// crumbs lead back to the desk.
func crumbs(v web.View) []web.Crumb {
	return []web.Crumb{{Name: v.T("deskweb.desk"), Href: v.To("matter.desk")}}
}
