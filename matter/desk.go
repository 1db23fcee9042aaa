package matter

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// A Do is what a matter asks of somebody.
type Do string

// What may be asked. Watch asks nothing: the next word is another's.
const (
	DoTake   Do = "take"
	DoAnswer Do = "answer"
	DoJudge  Do = "judge" // confirm or return
	DoChoose Do = "choose"
	DoWatch  Do = "watch"
)

// A Task is one open matter on somebody's desk.
type Task struct {
	Matter
	Standing
	Do Do
}

// Desk is every open matter that concerns the caller today, by due day, and
// how many open ones are hidden from them: private to other bodies.
func Desk(ctx context.Context, tx *db.Tx, who kheo.Caller) (tasks []Task, hidden int, err error) {
	list, err := List(ctx, tx, Filter{Open: true, On: who.Today()})
	if err != nil {
		return nil, 0, err
	}
	for _, m := range list {
		t := Task{Matter: m}
		t.Standing, err = Stand(ctx, tx, m, who.Today())
		if err != nil {
			return nil, 0, err
		}
		t.Do, err = Asks(ctx, tx, who, m, t.Standing)
		if err != nil {
			return nil, 0, err
		}
		if t.Do != "" {
			tasks = append(tasks, t)
			continue
		}
		err := m.May(ctx, tx, who)
		if errors.Is(err, kheo.ErrNotFound) {
			hidden++
			continue
		}
		if err != nil {
			return nil, 0, err
		}
	}
	return tasks, hidden, nil
}

// Asks tells what a matter asks of the caller today: to take it, to answer, to
// judge, to choose, to watch those who must; "" when it is none of theirs. The
// pages offer exactly this, and the use cases check it again.
func Asks(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter, s Standing) (Do, error) {
	if s.Waiting {
		if speaksFor(who, MayChoose, s.Chooser) == nil {
			return DoChoose, nil
		}
		if speaksFor(who, MayConfirm, s.Chooser) == nil {
			return DoWatch, nil
		}
		return "", nil
	}
	holds := s.Holder != "" && speaksFor(who, MayTake, s.Holder) == nil
	judges := m.OwedTo == "" && who.Speaks(m.ID)
	if m.OwedTo != "" {
		owed, err := unit.Heir(ctx, tx, m.OwedTo, who.Today())
		if err != nil && !errors.Is(err, unit.ErrNoHeir) {
			return "", fmt.Errorf("matter %s: %w", m.Code, err)
		}
		judges = err == nil && speaksFor(who, MayConfirm, owed.ID) == nil
	}
	switch {
	case m.State == Answered && judges:
		return DoJudge, nil
	case holds && (m.State == Assigned || m.State == Reopened):
		return DoTake, nil
	case holds && m.State == InHand:
		return DoAnswer, nil
	case m.State.Open() && (holds || judges):
		return DoWatch, nil
	}
	return "", nil
}
