package matter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
)

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Kind       Kind
	Source     string
	Holders    []kheo.UnitID // held by one of these, as the last move says; see Stands
	NotHolders []kheo.UnitID // and by none of these
	OwedTo     kheo.UnitID
	Territory  []kheo.UnitID
	Category   []string
	States     []State
	Open       bool      // somebody's word is still awaited
	Late       bool      // the day passed while the clock ran, as of On
	Public     bool      // published only
	Due        kheo.Span // the day falls within
	Opened     kheo.Span
	Updated    time.Time // moved at or after
	Box        *Box      // with a spot in it
	Into       string    // merged into that one, by id
	Clock      string    // runs, waits; "" any
	Offered    kheo.UnitID
	Up         kheo.UnitID
	Wanted     bool // a lead is to be named
	Told       bool // none is
	Assist     kheo.UnitID
	On         kheo.Date

	Newest bool   // the newest first; else, and always of late ones, by due day, then code
	After  string // code of the last one of the page before
	Limit  int    // 0 for all

	AnyOrder bool // read from whichever index, and sort afterwards
}

// A Box is south, west, north, east in degrees.
type Box struct{ South, West, North, East float64 }

// manyPlaces is how many territories are asked for one by one: more are read
// from the whole list, in which they are dense.
const manyPlaces = 40

// List is the matters that fit, by due day and code, or the newest first.
// After and Limit read it page by page.
func List(ctx context.Context, tx *db.Tx, f Filter) ([]Matter, error) {
	f.Newest = f.Newest && !f.Late
	back, err := f.looksBack(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	if back {
		return f.listPast(ctx, tx)
	}
	if parts := f.apart(); len(parts) > 1 {
		return f.join(ctx, tx, parts)
	}
	q := where{}
	f.narrow(&q)
	if err := f.after(ctx, tx, &q); err != nil {
		return nil, err
	}
	order := ` order by m.due, m.code`
	if f.Newest {
		order = ` order by m.opened desc, m.id desc`
	}
	if f.AnyOrder {
		order = ""
	}
	if f.Limit > 0 {
		order += ` limit ` + strconv.Itoa(f.Limit)
	}
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`from matter_matter m where `+q.text()+order, q.args...)
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	return matters(rows), nil
}

// HowMany counts the matters that fit now.
func HowMany(ctx context.Context, tx *db.Tx, f Filter) (int, error) {
	q := where{}
	f.narrow(&q)
	n, err := db.One(ctx, tx, db.Value[int], `select count(*) from matter_matter m where `+q.text(), q.args...)
	if err != nil {
		return 0, fmt.Errorf("count matters: %w", err)
	}
	return n, nil
}

// A Split is how many matters are published, and how many are not.
type Split struct{ Public, Private int }

// Apart counts the matters that fit now and are open, the published ones apart.
func Apart(ctx context.Context, tx *db.Tx, f Filter) (Split, error) {
	type count struct {
		public bool
		n      int
	}
	q := where{conds: []string{`m.clock <> 'ended'`, `m.clock in ('runs', 'waits')`}} // said twice: the first names the index, the second its entries
	f.narrow(&q)
	rows, err := db.All(ctx, tx, func(c *count) []any { return []any{&c.public, &c.n} },
		`select m.published <> 0, count(*) from matter_matter m where `+q.text()+` group by m.published <> 0`, q.args...)
	if err != nil {
		return Split{}, fmt.Errorf("count matters apart: %w", err)
	}
	var s Split
	for _, r := range rows {
		if r.public {
			s.Public = r.n
		} else {
			s.Private = r.n
		}
	}
	return s, nil
}

// looksBack tells whether anything moved after the day: only then the moves
// have to be read to know how things stood.
func (f Filter) looksBack(ctx context.Context, tx *db.Tx) (bool, error) {
	if f.On == "" {
		return false, nil
	}
	last, err := db.One(ctx, tx, db.Value[int64], `select coalesce(max(m.moved), 0) from matter_matter m`) // one step in its index
	return last >= endOf(f.On), err
}

// apart cuts a page into parts that each come in order from an index: the newest
// of a few territories, what a few bodies hold, the open ones by their clock.
func (f Filter) apart() []Filter {
	if f.Limit == 0 {
		return nil
	}
	var parts []Filter
	switch {
	case f.Newest && len(f.Territory) > 1 && len(f.Territory) <= manyPlaces:
		for _, t := range f.Territory {
			one := f
			one.Territory = []kheo.UnitID{t}
			parts = append(parts, one)
		}
	case !f.Newest && !f.AnyOrder && len(f.Holders) > 1 && len(f.Holders) <= manyPlaces:
		for _, h := range f.Holders {
			one := f
			one.Holders = []kheo.UnitID{h}
			parts = append(parts, one)
		}
	case f.Open && !f.Newest && f.Clock == "" && f.Assist == "":
		for _, c := range []string{Runs, Waits} {
			one := f
			one.Open, one.Clock = false, c
			parts = append(parts, one)
		}
	}
	return parts
}

func (f Filter) join(ctx context.Context, tx *db.Tx, parts []Filter) ([]Matter, error) {
	var all []Matter
	for _, one := range parts {
		list, err := List(ctx, tx, one)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	f.sort(all)
	return all[:min(len(all), f.Limit)], nil
}

// listPast reads how things stood on the day: reports do, pages of today do not.
func (f Filter) listPast(ctx context.Context, tx *db.Tx) ([]Matter, error) {
	q := where{args: []any{endOf(f.On)}}
	q.is(`m.kind =`, string(f.Kind), f.Kind != "")
	q.is(`m.source <> '' and m.source =`, f.Source, f.Source != "")
	q.is(`m.owed_to <> '' and m.owed_to =`, string(f.OwedTo), f.OwedTo != "")
	q.in(`m.territory`, db.Args(f.Territory))
	q.is(`(m.kind <> 'concern' or m.state <> 'withdrawn') and m.published <>`, 0, f.Public)
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+past+` and m.opened < $1 and `+q.text(), q.args...)
	if err != nil {
		return nil, fmt.Errorf("matters on %s: %w", f.On, err)
	}
	var list []Matter
	for _, r := range rows {
		if m := r.matter(); f.fits(m) {
			list = append(list, m)
		}
	}
	f.sort(list)
	if i := slices.IndexFunc(list, func(m Matter) bool { return f.After != "" && m.Code == f.After }); i >= 0 {
		list = list[i+1:]
	}
	if f.Limit > 0 {
		list = list[:min(len(list), f.Limit)]
	}
	return list, nil
}

func (f Filter) sort(list []Matter) {
	slices.SortFunc(list, func(a, b Matter) int {
		if f.Newest {
			return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(b.ID, a.ID))
		}
		return ByDue(a, b)
	})
}

// ByDue orders matters by their day, then by code.
func ByDue(a, b Matter) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Code, b.Code))
}

// narrow writes the filter as conditions on matter_matter.
func (f Filter) narrow(q *where) {
	q.is(`m.kind =`, string(f.Kind), f.Kind != "")
	q.is(`m.source <> '' and m.source =`, f.Source, f.Source != "")
	q.is(`m.owed_to <> '' and m.owed_to =`, string(f.OwedTo), f.OwedTo != "")
	q.is(`m.into_id <> '' and m.into_id =`, f.Into, f.Into != "")
	q.is(`m.offered <> '' and m.offered =`, string(f.Offered), f.Offered != "")
	q.is(`m.up <> '' and m.up =`, string(f.Up), f.Up != "")
	q.is(`m.lead_by <>`, "", f.Wanted)
	q.is(`m.lead_by =`, "", f.Told)
	q.is(`m.id in (select a.matter from matter_assist a where a.body =`, string(f.Assist), f.Assist != "")
	if f.Assist != "" {
		q.conds[len(q.conds)-1] += ")"
	}
	q.is(`m.clock =`, f.Clock, f.Clock != "")
	q.in(`m.holder`, db.Args(f.Holders))
	q.in(`m.holder not`, db.Args(f.NotHolders))
	q.in(`m.territory`, db.Args(f.Territory))
	q.in(`m.category`, db.Args(f.Category))
	q.in(`m.state`, db.Args(f.States))
	switch {
	case f.Late:
		q.is(`m.clock = 'runs' and m.due <> '' and m.due <`, string(f.On), true)
	case f.Open:
		q.conds = append(q.conds, `m.clock <> 'ended'`) // no equality: what else is asked leads to an index
	}
	q.is(`(m.kind <> 'concern' or m.state <> 'withdrawn') and m.published <>`, 0, f.Public)
	q.is(`m.due >=`, string(f.Due.From), f.Due.From != "")
	q.is(`m.due <=`, string(f.Due.To), f.Due.To != "")
	q.is(`m.opened >=`, f.Opened.From.Time().UnixMicro(), f.Opened.From != "")
	q.is(`m.opened <`, endOf(f.Opened.To), f.Opened.To != "")
	q.is(`m.moved >=`, f.Updated.UnixMicro(), !f.Updated.IsZero())
	if b := f.Box; b != nil {
		q.is(`m.spot and m.lat >=`, b.South, true)
		q.is(`m.lat <=`, b.North, true)
		q.is(`m.lon >=`, b.West, true)
		q.is(`m.lon <=`, b.East, true)
	}
}

// after goes on behind the last matter of the page before. A cursor of a
// matter that is not there begins anew.
func (f Filter) after(ctx context.Context, tx *db.Tx, q *where) error {
	if f.After == "" {
		return nil
	}
	type place struct {
		due, id string
		opened  int64
	}
	p, err := db.One(ctx, tx, func(p *place) []any { return []any{&p.due, &p.id, &p.opened} },
		`select due, id, opened from matter_matter where code = $1`, f.After)
	switch {
	case errors.Is(err, kheo.ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("matters after %s: %w", f.After, err)
	case f.Newest:
		q.pair(`(m.opened, m.id) <`, p.opened, p.id)
	default:
		q.pair(`(m.due, m.code) >`, p.due, f.After)
	}
	return nil
}

// A where is conditions joined by "and", with their arguments in order.
type where struct {
	conds []string
	args  []any
}

func (q *where) is(cond string, arg any, when bool) {
	if when {
		q.args = append(q.args, arg)
		q.conds = append(q.conds, cond+" $"+strconv.Itoa(len(q.args)))
	}
}

func (q *where) in(column string, list []any) {
	if len(list) > 0 {
		q.conds = append(q.conds, column+" in "+db.In(len(q.args)+1, len(list)))
		q.args = append(q.args, list...)
	}
}

func (q *where) pair(cond string, a, b any) {
	q.conds = append(q.conds, cond+" "+db.In(len(q.args)+1, 2))
	q.args = append(q.args, a, b)
}

func (q *where) text() string {
	if len(q.conds) == 0 {
		return "1 = 1"
	}
	return strings.Join(q.conds, " and ")
}

// fits tells what a look back leaves to Go.
func (f Filter) fits(m Matter) bool {
	switch {
	case f.Open && !m.State.Open(),
		f.Late && !m.Late(f.On),
		len(f.States) > 0 && !slices.Contains(f.States, m.State),
		len(f.Category) > 0 && !slices.Contains(f.Category, m.Category),
		len(f.Holders) > 0 && !slices.Contains(f.Holders, m.Holder),
		len(f.Territory) > 0 && !slices.Contains(f.Territory, m.Territory),
		f.Into != "" && m.Into != f.Into,
		f.Due != kheo.Span{} && !f.Due.Holds(m.Due),
		f.Opened != kheo.Span{} && !f.Opened.Holds(kheo.DateOf(m.Opened)),
		m.Moved.Before(f.Updated),
		f.Box != nil && !f.Box.holds(m):
		return false
	}
	return true
}

func (b Box) holds(m Matter) bool {
	return m.Spot && b.South <= m.Lat && m.Lat <= b.North && b.West <= m.Lon && m.Lon <= b.East
}
