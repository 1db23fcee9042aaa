package deskweb

import (
	"context"
	"slices"

	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/look"
	"kheo/unit"
)

// A savedView is a filter of the desk one comes back to.
type savedView struct{ Name, Href, Drop string }

// beside fills what stands around the list: one action for many, saved views,
// the way to the next page.
func (p *deskPage) beside(data deskData, current, query string) {
	v := p.View
	here := at(current, query)
	p.Here = here.Encode()
	if data.Next != "" {
		here.Set("after", data.Next)
		p.Next = v.To("desk.list") + "?" + here.Encode()
	}
	for _, x := range data.Views {
		p.Views = append(p.Views, savedView{x.Name, v.To("desk.list") + "?" + x.Query, v.To("desk.view-drop", x.ID)})
	}
	p.Bulk = web.Bulk{ID: "bulk", Action: v.To("desk.bulk"), Label: v.T("deskweb.several"), Max: mostPicked}
	for _, do := range []string{"take", "offer", "compare", "merge", "pause"} {
		p.Bulk.Choices = append(p.Bulk.Choices, web.Option{Value: do, Label: v.T("deskweb.several." + do)})
	}
	p.More = data.bulkFields(v)
}

// bulkFields are what the actions for many need: each takes its own.
type bulkFields struct{ To, Why, Pause, Into, Note web.Field }

func (data deskData) bulkFields(v web.View) bulkFields {
	field := func(name, key string, options ...web.Option) web.Field {
		f := web.FieldFor(v, nil, name, "matterweb.deed."+key, "")
		f.ID, f.Options = "bulk-"+name, options
		return f
	}
	to := []web.Option{{Label: v.T("matterweb.deed.none")}}
	for _, id := range data.Others {
		to = append(to, web.Option{Value: string(id), Label: data.Bodies.Name(v, id)})
	}
	f := bulkFields{To: field("to", "to", to...),
		Why:   field("why", "reason", look.Reasons(v, "matterweb.handover", matter.HandOverReasons())...),
		Pause: field("pause", "pause.reason", look.Reasons(v, "matterweb.pause", matter.PauseReasons())...),
		Into:  field("into", "into"), Note: field("note", "with").May()}
	f.Into.Small, f.Note.Rows = true, 3
	return f
}

// readBeside reads what stands around the list: saved views, topics, how many
// raise the same, to whom one may offer.
func (d Deps) readBeside(ctx context.Context, tx *db.Tx, a *web.Ask, data *deskData) (err error) {
	if data.Views, err = desk.Views(ctx, tx, a.Who); err != nil {
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
