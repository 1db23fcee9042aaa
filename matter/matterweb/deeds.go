package matterweb

import (
	"context"
	"slices"
	"strings"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/sorting"
	"kheo/triage"
)

// The forms of the deeds and what each does.

func acceptForm(f facts, p *deedPage) {
	f.categoryField(p)
	title := p.add("text", "title", "title")
	title.Help = p.View.T("matterweb.deed.title.help")
	lead := p.add("select", "lead", "accept.lead", f.bodyOptions(p.View, true)...)
	lead.Help = f.routed(p.View)
	p.add("checks", "assist", "assist", f.bodyOptions(p.View, false)...).Field.Optional = true
}

// categoryField suggests what the words say first, then lists the rest.
func (f facts) categoryField(p *deedPage) {
	var list []web.Option
	for _, s := range f.Deal.Suggested {
		list = append(list, web.Option{Value: s.Category, Label: f.topic(p.View, s.Category) + p.View.T("matterweb.deed.because", "words", strings.Join(s.Because, ", "))})
	}
	if f.Deal.Table != nil {
		for _, c := range f.Deal.Table.Categories() {
			if !slices.ContainsFunc(list, func(o web.Option) bool { return o.Value == c.ID }) {
				list = append(list, web.Option{Value: c.ID, Label: f.topic(p.View, c.ID)})
			}
		}
	}
	i := p.add("select", "category", "category", list...)
	if i.Value == "" {
		i.Value = f.M.Category
	}
	if i.Value == "" {
		i.Options = append([]web.Option{{Label: p.View.T("matterweb.deed.none")}}, i.Options...)
	}
	i.Help = p.View.T("matterweb.deed.category.help")
}

// bodyOptions are the living bodies one may ask, the holder left out or named
// first as the one that keeps it.
func (f facts) bodyOptions(v web.View, keep bool) []web.Option {
	var list []web.Option
	if keep {
		list = append(list, web.Option{Label: v.T("matterweb.deed.stays", "body", f.Bodies.Name(v, f.S.Holder))})
	}
	for _, id := range f.Deal.Others {
		if id != f.S.Holder {
			list = append(list, web.Option{Value: string(id), Label: f.Bodies.Name(v, id)})
		}
	}
	return list
}

func accept(ctx context.Context, tx *db.Tx, d Deps, a *web.Ask, code string) error {
	t := triage.Decision{Category: a.PostFormValue("category"), Title: a.PostFormValue("title"), Lead: kheo.UnitID(a.PostFormValue("lead"))}
	for _, id := range a.PostForm["assist"] {
		if id != string(t.Lead) {
			t.Assist = append(t.Assist, kheo.UnitID(id))
		}
	}
	table, err := d.table(ctx, tx, a)
	if err != nil {
		return err
	}
	if table != nil && t.Category != "" {
		c, ok := table.Category(t.Category)
		if !ok {
			return kheo.Faults{{Field: "category", Key: "matter.fault.category"}}
		}
		t.Rule = c.Rule
	}
	return triage.Accept(ctx, tx, a.Who, code, t)
}

// reasonsToRefuse each with its route.
func refuseForm(f facts, p *deedPage) {
	var list []web.Option
	for _, r := range f.reasons() {
		o := web.Option{Value: r.ID, Label: r.Text, Help: r.Go}
		if p.View.English() {
			o.Label, o.Help = r.TextEN, r.GoEN
		}
		if r.Note {
			o.Help += " " + p.View.T("matterweb.deed.refuse.needs")
		}
		list = append(list, o)
	}
	p.add("radio", "reason", "refuse.reason", list...).Help = p.View.T("matterweb.deed.refuse.help")
	p.note("refuse.note").Field.Optional = true
}

func (f facts) reasons() []sorting.Reason {
	if f.Deal == nil || f.Deal.Table == nil {
		return nil
	}
	return f.Deal.Table.Reasons()
}

func refuse(ctx context.Context, tx *db.Tx, d Deps, a *web.Ask, code string) error {
	table, err := d.table(ctx, tx, a)
	if err != nil || table == nil {
		return err
	}
	return triage.Refuse(ctx, tx, a.Who, code, a.PostFormValue("reason"), table.Reasons(), a.PostFormValue("note"))
}

func routeForm(f facts, p *deedPage) {
	var list []web.Option
	for _, id := range matter.Channels() {
		list = append(list, web.Option{Value: id, Label: p.View.T("matterweb.channel." + id)})
	}
	p.add("radio", "channel", "channel", list...)
	p.note("route_out.note").Help = p.View.T("matterweb.deed.route_out.help")
}

func routeOut(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return triage.RouteOut(ctx, tx, a.Who, code, a.PostFormValue("channel"), a.PostFormValue("note"))
}

func mergeForm(f facts, p *deedPage) {
	p.Likes = f.likes(p.View)
	i := p.add("text", "into", "into")
	i.Small, i.Help = true, p.View.T("matterweb.deed.into.help")
}

func merge(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	into := look.Code(a.PostFormValue("into"))
	if into == "" {
		return kheo.Faults{{Field: "into", Key: "matter.fault.into"}}
	}
	return known(triage.Merge(ctx, tx, a.Who, code, into), "into", "matter.fault.into")
}

func unmergeForm(f facts, p *deedPage) {
	i := p.add("area", "why", "unmerge.why")
	i.Rows = 3
}

func unmerge(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return triage.Unmerge(ctx, tx, a.Who, code, a.PostFormValue("why"))
}

func offerForm(f facts, p *deedPage) {
	to := p.add("select", "to", "to", f.bodyOptions(p.View, false)...)
	to.Options = append([]web.Option{{Label: p.View.T("matterweb.deed.none")}}, to.Options...)
	to.Help = p.View.T("matterweb.deed.to.help", "body", f.Bodies.Name(p.View, f.S.Holder))
	p.reasons("matterweb.handover", matter.HandOverReasons())
	p.note("with").Field.Optional = true
}

func offer(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.Offer(ctx, tx, a.Who, code, kheo.UnitID(a.PostFormValue("to")), a.PostFormValue("reason"), a.PostFormValue("note"))
}

func takeOffer(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.TakeOffer(ctx, tx, a.Who, code)
}

func declineForm(f facts, p *deedPage) {
	p.reasons("matterweb.decline", matter.DeclineReasons())
	p.note("with").Field.Optional = true
}

func decline(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.Decline(ctx, tx, a.Who, code, a.PostFormValue("reason"), a.PostFormValue("note"))
}

func recall(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.Recall(ctx, tx, a.Who, code)
}

func leadForm(f facts, p *deedPage) {
	var list []web.Option
	for _, id := range f.Deal.Under {
		list = append(list, web.Option{Value: string(id), Label: f.Bodies.Name(p.View, id)})
	}
	p.add("radio", "to", "lead.to", list...).Help = p.View.T("matterweb.deed.lead.help", "day", f.M.LeadBy)
	i := p.add("area", "why", "lead.why")
	i.Rows = 3
}

func nameLead(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	to := kheo.UnitID(a.PostFormValue("to"))
	if to == "" {
		return kheo.Faults{{Field: "to", Key: "matter.fault.to"}}
	}
	return matter.NameLead(ctx, tx, a.Who, code, to, a.PostFormValue("why"))
}

func pauseForm(f facts, p *deedPage) {
	p.reasons("matterweb.pause", matter.PauseReasons())
	p.Inputs[0].Help = p.View.T("matterweb.deed.pause.help", "n", f.Deal.MostPause)
	n := p.note("pause.note")
	n.Help = p.View.T("matterweb.deed.pause.note.help")
}

func pause(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.Pause(ctx, tx, a.Who, code, a.PostFormValue("reason"), a.PostFormValue("note"))
}

func resume(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return matter.Resume(ctx, tx, a.Who, code)
}

func noteForm(f facts, p *deedPage) {
	n := p.note("note.words")
	n.Help = p.View.T("matterweb.deed.note.help")
}

func writeNote(ctx context.Context, tx *db.Tx, _ Deps, a *web.Ask, code string) error {
	return desk.Write(ctx, tx, a.Who, code, a.PostFormValue("note"))
}

// table is the categories and rules of now; nil where the site has none.
func (d Deps) table(ctx context.Context, tx *db.Tx, a *web.Ask) (*sorting.Table, error) {
	if d.Concerns == nil || d.Concerns.Tables == nil {
		return nil, nil
	}
	return d.Concerns.Tables.Table(ctx, tx, a.Who.At)
}

// mostPause is how many days all pauses of a matter may take.
func mostPause(ctx context.Context, tx *db.Tx, on kheo.Date) (int64, error) {
	r, err := law.Find(ctx, tx, "matter.pause.cap", on) // law/matter.pause.cap
	return r.Value, err
}
