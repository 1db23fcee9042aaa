package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
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
func Asks(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, s Standing) (Do, error) {
	return Stands{}.asks(ctx, tx, who, m, s)
}

func (all Stands) asks(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, s Standing) (Do, error) {
	at := asked{who: who, m: m, s: s}
	for _, x := range []struct {
		id   kheo.UnitID
		body *kheo.UnitID
	}{{m.OwedTo, &at.owed}, {m.Offered, &at.offered}, {m.Up, &at.up}} {
		if x.id == "" {
			continue
		}
		line, alive, err := all.line(ctx, tx, x.id, who.Today())
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
	m                 Matter
	s                 Standing
	owed, offered, up kheo.UnitID
}

func (a asked) may(right kheo.Right, body kheo.UnitID) bool {
	return body != "" && speaksFor(a.who, right, body) == nil
}

func (a asked) do() Do {
	m := a.m
	judges := a.may(MayConfirm, a.owed) || m.OwedTo == "" && a.who.Speaks(m.ID)
	switch {
	case a.s.Waiting && a.may(MayChoose, a.s.Chooser):
		return DoChoose
	case a.s.Waiting && a.may(MayConfirm, a.s.Chooser):
		return DoWatch
	case a.s.Waiting:
		return ""
	case m.State == Answered && judges:
		return DoJudge
	case m.LeadBy != "" && a.may(MayLead, a.up):
		return DoLead
	case a.may(MayTake, a.offered):
		return DoAccept
	case m.State.WithHolder() && a.holderDoes() != "":
		return a.holderDoes()
	case m.State.Open() && (judges || a.may(MayTake, a.s.Holder) || a.may(MayTake, a.s.Last) || a.may(MayLead, a.up) || a.helps()):
		return DoWatch
	}
	return ""
}

// holderDoes is the next step of the one who holds it.
func (a asked) holderDoes() Do {
	switch a.m.State {
	case Received:
		if a.may(MaySort, a.s.Holder) {
			return DoSort
		}
	case InHand:
		if a.may(MayTake, a.s.Holder) {
			return DoAnswer
		}
	default:
		if a.may(MayTake, a.s.Holder) {
			return DoTake
		}
	}
	return ""
}

func (a asked) helps() bool {
	for _, b := range a.m.Assist {
		if a.may(MayTake, b) {
			return true
		}
	}
	return false
}
