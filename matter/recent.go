package matter

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"kheo"
	"kheo/internal/db"
)

// Named is the id and kind of the matter that has the code; kheo.ErrNotFound
// when none has it.
func Named(ctx context.Context, tx *db.Tx, code string) (string, Kind, error) {
	type name struct {
		id   string
		kind Kind
	}
	n, err := db.One(ctx, tx, func(n *name) []any { return []any{&n.id, &n.kind} },
		`select id, kind from matter_matter where code = $1`, code)
	if err != nil {
		return "", "", fmt.Errorf("matter %q: %w", code, err)
	}
	return n.id, n.kind, nil
}

// Codes of matters, by id.
func Codes(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	type name struct{ id, code string }
	codes := map[string]string{}
	if len(ids) == 0 {
		return codes, nil
	}
	rows, err := db.All(ctx, tx, func(n *name) []any { return []any{&n.id, &n.code} },
		`select id, code from matter_matter where id in `+db.In(1, len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("codes of matters: %w", err)
	}
	for _, n := range rows {
		codes[n.id] = n.code
	}
	return codes, nil
}

// Joined counts the matters merged into each of these, by id; those that have
// none are left out.
func Joined(ctx context.Context, tx *db.Tx, ids []string) (map[string]int, error) {
	type count struct {
		id string
		n  int
	}
	counts := map[string]int{}
	if len(ids) == 0 {
		return counts, nil
	}
	rows, err := db.All(ctx, tx, func(c *count) []any { return []any{&c.id, &c.n} }, `
		select into_id, count(*) from matter_matter
		where into_id <> '' and into_id in `+db.In(1, len(ids))+` group by into_id`, db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("who joined: %w", err)
	}
	for _, c := range rows {
		counts[c.id] = c.n
	}
	return counts, nil
}

// A Neighbour is what of an open concern is compared with another.
type Neighbour struct {
	ID, Code  string
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Spot      bool
	Lat, Lon  float64
	Opened    time.Time
	opened    int64
}

func (n *Neighbour) fields() []any {
	return []any{&n.ID, &n.Code, &n.Category, &n.Territory, &n.Hamlet, &n.Spot, &n.Lat, &n.Lon, &n.opened}
}

// Near is the concerns somebody's word is still awaited on, raised since then:
// in one of the cells first, then in the territory, the newest first; no more
// than the limit in all. It asks for "not ended": an equality of the clock would
// lead SQLite to the index of all that is open.
func Near(ctx context.Context, tx *db.Tx, cells []string, territory kheo.UnitID, since time.Time, limit int) ([]Neighbour, error) {
	const fields = `m.id, m.code, m.category, m.territory, m.hamlet, m.spot, m.lat, m.lon, m.opened `
	most := strconv.Itoa(limit)
	var all []Neighbour
	if len(cells) > 0 {
		rows, err := db.All(ctx, tx, (*Neighbour).fields, `select `+fields+`from matter_matter m
			where m.opened >= $1 and m.kind = 'concern' and m.clock <> 'ended' and m.cell <> ''
				and m.cell in `+db.In(2, len(cells))+` order by m.opened desc, m.id desc limit `+most,
			append([]any{since.UnixMicro()}, db.Args(cells)...)...)
		if err != nil {
			return nil, fmt.Errorf("matters near: %w", err)
		}
		all = rows
	}
	if len(all) < limit {
		rows, err := db.All(ctx, tx, (*Neighbour).fields, `select `+fields+`from matter_matter m
			where m.territory = $1 and m.opened >= $2 and m.kind = 'concern' and m.clock <> 'ended'
			order by m.opened desc, m.id desc limit `+most, string(territory), since.UnixMicro())
		if err != nil {
			return nil, fmt.Errorf("matters near: %w", err)
		}
		all = append(all, rows...)
	}
	seen := map[string]bool{}
	var list []Neighbour
	for _, n := range all {
		if !seen[n.ID] && len(list) < limit {
			seen[n.ID] = true
			n.Opened = time.UnixMicro(n.opened)
			list = append(list, n)
		}
	}
	return list, nil
}

// A RaisedCount is how many concerns of a topic were raised in a place on a day.
type RaisedCount struct {
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Day       kheo.Date
	N         int
}

// RaisedCounts counts concerns by topic, place and day of filing, in the
// office's zone.
func RaisedCounts(ctx context.Context, tx *db.Tx, s kheo.Span) ([]RaisedCount, error) {
	type counted struct {
		RaisedCount
		day int64
	}
	rows, err := db.All(ctx, tx, func(c *counted) []any { return []any{&c.Category, &c.Territory, &c.Hamlet, &c.day, &c.N} }, `
		select category, territory, hamlet, (opened + 25200000000) / 86400000000 as day, count(*)
		from matter_matter
		where opened >= $1 and opened < $2 and kind = 'concern'
		group by category, territory, hamlet, (opened + 25200000000) / 86400000000
		order by day, category, territory, hamlet`, s.From.Time().UnixMicro(), endOf(s.To))
	if err != nil {
		return nil, fmt.Errorf("concerns by day: %w", err)
	}
	list := make([]RaisedCount, len(rows))
	for i, r := range rows {
		list[i] = r.RaisedCount
		list[i].Day = kheo.DateOf(time.Unix(r.day*86400, 0))
	}
	return list, nil
}

// Chain is the ids of a matter and of all merged into it, and into those.
func Chain(ctx context.Context, tx *db.Tx, id string) ([]string, error) {
	list, err := db.All(ctx, tx, db.Value[string], `
		with recursive joined (id) as (
			select m.id from matter_matter m where m.id = $1
			union
			select m.id from matter_matter m join joined j on m.into_id = j.id
			where m.into_id <> '' and m.state = 'merged')
		select j.id from joined j order by j.id`, id)
	if err != nil {
		return nil, fmt.Errorf("what was merged into matter %s: %w", id, err)
	}
	return list, nil
}

// Silent is the answered concerns whose time to speak ended, the first of them
// first.
func Silent(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Matter, error) {
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
		from matter_matter m where m.state = 'answered' and m.speak_by <> '' and m.speak_by < $1 and m.moved <= $2
		order by m.speak_by, m.id limit $3`, string(who.Today()), who.At.UnixMicro(), batch)
	if err != nil {
		return nil, fmt.Errorf("matters nobody speaks on: %w", err)
	}
	return matters(rows), nil
}
