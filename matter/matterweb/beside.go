package matterweb

import (
	"context"
	"net/url"
	"slices"

	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/unit"
)

// A savedView is a filter of the desk one comes back to.
type savedView struct{ Name, Href, Drop string }

// mostPicked is how many matters one press moves.
const mostPicked = 50

// beside fills what stands around the list: one action for many, saved views,
// the way to the next page.
func (p *deskPage) beside(data deskData, current, query string) {
	v := p.View
	here := url.Values{}
	if slices.Contains(groups, current) {
		here.Set("tab", current)
	}
	if query != "" {
		here.Set("q", query)
	}
	p.Here = here.Encode()
	if data.Next != "" {
		here.Set("after", data.Next)
		p.Next = v.To("matter.desk") + "?" + here.Encode()
	}
	for _, x := range data.Views {
		p.Views = append(p.Views, savedView{x.Name, v.To("matter.desk") + "?" + x.Query, v.To("desk.view-drop", x.ID)})
	}
	p.Bulk = web.Bulk{ID: "bulk", Action: v.To("desk.bulk"), Label: v.T("matterweb.bulk"), Max: mostPicked}
	for _, do := range []string{"take", "offer", "merge", "pause"} {
		p.Bulk.Choices = append(p.Bulk.Choices, web.Option{Value: do, Label: v.T("matterweb.bulk." + do)})
	}
	d := deedPage{View: v, posted: func(string) string { return "" }, postedIn: func(string) []string { return nil }}
	to := []web.Option{{Label: v.T("matterweb.deed.none")}}
	for _, id := range data.Others {
		to = append(to, web.Option{Value: string(id), Label: data.Bodies.name(v, id)})
	}
	d.add("select", "to", "to", to...)
	d.add("select", "why", "reason", reasonOptions(v, "matterweb.handover", matter.HandOverReasons())...)
	d.add("select", "pause", "pause.reason", reasonOptions(v, "matterweb.pause", matter.PauseReasons())...)
	d.add("text", "into", "into").Small = true
	d.note("note").Optional = true
	p.More = d.Inputs
	for i := range p.More {
		p.More[i].ID = "bulk-" + p.More[i].Name
	}
}

func reasonOptions(v web.View, key string, ids []string) []web.Option {
	var list []web.Option
	for _, id := range ids {
		list = append(list, web.Option{Value: id, Label: v.T(key + "." + id)})
	}
	return list
}

// readBeside reads what stands around the list: saved views, topics, how many
// raise the same, to whom one may offer.
func (d Deps) readBeside(ctx context.Context, tx *db.Tx, a *web.Ask, data *deskData) (err error) {
	if data.Views, err = desk.Views(ctx, tx, a.Who); err != nil {
		return err
	}
	if data.Table, err = d.table(ctx, tx, a); err != nil {
		return err
	}
	var ids []string
	for _, t := range data.Tasks {
		ids = append(ids, t.ID)
	}
	if len(ids) > 0 {
		if data.Joined, err = matter.Joined(ctx, tx, ids); err != nil {
			return err
		}
	}
	for _, id := range data.Mine {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return err
		}
		list, err := unit.Bodies(ctx, tx, b.Territory, a.Today)
		if err != nil {
			return err
		}
		for _, o := range list {
			data.Bodies[o.ID] = o
			if o.ID != id && !slices.Contains(data.Others, o.ID) {
				data.Others = append(data.Others, o.ID)
			}
		}
	}
	return nil
}
