package unit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kheo/internal/text"
	"kheo/unit"
)

// Figures go to docs/bench.md; nothing is asserted about time.
func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		if _, err := unit.Decoded(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnitAsOf(b *testing.B) {
	bk := book(b)
	all, err := bk.List(unit.Query{On: "2025-06-30", Limit: 20000})
	if err != nil {
		b.Fatal(err)
	}
	quantiles(b, len(all.Units), func(i int) {
		id := all.Units[i].ID
		if _, err := bk.Unit(id, "2025-06-30"); err != nil {
			b.Fatal(err)
		}
		bk.Children(id, "2025-06-30")
		bk.Address(id, "2025-06-30")
	})
}

// Queries of every kind: whole addresses with and without tones, bare names,
// begun names, wrong names.
func BenchmarkFind(b *testing.B) {
	bk := book(b)
	all, err := bk.List(unit.Query{On: "2025-06-30", Level: unit.Commune, Limit: 20000})
	if err != nil {
		b.Fatal(err)
	}
	kinds := []struct {
		name string
		of   func(u unit.Unit, address string) string
	}{
		{"address", func(u unit.Unit, a string) string { return a }},
		{"address-plain", func(u unit.Unit, a string) string { return text.Fold(a) }},
		{"name-plain", func(u unit.Unit, a string) string { return text.Fold(u.Short) }},
		{"begun", func(u unit.Unit, a string) string { s := text.Fold(u.Short); return s[:min(2, len(s))] }},
		{"slip", func(u unit.Unit, a string) string { return text.Fold(u.Short) + "w " + "xyz" }},
		{"hamlet-first", func(u unit.Unit, a string) string { return "số 5 ấp Đông Nhất, " + a }},
		{"long-nonsense", func(u unit.Unit, a string) string { return strings.Repeat(text.Fold(u.Short)+" ", 20) }},
	}
	for _, k := range kinds {
		b.Run(k.name, func(b *testing.B) {
			quantiles(b, len(all.Units), func(i int) {
				u := all.Units[i*7919%len(all.Units)]
				bk.Find(k.of(u, bk.Address(u.ID, "2025-06-30")), "", 20)
			})
		})
	}
}

func quantiles(b *testing.B, n int, f func(i int)) {
	var took []time.Duration
	i := 0
	for b.Loop() {
		at := time.Now()
		f(i % n)
		took = append(took, time.Since(at))
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-µs")
}
