package desk

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// A Do is what a matter asks of somebody.
type Do string

// What may be asked. Watch asks nothing: the next word is another's.
const (
	DoSort   Do = "sort"   // accept, refuse, route out, merge
	DoTake   Do = "take"   // put in hand
	DoAccept Do = "accept" // take what is offered, or decline it
	DoAnswer Do = "answer"
	DoJudge  Do = "judge" // confirm or return
	DoChoose Do = "choose"
	DoLead   Do = "lead" // name a lead after the third bounce
	DoWatch  Do = "watch"
)

// Asks tells what a matter asks of the caller today; "" when it is none of
// theirs. The pages offer exactly this, and the use cases check it again.
func Asks(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, s matter.Standing) (Do, error) {
	return asks(ctx, tx, matter.Stands{}, who, m, s)
}

func asks(ctx context.Context, tx *db.Tx, all matter.Stands, who kheo.Caller, m matter.Matter, s matter.Standing) (Do, error) {
	at := asked{who: who, m: m, s: s}
	for _, x := range []struct {
		id   kheo.UnitID
		body *kheo.UnitID
	}{{m.OwedTo, &at.owed}, {m.Offered, &at.offered}, {m.Up, &at.up}} {
		if x.id == "" {
			continue
		}
		line, alive, err := all.Line(ctx, tx, x.id, who.Today())
		if err != nil {
			return "", fmt.Errorf("matter %s: %w", m.Code, err)
		}
		if alive {
			*x.body = line[len(line)-1].Body.ID
		}
	}
	return at.do(), nil
}

// asked is who is asked about what, with the bodies or heirs that live today.
type asked struct {
	who               kheo.Caller
	m                 matter.Matter
	s                 matter.Standing
	owed, offered, up kheo.UnitID
}

func (a asked) may(right kheo.Right, body kheo.UnitID) bool {
	return body != "" && matter.SpeaksFor(a.who, right, body) == nil
}

func (a asked) do() Do {
	m := a.m
	judges := a.may(matter.MayConfirm, a.owed) || m.OwedTo == "" && a.who.Speaks(m.ID)
	switch {
	case a.s.Waiting && a.may(matter.MayChoose, a.s.Chooser):
		return DoChoose
	case a.s.Waiting && a.may(matter.MayConfirm, a.s.Chooser):
		return DoWatch
	case a.s.Waiting:
		return ""
	case m.State == matter.Answered && judges:
		return DoJudge
	case m.LeadBy != "" && a.may(matter.MayLead, a.up):
		return DoLead
	case a.may(matter.MayTake, a.offered):
		return DoAccept
	case m.State.WithHolder() && a.holderDoes() != "":
		return a.holderDoes()
	case m.State.Open() && (judges || a.may(matter.MayTake, a.s.Holder) || a.may(matter.MayTake, a.s.Last) || a.may(matter.MayLead, a.up) || a.helps()):
		return DoWatch
	}
	return ""
}

// holderDoes is the next step of the one who holds it.
func (a asked) holderDoes() Do {
	switch a.m.State {
	case matter.Received:
		if a.may(matter.MaySort, a.s.Holder) {
			return DoSort
		}
	case matter.InHand:
		if a.may(matter.MayTake, a.s.Holder) {
			return DoAnswer
		}
	default:
		if a.may(matter.MayTake, a.s.Holder) {
			return DoTake
		}
	}
	return ""
}

func (a asked) helps() bool {
	for _, b := range a.m.Assist {
		if a.may(matter.MayTake, b) {
			return true
		}
	}
	return false
}
