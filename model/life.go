package model

import (
	"slices"

	"kheo"
)

// A State of a model; "" is no state.
type State string

// The states. Rejected: registered but not approved, or never carried out.
const (
	Registered State = "registered"
	Approved   State = "approved"
	Running    State = "running"
	Recognised State = "recognised"
	Replicated State = "replicated"
	Ended      State = "ended"
	Rejected   State = "rejected"
)

// States in the order of life; the two ways out come last.
func States() []State {
	return []State{Registered, Approved, Running, Recognised, Replicated, Ended, Rejected}
}

var lifeCycle = map[State][]State{
	Registered: {Approved, Rejected},
	Approved:   {Running, Rejected},
	Running:    {Recognised, Ended},
	Recognised: {Replicated, Ended},
	Replicated: {Ended},
	Ended:      {},
	Rejected:   {},
}

// Next lists the states a model may go to from s.
func Next(s State) []State { return slices.Clone(lifeCycle[s]) }

// check refuses a move the life cycle does not have.
func check(from, to State) error {
	if slices.Contains(lifeCycle[from], to) {
		return nil
	}
	w := kheo.Wrong{From: string(from), To: string(to)}
	for _, s := range lifeCycle[from] {
		w.Possible = append(w.Possible, string(s))
	}
	return w
}

// Lives tells whether a model in the state is being carried out.
func (s State) Lives() bool { return s == Running || s == Recognised || s == Replicated }

// On is the day the state was reached, "" if it was not.
func (d Days) On(s State) kheo.Date {
	if p := d.of(s); p != nil {
		return *p
	}
	return ""
}

func (d *Days) of(s State) *kheo.Date {
	switch s {
	case Registered:
		return &d.Registered
	case Approved:
		return &d.Approved
	case Running:
		return &d.Running
	case Recognised:
		return &d.Recognised
	case Replicated:
		return &d.Replicated
	case Ended:
		return &d.Ended
	case Rejected:
		return &d.Rejected
	}
	return nil
}

// until forgets what happened after the day; "" forgets nothing.
func (d Days) until(on kheo.Date) Days {
	for _, s := range States() {
		if p := d.of(s); on != "" && *p > on {
			*p = ""
		}
	}
	return d
}

// state is the furthest one reached.
func (d Days) state() State {
	var last State
	for _, s := range States() {
		if d.On(s) != "" {
			last = s
		}
	}
	return last
}

// last is the day of the latest event.
func (d Days) last() kheo.Date {
	var last kheo.Date
	for _, s := range States() {
		last = max(last, d.On(s))
	}
	return last
}

// Ran tells whether the model was carried out on some day of the span.
func (m Model) Ran(s kheo.Span) bool {
	return m.Began != "" && (s.To == "" || m.Began <= s.To) && (m.Stopped == "" || m.Stopped >= s.From)
}
