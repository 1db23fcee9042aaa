package matterweb

import (
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/matter"
)

// The later goes into the earlier first; only what one sorts and what is open
// is merged; what is one in the other is parted by whoever sorts either.
func TestWhatMayBeDecidedOfTwo(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	make := func(code string, state matter.State, into string, sorts bool, days int) side {
		c := concern.Concern{Matter: matter.Matter{Code: code, State: state, Opened: at.AddDate(0, 0, days)}, Into: into}
		return side{c: c, Code: code, sorts: sorts}
	}
	for _, c := range []struct {
		name string
		a, b side
		ways []string // into
		part bool
	}{
		{"both theirs", make("A", matter.Received, "", true, 0), make("B", matter.InHand, "", true, 1), []string{"A", "B"}, false},
		{"the later is asked for", make("A", matter.Received, "", true, 5), make("B", matter.InHand, "", true, 1), []string{"B", "A"}, false},
		{"one is another's", make("A", matter.Received, "", true, 0), make("B", matter.InHand, "", false, 1), []string{"B"}, false},
		{"none is theirs", make("A", matter.Received, "", false, 0), make("B", matter.InHand, "", false, 1), nil, false},
		{"an answered one takes in, and is not put away", make("A", matter.Answered, "", true, 0), make("B", matter.Received, "", true, 1), []string{"A"}, false},
		{"a settled one takes in nobody", make("A", matter.Confirmed, "", true, 0), make("B", matter.Received, "", true, 1), nil, false},
		{"one in the other", make("A", matter.Merged, "B", true, 0), make("B", matter.InHand, "", false, 1), nil, true},
		{"one in the other, another's", make("A", matter.Merged, "B", false, 0), make("B", matter.InHand, "", false, 1), nil, false},
		{"one in a third", make("A", matter.Merged, "C", true, 0), make("B", matter.InHand, "", true, 1), nil, false},
	} {
		p := comparePage{View: web.NewView(lang.VI, kheo.Office{}, "2026-03-10", nil, web.Chrome{}), A: c.a, B: c.b}
		p.decide()
		var ways []string
		for _, w := range p.Ways {
			ways = append(ways, w.Into)
		}
		if len(ways) != len(c.ways) || (p.Apart.Action != "") != c.part {
			t.Errorf("%s: into %v, parted %v; want %v, %v", c.name, ways, p.Apart.Action != "", c.ways, c.part)
			continue
		}
		for i := range ways {
			if ways[i] != c.ways[i] {
				t.Errorf("%s: into %v, want %v", c.name, ways, c.ways)
			}
		}
	}
}
