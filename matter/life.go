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
// A concern is received; one that joins another is born merged into it; a
// recommendation is born assigned, because the body that recommends names the
// holder. A step back to assigned is a new holder, and so is one from received
// to received: the next body sorts it. What was merged goes back to the state
// it had.
//
// Confirmed and lapsed concerns may be reopened while their author's time to
// change their mind runs; who may, and until when, the verdict says.
var lifeCycle = []step{
	{"", []State{Received, Assigned, Merged}},
	{Received, []State{Accepted, Refused, RoutedOut, Received, Merged, Withdrawn}},
	{Accepted, []State{Assigned, InHand, Merged, Withdrawn}},
	{Assigned, []State{InHand, Assigned, Merged, Withdrawn}},
	{InHand, []State{Answered, Assigned, Merged, Withdrawn}},
	{Answered, []State{Confirmed, Reopened, Lapsed, Withdrawn}},
	{Reopened, []State{InHand, Assigned, Merged, Withdrawn}},
	{Refused, nil},
	{RoutedOut, nil},
	{Confirmed, []State{Reopened}},
	{Lapsed, []State{Reopened}},
	{Merged, []State{Received, Accepted, Assigned, InHand, Reopened, Withdrawn}},
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

// Open tells whether somebody's word is still awaited. That an author may change
// their mind keeps nothing open, and a merged one goes on in another.
func (s State) Open() bool { return s.WithHolder() || s == Answered }

// WithHolder tells whether the next word is the holder's: the clock runs there.
func (s State) WithHolder() bool {
	return s == Received || s == Accepted || s == Assigned || s == InHand || s == Reopened
}

// Owed tells whether the matter counts among what is owed: not refused, sent
// elsewhere, merged into another or withdrawn.
func (s State) Owed() bool {
	return s != Refused && s != RoutedOut && s != Merged && s != Withdrawn
}

// The clocks: it runs against the holder, it waits for others, it ended.
const (
	Runs  = "runs"
	Waits = "waits"
	Ended = "ended"
)

// clock says whose time passes, for the lists that must not ask each row.
func (m Matter) clock() string {
	switch {
	case m.State.WithHolder() && m.Paused == "":
		return Runs
	case m.State.Open():
		return Waits
	}
	return Ended
}

// Step is nil when to may follow from, else a kheo.Wrong with what may.
func (s State) Step(to State) error {
	if slices.Contains(Next(s), to) {
		return nil
	}
	return kheo.Wrong{From: string(s), To: string(to), Possible: names(Next(s))}
}

// Possible are the states that may follow for this matter: what bodies settled
// is not reopened.
func (m Matter) Possible() []string {
	if !m.State.Open() && m.OwedTo != "" {
		return nil
	}
	return names(Next(m.State))
}

func names(states []State) []string {
	var list []string
	for _, s := range states {
		list = append(list, string(s))
	}
	return list
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
		if !l.From.Open() && l.From != "" {
			b.WriteString("    " + name(l.From) + " --> [*]\n")
		}
	}
	return b.String()
}
