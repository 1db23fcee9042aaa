package desk_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/matter"
)

// BenchmarkMillion reads desks of the office that BenchmarkPlant of package site
// filled in KHEO_BENCH_DIR, and reports how long they take. Nothing fails for
// being slow.
func BenchmarkMillion(b *testing.B) {
	dir := os.Getenv("KHEO_BENCH_DIR")
	if dir == "" {
		b.Skip("KHEO_BENCH_DIR names no filled folder")
	}
	d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(dir, "kheo.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	type load struct {
		Body, Parent kheo.UnitID
		N            int
	}
	read := func(f func(ctx context.Context, tx *db.Tx) error) {
		if err := d.Read(b.Context(), f); err != nil {
			b.Fatal(err)
		}
	}
	var loads []load
	day := kheo.Date("2026-11-23")
	read(func(ctx context.Context, tx *db.Tx) (err error) {
		loads, err = db.All(ctx, tx, func(l *load) []any { return []any{&l.Body, &l.Parent, &l.N} }, `
			select m.holder, u.parent, count(*) from matter_matter m join unit_body u on u.id = m.holder
			where m.clock <> 'ended' and (u.to_day = '' or u.to_day >= $1) group by m.holder, u.parent order by count(*) desc`, string(day))
		return err
	})
	if len(loads) == 0 {
		b.Fatal("nothing is open")
	}
	some := loads[min(len(loads)-1, slices.IndexFunc(append(loads, load{}), func(l load) bool { return l.N < 500 }))]
	who := func(body kheo.UnitID, rights ...kheo.Right) kheo.Caller {
		return kheo.Caller{Person: "bench", At: day.Time().Add(10 * time.Hour), Grants: []kheo.Grant{{Role: "officer", Unit: body, Rights: rights}}}
	}
	lead := []kheo.Right{matter.MayTake, matter.MaySort, matter.MayLead, matter.MayChoose}
	for _, c := range []struct {
		name string
		who  kheo.Caller
		part desk.Part
		open int
	}{
		{"some hundred", who(some.Body, matter.MayTake, matter.MaySort), desk.Part{}, some.N},
		{"late of some hundred", who(some.Body, matter.MayTake, matter.MaySort), desk.Part{Tab: desk.TabLate}, some.N},
		{"searched, some hundred", who(some.Body, matter.MayTake, matter.MaySort), desk.Part{Words: "khong co chu nay"}, some.N},
		{"the most", who(loads[0].Body, lead...), desk.Part{}, loads[0].N},
		{"searched, the most", who(loads[0].Body, lead...), desk.Part{Words: "khong co chu nay"}, loads[0].N},
		{"a parent", who(some.Parent, lead...), desk.Part{}, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			shown := 0
			for b.Loop() {
				start := time.Now()
				read(func(ctx context.Context, tx *db.Tx) error {
					p, err := desk.Read(ctx, tx, c.who, c.part)
					shown = len(p.Tasks)
					return err
				})
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(c.open), "open")
			b.ReportMetric(float64(shown), "shown")
		})
	}
}
