package desk

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// A View is a filter of the desk that an officer comes back to.
type View struct {
	ID, Name string
	Query    string // of the desk's address, "tab=late&place=…"
}

// Views of the caller, the oldest first.
func Views(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]View, error) {
	list, err := db.All(ctx, tx, func(v *View) []any { return []any{&v.ID, &v.Name, &v.Query} },
		`select id, name, query from desk_view where person = $1 order by at, id`, string(who.Person))
	if err != nil {
		return nil, fmt.Errorf("saved views: %w", err)
	}
	return list, nil
}

// SaveView keeps a filter under a name; the same name again replaces it.
func SaveView(ctx context.Context, tx *db.Tx, who kheo.Caller, name, query string) error {
	if len(mine(who)) == 0 {
		return fmt.Errorf("save a view: %w", kheo.ErrForbidden)
	}
	var f kheo.Faults
	name = line(&f, "name", name)
	f.Need(name != "", "name", "desk.fault.view")
	f.Need(len(query) <= maxQuery, "name", "desk.fault.long", "n", maxQuery)
	if err := f.Err(); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from desk_view where person = $1 and name = $2`, string(who.Person), name)
	if err != nil {
		return fmt.Errorf("save a view: %w", err)
	}
	list, err := Views(ctx, tx, who)
	if err != nil {
		return err
	}
	if len(list) >= maxViews {
		return kheo.Faults{{Field: "name", Key: "desk.fault.many", Args: []any{"n", maxViews}}}
	}
	_, err = tx.Exec(ctx, `insert into desk_view (id, person, name, query, at) values ($1, $2, $3, $4, $5)`,
		kheo.NewID(who.At), string(who.Person), name, query, who.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("save a view: %w", err)
	}
	return nil
}

// DropView removes one of the caller's own views.
func DropView(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	return tx.Move(ctx, `delete from desk_view where id = $1 and person = $2`, id, string(who.Person))
}
