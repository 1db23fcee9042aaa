package concern_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/seal"
	"kheo/matter"
	"kheo/unit"
)

// What docs/bench.md reports. Nothing here fails for being slow.

// openBench is a world on a file of its own; KHEO_BENCH_DIR names a folder to
// keep it in between runs. The vault's key is kept with it.
func openBench(b *testing.B, name string) *world {
	b.Helper()
	dir := b.TempDir()
	if keep := os.Getenv("KHEO_BENCH_DIR"); keep != "" {
		dir = filepath.Join(keep, name)
		if err := os.MkdirAll(dir, 0o750); err != nil {
			b.Fatal(err)
		}
	}
	d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(dir, "kheo.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	if err := db.Migrate(b.Context(), d, schemas()); err != nil {
		b.Fatal(err)
	}
	w := newWorld(b, d)
	w.desk.Office = w.canDuoc.Parent
	if w.desk.Vault, err = seal.Open(dir); err != nil {
		b.Fatal(err)
	}
	return w
}

// fill writes n concerns of three years over the communes of the province, by
// plain inserts with the indexes made afterwards.
func (w *world) fill(n int) {
	w.Helper()
	if w.count("concern_concern") >= int64(n) {
		return
	}
	indexes := w.dropIndexes()
	places := slices.DeleteFunc(w.book.Children(w.canDuoc.Parent, today), func(u unit.Unit) bool { return u.Lat == 0 })
	texts := benchTexts(w)
	r := rand.New(rand.NewPCG(3, 4))
	start := at(today, 0).AddDate(-3, 0, 0)
	step := at(today, 0).Sub(start) / time.Duration(n)
	for from := 0; from < n; from += 10_000 {
		w.write(func(ctx context.Context, tx *db.Tx) error {
			for i := from; i < min(from+10_000, n); i++ {
				opened := start.Add(step * time.Duration(i))
				if err := w.plant(ctx, tx, r, opened, i, places[r.IntN(len(places))], texts[r.IntN(len(texts))]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, text := range append(indexes, "analyze") {
		w.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, text)
			return err
		})
	}
}

func (w *world) dropIndexes() (texts []string) {
	type index struct{ name, sql string }
	w.write(func(ctx context.Context, tx *db.Tx) error {
		list, err := db.All(ctx, tx, func(i *index) []any { return []any{&i.name, &i.sql} },
			`select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name = 'matter_matter'`)
		for _, i := range list {
			texts = append(texts, i.sql)
			if _, err := tx.Exec(ctx, "drop index "+i.name); err != nil {
				return err
			}
		}
		return err
	})
	return texts
}

func benchTexts(w *world) []string {
	body, err := os.ReadFile("testdata/pairs.tsv")
	if err != nil {
		w.Fatal(err)
	}
	var texts []string
	for line := range strings.Lines(string(body)) {
		texts = append(texts, strings.Split(strings.TrimSpace(line), "\t")[1:]...)
	}
	return texts[2:]
}

var benchTopics = []string{"drainage", "flooding", "road", "streetlight", "rubbish", "noise", "bridge", "tapwater", "procedure", "school", "other"}

// plant writes one concern: of the last 45 days most are open, of older ones few.
func (w *world) plant(ctx context.Context, tx *db.Tx, r *rand.Rand, opened time.Time, i int, place unit.Unit, words string) error {
	id := kheo.NewID(opened)
	state, clock := "confirmed", "ended"
	if age := at(today, 0).Sub(opened); age < 45*24*time.Hour && r.IntN(10) < 8 || r.IntN(50) == 0 {
		state, clock = "in_hand", "runs"
	}
	hamlet := fmt.Sprintf("Ấp %d", 1+r.IntN(8))
	lat, lon := place.Lat+r.NormFloat64()*0.01, place.Lon+r.NormFloat64()*0.01
	cell := concern.CellOf(place.ID, hamlet, true, lat, lon)
	code := fmt.Sprintf("PB-%07d", i)
	_, err := tx.Exec(ctx, `
		insert into matter_matter (id, code, kind, title, body, owed_to, territory, due, opened, state, holder, moved, moves,
			clock, category, hamlet, spot, lat, lon, cell, rule, counted)
		values ($1, $2, 'concern', '', '', '', $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, true, $12, $13, $14, 'concern.answer.ordinary', $15)`,
		id, code, string(place.ID), string(kheo.DateOf(opened).Add(14)), opened.UnixMicro(), state, string(w.economy), opened.UnixMicro(),
		clock, benchTopics[r.IntN(len(benchTopics))], hamlet, lat, lon, cell, string(kheo.DateOf(opened)))
	if err != nil {
		return err
	}
	sealed, err := w.desk.Vault.Seal("concern_concern/"+id+"/words", words)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into concern_concern (id, code, sent, at, words, channel, call_back, photos)
		values ($1, $2, '', $3, $4, 'web', false, 0)`, id, code, opened.UnixMicro(), sealed)
	return err
}

// spent is the processor's time of this process: on a busy machine it tells
// more than the clock.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// timed runs f and tells the middle and the slowest hundredth by the clock, and
// the processor's time of one.
func timed(b *testing.B, f func(i int)) {
	b.Helper()
	var took []time.Duration
	cpu := spent()
	defer func() { b.ReportMetric(float64((spent()-cpu).Microseconds())/1000/float64(b.N), "cpu-ms") }()
	for i := 0; b.Loop(); i++ {
		at := time.Now()
		f(i)
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	ms := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
}

func BenchmarkMillion(b *testing.B) {
	w := openBench(b, "million")
	w.fill(1_000_000)
	places := slices.DeleteFunc(w.book.Children(w.canDuoc.Parent, today), func(u unit.Unit) bool { return u.Lat == 0 })
	texts := benchTexts(w)
	who := somebody(0)
	b.Run("similar", func(b *testing.B) {
		found := 0
		timed(b, func(i int) {
			p := places[i%len(places)]
			a := concern.About{Words: texts[i*7%len(texts)], Category: benchTopics[i%len(benchTopics)], Territory: p.ID,
				Hamlet: "ấp 3", Spot: i%2 == 0, Lat: p.Lat, Lon: p.Lon}
			w.read(func(ctx context.Context, tx *db.Tx) error {
				likes, err := w.desk.Similar(ctx, tx, who, a, 5)
				found += len(likes)
				return err
			})
		})
		b.ReportMetric(float64(found)/float64(b.N), "found")
	})
	for _, c := range []struct {
		name string
		f    func(i int) concern.Filter
	}{
		{"newest", func(int) concern.Filter { return concern.Filter{} }},
		{"open", func(int) concern.Filter { return concern.Filter{State: concern.Open} }},
		{"late", func(int) concern.Filter { return concern.Filter{State: concern.Late} }},
		{"commune", func(i int) concern.Filter { return concern.Filter{Territory: []kheo.UnitID{places[i%len(places)].ID}} }},
		{"province", func(int) concern.Filter { return concern.Filter{Territory: []kheo.UnitID{w.canDuoc.Parent}} }},
		{"topic", func(i int) concern.Filter { return concern.Filter{Category: benchTopics[i%len(benchTopics)]} }},
		{"branch", func(i int) concern.Filter { return concern.Filter{Category: "water"} }},
		{"topic in a commune, open", func(i int) concern.Filter {
			return concern.Filter{Category: "noise", State: concern.Open, Territory: []kheo.UnitID{places[i%len(places)].ID}}
		}},
		{"deep page", func(int) concern.Filter { return concern.Filter{After: "PB-0300000"} }},
		{"updated", func(int) concern.Filter { return concern.Filter{Updated: at(today.Add(-2), 0)} }},
		{"rare state", func(int) concern.Filter { return concern.Filter{State: string(matter.Refused)} }},
	} {
		b.Run(c.name, func(b *testing.B) {
			timed(b, func(i int) {
				w.read(func(ctx context.Context, tx *db.Tx) error {
					_, err := w.desk.List(ctx, tx, who, c.f(i))
					return err
				})
			})
		})
	}
	b.Run("day counts, 60 days", func(b *testing.B) {
		timed(b, func(int) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				_, err := concern.DayCounts(ctx, tx, today.Add(-60), today)
				return err
			})
		})
	})
}

// BenchmarkFile is the whole use case, prepared and written, by 64 at once.
func BenchmarkFile(b *testing.B) {
	for _, senders := range []int{1, 64} {
		b.Run(fmt.Sprintf("%d senders", senders), func(b *testing.B) {
			w := openBench(b, b.Name()+kheo.NewID(time.Now()))
			b.SetParallelism(senders / 2)
			var n atomic.Int64
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					x := w.blocked()
					x.Client = kheo.NewID(at(today, 8).Add(time.Duration(n.Add(1)) * time.Millisecond))
					if _, err := w.send(somebody(time.Minute), x); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "filings/s")
		})
	}
}
