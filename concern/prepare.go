package concern

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/seal"
	"kheo/ledger"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
)

// A Desk is what the use cases need beside the transaction. Its methods may be
// called by many at once.
type Desk struct {
	Vault  *seal.Vault
	Tables *sorting.Tables
	Office kheo.UnitID // the territory the office serves; "" any

	mu    sync.Mutex
	known known
	tries tries
}

// known is what filings ask for again and again, a second old at most.
type known struct {
	at   time.Time
	days map[string]kheo.Date // by rule and day of filing
	name map[kheo.UnitID]string
}

// A Plan is what a filing is told before it is written: read beforehand, so
// that the transaction only writes.
type Plan struct {
	Category sorting.Category
	Fired    sorting.Fired
	Holder   kheo.UnitID
	HolderIs string    // its name, for the ledger entry
	Due      kheo.Date // by the category's rule and the calendar
	Rule     string    // id of that rule
	Join     matter.Matter
	Cell     string // of the place, for finding similar ones

	row row
}

// A row is a concern as it is written: made before the transaction, so that
// nothing is sealed while others wait for their turn to write.
type row struct {
	id, code, sent        string
	words, contact, extra string
}

// other is the topic of a concern whose sender chose none, until an officer
// names one; usual is the rule of a topic that has none. law/concern.answer.ordinary
const (
	other = "other"
	usual = "concern.answer.ordinary"
)

// Prepare checks the form whole and decides where it goes and until when.
func (d *Desk) Prepare(ctx context.Context, tx *db.Tx, who kheo.Caller, n *New) (Plan, error) {
	if n.Channel == Helper {
		if err := who.May(MayHelp, n.HelpedBy); err != nil || n.HelpedBy == "" {
			return Plan{}, fmt.Errorf("file for somebody: %w", errors.Join(err, kheo.ErrForbidden))
		}
	}
	var p Plan
	f := n.check()
	table, err := d.Tables.Table(ctx, tx, who.At)
	if err != nil {
		return Plan{}, err
	}
	p.Category = topic(&f, table, n)
	if err := d.place(ctx, tx, who, &f, n); err != nil {
		return Plan{}, err
	}
	if p.Join, err = d.joined(ctx, tx, &f, n.Join); err != nil {
		return Plan{}, err
	}
	if err := f.Err(); err != nil {
		return Plan{}, err
	}
	p.Fired, err = table.Route(sorting.Case{Place: n.Territory, Category: n.Category, Kind: string(matter.Concern), On: who.Today()})
	if errors.Is(err, kheo.ErrNotFound) { // a place where no body of this office is
		return Plan{}, kheo.Faults{{Field: "territory", Key: "concern.fault.elsewhere"}}
	}
	if err != nil {
		return Plan{}, fmt.Errorf("file a concern: %w", err)
	}
	p.Holder, p.Rule, p.Cell = p.Fired.Body, p.Category.Rule, cellOf(n.Territory, n.Hamlet, n.Spot, n.Lat, n.Lon)
	if p.Rule == "" {
		p.Rule = usual
	}
	if p.Due, err = d.due(ctx, tx, who, n.Territory, p.Rule); err != nil {
		return Plan{}, err
	}
	if p.HolderIs, err = d.nameOf(ctx, tx, who, p.Holder); err != nil {
		return Plan{}, err
	}
	p.row, err = d.draw(ctx, tx, *n)
	return p, err
}

// topic is the category; one that is not in the tree, or no longer, is a fault.
func topic(f *kheo.Faults, table *sorting.Table, n *New) sorting.Category {
	if n.Category == "" {
		n.Category = other
	}
	c, ok := table.Category(n.Category)
	f.Need(ok && !c.Retired || !ok && n.Category == other, "category", "concern.fault.category")
	for i := range n.Extra {
		x := &n.Extra[i]
		at := slices.IndexFunc(c.Questions, func(q sorting.Question) bool { return q.ID == x.Question })
		f.Need(at >= 0, "extra", "concern.fault.extra")
		if at >= 0 {
			x.Asked, x.AskedEN = c.Questions[at].Text, c.Questions[at].TextEN
		}
	}
	return c
}

// place refuses a territory that the office does not serve today, and a spot
// that lies nowhere near it.
func (d *Desk) place(ctx context.Context, tx *db.Tx, who kheo.Caller, f *kheo.Faults, n *New) error {
	if n.Territory == "" {
		return nil
	}
	book, err := d.Tables.Books.Book(ctx, tx)
	if err != nil {
		return err
	}
	u, err := book.Unit(n.Territory, who.Today())
	if errors.Is(err, kheo.ErrNotFound) || err == nil && !d.serves(book, u, who.Today()) {
		f.Need(false, "territory", "concern.fault.elsewhere")
		return nil
	}
	if err != nil || !n.Spot || broken(*f, "spot") {
		return err
	}
	for _, at := range append([]unit.Unit{u}, book.Ancestors(u.ID, who.Today())...) {
		if at.Lat != 0 || at.Lon != 0 { // the nearest whose centre is known
			near := within(n.Lat, n.Lon, at.Lat, at.Lon, at.Type == "đặc khu" || at.Level == unit.Province)
			f.Need(near, "spot", "concern.fault.spot-far", "unit", u.Name)
			return nil
		}
	}
	return nil
}

func (d *Desk) serves(book *unit.Book, u unit.Unit, on kheo.Date) bool {
	if u.Level == unit.Province || u.Level == unit.District {
		return false // nobody could say whose it is
	}
	ours := func(l unit.Link) bool { return l.Unit == d.Office }
	return d.Office == "" || slices.ContainsFunc(book.Ancestors(u.ID, on), func(a unit.Unit) bool {
		return a.ID == d.Office || slices.ContainsFunc(book.Successors(a.ID), ours) // a province that went into this one
	})
}

// joined is the concern that the new one joins: the first of those merged.
func (d *Desk) joined(ctx context.Context, tx *db.Tx, f *kheo.Faults, join string) (matter.Matter, error) {
	if join == "" {
		return matter.Matter{}, nil
	}
	code, err := ParseCode(join)
	if err != nil {
		f.Need(false, "join", "concern.fault.join")
		return matter.Matter{}, nil
	}
	m, err := matter.Find(ctx, tx, code, "")
	for range 3 { // merged into one that was merged since
		if err == nil && m.State == matter.Merged && m.Into != "" {
			m, err = matter.ByID(ctx, tx, m.Into)
		}
	}
	if errors.Is(err, kheo.ErrNotFound) {
		f.Need(false, "join", "concern.fault.join")
		return matter.Matter{}, nil
	}
	f.Need(err != nil || m.Kind == matter.Concern && m.State.Open() && m.State != matter.Merged, "join", "concern.fault.join-ended")
	return m, err
}

// due is the last day by the rule, counted from the day after filing by the
// calendar of the place.
func (d *Desk) due(ctx context.Context, tx *db.Tx, who kheo.Caller, place kheo.UnitID, rule string) (kheo.Date, error) {
	key := rule + " " + string(who.Today()) + " " + string(place)
	d.mu.Lock()
	day, ok := d.fresh(who.At).days[key]
	d.mu.Unlock()
	if ok {
		return day, nil
	}
	day, err := calendar.DueBy(ctx, tx, place, rule, who.Today())
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	d.fresh(who.At).days[key] = day
	d.mu.Unlock()
	return day, nil
}

func (d *Desk) nameOf(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.UnitID) (string, error) {
	d.mu.Lock()
	name, ok := d.fresh(who.At).name[id]
	d.mu.Unlock()
	if ok {
		return name, nil
	}
	b, err := unit.FindBody(ctx, tx, id)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	d.fresh(who.At).name[id] = b.Name
	d.mu.Unlock()
	return b.Name, nil
}

// fresh is what is known, forgotten when it is a second old. A clock set back
// forgets, too.
func (d *Desk) fresh(at time.Time) *known {
	if d.known.days == nil || at.Before(d.known.at) || at.Sub(d.known.at) >= time.Second {
		d.known = known{at, map[string]kheo.Date{}, map[kheo.UnitID]string{}}
	}
	return &d.known
}

// draw makes the row: its id out of the sender's client id, a code that nobody
// has, what is sealed.
func (d *Desk) draw(ctx context.Context, tx *db.Tx, n New) (row, error) {
	r := row{id: d.idOf(n.Client), code: newCode(), sent: d.sent(n)}
	for {
		_, _, err := matter.Named(ctx, tx, r.code)
		if errors.Is(err, kheo.ErrNotFound) {
			break
		}
		if err != nil {
			return row{}, err
		}
		r.code = newCode()
	}
	for _, s := range []struct {
		to           *string
		field, plain string
	}{{&r.words, "words", n.Words}, {&r.contact, "contact", n.Contact}, {&r.extra, "extra", formatExtra(n.Extra, true)}} {
		if s.plain == "" && s.field != "words" {
			continue
		}
		sealed, err := d.Vault.Seal(placeOf(r.id, s.field), s.plain)
		if err != nil {
			return row{}, fmt.Errorf("file a concern: %w", err)
		}
		*s.to = sealed
	}
	return r, nil
}

func placeOf(id, field string) string { return "concern_concern/" + id + "/" + field }

// idOf makes the id of a matter out of the sender's client id: the same again
// for the same, and nobody learns the one from the other. The sender's time
// stays in front, so that new rows lie beside each other.
func (d *Desk) idOf(client string) string {
	var b [16]byte
	copy(b[:], d.Vault.Derive("concern/id", client))
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	return client[:14] + kheo.FormatID(b)[14:]
}

// sent is a digest of all that was sent, under the office's key: the same
// sending is known again, and what was sent is not to be guessed from it.
// Photos are sealed anew each time they arrive; their sizes stand for them.
func (d *Desk) sent(n New) string {
	parts := []string{n.Words, n.Category, string(n.Territory), n.Hamlet, n.Contact, n.Join, string(n.Channel), string(n.HelpedBy),
		strconv.FormatBool(n.Spot), strconv.FormatBool(n.CallBack),
		strconv.FormatFloat(n.Lat, 'g', -1, 64), strconv.FormatFloat(n.Lon, 'g', -1, 64), formatExtra(n.Extra, false)}
	for _, p := range n.Photos {
		parts = append(parts, strconv.Itoa(p.Width)+"x"+strconv.Itoa(p.Height))
	}
	return base64.RawURLEncoding.EncodeToString(d.Vault.Derive("concern/sent", strings.Join(parts, "\x00")))
}

// formatExtra writes the answers a line each, "question\tanswer" and, where it
// is kept, what was asked in both languages; a line's end inside an answer is
// written \n, a tab \t.
func formatExtra(list []Extra, asked bool) string {
	var b strings.Builder
	plain := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)
	for _, x := range list {
		if x.Answer == "" {
			continue
		}
		b.WriteString(x.Question + "\t" + plain.Replace(x.Answer))
		if asked {
			b.WriteString("\t" + x.Asked + "\t" + x.AskedEN)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// parseExtra reads them. One filed before it kept what was asked has its id.
func parseExtra(s string) []Extra {
	var list []Extra
	for line := range strings.Lines(s) {
		f := append(strings.Split(strings.TrimSuffix(line, "\n"), "\t"), "", "", "")
		x := Extra{Question: f[0], Answer: strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t").Replace(f[1]), Asked: f[2], AskedEN: f[3]}
		if x.Asked == "" {
			x.Asked, x.AskedEN = x.Question, x.Question
		}
		list = append(list, x)
	}
	return list
}

// raised is the concern as package matter is told of it.
func (p Plan) raised(n New) matter.Raised {
	return matter.Raised{ID: p.row.id, Code: p.row.code, Category: n.Category, Territory: n.Territory, Hamlet: n.Hamlet,
		Spot: n.Spot, Lat: n.Lat, Lon: n.Lon, Cell: p.Cell, Holder: p.Holder, HolderIs: p.HolderIs, Due: p.Due, Rule: p.Rule,
		Route: p.Fired.Rule, Into: p.Join.ID, IntoCode: p.Join.Code, Helped: n.Channel == Helper}
}

// firstLeaf is the ledger entry of a filing that was written before.
func firstLeaf(ctx context.Context, tx *db.Tx, id string) (ledger.Leaf, error) {
	moves, err := matter.Moves(ctx, tx, id, "")
	if err != nil {
		return ledger.Leaf{}, err
	}
	return ledger.FindLeaf(ctx, tx, moves[0].Leaf)
}
