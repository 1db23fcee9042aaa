package api

import (
	"context"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/tally"
)

// A loopOut is what became of a matter beside its moves: why it is due when it
// is, who was asked to take it, whose word settled it.
type loopOut struct {
	Verdict *string       `json:"verdict"` // own, helped: through a helper, counted apart; null: none
	Because becauseOut    `json:"due_because"`
	Handed  []handOverOut `json:"hand_overs"`
}

// A becauseOut says by which rule a day was counted, and what moved it.
type becauseOut struct {
	Rule    *string     `json:"rule"` // null: the day was set, not counted
	Length  *int64      `json:"length"`
	Unit    *string     `json:"unit"` // working_day, day
	Source  *string     `json:"source"`
	From    *string     `json:"counted_from"`
	Changes []changeOut `json:"changes"`
	Pauses  []pauseOut  `json:"pauses"`
}

type changeOut struct {
	On      kheo.Date `json:"on"`
	Was     *string   `json:"was"`
	Is      *string   `json:"is"`
	Because string    `json:"because"` // holiday, calendar, pause, reopened, category
}

type pauseOut struct {
	Since  kheo.Date `json:"since"`
	Until  *string   `json:"until"` // null: it stands
	Reason string    `json:"reason"`
	Days   int64     `json:"days"` // that it took
}

// A handOverOut is a hand-over that was offered; never who offered it, nor what
// they wrote beside the listed reason.
type handOverOut struct {
	At       string   `json:"at"`
	From     *bodyOut `json:"from"`
	To       *bodyOut `json:"to"`
	Reason   string   `json:"reason"`
	Outcome  *string  `json:"outcome"` // taken, declined, recalled; null: offered still
	Ended    *string  `json:"ended_at"`
	Declined *string  `json:"declined_because"`
}

// outLoop reads it.
func outLoop(ctx context.Context, tx *db.Tx, m matter.Matter) (loopOut, error) {
	out := loopOut{Verdict: orNull(m.Verdict), Handed: []handOverOut{}}
	why, err := tally.WhyDue(ctx, tx, m)
	if err != nil {
		return out, err
	}
	out.Because = outBecause(why)
	offers, err := matter.Offers(ctx, tx, m.ID)
	if err != nil {
		return out, err
	}
	for _, o := range offers {
		h := handOverOut{At: stamp(o.At), Reason: o.Reason, Outcome: orNull(o.Outcome), Declined: orNull(o.Why)}
		if !o.Ended.IsZero() {
			ended := stamp(o.Ended)
			h.Ended = &ended
		}
		if h.From, err = bodyOrNull(ctx, tx, o.From); err != nil {
			return out, err
		}
		if h.To, err = bodyOrNull(ctx, tx, o.To); err != nil {
			return out, err
		}
		out.Handed = append(out.Handed, h)
	}
	return out, nil
}

func outBecause(why tally.Why) becauseOut {
	out := becauseOut{Rule: orNull(why.Rule.ID), Unit: orNull(why.Rule.Unit), Source: orNull(why.Rule.Source), From: orNull(why.From),
		Changes: []changeOut{}, Pauses: []pauseOut{}}
	if out.Rule != nil {
		out.Length = &why.Rule.Value
	}
	for _, c := range why.Changes {
		out.Changes = append(out.Changes, changeOut{c.At, orNull(c.Old), orNull(c.New), c.Why})
	}
	for _, p := range why.Pauses {
		out.Pauses = append(out.Pauses, pauseOut{p.Since, orNull(p.Until), p.Reason, int64(p.Days)})
	}
	return out
}
