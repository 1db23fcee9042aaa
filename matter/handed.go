package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// A Handing is how many hand-overs of a span one body offered to others, and
// what became of them.
type Handing struct {
	From                     kheo.UnitID
	Offered, Taken, Declined int
}

// Handings of a span of days, by body.
func Handings(ctx context.Context, tx *db.Tx, s kheo.Span) ([]Handing, error) {
	list, err := db.All(ctx, tx, func(h *Handing) []any { return []any{&h.From, &h.Offered, &h.Taken, &h.Declined} }, `
		select from_body, count(*), cast(sum(case when outcome = 'taken' then 1 else 0 end) as bigint),
			cast(sum(case when outcome = 'declined' then 1 else 0 end) as bigint)
		from matter_offer where at >= $1 and at < $2 group by from_body order by from_body`,
		s.From.Time().UnixMicro(), endOf(s.To))
	if err != nil {
		return nil, fmt.Errorf("hand-overs: %w", err)
	}
	return list, nil
}
