package verdict

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
	"kheo/unit"
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
	moves, err := matter.Moves(ctx, tx, m.ID, "")
	if err != nil {
		return err
	}
	if err := mayStillSpeak(ctx, tx, who, m, moves, v); err != nil {
		return err
	}
	if err := notOwnAnswer(who, m, moves); err != nil {
		return err
	}
	if v.Settled {
		v.Reason = ""
	} else if _, err := matter.CheckReason(matter.UnsettledReasons(), v.Reason, ""); err != nil {
		return err
	}
	round := lastAnswer(moves).N
	if err := keepVoice(ctx, tx, who, m, voice, round, v); err != nil {
		return err
	}
	if !v.Settled {
		return reopen(ctx, tx, who, m, moves, v)
	}
	all, word, err := settled(ctx, tx, m, round)
	if err != nil {
		return err
	}
	if all {
		return confirm(ctx, tx, who, m, word)
	}
	_, _, err = matter.Note(ctx, tx, who, m, matter.Change{Event: "matter.spoken", Says: []ledger.Line{{Name: "settled", Value: "yes"}}})
	return err
}

// voiceOf is the concern that is spoken on, and the voice the caller has there.
func voiceOf(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (matter.Matter, string, error) {
	m, err := matter.Find(ctx, tx, code, "")
	if err != nil {
		return m, "", err
	}
	asked := m
	for n := 0; m.State == matter.Merged && n < 16; n++ { // a chain of merges ends in one that is not
		if m, err = matter.ByID(ctx, tx, m.Into); err != nil {
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
func mayStillSpeak(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, moves []matter.Move, v Verdict) error {
	wrong := func() error {
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(matter.Reopened), Possible: m.Possible()})
	}
	switch {
	case m.OwedTo != "":
		return fmt.Errorf("matter %s is owed to a body: %w", m.Code, kheo.ErrForbidden)
	case m.State == matter.Answered:
		return nil
	case v.Settled:
		return wrong()
	case m.State == matter.Confirmed && who.Today() <= m.SpeakBy:
		return nil
	case m.State != matter.Lapsed:
		return wrong()
	}
	until, err := calendar.DueBy(ctx, tx, m.Territory, ruleMind, kheo.DateOf(m.Moved))
	if err != nil {
		return err
	}
	again := slices.ContainsFunc(moves, func(x matter.Move) bool { return x.From == matter.Lapsed })
	if again || who.Today() > until {
		return wrong()
	}
	return nil
}

// keepVoice keeps the word.
func keepVoice(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, voice string, round int, v Verdict) error {
	last, err := db.One(ctx, tx, db.Value[int], `select coalesce(max(n), 0) from verdict_voice where matter = $1`, m.ID)
	if err != nil {
		return m.About(err)
	}
	_, err = tx.Exec(ctx, `
		insert into verdict_voice (matter, n, round, voice, at, settled, helped, reason, sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, last+1, round, voice, who.At.UnixMicro(), v.Settled, v.Helped, v.Reason, v.Sealed)
	return m.About(err)
}

// voices are the matters whose authors a concern is owed to: itself and all
// merged into it, without those that withdrew.
func voices(ctx context.Context, tx *db.Tx, id string) ([]string, error) {
	list, err := matter.Chain(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	left, err := db.All(ctx, tx, db.Value[string], `select voice from verdict_voice where matter = $1 and reason = 'withdrawn'`, id)
	if err != nil {
		return nil, fmt.Errorf("voices of matter %s: %w", id, err)
	}
	return slices.DeleteFunc(list, func(x string) bool { return slices.Contains(left, x) }), nil
}

// Words that were given on a matter, oldest first.
func Words(ctx context.Context, tx *db.Tx, id string) ([]Spoken, error) {
	list, err := db.All(ctx, tx, func(s *Spoken) []any {
		return []any{&s.Voice, &s.Round, &s.At, &s.Settled, &s.Helped, &s.Reason, &s.Sealed}
	}, `select voice, round, at, settled, helped, reason, sealed from verdict_voice where matter = $1 order by n`, id)
	if err != nil {
		return nil, fmt.Errorf("words on matter %s: %w", id, err)
	}
	return list, nil
}

// settled tells whether all voices find the last answer settled, and how: own
// when one of them spoke without help, helped when each was helped, "" when
// nobody spoke.
func settled(ctx context.Context, tx *db.Tx, m matter.Matter, round int) (all bool, word matter.Word, err error) {
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
			word = matter.Own
		case word == "":
			word = matter.Helped
		}
	}
	return all, word, nil
}

func confirm(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, word matter.Word) error {
	_, err := matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.confirmed", To: matter.Confirmed, Holder: m.Holder,
		Says: []ledger.Line{{Name: "word", Value: string(word)}}, Set: func(n *matter.Matter) { n.Verdict = word }})
	return err
}

// twice is how often a concern is reopened to one body; then it goes up.
const twice = 2

// reopen sends a concern back to its holder, with a day of its own; the third
// time to the parent body, where there is one.
func reopen(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, moves []matter.Move, v Verdict) error {
	before, holder := 0, m.Holder
	for _, x := range moves {
		if x.To == matter.Reopened && x.Holder == m.Holder {
			before++
		}
	}
	if before >= twice {
		line, _, err := unit.Line(ctx, tx, m.Holder, who.Today())
		if err != nil {
			return err
		}
		up, err := unit.Above(ctx, tx, line[len(line)-1].Body.ID, who.Today())
		if err != nil {
			return err
		}
		holder = cmp.Or(up, holder)
	}
	_, err := matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.reopened", To: matter.Reopened, Holder: holder, Reason: v.Reason,
		Redate: "reopened", Set: func(n *matter.Matter) {
			n.Counted, n.PausedDays = who.Today(), 0
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
	m, err := matter.Find(ctx, tx, code, "")
	if err != nil {
		return err
	}
	if !who.Speaks(m.ID) {
		if err := m.May(ctx, tx, who); err != nil {
			return err
		}
		return fmt.Errorf("matter %s is its author's: %w", m.Code, kheo.ErrForbidden)
	}
	if err := m.State.Step(matter.Withdrawn); err != nil {
		return m.About(err)
	}
	list, err := voices(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if m.State == matter.Merged || len(list) == 0 || len(list) == 1 && list[0] == m.ID {
		if _, err := matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.withdrawn", To: matter.Withdrawn, Holder: m.Holder}); err != nil {
			return err
		}
		return matter.Unfind(ctx, tx, m)
	}
	if !slices.Contains(list, m.ID) {
		return fmt.Errorf("matter %s: its author withdrew already: %w", m.Code, kheo.ErrConflict)
	}
	if err := keepVoice(ctx, tx, who, m, m.ID, 0, Verdict{Reason: withdrawn}); err != nil {
		return err
	}
	_, _, err = matter.Note(ctx, tx, who, m, matter.Change{Event: "matter.voice_withdrawn"})
	return err
}

// LapseDue closes answered concerns whose time to speak ended: confirmed when
// some found it settled and nobody the contrary, lapsed when nobody spoke. A
// job runs it until it finds none.
func LapseDue(ctx context.Context, tx *db.Tx, who kheo.Caller) (int, error) {
	list, err := matter.Silent(ctx, tx, who)
	if err != nil {
		return 0, err
	}
	for i, m := range list {
		moves, err := matter.Moves(ctx, tx, m.ID, "")
		if err != nil {
			return i, err
		}
		_, word, err := settled(ctx, tx, m, lastAnswer(moves).N)
		if err != nil {
			return i, err
		}
		if word != "" {
			err = confirm(ctx, tx, who, m, word)
		} else {
			_, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.lapsed", To: matter.Lapsed, Holder: m.Holder})
		}
		if err != nil {
			return i, err
		}
	}
	return len(list), nil
}
