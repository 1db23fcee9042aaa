package unit_test

import (
	"errors"
	"testing"

	"kheo"
	"kheo/unit"
)

func book(t testing.TB) *unit.Book {
	t.Helper()
	b, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func code(t testing.TB, b *unit.Book, code string, level unit.Level, on kheo.Date) unit.Unit {
	t.Helper()
	u, err := b.ByCode(code, level, on)
	if err != nil {
		t.Fatalf("%s %s on %s: %v", level, code, on, err)
	}
	return u
}

func TestCounts(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		on    kheo.Date
		level unit.Level
		want  int
	}{
		{"2025-06-30", unit.Province, 63}, {"2025-06-30", unit.District, 696}, {"2025-06-30", unit.Commune, 10035},
		{"2025-07-01", unit.Province, 34}, {"2025-07-02", unit.Province, 34}, {"2025-07-02", unit.District, 0}, {"2025-07-02", unit.Commune, 3321},
		{"2026-11-22", unit.Province, 34}, {"2026-11-22", unit.Commune, 3321},
		{"2022-04-10", unit.Province, 63}, {"2022-04-10", unit.District, 705}, {"2022-04-10", unit.Commune, 10599},
	} {
		got, err := b.List(unit.Query{On: c.on, Level: c.level})
		if err != nil || got.Total != c.want {
			t.Errorf("%s on %s: %d, %v; want %d", c.level, c.on, got.Total, err, c.want)
		}
	}
	if _, err := b.List(unit.Query{On: "2022-04-09"}); !errors.Is(err, unit.ErrUnknownDay) || !errors.Is(err, kheo.ErrNotFound) {
		t.Errorf("before the first day: %v, want ErrUnknownDay", err)
	}
}
