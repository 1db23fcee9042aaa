package model

import (
	"errors"
	"slices"
	"testing"

	"kheo"
)

func TestLifeCycle(t *testing.T) {
	for _, from := range States() {
		for _, to := range States() {
			err := check(from, to)
			if slices.Contains(lifeCycle[from], to) {
				if err != nil {
					t.Errorf("%s to %s: %v, want it to be possible", from, to, err)
				}
				continue
			}
			var w kheo.Wrong
			if !errors.As(err, &w) || !errors.Is(err, kheo.ErrConflict) {
				t.Errorf("%s to %s: %v, want a Wrong that is a conflict", from, to, err)
			}
			if len(w.Possible) != len(lifeCycle[from]) {
				t.Errorf("%s to %s: possible %v, want %v", from, to, w.Possible, lifeCycle[from])
			}
		}
	}
}

func TestEveryStateComesToAnEnd(t *testing.T) {
	for _, s := range States() {
		seen := map[State]bool{}
		todo := []State{s}
		for len(todo) > 0 {
			at := todo[0]
			todo = todo[1:]
			if !seen[at] {
				seen[at] = true
				todo = append(todo, lifeCycle[at]...)
			}
		}
		if !seen[Ended] && !seen[Rejected] {
			t.Errorf("from %s no path leads to an end", s)
		}
		if seen[s] && slices.Contains(lifeCycle[s], s) {
			t.Errorf("%s leads to itself: the days on the row would be overwritten", s)
		}
	}
}

// The row keeps one day per state, so no state may be reached twice.
func TestNoStateComesBack(t *testing.T) {
	order := States()
	for from, list := range lifeCycle {
		for _, to := range list {
			if slices.Index(order, to) <= slices.Index(order, from) {
				t.Errorf("%s to %s goes back", from, to)
			}
		}
	}
}

func TestDaysUntil(t *testing.T) {
	d := Days{Registered: "2023-01-10", Approved: "2023-02-01", Running: "2023-02-01", Recognised: "2023-11-20", Ended: "2024-05-31"}
	for _, c := range []struct {
		on   kheo.Date
		want State
	}{
		{"2023-01-09", ""}, {"2023-01-10", Registered}, {"2023-02-01", Running}, {"2023-11-20", Recognised},
		{"2024-05-30", Recognised}, {"2024-05-31", Ended}, {"", Ended},
	} {
		if got := d.until(c.on).state(); got != c.want {
			t.Errorf("on %q: state %q, want %q", c.on, got, c.want)
		}
	}
}

func TestAlive(t *testing.T) {
	for _, c := range []struct {
		recognised, stopped, on kheo.Date
		want                    Verdict
	}{
		{"", "", "2025-01-01", No},
		{"2023-11-20", "", "2023-12-01", TooEarly},
		{"2023-11-20", "", "2024-11-19", TooEarly},
		{"2023-11-20", "", "2024-11-20", Yes},
		{"2023-11-20", "2024-11-19", "2024-12-01", No},
		{"2023-11-20", "2024-11-20", "2024-12-01", Yes},
		{"2023-11-20", "2024-03-01", "2024-04-01", No},
	} {
		m := Model{Days: Days{Running: "2023-02-01", Recognised: c.recognised, Ended: c.stopped}, Began: "2023-02-01", Stopped: c.stopped}
		if got := m.Alive(c.on); got != c.want {
			t.Errorf("recognised %q, stopped %q, on %s: %v, want %v", c.recognised, c.stopped, c.on, got, c.want)
		}
	}
}

func TestRan(t *testing.T) {
	year := kheo.YearSpan(2023)
	for _, c := range []struct {
		began, stopped kheo.Date
		want           bool
	}{
		{"", "", false},
		{"2023-12-31", "", true},
		{"2024-01-01", "", false},
		{"2021-05-01", "2023-01-01", true},
		{"2021-05-01", "2022-12-31", false},
		{"2021-05-01", "", true},
	} {
		if got := (Model{Began: c.began, Stopped: c.stopped}).Ran(year); got != c.want {
			t.Errorf("began %q, stopped %q: ran in 2023 = %v, want %v", c.began, c.stopped, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range [][2]string{
		{"Nét đẹp đường quê", "net dep duong que"},
		{"  Tự quản Tuyến đường sáng - xanh - sạch - đẹp ", "tu quan tuyen duong sang xanh sach dep"},
		{"ne\u0301t đẹp ĐƯỜNG quê", "net dep duong que"},
	} {
		if got := fold(c[0]); got != c[1] {
			t.Errorf("fold(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestNineBoxesAreMandatory(t *testing.T) {
	if n := len(BoxNames()); n != 9 {
		t.Fatalf("%d boxes, want 9", n)
	}
	full := sample("Nét đẹp đường quê", "2023-02-01")
	if err := full.Check(); err != nil {
		t.Fatalf("a full form: %v", err)
	}
	for _, name := range BoxNames() {
		n := full
		n.Boxes.Set(name, "")
		var f kheo.Faults
		if err := n.Check(); !errors.As(err, &f) {
			t.Errorf("without %s: %v, want faults", name, err)
			continue
		}
		if _, ok := f.On(name); !ok || len(f) != 1 {
			t.Errorf("without %s: faults %v, want one on that field", name, f)
		}
	}
}

func sample(name string, day kheo.Date) New {
	n := New{Field: Culture, Collective: true, Level: Hamlet, Programmes: []string{NTM}, Unit: "u1", Body: "b1", Groups: 3, Day: day}
	for _, b := range BoxNames() {
		n.Boxes.Set(b, "Đã ghi ô "+b+".")
	}
	n.Name = name
	return n
}
