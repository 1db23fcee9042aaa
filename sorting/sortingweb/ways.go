package sortingweb

import (
	"context"
	"net/http"

	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
)

// A way is a lawful channel of its own and the days its law names:
// law/guidance.reception.reply, law/guidance.complaint.file,
// law/guidance.complaint.accept, law/guidance.complaint.settle and
// law/guidance.denunciation.settle. The office takes and keeps nothing of
// complaints and denunciations, and the page has nothing to fill in.
type way struct {
	Name string
	Days []string // ids of rules
	Own  string   // route of this office's own door, "" none
}

// list of ways, in the order in which they are offered.
func list() []way {
	return []way{
		{Name: "urgent"},
		{Name: "report", Own: "concern.new"},
		{Name: "denunciation", Days: []string{"guidance.denunciation.settle"}},
		{Name: "complaint", Days: []string{"guidance.complaint.file", "guidance.complaint.accept", "guidance.complaint.settle"}},
		{Name: "procedure"},
		{Name: "reception", Days: []string{"guidance.reception.reply"}},
	}
}

// points of a way: short lines, each a key.
func (w way) points() []string {
	switch w.Name {
	case "denunciation":
		return []string{"secret", "anonymous", "not"}
	case "complaint":
		return []string{"paper", "second", "withdraw"}
	}
	return nil
}

// A waysPage is the ways with the values of their rules today.
type waysPage struct{ Limits map[string]law.Rule }

func ways(w http.ResponseWriter, a *web.Ask) error {
	var p waysPage
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		p.Limits, err = limits(ctx, tx, a.Who.Today())
		return err
	})
	if err != nil {
		return err
	}
	return a.Show(w, p.page(a.View))
}

func (p waysPage) page(v web.View) web.Page {
	return web.Page{Title: v.T("sortingweb.ways.title"), Verb: "nghe", Body: waysBody(v, p)}
}
