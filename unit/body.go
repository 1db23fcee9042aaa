package unit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
)

func (b *Body) fields() []any {
	return []any{&b.ID, &b.Name, &b.NameEN, &b.Short, &b.Kind, &b.Territory, &b.Parent, &b.From, &b.To}
}

// FindBody is the body by id, whatever day it lived.
func FindBody(ctx context.Context, tx *db.Tx, id kheo.UnitID) (Body, error) {
	b, err := db.One(ctx, tx, (*Body).fields, `
		select id, name, name_en, short, kind, territory, parent, from_day, to_day
		from unit_body where id = $1`, string(id))
	if err != nil {
		return Body{}, fmt.Errorf("body %s: %w", id, err)
	}
	return b, nil
}

// Bodies of a territory that lived on the day, by name.
func Bodies(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) ([]Body, error) {
	all, err := db.All(ctx, tx, (*Body).fields, `
		select id, name, name_en, short, kind, territory, parent, from_day, to_day
		from unit_body
		where territory = $1 and from_day <= $2 and (to_day = '' or to_day >= $3)`, string(territory), string(on), string(on))
	if err != nil {
		return nil, fmt.Errorf("bodies of %s: %w", territory, err)
	}
	byName(all)
	return all, nil
}

// AllBodies are all bodies the office ever entered, by name.
func AllBodies(ctx context.Context, tx *db.Tx) ([]Body, error) {
	all, err := db.All(ctx, tx, (*Body).fields, `
		select id, name, name_en, short, kind, territory, parent, from_day, to_day from unit_body`)
	if err != nil {
		return nil, fmt.Errorf("bodies: %w", err)
	}
	byName(all)
	return all, nil
}

func byName(all []Body) {
	text.Sort(all, func(b Body) string { return b.Name }, func(a, b Body) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
}

// A HeirLink leads to a lawful successor of a body, or to what it succeeded.
type HeirLink struct {
	Body  Body // the other end
	On    kheo.Date
	Basis string
}

func (h *HeirLink) fields() []any { return append(h.Body.fields(), &h.On, &h.Basis) }

// Heirs are the lawful successors entered for a body, whatever their number.
func Heirs(ctx context.Context, tx *db.Tx, id kheo.UnitID) ([]HeirLink, error) {
	all, err := db.All(ctx, tx, (*HeirLink).fields, `
		select b.id, b.name, b.name_en, b.short, b.kind, b.territory, b.parent, b.from_day, b.to_day, h.on_day, h.basis
		from unit_body_heir h join unit_body b on b.id = h.heir
		where h.body = $1
		order by h.on_day, b.id`, string(id))
	if err != nil {
		return nil, fmt.Errorf("heirs of body %s: %w", id, err)
	}
	return all, nil
}

// Forebears are the bodies that a body lawfully succeeded.
func Forebears(ctx context.Context, tx *db.Tx, id kheo.UnitID) ([]HeirLink, error) {
	all, err := db.All(ctx, tx, (*HeirLink).fields, `
		select b.id, b.name, b.name_en, b.short, b.kind, b.territory, b.parent, b.from_day, b.to_day, h.on_day, h.basis
		from unit_body_heir h join unit_body b on b.id = h.body
		where h.heir = $1
		order by h.on_day, b.id`, string(id))
	if err != nil {
		return nil, fmt.Errorf("forebears of body %s: %w", id, err)
	}
	return all, nil
}

// Heir is the lawful successor of a body as of the day, followed through as
// many reorganisations as there were: the body itself while it lives;
// ErrNoHeir when it ended without one, or with several.
func Heir(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) (Body, error) {
	b, err := FindBody(ctx, tx, id)
	for n := 0; err == nil && b.To != "" && b.To < on; n++ {
		var heirs []HeirLink
		if heirs, err = Heirs(ctx, tx, b.ID); err != nil {
			break
		}
		heirs = slices.DeleteFunc(heirs, func(h HeirLink) bool { return h.On > on })
		if len(heirs) != 1 || n == depth {
			return Body{}, fmt.Errorf("body %s on %s: %w", id, on, ErrNoHeir)
		}
		b = heirs[0].Body
	}
	return b, err
}

// CivicWork is the body that owns civic work in a territory on the day.
func CivicWork(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) (Body, error) {
	b, err := db.One(ctx, tx, (*Body).fields, `
		select b.id, b.name, b.name_en, b.short, b.kind, b.territory, b.parent, b.from_day, b.to_day
		from unit_civic c join unit_body b on b.id = c.body
		where c.territory = $1 and c.from_day <= $2 and (c.to_day = '' or c.to_day >= $3)`, string(territory), string(on), string(on))
	if err != nil {
		return Body{}, fmt.Errorf("civic work in %s on %s: %w", territory, on, err)
	}
	return b, nil
}

// AddBody enters a body and returns its id, a new one unless it has one.
func AddBody(ctx context.Context, tx *db.Tx, who kheo.Caller, b Body) (kheo.UnitID, error) {
	if err := who.May(MayAdmin, ""); err != nil {
		return "", err
	}
	b.Name, b.NameEN, b.Short = text.NFC(strings.TrimSpace(b.Name)), strings.TrimSpace(b.NameEN), text.NFC(strings.TrimSpace(b.Short))
	if err := checkBody(ctx, tx, b); err != nil {
		return "", err
	}
	if b.ID == "" {
		b.ID = kheo.UnitID(kheo.NewID(who.At))
	}
	if _, err := tx.Exec(ctx, `
		insert into unit_body (id, name, name_en, short, kind, territory, parent, from_day, to_day, basis)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
		string(b.ID), b.Name, b.NameEN, cmp.Or(b.Short, b.Name), string(b.Kind), string(b.Territory), string(b.Parent), string(b.From), string(b.To)); err != nil {
		return "", fmt.Errorf("add body %q: %w", b.Name, err)
	}
	return b.ID, tell(ctx, tx, who, "unit.body.added", b.ID, "name", b.Name, "territory", string(b.Territory), "from", string(b.From))
}

var bodyKinds = []BodyKind{Committee, Board, Authority, Front, Association, Department}

func checkBody(ctx context.Context, tx *db.Tx, b Body) error {
	var f kheo.Faults
	f.Need(b.Name != "", "name", "unit.body.name.empty")
	f.Need(len([]rune(b.Name)) <= 200, "name", "unit.body.name.long", "n", 200)
	f.Need(slices.Contains(bodyKinds, b.Kind), "kind", "unit.body.kind.unknown")
	_, err := kheo.ParseDate(string(b.From))
	f.Need(err == nil, "from", "unit.body.from.empty")
	f.Need(b.To == "" || b.To >= b.From, "to", "unit.body.to.early")
	f.Need(b.Territory != "" || b.Parent != "", "territory", "unit.body.territory.empty")
	if b.Parent != "" {
		p, err := FindBody(ctx, tx, b.Parent)
		if err != nil && !errors.Is(err, kheo.ErrNotFound) {
			return err
		}
		f.Need(err == nil && p.Holds(b.From), "parent", "unit.body.parent.unknown")
	}
	return f.Err()
}

// EndBody says which day was the body's last, and on what basis; what civic
// work it owned it owns no longer.
func EndBody(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.UnitID, last kheo.Date, basis string) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	b, err := FindBody(ctx, tx, id)
	if err != nil {
		return err
	}
	if b.To != "" {
		return fmt.Errorf("body %s ended on %s already: %w", id, b.To, kheo.ErrConflict)
	}
	var f kheo.Faults
	_, err = kheo.ParseDate(string(last))
	f.Need(err == nil && last >= b.From, "last", "unit.body.to.early")
	if err := f.Err(); err != nil {
		return err
	}
	if err := tx.Move(ctx, `update unit_body set to_day = $1, basis = $2 where id = $3 and to_day = ''`, string(last), basis, string(id)); err != nil {
		return fmt.Errorf("end body %s: %w", id, err)
	}
	if _, err := tx.Exec(ctx, `update unit_civic set to_day = $1 where body = $2 and to_day = ''`, string(last), string(id)); err != nil {
		return fmt.Errorf("end body %s: %w", id, err)
	}
	return tell(ctx, tx, who, "unit.body.ended", id, "name", b.Name, "last", string(last), "basis", basis)
}

// SetHeir names a lawful successor of a body that has ended. A second one is a
// second heir: then nobody follows by himself.
func SetHeir(ctx context.Context, tx *db.Tx, who kheo.Caller, id, heir kheo.UnitID, on kheo.Date, basis string) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	b, err := FindBody(ctx, tx, id)
	if err != nil {
		return err
	}
	h, err := FindBody(ctx, tx, heir)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(id != heir, "heir", "unit.heir.self")
	f.Need(b.To != "" && b.To < on, "on", "unit.heir.early")
	f.Need(h.Holds(on), "heir", "unit.heir.not_living")
	f.Need(strings.TrimSpace(basis) != "", "basis", "unit.heir.basis")
	if err := f.Err(); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		insert into unit_body_heir (body, heir, on_day, basis) values ($1, $2, $3, $4)
		on conflict (body, heir) do nothing`, string(id), string(heir), string(on), basis)
	if err == nil && n == 0 {
		err = kheo.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("heir of body %s: %w", id, err)
	}
	return tell(ctx, tx, who, "unit.body.heir", id, "name", b.Name, "heir", h.Name, "on", string(on), "basis", basis)
}

// SetCivicWork says which body owns civic work in a territory, from a day to a
// day; an empty To has not ended. A territory has one owner on one day.
func SetCivicWork(ctx context.Context, tx *db.Tx, who kheo.Caller, territory, body kheo.UnitID, s kheo.Span) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	b, err := FindBody(ctx, tx, body)
	if err != nil {
		return err
	}
	if s.To == "" {
		s.To = b.To
	}
	var f kheo.Faults
	_, err = kheo.ParseDate(string(s.From))
	f.Need(err == nil && b.Holds(s.From) && (b.To == "" || s.To <= b.To), "from", "unit.civic.not_living")
	f.Need(s.To == "" || s.To >= s.From, "to", "unit.body.to.early")
	if err := f.Err(); err != nil {
		return err
	}
	others, err := db.All(ctx, tx, func(o *owner) []any { return []any{&o.Body, &o.From, &o.To} }, `
		select body, from_day, to_day from unit_civic where territory = $1 order by from_day`, string(territory))
	if err != nil {
		return fmt.Errorf("civic work in %s: %w", territory, err)
	}
	for _, o := range others {
		if overlap(o.Span, s) {
			return fmt.Errorf("civic work in %s: body %s owns it from %s: %w", territory, o.Body, o.From, kheo.ErrConflict)
		}
	}
	if _, err := tx.Exec(ctx, `insert into unit_civic (territory, body, from_day, to_day) values ($1, $2, $3, $4)`,
		string(territory), string(body), string(s.From), string(s.To)); err != nil {
		return fmt.Errorf("civic work in %s: %w", territory, err)
	}
	return tell(ctx, tx, who, "unit.civic.set", territory, "body", b.Name, "from", string(s.From), "to", string(s.To))
}

type owner struct {
	Body kheo.UnitID
	kheo.Span
}

// tell records a change of bodies: institutions and days, never persons.
func tell(ctx context.Context, tx *db.Tx, who kheo.Caller, kind string, subject kheo.UnitID, says ...string) error {
	e := ledger.Entry{Kind: kind, Subject: string(subject), Public: true}
	for i := 0; i+1 < len(says); i += 2 {
		e.Says = append(e.Says, ledger.Line{Name: says[i], Value: says[i+1]})
	}
	_, err := ledger.Append(ctx, tx, who, e)
	return err
}
