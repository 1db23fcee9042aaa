package concernweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/ledger"
	"kheo/matter/look"
)

// A donePage is what the author takes home. It is drawn in answer to the form
// and never again at an address: the same form sent again brings the same page.
type donePage struct {
	web.View
	Root         string // "https://host", for what is copied and scanned
	Code, Secret string
	Into         string // code of the one it was joined to
	Topic, Place string
	Holder       string
	Due          kheo.Date
	Leaf         ledger.Leaf
	Again        bool
	Other        bool // another text was sent under the same form: it was not filed
	Helper       bool // print it large
}

func (d donePage) page() web.Page {
	return web.Page{Title: d.T("concernweb.done.title"), Verb: "nghe", Crumbs: listCrumbs(d.View), Body: doneBody(d), Private: true}
}

func (d donePage) address() string { return d.Root + d.To("concern.show", d.Code) }

func (d donePage) slip() web.Slip {
	return web.Slip{Office: d.T("concernweb.slip.office", "place", d.Place), Code: d.Code, Title: d.Topic, Due: d.due(), Secret: dotted(d.Secret), QR: d.address(),
		At: d.Clock(d.Leaf.At), Print: short(d.Leaf.Hash), Large: d.Helper}
}

func (d donePage) due() string {
	if d.Due == "" {
		return ""
	}
	return d.DayName(d.Due)
}

// glance: who holds it, until when, what happens now.
func (d donePage) glance() web.Glance {
	return web.Glance{
		{Label: d.T("concernweb.glance.holder"), Value: d.Holder, Note: d.T("concernweb.done.holder-note")},
		{Label: d.T("concernweb.done.due"), Value: d.T("concernweb.until", "day", d.due()), Note: look.Left(d.View, d.Due, d.View.Today)},
	}
}

// receipt is the promise, at the address that becomes the receipt.
func (d donePage) receipt() web.Receipt {
	return web.Receipt{Title: d.T("concernweb.receipt.title"), Lead: d.T("concernweb.receipt.pending"),
		Facts:       []web.Fact{{Label: d.T("concernweb.receipt.at"), Value: d.Clock(d.Leaf.At)}},
		Fingerprint: short(d.Leaf.Hash), Href: d.To("ledger.promise", d.Leaf.ID), Link: d.T("concernweb.receipt.promise"),
		Copy: d.copy()}
}

// copy is the text to send to one's family: the code and the day, never the
// secret.
func (d donePage) copy() string {
	return d.T("concernweb.done.copy", "code", d.Code, "holder", d.Holder, "day", d.due(), "address", d.address())
}

// short is the part of a digest that people compare by eye.
func short(hash string) string { return hash[:min(16, len(hash))] }

// A slipPage is the slip to print again, without the secret: that was printed
// once.
type slipPage struct {
	web.View
	Slip web.Slip
	Back string
}

func (p *pages) slip(w http.ResponseWriter, a *web.Ask) error {
	var s slipPage
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := p.read(ctx, tx, a, a.PathValue("code"))
		if err != nil {
			return err
		}
		s = f.slipPage(a.View, a.Root())
		return nil
	})
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	return a.Show(w, s.page())
}

func (s slipPage) page() web.Page {
	return web.Page{Title: s.T("web.slip.title"), Verb: "nghe", Crumbs: append(listCrumbs(s.View), web.Crumb{Name: s.Slip.Code, Href: s.Back}), Body: slipBody(s)}
}

// secretPage asks for the secret of a code, or for a code first.
type secretPage struct {
	web.View
	Code   string
	Typed  string
	Fault  string   // what is wrong
	Likely []string // codes that were likely meant
	Puzzle guard.Puzzle
	Helper bool
}

func (s secretPage) page() web.Page {
	title := s.T("concernweb.open.title")
	if s.Code == "" {
		title = s.T("concernweb.track.title")
	}
	return web.Page{Title: title, Verb: "nghe", Crumbs: listCrumbs(s.View), Body: secretBody(s), Private: true}
}
