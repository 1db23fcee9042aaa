package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kheo"
	"kheo/calendar"
	"kheo/law"
)

func TestTheBlocksOfTet(t *testing.T) {
	c := calendar.Compiled()
	for _, b := range []kheo.Span{
		{From: "2020-01-23", To: "2020-01-29"}, {From: "2021-02-10", To: "2021-02-16"},
		{From: "2022-01-31", To: "2022-02-04"}, {From: "2023-01-20", To: "2023-01-26"},
		{From: "2024-02-08", To: "2024-02-14"}, {From: "2025-01-27", To: "2025-01-31"},
		{From: "2026-02-16", To: "2026-02-20"}, {From: "2027-02-04", To: "2027-02-10"},
	} {
		for d := b.From; d <= b.To; d = d.Add(1) {
			if c.Working(d) {
				t.Errorf("%s: worked, but Tết is %s to %s", d, b.From, b.To)
			}
		}
	}
	for _, first := range []kheo.Date{"2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"} {
		if d, ok := c.Day(first); !ok || d.Kind != calendar.Tet || d.Name != "Tết Nguyên đán (Mùng 1 Tết)" {
			t.Errorf("%s: %+v, want the first day of Tết", first, d)
		}
	}
}

func TestDaysThatDifferFromTheirWeekday(t *testing.T) {
	c := calendar.Compiled()
	for _, x := range []struct {
		on   kheo.Date
		work bool
		why  string
	}{
		{"2024-04-29", false, "Monday swapped off"},
		{"2024-05-04", true, "the Saturday worked for it"},
		{"2024-05-11", false, "an ordinary Saturday"},
		{"2025-05-02", false, "Friday swapped off"},
		{"2025-04-26", true, "the Saturday worked for it"},
		{"2026-01-02", false, "Friday swapped off"},
		{"2026-01-10", true, "the Saturday worked for it"},
		{"2026-08-31", false, "Monday swapped off"},
		{"2026-08-22", true, "the Saturday worked for it"},
		{"2025-11-24", true, "no holiday yet"},
		{"2026-11-23", true, "the swap was not adopted"},
		{"2026-11-24", false, "Vietnamese Culture Day"},
		{"2027-11-24", false, "Vietnamese Culture Day"},
		{"2023-05-03", false, "in lieu of 30 April"},
		{"2020-09-03", true, "the former code had no adjacent day"},
		{"2021-09-03", false, "the adjacent day"},
		{"2023-12-01", true, "a Friday like any other"},
		{"2031-02-03", true, "a Monday of a year that is not listed"},
		{"2031-02-01", false, "a Saturday of a year that is not listed"},
	} {
		if got := c.Working(x.on); got != x.work {
			t.Errorf("%s, %s: Working = %v", x.on, x.why, got)
		}
	}
	for year, want := range map[int]bool{2019: false, 2020: true, 2023: true, 2027: true, 2028: false} {
		if c.Known(year) != want {
			t.Errorf("Known(%d) = %v", year, !want)
		}
	}
}

func TestCounting(t *testing.T) {
	c := calendar.Compiled()
	for _, x := range []struct {
		from kheo.Date
		n    int
		want kheo.Date
	}{
		{"2023-12-01", -5, "2023-11-24"}, // the self-report of the visit of 1 December
		{"2023-12-01", 1, "2023-12-04"},
		{"2023-12-01", 0, "2023-12-01"},
		{"2024-04-26", 1, "2024-05-02"}, // four days off, one of them swapped
		{"2024-05-03", 1, "2024-05-04"}, // which is the Saturday
		{"2024-02-07", 1, "2024-02-15"}, // over Tết
		{"2026-11-20", 2, "2026-11-25"}, // over 24 November
	} {
		if got := c.Add(x.from, x.n); got != x.want {
			t.Errorf("Add(%s, %d) = %s, want %s", x.from, x.n, got, x.want)
		}
		if got := c.Between(x.from, x.want); got != x.n {
			t.Errorf("Between(%s, %s) = %d, want %d", x.from, x.want, got, x.n)
		}
	}
	five := law.Rule{Value: 5, Unit: law.WorkingDay}
	if got := c.Before("2023-12-01", five); got != "2023-11-24" {
		t.Errorf("5 working days before 1 December 2023: %s", got)
	}
	if got := c.Due("2023-12-01", law.Rule{Value: 60, Unit: law.CivilDay}); got != "2024-01-30" {
		t.Errorf("60 days after 1 December 2023: %s", got)
	}
	if got := c.Add("2023-12-01", 1<<40); got > "2050" {
		t.Errorf("a count without measure ran to %s", got)
	}
}

func TestAddAndBetweenAreInverse(t *testing.T) {
	c := calendar.Compiled()
	rapid.Check(t, func(t *rapid.T) {
		d := kheo.Date("2019-06-01").Add(rapid.IntRange(0, 3600).Draw(t, "day"))
		n := rapid.IntRange(-300, 300).Draw(t, "n")
		to := c.Add(d, n)
		if got := c.Between(d, to); got != n {
			t.Fatalf("Between(%s, Add(%s, %d) = %s) = %d", d, d, n, to, got)
		}
		if n != 0 && !c.Working(to) {
			t.Fatalf("Add(%s, %d) = %s, a day off", d, n, to)
		}
		if c.Working(d) && c.Add(to, -n) != d {
			t.Fatalf("Add(Add(%s, %d), %d) = %s", d, n, -n, c.Add(to, -n))
		}
	})
}

func TestMonthStartsOnMondayAndHoldsEachDayOnce(t *testing.T) {
	c := calendar.Compiled()
	for year := 2020; year <= 2028; year++ {
		for m := time.January; m <= time.December; m++ {
			days := 0
			for _, week := range c.Month(year, m) {
				if len(week) != 7 || week[0].Date.Time().Weekday() != time.Monday {
					t.Fatalf("%d-%d: week %v", year, m, week)
				}
				for _, cell := range week {
					if cell.In {
						days++
					}
					if cell.Working != c.Working(cell.Date) {
						t.Errorf("%s: the grid and the calendar differ", cell.Date)
					}
				}
			}
			if want := time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day(); days != want {
				t.Errorf("%d-%d: %d days, want %d", year, m, days, want)
			}
		}
	}
}
