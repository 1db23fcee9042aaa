package model

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/unit"
)

// A Step is what the office says about a move.
type Step struct {
	Day  kheo.Date // it happened, "" for today
	Note string    // why, or what rests on it: a decision's number
}

const maxNote = 500

// move takes the model to a state: find, may, check, move, record.
func move(ctx context.Context, tx *db.Tx, who kheo.Caller, right kheo.Right, code string, to State, s Step) (Model, error) {
	m, body, err := mine(ctx, tx, who, right, code)
	if err != nil {
		return Model{}, err
	}
	if err := check(m.State, to); err != nil {
		return Model{}, err
	}
	if s.Day, err = m.day(who, s.Day); err != nil {
		return Model{}, err
	}
	if s.Note, err = note(s.Note); err != nil {
		return Model{}, err
	}
	from := m.State
	if err := m.set(ctx, tx, to, s.Day); err != nil {
		return Model{}, fmt.Errorf("model %s to %s: %w", code, to, err)
	}
	return m, record(ctx, tx, who, m, Move{Day: s.Day, From: from, To: to, Body: body, Note: s.Note})
}

func note(s string) (string, error) {
	s, err := text.Line(s)
	var f kheo.Faults
	f.Need(err == nil, "note", "model.fault.text")
	f.Need(utf8.RuneCountInString(s) <= maxNote, "note", "model.fault.long", "n", maxNote)
	return s, f.Err()
}

// mine finds the model and the body in which the caller may act on it.
func mine(ctx context.Context, tx *db.Tx, who kheo.Caller, right kheo.Right, code string) (Model, kheo.UnitID, error) {
	m, err := Look(ctx, tx, who, code, "")
	if err != nil {
		return Model{}, "", err
	}
	bodies, err := keepers(ctx, tx, m.Body, who.Today())
	if err != nil {
		return Model{}, "", err
	}
	for _, b := range bodies {
		if who.Can(right, b) {
			return m, b, nil
		}
	}
	return Model{}, "", who.May(right, m.Body)
}

// keepers are the bodies that answer for a model on a day: the one that
// registered it or its lawful heir, then those above it.
func keepers(ctx context.Context, tx *db.Tx, body kheo.UnitID, on kheo.Date) ([]kheo.UnitID, error) {
	var list []kheo.UnitID
	for body != "" && len(list) < 16 {
		heir, err := unit.Heir(ctx, tx, body, on)
		if err == nil && !slices.Contains(list, heir.ID) {
			list = append(list, heir.ID)
		}
		if err != nil && !errors.Is(err, unit.ErrNoHeir) {
			return nil, fmt.Errorf("body %s: %w", body, err)
		}
		b, err := unit.FindBody(ctx, tx, body)
		if err != nil {
			return nil, fmt.Errorf("body %s: %w", body, err)
		}
		body = b.Parent
	}
	return list, nil
}

// day checks that an event lies neither ahead nor before the model's last one.
func (m Model) day(who kheo.Caller, day kheo.Date) (kheo.Date, error) {
	if day == "" {
		day = who.Today()
	}
	if day > who.Today() {
		return "", kheo.Faults{{Field: "day", Key: "model.fault.future"}}
	}
	if last := m.Days.last(); day < last {
		return "", fmt.Errorf("model %s: %s lies before its last event, on %s: %w", m.Code, day, last, kheo.ErrConflict)
	}
	return day, nil
}

// set moves the row, naming the state it saw.
func (m *Model) set(ctx context.Context, tx *db.Tx, to State, day kheo.Date) error {
	from := m.State
	*m.Days.of(to) = day
	m.State = to
	m.Began, m.Stopped = m.Days.Running, m.Days.Ended
	d := m.Days
	return tx.Move(ctx, `
		update model_model set state = $1, approved_on = $2, running_on = $3, recognised_on = $4, replicated_on = $5,
			ended_on = $6, rejected_on = $7
		where id = $8 and state = $9`,
		string(to), string(d.Approved), string(d.Running), string(d.Recognised), string(d.Replicated),
		string(d.Ended), string(d.Rejected), m.ID, string(from))
}
