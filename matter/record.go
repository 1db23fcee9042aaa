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

// A change is what one step does; record writes a move, note what moves
// nothing: an offer, a pause, a word.
type change struct {
	event  string // kind of the ledger entry, "matter.answered"
	to     State
	body   kheo.UnitID // in which the mover acts, "" its author or a job
	holder kheo.UnitID // who holds it afterwards
	reason string      // from the event's list
	note   string
	reply  Reply         // of an answer
	says   []ledger.Line // what more the entry says
	set    func(n *Matter)
}

// record makes the move: the entry in the ledger, the matter from the row seen
// to the next, the move with its proofs. All or nothing, on one tx. A move
// closes what hung over the state before: an offer, a pause.
func record(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change) (Matter, error) {
	if err := m.State.step(c.to); err != nil {
		return m, fmt.Errorf("matter %s: %w", m.Code, err)
	}
	if err := inOrder(who, m); err != nil {
		return m, err
	}
	n := m
	n.State, n.Holder, n.Moved, n.Moves = c.to, c.holder, who.At, m.Moves+1
	if c.reply.Kind != "" {
		n.Answer = c.reply.Kind
	}
	if !c.to.WithHolder() {
		n.LeadBy = ""
	}
	if err := closeOffer(ctx, tx, who, &n, recalled, "", ""); err != nil {
		return m, err
	}
	if err := goOn(ctx, tx, who, &n); err != nil {
		return m, err
	}
	if c.set != nil {
		c.set(&n)
	}
	leaf, err := enter(ctx, tx, who, m, n, c)
	if err != nil {
		return m, fmt.Errorf("matter %s: %w", m.Code, err)
	}
	if err := save(ctx, tx, m, &n); err != nil {
		return m, err
	}
	return n, keep(ctx, tx, who, m, c, leaf)
}

// note enters what happened without a move, and changes what hangs over the
// matter.
func note(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change) (Matter, ledger.Leaf, error) {
	if err := inOrder(who, m); err != nil {
		return m, ledger.Leaf{}, err
	}
	n := m
	if c.set != nil {
		c.set(&n)
	}
	c.to, c.holder = n.State, n.Holder
	leaf, err := enter(ctx, tx, who, m, n, c)
	if err != nil {
		return m, leaf, fmt.Errorf("matter %s: %w", m.Code, err)
	}
	return n, leaf, save(ctx, tx, m, &n)
}

// save writes the row from the one seen to the next; another's change between
// the two is a conflict.
func save(ctx context.Context, tx *db.Tx, m Matter, n *Matter) error {
	n.seq = m.seq + 1
	err := tx.Move(ctx, `
		update matter_matter set state = $1, holder = $2, moved = $3, moves = $4, seq = $5,
			answer = $6, verdict = $7, clock = $8, category = $9, title = $10,
			rule = $11, counted = $12, due = $13, into_id = $14, was = $15, speak_by = $16,
			offered = $17, up = $18, lead_by = $19, led = $20,
			paused = $21, paused_from = $22, paused_days = $23, ladder = $24
		where id = $25 and seq = $26`,
		string(n.State), string(n.Holder), n.Moved.UnixMicro(), n.Moves, n.seq,
		string(n.Answer), string(n.Verdict), n.clock(), n.Category, n.Title,
		n.Rule, string(n.Counted), string(n.Due), n.Into, string(n.Was), string(n.SpeakBy),
		string(n.Offered), string(n.Up), string(n.LeadBy), n.Led,
		n.Paused, string(n.PausedFrom), n.PausedDays, n.ladder, m.ID, m.seq)
	return m.about(err)
}

// about says which matter an error is about.
func (m Matter) about(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("matter %s: %w", m.Code, err)
}

// keep writes the move itself and its proofs.
func keep(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c change, leaf ledger.Leaf) error {
	id := kheo.NewID(who.At)
	_, err := tx.Exec(ctx, `
		insert into matter_move (id, matter, n, at, from_state, to_state, body, person, reason, note, answer, holder, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, m.ID, m.Moves+1, who.At.UnixMicro(), string(m.State), string(c.to), string(c.body), string(who.Person),
		c.reason, noteOf(c), string(c.reply.Kind), string(c.holder), leaf.ID)
	if err != nil {
		return m.about(err)
	}
	for i, p := range c.reply.Proofs {
		_, err := tx.Exec(ctx, `insert into matter_proof (move, n, name, sha256, type, size) values ($1, $2, $3, $4, $5, $6)`,
			id, i+1, p.Name, p.SHA256, p.Type, p.Size)
		if err != nil {
			return fmt.Errorf("matter %s, proof %q: %w", m.Code, p.Name, err)
		}
	}
	if c.reply.Saying == (Saying{}) {
		return nil
	}
	_, err = tx.Exec(ctx, `insert into matter_saying (move, text_en, script, board) values ($1, $2, $3, $4)`,
		id, c.reply.TextEN, c.reply.Script, c.reply.Board)
	return m.about(err)
}

func noteOf(c change) string {
	if c.reply.Text != "" {
		return c.reply.Text
	}
	return c.note
}

// enter writes the ledger entry: states, bodies, day and digests. Never a
// note's words, never a person. A concern's entries are public from the first:
// they hold its code and what institutions did.
func enter(ctx context.Context, tx *db.Tx, who kheo.Caller, m, n Matter, c change) (ledger.Leaf, error) {
	says := []ledger.Line{
		{Name: "code", Value: m.Code},
		{Name: "from", Value: string(m.State)},
		{Name: "to", Value: string(c.to)},
		{Name: "day", Value: string(who.Today())},
	}
	bodies := []struct {
		name string
		id   kheo.UnitID
	}{{"by", c.body}, {"holder", c.holder}, {"owed_to", m.OwedTo}, {"offered_to", n.Offered}}
	for _, b := range bodies {
		if b.id == "" {
			continue
		}
		body, err := unit.FindBody(ctx, tx, b.id)
		if err != nil {
			return ledger.Leaf{}, err
		}
		says = append(says, ledger.Line{Name: b.name, Value: string(b.id)}, ledger.Line{Name: b.name + "_name", Value: body.Name})
	}
	if n.Due != "" {
		says = append(says, ledger.Line{Name: "due", Value: string(n.Due)})
	}
	if c.reply.Kind != "" {
		says = append(says, ledger.Line{Name: "answer", Value: string(c.reply.Kind)})
	}
	for _, p := range c.reply.Proofs {
		says = append(says, ledger.Line{Name: "proof_sha256", Value: p.SHA256})
	}
	if c.reason != "" {
		says = append(says, ledger.Line{Name: "reason", Value: c.reason})
	}
	says = append(says, c.says...)
	return ledger.Append(ctx, tx, who, ledger.Entry{Kind: c.event, Subject: m.Code, Says: says, Public: m.Public || m.Kind == Concern})
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
	maxScript = 1500
	maxBoard  = 300
	maxText   = 5000
	maxProofs = 20
)

func letterCount(s string) int { return utf8.RuneCountInString(s) }
