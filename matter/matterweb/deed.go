package matterweb

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
)

// A deed is one thing an officer may do with a concern: its page asks what is
// needed, or a press does it. Use cases check again what can offers.
type deed struct {
	name, vi, en string // "offer" at /viec/{code}/chuyen and /en/matters/{code}/offer
	key          string // the letter on the desk, "" none
	can          func(f facts) bool
	form         func(f facts, p *deedPage) // nil: a press does it
	do           func(ctx context.Context, tx *db.Tx, d Deps, a *web.Ask, code string) error
}

// deeds are all of them, in the order they are offered.
func deeds() []deed {
	concern := func(f facts) bool { return f.Deal != nil && f.M.Kind == matter.Concern }
	holds := func(f facts) bool { return concern(f) && f.Deal.Holds && f.M.State.WithHolder() }
	sorts := func(f facts) bool { return concern(f) && f.Deal.Sorts && f.M.State == matter.Received }
	return []deed{
		{"accept", "tiep-nhan", "accept", "n", sorts, acceptForm, accept},
		{"take_offer", "nhan-giu", "take-on", "n", func(f facts) bool { return concern(f) && f.Deal.Offered }, nil, takeOffer},
		{"lead", "chi-dinh", "name-lead", "n", func(f facts) bool { return concern(f) && f.Deal.Leads }, leadForm, nameLead},
		{"decline", "khong-nhan-giu", "decline", "", func(f facts) bool { return concern(f) && f.Deal.Offered }, declineForm, decline},
		{"offer", "chuyen", "offer", "c", func(f facts) bool {
			return holds(f) && f.M.Offered == "" && !f.M.Led && f.M.LeadBy == ""
		}, offerForm, offer},
		{"recall", "rut-de-nghi", "recall", "c", func(f facts) bool { return holds(f) && f.M.Offered != "" }, nil, recall},
		{"pause", "dung-ngay", "pause", "h", func(f facts) bool { return holds(f) && f.M.Rule != "" && f.M.Paused == "" }, pauseForm, pause},
		{"resume", "tinh-tiep", "resume", "h", func(f facts) bool { return holds(f) && f.M.Paused != "" }, nil, resume},
		{"merge", "gop", "merge", "d", func(f facts) bool {
			return concern(f) && f.Deal.Sorts && slices.Contains(matter.Next(f.M.State), matter.Merged)
		}, mergeForm, merge},
		{"unmerge", "tach", "unmerge", "d", func(f facts) bool { return concern(f) && f.Deal.Sorts && f.M.State == matter.Merged }, unmergeForm, unmerge},
		{"refuse", "tu-choi", "refuse", "", sorts, refuseForm, refuse},
		{"route_out", "dan-duong", "route-out", "", sorts, routeForm, routeOut},
		{"note", "ghi-chu", "note", "g", func(f facts) bool { return f.Deal != nil && f.Deal.Works }, noteForm, writeNote},
	}
}

// A deedPage asks what a deed needs.
type deedPage struct {
	View     web.View
	Deed     string
	Code     string
	Title    string
	Inputs   []input
	Likes    []likeRow // beside the merge
	Words    bool      // the raw words may be opened from here
	Faults   kheo.Faults
	posted   func(name string) string
	postedIn func(name string) []string
}

// An input is one field and how it is drawn.
type input struct {
	web.Field
	As string // text, area, radio, select, checks
}

// add puts a field on the page, with what was typed.
func (p *deedPage) add(as, name, key string, options ...web.Option) *input {
	f := web.FieldFor(p.View, p.Faults, name, "matterweb.deed."+key, p.posted(name))
	f.Options = options
	if as == "checks" {
		for i, o := range options {
			f.Options[i].Chosen = slices.Contains(p.postedIn(name), o.Value)
		}
	}
	p.Inputs = append(p.Inputs, input{f, as})
	return &p.Inputs[len(p.Inputs)-1]
}

// note is the words beside a reason.
func (p *deedPage) note(key string) *input {
	i := p.add("area", "note", key)
	i.Rows = 3
	return i
}

// reasons are the radio of a list whose words stand at key.ID.
func (p *deedPage) reasons(key string, ids []string) {
	var list []web.Option
	for _, id := range ids {
		list = append(list, web.Option{Value: id, Label: p.View.T(key + "." + id)})
	}
	p.add("radio", "reason", "reason", list...)
}

// deedRoutes are the pages and the presses of all deeds.
func (d Deps) deedRoutes() []web.Route {
	var list []web.Route
	for _, x := range deeds() {
		vi, en, name := "/viec/{code}/"+x.vi, "/matters/{code}/"+x.en, "matter."+x.name
		if x.form != nil {
			list = append(list, web.Route{Name: name, Method: "GET", VI: vi, EN: en, Handle: func(w http.ResponseWriter, a *web.Ask) error {
				return d.deedForm(w, a, x, http.StatusOK, nil)
			}})
		}
		list = append(list, web.Route{Name: name, Method: "POST", VI: vi, EN: en, Handle: func(w http.ResponseWriter, a *web.Ask) error {
			return d.perform(w, a, x)
		}})
	}
	return list
}

// deedForm shows the page of a deed, to those who may do it now.
func (d Deps) deedForm(w http.ResponseWriter, a *web.Ask, x deed, status int, faults kheo.Faults) error {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.read(ctx, tx, a, a.PathValue("code"), a.Today)
		return err
	})
	if err != nil {
		return err
	}
	if !x.can(f) {
		return kheo.ErrNotFound
	}
	p := f.deedPage(a.View, x, faults, a.PostFormValue, func(name string) []string { return a.PostForm[name] })
	return a.ShowStatus(w, status, p.page(f))
}

func (f facts) deedPage(v web.View, x deed, faults kheo.Faults, posted func(string) string, postedIn func(string) []string) deedPage {
	p := deedPage{View: v, Deed: x.name, Code: f.M.Code, Title: f.title(v), Faults: faults, posted: posted, postedIn: postedIn,
		Words: x.name == "accept" && f.Deal.Reads}
	x.form(f, &p)
	return p
}

func (p deedPage) page(f facts) web.Page {
	return web.Page{Title: p.View.T("matterweb.deed."+p.Deed) + " · " + p.Code, Body: deedBody(p), Private: true,
		Crumbs: []web.Crumb{{Name: p.View.T("deskweb.list.title"), Href: p.View.To("desk.list")}, {Name: p.Code, Href: p.View.To("matter.show", p.Code)}}}
}

// perform does it, and comes back to the matter or to the page with what is to
// be mended.
func (d Deps) perform(w http.ResponseWriter, a *web.Ask, x deed) error {
	code := a.PathValue("code")
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return x.do(ctx, tx, d, a, code) })
	var faults kheo.Faults
	if errors.As(err, &faults) && x.form != nil {
		return d.deedForm(w, a, x, http.StatusUnprocessableEntity, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("matter.show", code))
}

// A deedLink is a deed as it is offered: a link to its page, or a press.
type deedLink struct {
	Label, Key, Href string
	Press, First     bool
}

// offeredDeeds are the links to what may be done now.
func (f facts) offeredDeeds(v web.View) []deedLink {
	var list []deedLink
	if f.Do == desk.DoAnswer && f.M.Kind == matter.Concern {
		list = append(list, deedLink{Label: v.T("matterweb.do.answer"), Key: "t", Href: v.To("matter.show", f.M.Code) + "#answer", First: true})
	}
	for _, x := range deeds() {
		if f.On != v.Today || !x.can(f) {
			continue
		}
		list = append(list, deedLink{Label: v.T("matterweb.deed." + x.name), Key: x.key, Press: x.form == nil,
			Href: v.To("matter."+x.name, f.M.Code), First: x.key == "n"})
	}
	return list
}
