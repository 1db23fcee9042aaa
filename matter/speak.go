package matter

import (
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// A Verdict is the word of one of those a concern is owed to.
type Verdict struct {
	Settled bool
	Reason  string // id from UnsettledReasons when not settled
	Sealed  string // what they wrote, as package concern sealed it: kept as it comes
	Helped  bool   // given by or through a helper: counted apart
}

// A Spoken is one word that was given on one answer; the last of a voice holds.
type Spoken struct {
	Voice   string // id of the matter whose author spoke
	Round   int    // the number of the answer's move
	At      int64  // Unix microseconds
	Settled bool
	Helped  bool
	Reason  string
	Sealed  string
}

// withdrawn is the reason of a voice that left: its author withdrew, while
// others still raise the same.
const withdrawn = "withdrawn"

// Speak gives the caller's verdict on an answered concern, with the voice of
// the matter they hold the secret of: the concern itself or one merged into it.
// One who finds it not settled reopens it at once; it is confirmed when all who
// raised it find it settled. While the time for it runs they may change their
// mind (law/matter.verdict.speak, law/matter.verdict.mind).
func Speak(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, v Verdict) error {
	m, voice, err := voiceOf(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if err := mayStillSpeak(ctx, tx, who, m, v); err != nil {
		return err
	}
	if err := notOwnAnswer(ctx, tx, who, m); err != nil {
		return err
	}
	if !v.Settled {
		if err := checkReason(UnsettledReasons(), v.Reason, ""); err != nil {
			return err
		}
		if err := hear(ctx, tx, who, m, voice, v); err != nil {
			return err
		}
		return reopen(ctx, tx, who, m, v)
	}
	v.Reason = ""
	if err := hear(ctx, tx, who, m, voice, v); err != nil {
		return err
	}
	all, word, err := settled(ctx, tx, m)
	if err != nil {
		return err
	}
	if all {
		return confirm(ctx, tx, who, m, word)
	}
	_, _, err = note(ctx, tx, who, m, change{event: "matter.spoken", says: []ledger.Line{{Name: "settled", Value: "yes"}}})
	return err
}

// voiceOf is the concern that is spoken on, and the voice the caller has there.
func voiceOf(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Matter, string, error) {
	m, err := Find(ctx, tx, code, "")
	if err != nil {
		return m, "", err
	}
	asked := m
	for n := 0; m.State == Merged && n < 16; n++ { // a chain of merges ends in one that is not
		if m, err = ByID(ctx, tx, m.Into); err != nil {
			return m, "", err
		}
	}
	list, err := voices(ctx, tx, m.ID)
	if err != nil {
		return m, "", err
	}
	for _, id := range append([]string{asked.ID}, list...) {
		if who.Speaks(id) && slices.Contains(list, id) {
			return m, id, nil
		}
	}
	if m.May(ctx, tx, who) != nil {
		return m, "", fmt.Errorf("matter %q: %w", code, kheo.ErrNotFound)
	}
	return m, "", fmt.Errorf("matter %s is owed to its author: %w", m.Code, kheo.ErrForbidden)
}

// mayStillSpeak keeps the time: on an answer, and against a verdict or a
// silence for as long as the rules say.
func mayStillSpeak(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, v Verdict) error {
	wrong := func() error {
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(Reopened), Possible: m.possible()})
	}
	switch {
	case m.OwedTo != "":
		return fmt.Errorf("matter %s is owed to a body: %w", m.Code, kheo.ErrForbidden)
	case m.State == Answered:
		return nil
	case v.Settled:
		return wrong()
	case m.State == Confirmed && who.Today() <= m.SpeakBy:
		return nil
	case m.State != Lapsed:
		return wrong()
	}
	until, err := ruled(ctx, tx, ruleMind, kheo.DateOf(m.Moved))
	if err != nil {
		return err
	}
	before, err := db.One(ctx, tx, db.Value[int], `
		select count(*) from matter_move where matter = $1 and from_state = 'lapsed'`, m.ID)
	if err != nil {
		return err
	}
	if before > 0 || who.Today() > until {
		return wrong()
	}
	return nil
}

// hear keeps the word.
func hear(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, voice string, v Verdict) error {
	round, err := roundOf(ctx, tx, m)
	if err != nil {
		return err
	}
	return keepVoice(ctx, tx, who, m, voice, round, v)
}

func keepVoice(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, voice string, round int, v Verdict) error {
	last, err := db.One(ctx, tx, db.Value[int], `select coalesce(max(n), 0) from matter_voice where matter = $1`, m.ID)
	if err != nil {
		return m.about(err)
	}
	_, err = tx.Exec(ctx, `
		insert into matter_voice (matter, n, round, voice, at, settled, helped, reason, sealed, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
		m.ID, last+1, round, voice, who.At.UnixMicro(), v.Settled, v.Helped, v.Reason, v.Sealed)
	return m.about(err)
}

// roundOf is the number of the last answer's move.
func roundOf(ctx context.Context, tx *db.Tx, m Matter) (int, error) {
	n, err := db.One(ctx, tx, db.Value[int], `
		select coalesce(max(n), 0) from matter_move where matter = $1 and to_state = 'answered'`, m.ID)
	if err != nil {
		return 0, fmt.Errorf("matter %s, its answer: %w", m.Code, err)
	}
	return n, nil
}

// voices are the matters whose authors a concern is owed to: itself and all
// merged into it, without those that withdrew.
func voices(ctx context.Context, tx *db.Tx, id string) ([]string, error) {
	list, err := db.All(ctx, tx, db.Value[string], `
		with recursive joined (id) as (
			select m.id from matter_matter m where m.id = $1
			union
			select m.id from matter_matter m join joined j on m.into_id = j.id
			where m.into_id <> '' and m.state = 'merged')
		select j.id from joined j
		where not exists (select 1 from matter_voice v where v.matter = $2 and v.voice = j.id and v.reason = 'withdrawn')
		order by j.id`, id, id)
	if err != nil {
		return nil, fmt.Errorf("voices of matter %s: %w", id, err)
	}
	return list, nil
}

// Words that were given on a matter, oldest first.
func Words(ctx context.Context, tx *db.Tx, id string) ([]Spoken, error) {
	list, err := db.All(ctx, tx, func(s *Spoken) []any {
		return []any{&s.Voice, &s.Round, &s.At, &s.Settled, &s.Helped, &s.Reason, &s.Sealed}
	}, `select voice, round, at, settled, helped, reason, sealed from matter_voice where matter = $1 order by n`, id)
	if err != nil {
		return nil, fmt.Errorf("words on matter %s: %w", id, err)
	}
	return list, nil
}

// settled tells whether all voices find the last answer settled, and how: own
// when one of them spoke without help, helped when each was helped, "" when
// nobody spoke.
func settled(ctx context.Context, tx *db.Tx, m Matter) (all bool, word Word, err error) {
	round, err := roundOf(ctx, tx, m)
	if err != nil {
		return false, "", err
	}
	list, err := voices(ctx, tx, m.ID)
	if err != nil {
		return false, "", err
	}
	words, err := Words(ctx, tx, m.ID)
	if err != nil {
		return false, "", err
	}
	heard := map[string]Spoken{}
	for _, w := range words {
		if w.Round == round {
			heard[w.Voice] = w
		}
	}
	all = len(list) > 0
	for _, id := range list {
		w, ok := heard[id]
		switch {
		case !ok || !w.Settled:
			all = false
		case !w.Helped:
			word = Own
		case word == "":
			word = Helped
		}
	}
	return all, word, nil
}

func confirm(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, word Word) error {
	_, err := record(ctx, tx, who, m, change{event: "matter.confirmed", to: Confirmed, holder: m.Holder,
		says: []ledger.Line{{Name: "word", Value: string(word)}}, set: func(n *Matter) { n.Verdict = word }})
	return err
}

// twice is how often a concern is reopened to one body; then it goes up.
const twice = 2

// reopen sends a concern back to its holder, with a day of its own; the third
// time to the parent body, where there is one.
func reopen(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, v Verdict) error {
	before, err := db.One(ctx, tx, db.Value[int], `
		select count(*) from matter_move where matter = $1 and to_state = 'reopened' and holder = $2`, m.ID, string(m.Holder))
	if err != nil {
		return m.about(err)
	}
	holder := m.Holder
	if before >= twice {
		line, _, err := Line(ctx, tx, m.Holder, who.Today())
		if err != nil {
			return err
		}
		up, err := above(ctx, tx, line[len(line)-1].Body.ID, who.Today())
		if err != nil {
			return err
		}
		if up != "" {
			holder = up
		}
	}
	as := m
	as.Counted, as.PausedDays = who.Today(), 0
	if err := redate(ctx, tx, who, &as, "reopened", ""); err != nil {
		return err
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.reopened", to: Reopened, holder: holder, reason: v.Reason, set: func(n *Matter) {
		n.Counted, n.PausedDays, n.Due, n.ladder = as.Counted, 0, as.Due, as.ladder
		n.Verdict, n.SpeakBy = "", ""
		if holder != m.Holder {
			n.Led, n.Up, n.LeadBy = false, "", ""
		}
	}})
	return err
}

// Withdraw ends an open concern at its author's wish. Where others raise the
// same, only their voice leaves: the concern goes on for the others.
func Withdraw(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	m, err := Find(ctx, tx, code, "")
	if err != nil {
		return err
	}
	if !who.Speaks(m.ID) {
		if err := m.May(ctx, tx, who); err != nil {
			return err
		}
		return fmt.Errorf("matter %s is its author's: %w", m.Code, kheo.ErrForbidden)
	}
	if err := m.State.step(Withdrawn); err != nil {
		return m.about(err)
	}
	list, err := voices(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if m.State == Merged || len(list) == 0 || len(list) == 1 && list[0] == m.ID {
		if _, err := record(ctx, tx, who, m, change{event: "matter.withdrawn", to: Withdrawn, holder: m.Holder}); err != nil {
			return err
		}
		return unfind(ctx, tx, m)
	}
	if !slices.Contains(list, m.ID) {
		return fmt.Errorf("matter %s: its author withdrew already: %w", m.Code, kheo.ErrConflict)
	}
	if err := keepVoice(ctx, tx, who, m, m.ID, 0, Verdict{Reason: withdrawn}); err != nil {
		return err
	}
	_, _, err = note(ctx, tx, who, m, change{event: "matter.voice_withdrawn"})
	return err
}

// LapseDue closes answered concerns whose time to speak ended: confirmed when
// some found it settled and nobody the contrary, lapsed when nobody spoke. A
// job runs it until it finds none.
func LapseDue(ctx context.Context, tx *db.Tx, who kheo.Caller) (int, error) {
	rows, err := db.All(ctx, tx, (*row).fields, `select `+columns+present+`
		from matter_matter m where m.state = 'answered' and m.speak_by <> '' and m.speak_by < $1 and m.moved <= $2
		order by m.speak_by, m.id limit $3`, string(who.Today()), who.At.UnixMicro(), batch)
	if err != nil {
		return 0, fmt.Errorf("matters nobody speaks on: %w", err)
	}
	for i, r := range rows {
		m := r.matter()
		_, word, err := settled(ctx, tx, m)
		if err != nil {
			return i, err
		}
		if word != "" {
			err = confirm(ctx, tx, who, m, word)
		} else {
			_, err = record(ctx, tx, who, m, change{event: "matter.lapsed", to: Lapsed, holder: m.Holder})
		}
		if err != nil {
			return i, err
		}
	}
	return len(rows), nil
}

// speakBy is the last day to speak on an answer given today.
func speakBy(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) (kheo.Date, error) {
	if m.OwedTo != "" {
		return "", nil
	}
	return ruled(ctx, tx, ruleSpeak, who.Today())
}
