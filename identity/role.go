package identity

import (
	"context"
	"fmt"
	"time"

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
	return []any{&r.ID, &r.person, &r.Role, &r.Unit, &r.From, &r.To, &r.began, &r.ended}
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
	h.ID = kheo.NewID(who.At)
	if err := addRole(ctx, tx, id, h); err != nil {
		return err
	}
	return recordRole(ctx, tx, who, "identity.role_given", h)
}

func addRole(ctx context.Context, tx *db.Tx, id kheo.PersonID, h Held) error {
	_, err := tx.Exec(ctx, `insert into identity_role (id, person, role, unit, from_day, to_day, began, ended) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		h.ID, string(id), string(h.Role), string(h.Unit), string(h.From), string(h.To), h.began, h.ended)
	if err != nil {
		return fmt.Errorf("give role: %w", err)
	}
	return nil
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
		over := old.ended > 0 && old.To <= h.From // handed over earlier that day
		f.Need(!same || over || old.To != "" && old.To < h.From || h.To != "" && h.To < old.From, "role", "identity.fault.held")
	}
	return f.Err()
}

// EndRole makes today the last day of a role.
func EndRole(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	h, err := db.One(ctx, tx, (*role).fields,
		`select id, person, role, unit, from_day, to_day, began, ended from identity_role where id = $1`, id)
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

// rolesAt is somebody's roles that hold at a moment.
func rolesAt(ctx context.Context, tx *db.Tx, id kheo.PersonID, at time.Time) ([]role, error) {
	on, now := kheo.DateOf(at), at.UnixMicro()
	return db.All(ctx, tx, (*role).fields, `
		select id, person, role, unit, from_day, to_day, began, ended from identity_role
		where person = $1 and from_day <= $2 and (to_day = '' or to_day >= $3) and began <= $4 and (ended = 0 or ended > $5)
		order by from_day desc, id`, string(id), string(on), string(on), now, now)
}
