package unit

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// Heirless are the bodies that ended before the day and that nobody follows by
// law: no heir, several, or an heir of whom the same is true.
func Heirless(ctx context.Context, tx *db.Tx, on kheo.Date) ([]kheo.UnitID, error) {
	type end struct{ id, heir kheo.UnitID }
	rows, err := db.All(ctx, tx, func(e *end) []any { return []any{&e.id, &e.heir} }, `
		select b.id, coalesce(h.heir, '')
		from unit_body b left join unit_body_heir h on h.body = b.id and h.on_day <= $1
		where b.to_day <> '' and b.to_day < $2
		order by b.id`, string(on), string(on))
	if err != nil {
		return nil, fmt.Errorf("bodies without heir: %w", err)
	}
	follows := map[kheo.UnitID][]kheo.UnitID{} // of each that ended
	for _, r := range rows {
		follows[r.id] = append(follows[r.id], r.heir)
	}
	var all []kheo.UnitID
	for i, r := range rows {
		if i > 0 && rows[i-1].id == r.id {
			continue
		}
		last := r.id
		for n := 0; n < depth && len(follows[last]) == 1 && follows[last][0] != ""; n++ {
			last = follows[last][0]
		}
		if _, ended := follows[last]; ended {
			all = append(all, r.id)
		}
	}
	return all, nil
}
