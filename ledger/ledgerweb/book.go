package ledgerweb

import (
	"context"
	"net/http"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
)

// perPage is how many entries the book shows at a time.
const perPage = 30

// A bookPage is the log as a whole, its public entries newest first.
type bookPage struct {
	Head    ledger.Head
	Key     string
	Entries []ledger.Entered
	Before  int64 // entries below this number; 0 for the newest
	Seen    []ledger.Witness
	Next    int64 // 0 on the last page
}

func (p pages) book(w http.ResponseWriter, a *web.Ask) error {
	page := bookPage{Key: p.log.Key()}
	if n, err := strconv.ParseInt(a.URL.Query().Get("before"), 10, 64); err == nil && n > 0 {
		page.Before = n
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if page.Head, err = ledger.LastHead(ctx, tx); err != nil {
			return err
		}
		if page.Seen, err = ledger.Witnesses(ctx, tx); err != nil {
			return err
		}
		page.Entries, err = ledger.Recent(ctx, tx, page.Before, perPage+1)
		return err
	})
	if err != nil {
		return err
	}
	if len(page.Entries) > perPage {
		page.Entries = page.Entries[:perPage]
		page.Next = page.Entries[perPage-1].Index
	}
	return a.Show(w, page.show(a.View))
}

func (p bookPage) show(v web.View) web.Page {
	return web.Page{Title: v.T("ledgerweb.book"), Body: bookBody(v, p)}
}

func (p bookPage) facts(v web.View) web.Receipt {
	return web.Receipt{
		Title:  v.T("ledgerweb.checkpoint"),
		Lead:   v.T("ledgerweb.checkpoint-lead"),
		QR:     p.Head.Line(),
		QRNote: v.T("ledgerweb.checkpoint-qr"),
		Facts: []web.Fact{
			{Label: v.T("ledgerweb.log"), Value: p.Head.Origin},
			{Label: v.T("ledgerweb.size"), Value: v.Num(p.Head.Size)},
			{Label: v.T("ledgerweb.signed"), Value: signed(v, p.Head)},
			{Label: v.T("ledgerweb.root"), Value: p.Head.Root},
		},
		Href: v.To("ledger.checkpoint"),
		Link: v.T("ledgerweb.checkpoint-open"),
	}
}

// witnesses is who apart from the office follows the log, and how far.
func (p bookPage) witnesses(v web.View) web.Table {
	t := web.Table{Caption: v.T("ledgerweb.witness.title"), Shown: true, Cols: []web.Col{{Name: v.T("ledgerweb.witness.name"), Main: true},
		{Name: v.T("ledgerweb.witness.size"), Num: true}, {Name: v.T("ledgerweb.witness.at")}}}
	for _, w := range p.Seen {
		if w.Ended {
			continue
		}
		size, at := v.T("ledgerweb.witness.none"), ""
		if w.Size > 0 {
			size, at = v.Num(w.Size), v.Clock(w.At)
		}
		t.Rows = append(t.Rows, web.Row{{Text: w.Name, Sub: w.Key}, {Text: size}, {Text: at}})
	}
	return t
}

func (p bookPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("ledgerweb.entries"), Cols: []web.Col{
		{Name: v.T("ledgerweb.what"), Main: true}, {Name: v.T("ledgerweb.subject")}, {Name: v.T("ledgerweb.on")}, {Name: v.T("ledgerweb.number"), Num: true}}}
	for _, e := range p.Entries {
		n := strconv.FormatInt(e.Index, 10)
		t.Rows = append(t.Rows, web.Row{
			{Text: kindName(v, e.Kind), Href: v.To("ledger.entry", n)}, {Text: about(e.Says)}, {Text: v.Date(kheo.DateOf(e.At))}, {Text: n}})
	}
	return t
}

// about names what an entry is about: a code, or the name that it says.
func about(says []ledger.Line) string {
	for _, want := range []string{"code", "name", "number", "list", "subject"} {
		for _, l := range says {
			if l.Name == want && l.Value != "" {
				return l.Value
			}
		}
	}
	return ""
}

func (p bookPage) pager(v web.View) web.Pager {
	var g web.Pager
	if p.Before > 0 {
		g.First = v.To("ledger.book")
	}
	if p.Next > 0 {
		g.Next = v.To("ledger.book") + "?before=" + strconv.FormatInt(p.Next, 10)
	}
	return g
}
