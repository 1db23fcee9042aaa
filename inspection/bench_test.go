package inspection_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"kheo"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/unit"
)

// BenchmarkFigures pre-fills a self-report of a thousand boxes in an office of
// a hundred thousand records: models of five years over the communes of Long An,
// of which the host, Cần Đước, has 17; and every recorded figure of each commune.
// Where KHEO_BENCH_DIR names a folder SQLite's records stay in it: a second run
// tells what reading alone makes resident.
func BenchmarkFigures(b *testing.B) {
	book, err := unit.Compiled()
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			if engine == "postgres" && os.Getenv(dbtest.PostgresEnv) == "" {
				b.Skip(dbtest.PostgresEnv + " names no PostgreSQL")
			}
			address := dbtest.Address(b, engine)
			if dir := os.Getenv("KHEO_BENCH_DIR"); dir != "" && engine == "sqlite" {
				address = "sqlite:" + filepath.Join(dir, "figures.db")
			}
			d, err := db.Open(b.Context(), address)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { d.Close() })
			if err := db.Migrate(b.Context(), d, tables()); err != nil {
				b.Fatal(err)
			}
			w := &world{TB: b, d: d, book: book}
			w.district, w.provinceUnit = w.place("806", unit.District, "2023-12-01"), w.place("80", unit.Province, "2023-12-01")
			have := 0
			w.read(func(ctx context.Context, tx *db.Tx) (err error) {
				have, err = db.One(ctx, tx, db.Value[int], `select count(*) from model_model`)
				return err
			})
			if have == 0 {
				plantOffice(w)
			}
			prefill(b, w)
		})
	}
}

func prefill(b *testing.B, w *world) {
	const boxes = 1000
	i := inspection.Inspection{Host: w.district, Period: kheo.YearSpan(2023)}
	section := inspection.Section{ID: "s"}
	all := indicator.All()
	for n := range boxes {
		section.Boxes = append(section.Boxes, inspection.Box{ID: fmt.Sprint(n), Indicator: all[n%len(all)].ID})
	}
	i.Sections = []inspection.Section{section}
	counted := int64(0)
	debug.FreeOSMemory() // what the planting took
	b.ReportAllocs()
	for b.Loop() {
		w.read(func(ctx context.Context, tx *db.Tx) error {
			figures, err := inspection.Figures(ctx, tx, w.book, i, "2023-12-31")
			counted = figures["1"].Value
			return err
		})
	}
	if counted < manyModels/20 {
		b.Fatalf("the host runs %d models", counted)
	}
	b.ReportMetric(float64(resident())/(1<<20), "MB-resident")
	runtime.KeepAlive(w)
}

// manyModels are in the office.
const manyModels = 100_000

func plantOffice(w *world) {
	w.Helper()
	w.must(w.write(w.build))
	w.models(1)
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		var communes []unit.Unit
		for _, u := range w.book.Subtree(w.provinceUnit, "2023-12-01") {
			if c, err := w.book.Unit(u, "2023-12-01"); err == nil && c.Level == unit.Commune {
				communes = append(communes, c)
			}
		}
		return plantRecords(ctx, tx, communes, manyModels)
	}))
}

// plantRecords copies the one model there is to every commune, and gives every
// commune every recorded figure, without the life that makes them: only reading
// is measured.
func plantRecords(ctx context.Context, tx *db.Tx, communes []unit.Unit, models int) error {
	const columns = `name, folded, reason, aim, how, place, forces, resources, output, lasting, field, collective, level`
	for n := range models {
		year := 2019 + n%5
		_, err := tx.Exec(ctx, `insert into model_model (id, code, `+columns+`, unit, body, year, group_count, state, registered_on, approved_on, running_on, opened)
			select $1, $2, `+columns+`, $3, body, $4, 0, 'running', $5, $5, $5, opened from model_model where code = 'MH-23-0001'`,
			fmt.Sprintf("m%07d", n), fmt.Sprintf("ZZ-%07d", n), string(communes[n%len(communes)].ID), year, fmt.Sprintf("%d-03-01", year))
		if err != nil {
			return err
		}
	}
	for n, u := range communes {
		for _, d := range indicator.All() {
			if !d.Recorded {
				continue
			}
			_, err := tx.Exec(ctx, `insert into indicator_recorded (id, indicator, unit, from_day, to_day, version, value, evidence, why, body, at)
				values ($1, $2, $3, '2023-01-01', '2023-12-31', 1, $4, 'Sổ theo dõi', '', '', 1)`,
				d.ID+string(u.ID), d.ID, string(u.ID), n)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// resident is the memory the process holds, in bytes, by Linux.
func resident() (n int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			fmt.Sscan(rest, &n)
		}
	}
	return n << 10
}
