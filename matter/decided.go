package matter

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
)

// A Wait is one concern as numbers may know it: what about, where, since when,
// and the day of the first decision on it, "" while there is none.
type Wait struct {
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Raised    kheo.Date
	Decided   kheo.Date
}

// FirstDecisions are the concerns raised in the span with the day each was
// first answered, refused or routed out, the oldest first. Those merged into
// another or withdrawn wait for nobody.
func FirstDecisions(ctx context.Context, tx *db.Tx, s kheo.Span) ([]Wait, error) {
	type waiting struct {
		Wait
		opened, at int64
	}
	rows, err := db.All(ctx, tx, func(d *waiting) []any {
		return []any{&d.Category, &d.Territory, &d.Hamlet, &d.opened, &d.at}
	}, `
		select m.category, m.territory, m.hamlet, m.opened, coalesce(min(v.at), 0)
		from matter_matter m
		left join matter_move v on v.matter = m.id and v.to_state in ('answered', 'refused', 'routed_out')
		where m.kind = 'concern' and m.opened >= $1 and m.opened < $2 and m.state not in ('merged', 'withdrawn')
		group by m.id, m.category, m.territory, m.hamlet, m.opened
		order by m.opened, m.id`, s.From.Time().UnixMicro(), endOf(s.To))
	if err != nil {
		return nil, fmt.Errorf("first decisions on concerns: %w", err)
	}
	list := make([]Wait, len(rows))
	for i, r := range rows {
		list[i] = r.Wait
		list[i].Raised = kheo.DateOf(time.UnixMicro(r.opened))
		if r.at > 0 {
			list[i].Decided = kheo.DateOf(time.UnixMicro(r.at))
		}
	}
	return list, nil
}

// RaisedMoved are the days on which concerns were raised that moved since an
// instant, at most so many.
func RaisedMoved(ctx context.Context, tx *db.Tx, since time.Time, most int) ([]kheo.Date, error) {
	rows, err := db.All(ctx, tx, db.Value[int64], `
		select distinct (opened + 25200000000) / 86400000000 as day
		from matter_matter where moved >= $1 and kind = 'concern' order by day limit $2`, since.UnixMicro(), most)
	days := make([]kheo.Date, len(rows))
	for i, day := range rows {
		days[i] = kheo.DateOf(time.Unix(day*86400, 0))
	}
	return days, err
}
