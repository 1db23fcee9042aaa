package matter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
)

// A Cell is how many matters are alike in what rates count.
type Cell struct {
	Kind      Kind
	Holder    kheo.UnitID
	Territory kheo.UnitID
	Category  string
	State     State
	Answer    AnswerKind
	Verdict   Word
	Public    bool
	N         int
}

// Cells count all matters as they stand now, in one pass: whoever shows rates
// on every page keeps them for a while, see package tally.
func Cells(ctx context.Context, tx *db.Tx) ([]Cell, error) {
	cells, err := db.All(ctx, tx, func(c *Cell) []any {
		return []any{&c.Kind, &c.Holder, &c.Territory, &c.Category, &c.State, &c.Answer, &c.Verdict, &c.Public, &c.N}
	}, `
		select m.kind, m.holder, m.territory, m.category, m.state, m.answer, m.verdict, m.published <> 0, count(*)
		from matter_matter m
		group by m.kind, m.holder, m.territory, m.category, m.state, m.answer, m.verdict, m.published <> 0`)
	if err != nil {
		return nil, fmt.Errorf("count matters: %w", err)
	}
	return cells, nil
}

// A Spell is the time between two moves of a matter, with one holder.
type Spell struct {
	Matter   string // id
	Holder   kheo.UnitID
	State    State
	From, To time.Time // To zero while it lasts
}

// Spells are the times that reach into a span of days.
func Spells(ctx context.Context, tx *db.Tx, s kheo.Span, states ...State) ([]Spell, error) {
	type spellRow struct {
		Spell
		from, to int64
	}
	q := where{args: []any{s.From.Time().UnixMicro(), endOf(s.To)}}
	q.in(`v.to_state`, db.Args(states))
	now := where{args: q.args}
	now.in(`m.state`, db.Args(states))
	rows, err := db.All(ctx, tx, func(r *spellRow) []any { return []any{&r.Matter, &r.Holder, &r.State, &r.from, &r.to} }, `
		select v.matter, v.holder, v.to_state, v.at, w.at
		from matter_move w join matter_move v on v.matter = w.matter and v.n = w.n - 1
		where w.at >= $1 and v.at < $2 and `+q.text()+`
		union all
		select v.matter, v.holder, v.to_state, v.at, 0
		from matter_matter m join matter_move v on v.matter = m.id and v.n = m.moves
		where v.at < $2 and `+now.text(), now.args...)
	if err != nil {
		return nil, fmt.Errorf("spells: %w", err)
	}
	slices.SortFunc(rows, func(a, b spellRow) int {
		return cmp.Or(strings.Compare(a.Matter, b.Matter), cmp.Compare(a.from, b.from))
	})
	list := make([]Spell, len(rows))
	for i, r := range rows {
		list[i] = r.Spell
		if list[i].From = time.UnixMicro(r.from); r.to != 0 {
			list[i].To = time.UnixMicro(r.to)
		}
	}
	return list, nil
}
