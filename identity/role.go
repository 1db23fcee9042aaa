package identity

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

type role struct {
	person string
	Held
}

func (r *role) fields() []any {
	return []any{&r.ID, &r.person, &r.Role, &r.Unit, &r.From, &r.To}
}

// GiveRole gives somebody a role in a body from a day on, up to a day when
// h.To names one. The body must live on the first day.
func GiveRole(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID, h Held) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	return giveRole(ctx, tx, who, id, h)
}

func giveRole(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID, h Held) error {
	wide, known := officeWide(h.Role)
	var f kheo.Faults
	f.Need(known, "role", "identity.fault.role")
	f.Need(!known || wide == (h.Unit == ""), "unit", "identity.fault.unit")
	f.Need(h.From != "", "from", "identity.fault.from")
	f.Need(h.To == "" || h.From <= h.To, "to", "identity.fault.to")
	if err := f.Err(); err != nil {
		return err
	}
	if err := unheld(ctx, tx, id, h); err != nil {
		return err
	}
	if h.Unit != "" {
		body, err := unit.FindBody(ctx, tx, h.Unit)
		if err != nil {
			return fmt.Errorf("give role in %s: %w", h.Unit, err)
		}
		f.Need(body.Holds(h.From), "unit", "identity.fault.body")
		if err := f.Err(); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `insert into identity_role (id, person, role, unit, from_day, to_day) values ($1, $2, $3, $4, $5, $6)`,
		kheo.NewID(who.At), string(id), string(h.Role), string(h.Unit), string(h.From), string(h.To))
	if err != nil {
		return fmt.Errorf("give role: %w", err)
	}
	return recordRole(ctx, tx, who, "identity.role_given", h)
}

// unheld refuses a role for somebody who cannot sign in any more, or who holds
// it on some of those days.
func unheld(ctx context.Context, tx *db.Tx, id kheo.PersonID, h Held) error {
	p, err := Find(ctx, tx, id)
	if err != nil {
		return fmt.Errorf("give role: %w", err)
	}
	var f kheo.Faults
	f.Need(!p.Closed, "person", "identity.fault.closed")
	for _, old := range p.Roles {
		same := old.Role == h.Role && old.Unit == h.Unit
		f.Need(!same || old.To != "" && old.To < h.From || h.To != "" && h.To < old.From, "role", "identity.fault.held")
	}
	return f.Err()
}

// EndRole makes today the last day of a role.
func EndRole(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	h, err := db.One(ctx, tx, (*role).fields,
		`select id, person, role, unit, from_day, to_day from identity_role where id = $1`, id)
	if err != nil {
		return fmt.Errorf("end role: %w", err)
	}
	today := who.Today()
	var f kheo.Faults
	f.Need(h.To == "" || h.To > today, "role", "identity.fault.ended")
	f.Need(h.person != string(who.Person) || h.Role != Admin, "role", "identity.fault.self")
	if err := f.Err(); err != nil {
		return err
	}
	if err := tx.Move(ctx, `update identity_role set to_day = $1 where id = $2 and to_day = $3`, string(today), id, string(h.To)); err != nil {
		return err
	}
	h.To = today
	return recordRole(ctx, tx, who, "identity.role_ended", h.Held)
}

func recordRole(ctx context.Context, tx *db.Tx, who kheo.Caller, kind string, h Held) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: string(h.Role), Says: []ledger.Line{
		{Name: "unit", Value: string(h.Unit)}, {Name: "from", Value: string(h.From)}, {Name: "to", Value: string(h.To)}}})
	return err
}

// rolesOn is somebody's roles that hold on the day.
func rolesOn(ctx context.Context, tx *db.Tx, id kheo.PersonID, on kheo.Date) ([]role, error) {
	return db.All(ctx, tx, (*role).fields, `
		select id, person, role, unit, from_day, to_day from identity_role
		where person = $1 and from_day <= $2 and (to_day = '' or to_day >= $3)
		order by from_day desc, id`, string(id), string(on), string(on))
}
