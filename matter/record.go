package matter

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

// A change is what one move does; record writes it.
type change struct {
	event  string // kind of the ledger entry, "matter.answered"
	to     State
	body   kheo.UnitID // in which the mover acts
	holder kheo.UnitID // who holds it afterwards
	note   string
	reply  Reply // of an answer
}

// record makes the move: the entry in the ledger, the matter from the state
// seen to the next, the move with its proofs. All or nothing, on one tx.
func record(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change) error {
	if err := m.State.step(c.to); err != nil {
		return fmt.Errorf("matter %s: %w", m.Code, err)
	}
	if err := inOrder(who, m); err != nil {
		return err
	}
	leaf, err := enter(ctx, tx, who, m, c)
	if err != nil {
		return fmt.Errorf("matter %s: %w", m.Code, err)
	}
	at := who.At.UnixMicro()
	err = tx.Move(ctx, `
		update matter_matter set state = $1, holder = $2, moved = $3, moves = $4
		where id = $5 and state = $6 and moves = $7`,
		string(c.to), string(c.holder), at, m.Moves+1, m.ID, string(m.State), m.Moves)
	if err != nil {
		return fmt.Errorf("matter %s: %w", m.Code, err)
	}
	return keep(ctx, tx, who, m, c, leaf)
}

// keep writes the move itself and its proofs.
func keep(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change, leaf ledger.Leaf) error {
	id := kheo.NewID(who.At)
	_, err := tx.Exec(ctx, `
		insert into matter_move (id, matter, n, at, from_state, to_state, body, person, note, answer, holder, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, m.ID, m.Moves+1, who.At.UnixMicro(), string(m.State), string(c.to), string(c.body), string(who.Person),
		noteOf(c), string(c.reply.Kind), string(c.holder), leaf.ID)
	if err != nil {
		return fmt.Errorf("matter %s: %w", m.Code, err)
	}
	for i, p := range c.reply.Proofs {
		_, err := tx.Exec(ctx, `insert into matter_proof (move, n, name, sha256, type, size) values ($1, $2, $3, $4, $5, $6)`,
			id, i+1, p.Name, p.SHA256, p.Type, p.Size)
		if err != nil {
			return fmt.Errorf("matter %s, proof %q: %w", m.Code, p.Name, err)
		}
	}
	return nil
}

func noteOf(c change) string {
	if c.reply.Text != "" {
		return c.reply.Text
	}
	return c.note
}

// enter writes the ledger entry: states, bodies, day and digests. Never a
// note's words, never a person.
func enter(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change) (ledger.Leaf, error) {
	says := []ledger.Line{
		{Name: "code", Value: m.Code},
		{Name: "from", Value: string(m.State)},
		{Name: "to", Value: string(c.to)},
		{Name: "day", Value: string(who.Today())},
	}
	bodies := []struct {
		name string
		id   kheo.UnitID
	}{{"by", c.body}, {"holder", c.holder}, {"owed_to", m.OwedTo}}
	for _, b := range bodies {
		body, err := unit.FindBody(ctx, tx, b.id)
		if err != nil {
			return ledger.Leaf{}, err
		}
		says = append(says, ledger.Line{Name: b.name, Value: string(b.id)}, ledger.Line{Name: b.name + "_name", Value: body.Name})
	}
	if m.Due != "" {
		says = append(says, ledger.Line{Name: "due", Value: string(m.Due)})
	}
	if c.reply.Kind != "" {
		says = append(says, ledger.Line{Name: "answer", Value: string(c.reply.Kind)})
	}
	for _, p := range c.reply.Proofs {
		says = append(says, ledger.Line{Name: "proof_sha256", Value: p.SHA256})
	}
	return ledger.Append(ctx, tx, who, ledger.Entry{Kind: c.event, Subject: m.Code, Says: says, Public: m.Public})
}

// inOrder refuses an event dated before the last one of the same matter.
func inOrder(who kheo.Caller, m Matter) error {
	if who.At.Before(m.Moved) {
		return fmt.Errorf("matter %s: %s comes before its last move, %s: %w", m.Code,
			who.At.Format("2006-01-02 15:04"), m.Moved.Format("2006-01-02 15:04"), kheo.ErrConflict)
	}
	return nil
}

// speaksFor is nil when the caller holds the right in that very body. A right
// held over the whole office is nobody's voice here: an administrator neither
// answers nor confirms.
func speaksFor(who kheo.Caller, right kheo.Right, body kheo.UnitID) error {
	if body != "" && slices.Contains(who.Units(right), body) {
		return nil
	}
	return fmt.Errorf("%s in body %q: %w", right, body, kheo.ErrForbidden)
}

// clean puts typed text in order: composed letters (NFC), one kind of line
// end, no control characters, no space at either end.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || r == '\ufeff') {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// Limits of what may be typed, in letters.
const (
	maxTitle  = 300
	maxReason = 1000
	maxText   = 5000
	maxProofs = 20
)

func letterCount(s string) int { return utf8.RuneCountInString(s) }
