package ledgerweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
	"kheo/unit"
)

// An entryPage tells one public entry and how to prove it.
type entryPage struct {
	ledger.Entered
	Head  ledger.Head
	Names map[string]string // what the ids in it are called
	Steps int               // hashes in the proof
}

func (p pages) entry(w http.ResponseWriter, a *web.Ask) error {
	n, err := number(a)
	if err != nil {
		return err
	}
	var page entryPage
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		page = entryPage{}
		if page.Entered, err = p.log.Public(ctx, tx, n); err != nil {
			return err
		}
		if page.Head, err = ledger.LastHead(ctx, tx); err != nil {
			return err
		}
		page.Names = names(ctx, tx, page.Says, kheo.DateOf(page.At))
		return nil
	})
	if err != nil {
		return err
	}
	page.Steps = steps(page.Receipt)
	return a.Show(w, page.show(a.View))
}

func (p entryPage) show(v web.View) web.Page {
	number := v.T("ledgerweb.entry", "n", strconv.FormatInt(p.Index, 10))
	return web.Page{
		Title:  number,
		Crumbs: []web.Crumb{{Name: v.T("ledgerweb.book"), Href: v.To("ledger.book")}, {Name: number}},
		Body:   entryBody(v, p),
	}
}

// names are what bodies and territories are called whose ids an entry says;
// what is not found stays an id.
func names(ctx context.Context, tx *db.Tx, says []ledger.Line, on kheo.Date) map[string]string {
	found := map[string]string{}
	for _, l := range says {
		if !kheo.IsID(l.Value) {
			continue
		}
		id := kheo.UnitID(l.Value)
		if body, err := unit.FindBody(ctx, tx, id); err == nil {
			found[l.Value] = body.Name
		} else if book, err := unit.Compiled(); err == nil {
			if u, err := book.Last(id, on); err == nil {
				found[l.Value] = u.Name
			}
		}
	}
	return found
}

// steps counts the hashes of a receipt's proof.
func steps(receipt string) int {
	parts := strings.SplitN(receipt, "\n\n", 3)
	if len(parts) < 3 {
		return 0
	}
	return strings.Count(parts[1], "\n") - 1
}

// kindName is what happened, in words; a kind without words stands as it is.
func kindName(v web.View, kind string) string {
	if key := "ledger.kind." + kind; v.Lang.Has(key) {
		return v.T(key)
	}
	return kind
}

// table is what the entry says, a row for each line, in words where there are
// some.
func (p entryPage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("ledgerweb.says"), Cols: []web.Col{{Name: v.T("ledgerweb.line"), Main: true}, {Name: v.T("ledgerweb.value")}}}
	for _, l := range p.Says {
		if l.Value == "" {
			continue
		}
		name := l.Name
		if key := "ledger.line." + l.Name; v.Lang.Has(key) {
			name = v.T(key)
		}
		t.Rows = append(t.Rows, web.Row{{Text: name}, p.cell(v, l)})
	}
	return t
}

// cell tells a value in words, with what the ledger holds under it.
func (p entryPage) cell(v web.View, l ledger.Line) web.Cell {
	value := l.Value
	if name, ok := p.Names[value]; ok {
		return web.Cell{Text: name, Sub: value}
	}
	if day, err := kheo.ParseDate(value); err == nil {
		return web.Cell{Text: v.Date(day), Sub: value}
	}
	capability, _, _ := strings.Cut(p.Kind, ".")
	for _, kind := range []string{"state", l.Name} {
		if key := capability + "." + kind + "." + value; v.Lang.Has(key) {
			return web.Cell{Text: v.T(key), Sub: value}
		}
	}
	return web.Cell{Text: value}
}

func (p entryPage) receipt(v web.View) web.Receipt {
	n := strconv.FormatInt(p.Index, 10)
	return web.Receipt{
		Title: v.T("ledgerweb.receipt"),
		Lead:  v.T("ledgerweb.receipt-lead"),
		Facts: []web.Fact{
			{Label: v.T("ledgerweb.number"), Value: n},
			{Label: v.T("ledgerweb.at"), Value: v.Clock(p.At)},
			{Label: v.T("ledgerweb.log"), Value: p.Head.Origin},
		},
		Fingerprint: p.Hash,
		Href:        v.To("ledger.receipt", n),
		Link:        v.T("ledgerweb.download"),
	}
}

// signed is when the last checkpoint was signed.
func signed(v web.View, h ledger.Head) string { return v.Clock(time.UnixMicro(h.At)) }
