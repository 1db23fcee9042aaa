package matter

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/lang"
)

// Rates are the three that always stand together, each over the same total,
// and what is counted apart. Answered is the sum of Confirmed, Helped, Lapsed,
// Reopened and Waiting: each answered matter is in exactly one of the five.
type Rates struct {
	Total     int
	Answered  int // had an answer, whatever became of it
	Acted     int // the last answer says acted, with proof
	Confirmed int // by those it is owed to

	Helped   int // confirmed through a helper alone
	Lapsed   int // nobody spoke; never counted as confirmed
	Reopened int // sent back, and not answered again
	Waiting  int // for the word of those it is owed to
}

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

// ThreeRates counts the matters that fit, as of the day. Refused, sent
// elsewhere, merged and withdrawn ones are not owed and not in the total.
func ThreeRates(ctx context.Context, tx *db.Tx, f Filter, on kheo.Date) (Rates, error) {
	f.On = on
	back, err := f.looksBack(ctx, tx)
	if err != nil {
		return Rates{}, err
	}
	if back {
		list, err := List(ctx, tx, f)
		return Count(list), err
	}
	q := where{}
	f.narrow(&q)
	cells, err := db.All(ctx, tx, func(c *Cell) []any { return []any{&c.State, &c.Answer, &c.Verdict, &c.N} },
		`select m.state, m.answer, m.verdict, count(*) from matter_matter m where `+q.text()+` group by m.state, m.answer, m.verdict`, q.args...)
	if err != nil {
		return Rates{}, fmt.Errorf("rates: %w", err)
	}
	var r Rates
	for _, c := range cells {
		r.Add(c)
	}
	return r, nil
}

// Count makes the rates of a list.
func Count(list []Matter) Rates {
	var r Rates
	for _, m := range list {
		r.Add(Cell{State: m.State, Answer: m.Answer, Verdict: m.Verdict, N: 1})
	}
	return r
}

// Add counts a cell in.
func (r *Rates) Add(c Cell) {
	if !c.State.Owed() {
		return
	}
	r.Total += c.N
	if c.Answer == "" {
		return
	}
	r.Answered += c.N
	if c.Answer == Acted {
		r.Acted += c.N
	}
	switch {
	case c.State == Confirmed && c.Verdict == Helped:
		r.Helped += c.N
	case c.State == Confirmed:
		r.Confirmed += c.N
	case c.State == Lapsed:
		r.Lapsed += c.N
	case c.State == Answered:
		r.Waiting += c.N
	default:
		r.Reopened += c.N
	}
}

// Sentence says the three rates with both terms of each, and what is counted
// apart: ready to be read out or copied.
func (r Rates) Sentence(l lang.Lang) string {
	if r.Total == 0 {
		return l.T("matter.rates.none")
	}
	said := l.T("matter.rates.sentence", "total", r.Total, "answered", r.Answered, "acted", r.Acted, "confirmed", r.Confirmed)
	var apart []string
	for _, x := range []struct {
		key string
		n   int
	}{{"helped", r.Helped}, {"lapsed", r.Lapsed}, {"reopened", r.Reopened}, {"waiting", r.Waiting}} {
		if x.n > 0 {
			apart = append(apart, l.T("matter.rates.apart."+x.key, "n", x.n))
		}
	}
	if len(apart) == 0 {
		return said
	}
	return said + " " + l.T("matter.rates.apart", "parts", strings.Join(apart, ", "))
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
	q := where{}
	q.is(`v.at <`, endOf(s.To), true)
	q.is(`coalesce(w.at, 9223372036854775807) >=`, s.From.Time().UnixMicro(), true)
	q.in(`v.to_state`, db.Args(states))
	rows, err := db.All(ctx, tx, func(r *spellRow) []any { return []any{&r.Matter, &r.Holder, &r.State, &r.from, &r.to} }, `
		select v.matter, v.holder, v.to_state, v.at, coalesce(w.at, 0)
		from matter_move v left join matter_move w on w.matter = v.matter and w.n = v.n + 1
		where `+q.text()+` order by v.matter, v.n`, q.args...)
	if err != nil {
		return nil, fmt.Errorf("spells: %w", err)
	}
	list := make([]Spell, len(rows))
	for i, r := range rows {
		list[i] = r.Spell
		list[i].From = time.UnixMicro(r.from)
		if r.to != 0 {
			list[i].To = time.UnixMicro(r.to)
		}
	}
	return list, nil
}
