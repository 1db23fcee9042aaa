package matter

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/unit"
)

// A Change is what one step does; Record writes a move, Note what moves
// nothing: an offer, a pause, a word. Packages triage and verdict make theirs
// here too; pages never do, they call use cases.
type Change struct {
	Event  string // kind of the ledger entry, "matter.answered"
	To     State
	Body   kheo.UnitID // in which the mover acts, "" its author or a job
	Holder kheo.UnitID // who holds it afterwards
	Reason string      // from the event's list
	Note   string
	Reply  Reply           // of an answer
	Says   []ledger.Line   // what more the entry says
	Set    func(n *Matter) // what else changes of the matter
	Redate string          // why its day is counted anew after that, "" it is not
	Assist []kheo.UnitID   // who helps from now on
}

// Record makes the move: the entry in the ledger, the matter from the row seen
// to the next, the move with its proofs. All or nothing, on one tx. A move
// closes what hung over the state before: an offer, a pause.
func Record(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c Change) (Matter, error) {
	if err := m.State.Step(c.To); err != nil {
		return m, fmt.Errorf("matter %s: %w", m.Code, err)
	}
	if err := inOrder(who, m); err != nil {
		return m, err
	}
	n := m
	n.State, n.Holder, n.Moved, n.Moves = c.To, c.Holder, who.At, m.Moves+1
	if c.Reply.Kind != "" {
		n.Answer = c.Reply.Kind
	}
	if !c.To.WithHolder() {
		n.LeadBy = ""
	}
	if err := closeOffer(ctx, tx, who, &n, recalled, "", ""); err != nil {
		return m, err
	}
	if err := goOn(ctx, tx, who, &n); err != nil {
		return m, err
	}
	if c.Set != nil {
		c.Set(&n)
	}
	if c.Redate != "" {
		if err := redate(ctx, tx, who, &n, c.Redate, ""); err != nil {
			return m, err
		}
	}
	leaf, err := enter(ctx, tx, who, m, n, c)
	if err != nil {
		return m, m.About(err)
	}
	if err := save(ctx, tx, m, &n); err != nil {
		return m, err
	}
	return n, keep(ctx, tx, who, m, c, leaf)
}

// Note enters what happened without a move, and changes what hangs over the
// matter.
func Note(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c Change) (Matter, ledger.Leaf, error) {
	if err := inOrder(who, m); err != nil {
		return m, ledger.Leaf{}, err
	}
	n := m
	if c.Set != nil {
		c.Set(&n)
	}
	c.To, c.Holder = n.State, n.Holder
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
	return m.About(err)
}

// About says which matter an error is about.
func (m Matter) About(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("matter %s: %w", m.Code, err)
}

// keep writes the move itself, who helps from then on, and its proofs.
func keep(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, c Change, leaf ledger.Leaf) error {
	id := kheo.NewID(who.At)
	_, err := tx.Exec(ctx, `
		insert into matter_move (id, matter, n, at, from_state, to_state, body, person, reason, note, answer, holder, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, m.ID, m.Moves+1, who.At.UnixMicro(), string(m.State), string(c.To), string(c.Body), string(who.Person),
		c.Reason, noteOf(c), string(c.Reply.Kind), string(c.Holder), leaf.ID)
	if err != nil {
		return m.About(err)
	}
	for _, b := range c.Assist {
		_, err := tx.Exec(ctx, `
			insert into matter_assist (matter, body, at) values ($1, $2, $3) on conflict (matter, body) do nothing`,
			m.ID, string(b), who.At.UnixMicro())
		if err != nil {
			return m.About(err)
		}
	}
	for i, p := range c.Reply.Proofs {
		_, err := tx.Exec(ctx, `insert into matter_proof (move, n, name, sha256, type, size) values ($1, $2, $3, $4, $5, $6)`,
			id, i+1, p.Name, p.SHA256, p.Type, p.Size)
		if err != nil {
			return fmt.Errorf("matter %s, proof %q: %w", m.Code, p.Name, err)
		}
	}
	if c.Reply.Saying == (Saying{}) {
		return nil
	}
	_, err = tx.Exec(ctx, `insert into matter_saying (move, text_en, script, board) values ($1, $2, $3, $4)`,
		id, c.Reply.TextEN, c.Reply.Script, c.Reply.Board)
	return m.About(err)
}

func noteOf(c Change) string {
	if c.Reply.Text != "" {
		return c.Reply.Text
	}
	return c.Note
}

// enter writes the ledger entry: states, bodies, day and digests. Never a
// note's words, never a person. A concern's entries are public from the first:
// they hold its code and what institutions did.
func enter(ctx context.Context, tx *db.Tx, who kheo.Caller, m, n Matter, c Change) (ledger.Leaf, error) {
	says := []ledger.Line{
		{Name: "code", Value: m.Code},
		{Name: "from", Value: string(m.State)},
		{Name: "to", Value: string(c.To)},
		{Name: "day", Value: string(who.Today())},
	}
	bodies := []struct {
		name string
		id   kheo.UnitID
	}{{"by", c.Body}, {"holder", c.Holder}, {"owed_to", m.OwedTo}, {"offered_to", n.Offered}}
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
	if c.Reply.Kind != "" {
		says = append(says, ledger.Line{Name: "answer", Value: string(c.Reply.Kind)})
	}
	for _, p := range c.Reply.Proofs {
		says = append(says, ledger.Line{Name: "proof_sha256", Value: p.SHA256})
	}
	if c.Reason != "" {
		says = append(says, ledger.Line{Name: "reason", Value: c.Reason})
	}
	says = append(says, c.Says...)
	return ledger.Append(ctx, tx, who, ledger.Entry{Kind: c.Event, Subject: m.Code, Says: says, Public: m.Public || m.Kind == Concern})
}

// inOrder refuses an event dated before the last one of the same matter.
func inOrder(who kheo.Caller, m Matter) error {
	if who.At.Before(m.Moved) {
		return fmt.Errorf("matter %s: %s comes before its last move, %s: %w", m.Code,
			who.At.Format("2006-01-02 15:04"), m.Moved.Format("2006-01-02 15:04"), kheo.ErrConflict)
	}
	return nil
}

// SpeaksFor is nil when the caller holds the right in that very body. A right
// held over the whole office is nobody's voice here: an administrator neither
// answers nor confirms.
func SpeaksFor(who kheo.Caller, right kheo.Right, body kheo.UnitID) error {
	if body != "" && slices.Contains(who.Units(right), body) {
		return nil
	}
	return fmt.Errorf("%s in body %q: %w", right, body, kheo.ErrForbidden)
}

// Typed puts typed text in order; what cannot be read or is too long is a
// fault of the field.
func Typed(f *kheo.Faults, field, s string, most int) string {
	s, err := text.Clean(s)
	f.Need(err == nil, field, "matter.fault.letters")
	f.Need(utf8.RuneCountInString(s) <= most, field, "matter.fault.long", "n", most)
	return s
}

// Limits of what may be typed, in letters.
const (
	MaxTitle  = 300
	MaxReason = 1000
	maxScript = 1500
	maxBoard  = 300
	maxText   = 5000
	maxProofs = 20
)
