package kheo_test

import (
	"errors"
	"fmt"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kheo"
)

func TestARightHoldsInItsUnitAndAnOfficeWideOneEverywhere(t *testing.T) {
	who := kheo.Caller{Grants: []kheo.Grant{
		{Role: "host", Unit: "a", Rights: []kheo.Right{"fill"}},
		{Role: "admin", Rights: []kheo.Right{"edit"}},
	}}
	for _, c := range []struct {
		right kheo.Right
		unit  kheo.UnitID
		want  bool
	}{
		{"fill", "a", true}, {"fill", "b", false}, {"fill", "", false},
		{"edit", "a", true}, {"edit", "", true}, {"other", "a", false},
	} {
		if got := who.Can(c.right, c.unit); got != c.want {
			t.Errorf("Can(%s, %q) = %v, want %v", c.right, c.unit, got, c.want)
		}
		if err := who.May(c.right, c.unit); errors.Is(err, kheo.ErrForbidden) == c.want {
			t.Errorf("May(%s, %q) = %v", c.right, c.unit, err)
		}
	}
}

func TestDays(t *testing.T) {
	for in, ok := range map[string]bool{"2023-12-01": true, "2024-02-29": true, "2023-02-29": false, "2023-13-01": false,
		"": false, "01/12/2023": false, "2023-12-1": false, "0001-01-01": false, "2023-12-01 ": false} {
		if _, err := kheo.ParseDate(in); (err == nil) != ok {
			t.Errorf("ParseDate(%q) = %v, want good %v", in, err, ok)
		}
	}
	// Half past five in the afternoon UTC is already the next day in the office.
	if got := kheo.DateOf(time.Date(2023, 11, 30, 17, 30, 0, 0, time.UTC)); got != "2023-12-01" {
		t.Errorf("DateOf = %s", got)
	}
}

func TestAddingDaysAndTakingThemAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := kheo.Day(rapid.IntRange(1900, 2100).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		e := d.Add(n)
		if e.Add(-n) != d || e.Sub(d) != n {
			t.Fatalf("%s and %d days is %s, back %s, apart %d", d, n, e, e.Add(-n), e.Sub(d))
		}
		if (n > 0) != (e > d) {
			t.Fatalf("%s and %d days is %s: days do not compare as text", d, n, e)
		}
	})
}

func TestASpanHoldsItsEnds(t *testing.T) {
	year := kheo.YearSpan(2023)
	for on, want := range map[kheo.Date]bool{"2022-12-31": false, "2023-01-01": true, "2023-12-31": true, "2024-01-01": false} {
		if year.Holds(on) != want {
			t.Errorf("2023 holds %s: %v", on, !want)
		}
	}
	if !(kheo.Span{}).Holds("2023-01-01") || !(kheo.Span{From: "2020-01-01"}).Holds("2999-01-01") {
		t.Error("a span without an end has ended")
	}
}

func TestIDsSortByTheirMillisecondAndDiffer(t *testing.T) {
	at := time.Date(2023, 12, 1, 9, 0, 0, 0, time.UTC)
	var ids []string
	for i := range 200 {
		ids = append(ids, kheo.NewID(at.Add(time.Duration(i)*time.Millisecond)))
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("ids do not sort by time")
	}
	seen := map[string]bool{}
	for range 200 {
		id := kheo.NewID(at)
		if !kheo.IsID(id) || id[14] != '7' || seen[id] {
			t.Fatalf("bad or repeated id %q", id)
		}
		seen[id] = true
	}
	for _, bad := range []string{"", "x", "018C24D5-1234-7abc-8def-0123456789ab", "018c24d5-1234-7abc-8def-0123456789a", "018c24d5_1234-7abc-8def-0123456789ab"} {
		if kheo.IsID(bad) {
			t.Errorf("%q is taken for an id", bad)
		}
	}
}

func TestFaultsAndWrongMovesAreErrorsOfTheirKind(t *testing.T) {
	var f kheo.Faults
	if f.Err() != nil {
		t.Error("no faults is an error")
	}
	f.Need(true, "a", "k")
	f.Need(false, "b", "k.b", "n", 3)
	if x, ok := f.On("b"); !ok || x.Key != "k.b" || len(f) != 1 {
		t.Errorf("faults = %v", f)
	}
	var got kheo.Faults
	if err := fmt.Errorf("form: %w", f.Err()); !errors.As(err, &got) {
		t.Error("faults are lost when wrapped")
	}
	if err := fmt.Errorf("move: %w", kheo.Wrong{From: "a", To: "b", Possible: []string{"c"}}); !errors.Is(err, kheo.ErrConflict) {
		t.Error("a wrong move is no conflict")
	}
}
