package matter

import (
	"slices"
	"strings"

	"kheo"
)

// A step of the life cycle: the states that may follow one.
type step struct {
	From State
	To   []State
}

// lifeCycle is every state of DESIGN.md section 2 and what may follow it. The
// code, docs/matter.md and the tests read this one table. A state that nothing
// follows is an end.
//
// A concern is received; a recommendation is born assigned, because the body
// that recommends names the holder. A step back to assigned is a new holder.
var lifeCycle = []step{
	{"", []State{Received, Assigned}},
	{Received, []State{Accepted, Refused, RoutedOut, Merged, Withdrawn}},
	{Accepted, []State{Assigned, Merged, Withdrawn}},
	{Assigned, []State{InHand, Assigned, Merged, Withdrawn}},
	{InHand, []State{Answered, Assigned, Merged, Withdrawn}},
	{Answered, []State{Confirmed, Reopened, Lapsed, Withdrawn}},
	{Reopened, []State{InHand, Assigned, Merged, Withdrawn}},
	{Refused, nil},
	{RoutedOut, nil},
	{Confirmed, nil},
	{Lapsed, nil},
	{Merged, nil},
	{Withdrawn, nil},
}

// Next lists the states that may follow s; none for an end.
func Next(s State) []State {
	for _, l := range lifeCycle {
		if l.From == s {
			return slices.Clone(l.To)
		}
	}
	return nil
}

// States are all of them, in the order of a life.
func States() []State {
	var all []State
	for _, l := range lifeCycle[1:] {
		all = append(all, l.From)
	}
	return all
}

// Open tells whether something is still to come.
func (s State) Open() bool { return len(Next(s)) > 0 }

// WithHolder tells whether the next word is the holder's: the clock runs there.
func (s State) WithHolder() bool {
	return s == Received || s == Accepted || s == Assigned || s == InHand || s == Reopened
}

// Owed tells whether the matter counts among what is owed: not refused, sent
// elsewhere, merged into another or withdrawn.
func (s State) Owed() bool {
	return s != Refused && s != RoutedOut && s != Merged && s != Withdrawn
}

// step is nil when to may follow from, else a kheo.Wrong with what may.
func (s State) step(to State) error {
	next := Next(s)
	if slices.Contains(next, to) {
		return nil
	}
	w := kheo.Wrong{From: string(s), To: string(to)}
	for _, n := range next {
		w.Possible = append(w.Possible, string(n))
	}
	return w
}

// Diagram draws the life cycle for the docs, in Mermaid's words.
func Diagram() string {
	name := func(s State) string {
		if s == "" {
			return "[*]"
		}
		return string(s)
	}
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, l := range lifeCycle {
		for _, to := range l.To {
			b.WriteString("    " + name(l.From) + " --> " + name(to) + "\n")
		}
		if len(l.To) == 0 {
			b.WriteString("    " + name(l.From) + " --> [*]\n")
		}
	}
	return b.String()
}
