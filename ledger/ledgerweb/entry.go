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
	Proof     ledger.Proof
	Head      ledger.Head
	Names     map[string]string // what the ids in it are called
	Witnesses []ledger.Witness  // who co-signed, and how far
	Root      string            // of the pages' addresses, for the code to photograph
}

func (p pages) entry(w http.ResponseWriter, a *web.Ask) error {
	n, err := number(a)
	if err != nil {
		return err
	}
	var page entryPage
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		page = entryPage{}
		if page.Proof, err = ledger.Prove(ctx, tx, n); err != nil {
			return err
		}
		if page.Proof.Public {
			page.Entered, err = p.log.Public(ctx, tx, n)
		} else { // the log tells of it what its tiles tell
			page.Entered = ledger.Entered{Index: n, Kind: page.Proof.Kind, At: page.Proof.At}
		}
		if err != nil {
			return err
		}
		if page.Witnesses, err = ledger.Witnesses(ctx, tx); err != nil {
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
	page.Root = a.Root()
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

// path is the way from the entry to the signed line, a row a step.
func (p entryPage) path(v web.View) web.Table {
	t := web.Table{Caption: v.T("ledgerweb.path"), Cols: []web.Col{{Name: v.T("ledgerweb.path.step"), Num: true},
		{Name: v.T("ledgerweb.path.neighbour"), Main: true}, {Name: v.T("ledgerweb.path.both")}}}
	t.Rows = append(t.Rows, web.Row{{Text: "0"}, {Text: v.T("ledgerweb.path.leaf")}, {Text: p.Proof.Leaf}})
	for i, s := range p.Proof.Steps {
		side := v.T("ledgerweb.path.right")
		if s.Left {
			side = v.T("ledgerweb.path.left")
		}
		t.Rows = append(t.Rows, web.Row{{Text: strconv.Itoa(i + 1)}, {Text: side, Sub: s.Neighbour}, {Text: s.Both}})
	}
	return t
}

// cosigned says who apart from the office has signed that the log stands, and
// whether they had seen this entry.
func (p entryPage) cosigned(v web.View) []string {
	var list []string
	for _, w := range p.Witnesses {
		switch {
		case w.Ended || w.Size == 0:
		case w.Size > p.Index:
			list = append(list, v.T("ledgerweb.witness.saw", "name", w.Name, "size", w.Size, "at", v.Clock(w.At)))
		default:
			list = append(list, v.T("ledgerweb.witness.before", "name", w.Name, "size", w.Size, "at", v.Clock(w.At)))
		}
	}
	return list
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
		QR:    p.Root + v.To("ledger.entry", n),
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
