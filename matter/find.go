package matter

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
)

// endOf is the first microsecond after the day; without a day, the end of time.
func endOf(on kheo.Date) int64 {
	if on == "" {
		return math.MaxInt64
	}
	return on.Add(1).Time().UnixMicro()
}

// A row is a matter as the query brings it.
type row struct {
	Matter
	opened, moved, published int64
}

func (r *row) fields() []any {
	return []any{&r.ID, &r.Code, &r.Kind, &r.Title, &r.Text, &r.Product, &r.OwedTo, &r.Territory, &r.Source,
		&r.Ordinal, &r.Due, &r.opened, &r.published, &r.State, &r.Holder, &r.moved, &r.Moves, &r.Matter.Answer}
}

func (r row) matter() Matter {
	m := r.Matter
	m.Opened, m.Moved, m.Public = time.UnixMicro(r.opened), time.UnixMicro(r.moved), r.published != 0
	return m
}

// Find is the matter by its code, as of the day ("" for now): in the state its
// last move up to then left. Before it was opened it is not found.
func Find(ctx context.Context, tx *db.Tx, code string, on kheo.Date) (Matter, error) {
	r, err := db.One(ctx, tx, (*row).fields, `
		select m.id, m.code, m.kind, m.title, m.body, m.product, m.owed_to, m.territory, m.source,
			m.ordinal, m.due, m.opened, m.published, v.to_state, v.holder, v.at, v.n,
			coalesce((select a.answer from matter_move a
				where a.matter = m.id and a.n <= v.n and a.answer <> '' order by a.n desc limit 1), '')
		from matter_matter m join matter_move v on v.matter = m.id
		where m.code = $1 and v.n = (select max(l.n) from matter_move l where l.matter = m.id and l.at < $2)`,
		strings.ToUpper(code), endOf(on))
	if err != nil {
		return Matter{}, fmt.Errorf("matter %q: %w", code, err)
	}
	return r.matter(), nil
}

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Kind      Kind
	Source    string
	Holders   []kheo.UnitID // held by one of these, as the last move says; see StandAll
	OwedTo    kheo.UnitID
	Territory []kheo.UnitID
	Open      bool      // not confirmed, refused, merged, withdrawn, lapsed
	Public    bool      // published only
	Due       kheo.Span // the day falls within
	On        kheo.Date
}

// List is the matters that fit, by due day, then code.
func List(ctx context.Context, tx *db.Tx, f Filter) ([]Matter, error) {
	rows, err := db.All(ctx, tx, (*row).fields, `
		select m.id, m.code, m.kind, m.title, m.body, m.product, m.owed_to, m.territory, m.source,
			m.ordinal, m.due, m.opened, m.published, v.to_state, v.holder, v.at, v.n,
			coalesce((select a.answer from matter_move a
				where a.matter = m.id and a.n <= v.n and a.answer <> '' order by a.n desc limit 1), '')
		from matter_matter m join matter_move v on v.matter = m.id
		where v.n = (select max(l.n) from matter_move l where l.matter = m.id and l.at < $1)
			and ($2 = '' or m.kind = $2) and ($3 = '' or m.source = $3) and ($4 = '' or m.owed_to = $4)
			and ($5 = 0 or m.published <> 0)
		order by m.due, m.code`,
		endOf(f.On), string(f.Kind), f.Source, string(f.OwedTo), oneIf(f.Public))
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	var list []Matter
	for _, r := range rows {
		if m := r.matter(); f.fits(m) {
			list = append(list, m)
		}
	}
	return list, nil
}

// fits tells what the query leaves to Go: lists may be longer than an engine
// takes as arguments, a province has thousands of units.
func (f Filter) fits(m Matter) bool {
	switch {
	case f.Open && !m.State.Open(),
		len(f.Holders) > 0 && !slices.Contains(f.Holders, m.Holder),
		len(f.Territory) > 0 && !slices.Contains(f.Territory, m.Territory),
		f.Due != kheo.Span{} && !f.Due.Holds(m.Due):
		return false
	}
	return true
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Moves of a matter up to and including the day ("" for all), oldest first,
// each with its proofs.
func Moves(ctx context.Context, tx *db.Tx, id string, on kheo.Date) ([]Move, error) {
	type moveRow struct {
		Move
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *moveRow) []any {
		return []any{&r.ID, &r.Matter, &r.N, &r.at, &r.From, &r.To, &r.Body, &r.Person, &r.Note, &r.Answer, &r.Holder, &r.Leaf}
	}, `
		select id, matter, n, at, from_state, to_state, body, person, note, answer, holder, leaf
		from matter_move where matter = $1 and at < $2 order by n`, id, endOf(on))
	if err != nil {
		return nil, fmt.Errorf("moves of matter %s: %w", id, err)
	}
	proofs, err := proofsOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	moves := make([]Move, len(rows))
	for i, r := range rows {
		moves[i] = r.Move
		moves[i].At = time.UnixMicro(r.at)
		moves[i].Proofs = proofs[r.ID]
	}
	return moves, nil
}

// proofsOf are the proofs of all a matter's moves, by move.
func proofsOf(ctx context.Context, tx *db.Tx, id string) (map[string][]Proof, error) {
	type proofRow struct {
		move string
		Proof
	}
	rows, err := db.All(ctx, tx, func(r *proofRow) []any {
		return []any{&r.move, &r.Name, &r.SHA256, &r.Type, &r.Size}
	}, `
		select p.move, p.name, p.sha256, p.type, p.size
		from matter_proof p join matter_move v on v.id = p.move
		where v.matter = $1 order by v.n, p.n`, id)
	if err != nil {
		return nil, fmt.Errorf("proofs of matter %s: %w", id, err)
	}
	by := map[string][]Proof{}
	for _, r := range rows {
		by[r.move] = append(by[r.move], r.Proof)
	}
	return by, nil
}
