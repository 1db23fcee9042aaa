package rising

import (
	"strings"
	"testing"

	"kheo"
	"kheo/lang"
)

// burst is a year of a concern a week at each of ten places, and ten more at
// the first in each of the weeks that end on the days given.
func burst(days ...kheo.Date) (counts []Count, first, last kheo.Date) {
	first, last = "2024-01-01", "2025-12-31"
	for i := range last.Sub(first) + 1 {
		counts = append(counts, Count{"rac", string(rune('A' + i%10)), first.Add(i), 1})
	}
	for _, d := range days {
		for i := range 10 {
			counts = append(counts, Count{"rac", "A", d.Add(-i % 6), 1})
		}
	}
	return counts, first, last
}

func TestTimes(t *testing.T) {
	a := Cell{"rac", "A"}
	for _, c := range []struct {
		days []kheo.Date
		want int
	}{
		{nil, 0},
		{[]kheo.Date{"2025-12-10"}, 1},
		{[]kheo.Date{"2025-12-03", "2025-12-10"}, 1}, // it goes on
		{[]kheo.Date{"2025-03-05", "2025-12-10"}, 2},
		{[]kheo.Date{"2024-09-04", "2025-03-05", "2025-12-10"}, 3},
	} {
		w := NewWatch(burst(c.days...))
		if got := w.Times(a, "2025-12-10"); got != c.want {
			t.Errorf("%v: %d times, not %d", c.days, got, c.want)
		}
	}
}

func TestNothingBelowFiveIsShown(t *testing.T) {
	counts, first, last := burst("2025-12-10")
	w := NewWatch(counts, first, last)
	seen := false
	for _, week := range w.Weeks(Cell{"rac", "A"}, "2025-12-10", 12) {
		if week.N > 0 && week.N < Least {
			t.Errorf("%d in the week to %s", week.N, week.To)
		}
		seen = seen || week.N >= Least
	}
	if !seen {
		t.Error("the burst is not in the weeks")
	}
	for day := first; day <= last; day = day.Add(1) {
		for _, r := range w.On(day) {
			if r.N < Least {
				t.Errorf("%+v", r)
			}
		}
	}
	for _, n := range []struct {
		n, shown int
		ok       bool
	}{{0, 0, true}, {1, 0, false}, {4, 0, false}, {5, 5, true}} {
		if got, ok := Shown(n.n); got != n.shown || ok != n.ok {
			t.Errorf("%d is shown as %d, %v", n.n, got, ok)
		}
	}
	four := []Case{{Cell: Cell{"rac", "A"}, Raised: "2025-12-01", N: 1}, {Cell: Cell{"rac", "A"}, Raised: "2025-12-02", N: 1}, {Cell: Cell{"rac", "A"}, Raised: "2025-12-03", N: 1}, {Cell: Cell{"rac", "A"}, Raised: "2025-12-04", N: 1}}
	if got := Waits(four, "2025-12-10"); len(got) > 0 {
		t.Errorf("four who wait are shown: %+v", got)
	}
}

func TestWaits(t *testing.T) {
	one := func(topic string, raised, decided kheo.Date) Case {
		return Case{Cell{topic, "A"}, raised, decided, 1}
	}
	cases := []Case{one("rac", "2025-01-05", "2025-01-09")} // another run, long ago
	for _, d := range []kheo.Date{"2025-11-01", "2025-11-20", "2025-12-01", "2025-12-02", "2025-12-03"} {
		cases = append(cases, one("rac", d, ""), one("den", d, ""))
	}
	cases = append(cases, one("den", "2025-12-01", "2025-12-06"), one("den", "2025-12-02", "2025-12-04"))
	got := Waits(cases, "2025-12-10")
	if len(got) != 2 || got[0].Topic != "rac" || got[0].Days("2025-12-10") != 39 || got[0].N != 5 ||
		got[1].Decided != "2025-12-04" || got[1].Days("2025-12-10") != 33 || got[1].N != 7 {
		t.Errorf("%+v", got)
	}
}

func TestDigestInBothLanguages(t *testing.T) {
	counts, first, last := burst("2025-03-05", "2025-12-10")
	w := NewWatch(counts, first, last)
	var cases []Case
	for i := range 6 {
		cases = append(cases, Case{Cell{"rac", "A"}, kheo.Date("2025-12-02").Add(i), "", 1})
	}
	d := w.Week(cases, "2025-12-10")
	names := func(c Cell) (string, string) { return "Rác", "ấp " + c.Place }
	vi, en := d.Text(lang.VI, names), d.Text(lang.EN, names)
	for _, want := range []string{"Rác ở ấp A: 10 phản ánh", "Lần thứ 2 trong hai năm", "6 phản ánh, đã 8 ngày kể từ lần đầu (02/12/2025)", "không nêu số dưới 5"} {
		if !strings.Contains(vi, want) {
			t.Errorf("%q is not in\n%s", want, vi)
		}
	}
	for _, want := range []string{"Rác in ấp A: 10 concerns", "Time number 2 in two years", "no number below 5"} {
		if !strings.Contains(en, want) {
			t.Errorf("%q is not in\n%s", want, en)
		}
	}
	if calm := NewWatch(burst()).Week(nil, "2025-12-10").Text(lang.VI, names); !strings.Contains(calm, "không có loại việc nào") {
		t.Errorf("a calm week says\n%s", calm)
	}
}

func TestTheWeekEndsOnASundayBeforeToday(t *testing.T) {
	for _, c := range []struct{ on, want kheo.Date }{
		{"2026-11-23", "2026-11-22"}, {"2026-11-22", "2026-11-15"}, {"2026-11-28", "2026-11-22"},
	} {
		if got := LastSunday(c.on); got != c.want {
			t.Errorf("on %s the last whole week ends on %s, not %s", c.on, got, c.want)
		}
	}
}
