package matter

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"kheo"
)

func TestLifeCycleNamesEveryStateOnce(t *testing.T) {
	want := []State{Received, Accepted, Assigned, InHand, Answered, Reopened,
		Refused, RoutedOut, Confirmed, Lapsed, Merged, Withdrawn}
	if got := States(); !slices.Equal(got, want) {
		t.Errorf("States() = %v, want %v", got, want)
	}
	for _, l := range lifeCycle {
		for _, to := range l.To {
			if !slices.Contains(want, to) {
				t.Errorf("from %q to %q: no such state", l.From, to)
			}
		}
	}
}

func TestEveryOpenStateLeadsToAnEnd(t *testing.T) {
	for _, s := range States() {
		if !s.Open() {
			continue
		}
		seen := map[State]bool{}
		var reach func(State) bool
		reach = func(s State) bool {
			if !s.Open() {
				return true
			}
			seen[s] = true
			return slices.ContainsFunc(Next(s), func(n State) bool { return !seen[n] && reach(n) })
		}
		if !reach(s) {
			t.Errorf("from %s no path leads to an end", s)
		}
	}
}

func TestOnlyAnAnswerCanBeConfirmed(t *testing.T) {
	for _, l := range lifeCycle {
		if slices.Contains(l.To, Confirmed) && l.From != Answered {
			t.Errorf("from %q a matter can be confirmed without an answer", l.From)
		}
	}
}

func TestAWrongStepSaysWhatIsPossible(t *testing.T) {
	for _, from := range States() {
		for _, to := range States() {
			err := from.Step(to)
			if slices.Contains(Next(from), to) {
				if err != nil {
					t.Errorf("%s → %s: %v", from, to, err)
				}
				continue
			}
			var w kheo.Wrong
			if !errors.As(err, &w) || !errors.Is(err, kheo.ErrConflict) || len(w.Possible) != len(Next(from)) {
				t.Errorf("%s → %s: %v, want a Wrong with %v", from, to, err, Next(from))
			}
		}
	}
}

// The states where the clock runs against the holder are those from which the
// holder's next word leads on.
func TestTheClockRunsWithTheHolder(t *testing.T) {
	for _, s := range States() {
		if want := s.Open() && s != Answered; s.WithHolder() != want {
			t.Errorf("%s: WithHolder = %v, want %v", s, s.WithHolder(), want)
		}
	}
}

func TestTheDiagramInTheDocsIsTheTable(t *testing.T) {
	doc, err := os.ReadFile("../docs/matter.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), "```mermaid\n"+Diagram()+"```") {
		t.Errorf("docs/matter.md draws another life cycle; put this there:\n%s", Diagram())
	}
}
