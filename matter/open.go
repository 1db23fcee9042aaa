package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// A New is a matter to be opened.
type New struct {
	Kind           Kind
	Title, Text    string
	Product        string
	OwedTo, Holder kheo.UnitID
	Territory      kheo.UnitID
	Source         string
	Ordinal        int
	Due            kheo.Date
	Public         bool
}

// check says what is to be mended; text comes back cleaned.
func (n *New) check(today kheo.Date) error {
	var f kheo.Faults
	n.Title = Typed(&f, "title", n.Title, MaxTitle)
	n.Text = Typed(&f, "text", n.Text, maxText)
	n.Product = Typed(&f, "product", n.Product, MaxReason)
	f.Need(letters(n.Kind) != "", "kind", "matter.fault.kind")
	f.Need(n.Title != "", "title", "matter.fault.title")
	f.Need(n.Territory != "", "territory", "matter.fault.territory")
	f.Need(n.OwedTo != n.Holder, "holder", "matter.fault.same")
	f.Need(n.Due != "", "due", "matter.fault.due")
	f.Need(n.Due == "" || n.Due >= today, "due", "matter.fault.past")
	return f.Err()
}

// Open records a new matter and gives it to its holder, as an inspection does
// with a recommendation. The one who opens speaks for the body it is owed to.
func Open(ctx context.Context, tx *db.Tx, who kheo.Caller, n New) (Matter, error) {
	if err := SpeaksFor(who, MayConfirm, n.OwedTo); err != nil {
		return Matter{}, fmt.Errorf("open matter: %w", err)
	}
	if err := n.check(who.Today()); err != nil {
		return Matter{}, err
	}
	if err := Living(ctx, tx, "owed_to", n.OwedTo, who.Today()); err != nil {
		return Matter{}, err
	}
	if err := Living(ctx, tx, "holder", n.Holder, who.Today()); err != nil {
		return Matter{}, err
	}
	code, err := nextCode(ctx, tx, n.Kind, who.Today().Year())
	if err != nil {
		return Matter{}, err
	}
	m := Matter{ID: kheo.NewID(who.At), Code: code, Kind: n.Kind, Title: n.Title, Text: n.Text, Product: n.Product,
		OwedTo: n.OwedTo, Holder: n.Holder, Territory: n.Territory, Source: n.Source, Ordinal: n.Ordinal,
		Due: n.Due, Opened: who.At, Moved: who.At, Public: n.Public}
	published := int64(0)
	if n.Public {
		published = who.At.UnixMicro()
	}
	_, err = tx.Exec(ctx, `
		insert into matter_matter (id, code, kind, title, body, product, owed_to, territory, source, ordinal, due,
			opened, published, state, holder, moved, moves)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, 0)`,
		m.ID, m.Code, string(m.Kind), m.Title, m.Text, m.Product, string(m.OwedTo), string(m.Territory), m.Source,
		m.Ordinal, string(m.Due), who.At.UnixMicro(), published, string(m.Holder), who.At.UnixMicro())
	if err != nil {
		return Matter{}, fmt.Errorf("open matter %s: %w", m.Code, err)
	}
	_, err = Record(ctx, tx, who, m, Change{Event: "matter.opened", To: Assigned, Body: n.OwedTo, Holder: n.Holder})
	if err != nil {
		return Matter{}, err
	}
	return Find(ctx, tx, m.Code, "")
}

// Living makes a fault of a body that does not exist on the day.
func Living(ctx context.Context, tx *db.Tx, field string, id kheo.UnitID, on kheo.Date) error {
	b, err := unit.FindBody(ctx, tx, id)
	if err != nil {
		return fmt.Errorf("body %q: %w", id, err)
	}
	if !b.Holds(on) {
		return kheo.Faults{{Field: field, Key: "matter.fault.ended", Args: []any{"body", b.Name}}}
	}
	return nil
}
