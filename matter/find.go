package matter

import (
	"context"
	"fmt"
	"math"
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

// columns of a matter that no look back changes, or that only its last move has.
const columns = `m.id, m.code, m.kind, m.title, m.body, m.product, m.owed_to, m.territory, m.source, m.ordinal,
	m.opened, m.published, m.category, m.hamlet, m.spot, m.lat, m.lon, m.cell, m.route, m.rule,
	m.counted, m.into_id, m.was, m.verdict, m.speak_by, m.offered, m.up, m.lead_by, m.led,
	m.paused, m.paused_from, m.paused_days, m.ladder, m.seq, m.moves, `

// present and past end the columns: as the matter stands, or as its last move
// before $1 left it, with the day that was due then.
const (
	present = `m.state, m.holder, m.moved, m.moves, m.answer, m.due `
	past    = `v.to_state, v.holder, v.at, v.n,
	coalesce((select a.answer from matter_move a
		where a.matter = m.id and a.n <= v.n and a.answer <> '' order by a.n desc limit 1), ''),
	coalesce((select d.old_due from matter_due d where d.matter = m.id and d.at >= $1 order by d.n limit 1), m.due)
	from matter_matter m join matter_move v on v.matter = m.id
	where v.n = (select max(l.n) from matter_move l where l.matter = m.id and l.at < $1) `
)

// A row is a matter as the query brings it.
type row struct {
	Matter
	opened, moved, published int64
	last                     int // its newest move
}

func (r *row) fields() []any {
	return []any{&r.ID, &r.Code, &r.Kind, &r.Title, &r.Text, &r.Product, &r.OwedTo, &r.Territory, &r.Source, &r.Ordinal,
		&r.opened, &r.published, &r.Category, &r.Hamlet, &r.Spot, &r.Lat, &r.Lon, &r.Cell, &r.Route, &r.Rule,
		&r.Counted, &r.Into, &r.Was, &r.Verdict, &r.SpeakBy, &r.Offered, &r.Up, &r.LeadBy, &r.Led,
		&r.Paused, &r.PausedFrom, &r.PausedDays, &r.ladder, &r.seq, &r.last,
		&r.State, &r.Holder, &r.moved, &r.Moves, &r.Matter.Answer, &r.Due}
}

func (r row) matter() Matter {
	m := r.Matter
	m.Opened, m.Moved, m.Public = time.UnixMicro(r.opened), time.UnixMicro(r.moved), r.published != 0 && (m.Kind != Concern || m.State != Withdrawn)
	if r.last != r.Moves {
		m.Now = Now{Rule: m.Rule} // a look back: what hung over it then is in its story
	}
	return m
}

func matters(rows []row) []Matter {
	list := make([]Matter, len(rows))
	for i, r := range rows {
		list[i] = r.matter()
	}
	return list
}

// Find is the matter by its code, as of the day ("" for now): in the state its
// last move up to then left. Before it was opened it is not found.
func Find(ctx context.Context, tx *db.Tx, code string, on kheo.Date) (Matter, error) {
	r, err := db.One(ctx, tx, (*row).fields, `select `+columns+past+`and m.code = $2`, endOf(on), strings.ToUpper(code))
	if err != nil {
		return Matter{}, fmt.Errorf("matter %q: %w", code, err)
	}
	m := r.matter()
	m.Assist, err = db.All(ctx, tx, db.Value[kheo.UnitID], `select body from matter_assist where matter = $1 order by at, body`, m.ID)
	if err != nil {
		return Matter{}, fmt.Errorf("matter %q, who helps: %w", code, err)
	}
	return m, nil
}

// ByID is the matter as it stands now.
func ByID(ctx context.Context, tx *db.Tx, id string) (Matter, error) {
	r, err := db.One(ctx, tx, (*row).fields, `select `+columns+present+`from matter_matter m where m.id = $1`, id)
	if err != nil {
		return Matter{}, fmt.Errorf("matter %s: %w", id, err)
	}
	return r.matter(), nil
}

// Moves of a matter up to and including the day ("" for all), oldest first,
// each with its proofs.
func Moves(ctx context.Context, tx *db.Tx, id string, on kheo.Date) ([]Move, error) {
	type moveRow struct {
		Move
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *moveRow) []any {
		return []any{&r.ID, &r.Matter, &r.N, &r.at, &r.From, &r.To, &r.Body, &r.Person, &r.Reason, &r.Note, &r.Answer, &r.Holder, &r.Leaf}
	}, `
		select id, matter, n, at, from_state, to_state, body, person, reason, note, answer, holder, leaf
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
	return moves, sayings(ctx, tx, id, moves)
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

// sayings puts beside each answer what else was made of it.
func sayings(ctx context.Context, tx *db.Tx, id string, moves []Move) error {
	type sayingRow struct {
		move string
		Saying
	}
	rows, err := db.All(ctx, tx, func(r *sayingRow) []any { return []any{&r.move, &r.TextEN, &r.Script, &r.Board} }, `
		select s.move, s.text_en, s.script, s.board
		from matter_saying s join matter_move v on v.id = s.move where v.matter = $1`, id)
	if err != nil {
		return fmt.Errorf("sayings of matter %s: %w", id, err)
	}
	for _, r := range rows {
		for i := range moves {
			if moves[i].ID == r.move {
				moves[i].Saying = r.Saying
			}
		}
	}
	return nil
}
