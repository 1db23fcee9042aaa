package ledger

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/job"
)

// BenchmarkSequence is numbering and hashing, a leaf an operation.
func BenchmarkSequence(b *testing.B) {
	l := benchLog(b)
	const crowd = 200
	for i := 0; i < b.N; i += crowd {
		err := l.db.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			for j := range min(crowd, b.N-i) {
				if _, err := Append(ctx, tx, kheo.Caller{At: time.Now()}, Entry{Kind: "bench.done", Subject: fmt.Sprint(i + j)}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	longest := time.Duration(0)
	for done := 0; done < b.N; {
		began := time.Now()
		n, err := l.Sequence(b.Context(), time.Now())
		if err != nil {
			b.Fatal(err)
		}
		longest = max(longest, time.Since(began))
		done += n
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
}

// BenchmarkAppend is 64 writers of one leaf each, the sequencer beside them.
func BenchmarkAppend(b *testing.B) {
	l := benchLog(b)
	ctx, stop := context.WithCancel(b.Context())
	var jobs, writers sync.WaitGroup
	jobs.Go(func() { job.NewRunner(l.db, slog.New(slog.DiscardHandler)).Run(ctx, l.Job(time.Now)) })
	var mu sync.Mutex
	var all []time.Duration
	b.ResetTimer()
	for w := range 64 {
		writers.Go(func() {
			var mine []time.Duration
			for i := w; i < b.N; i += 64 {
				began := time.Now()
				err := l.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
					_, err := Append(ctx, tx, kheo.Caller{At: time.Now()}, Entry{Kind: "bench.done", Subject: fmt.Sprint(i)})
					return err
				})
				if err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	writers.Wait()
	b.StopTimer()
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "longest-ms")
	var size int64
	l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		h, err := findHead(ctx, tx)
		size = h.size
		return err
	})
	b.ReportMetric(float64(int64(b.N)-size), "behind")
	stop()
	jobs.Wait()
}

func benchLog(b *testing.B) *Log {
	dir := b.TempDir()
	d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(dir, "kheo.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	if err := db.Migrate(b.Context(), d, []db.Schema{Schema(), job.Schema()}); err != nil {
		b.Fatal(err)
	}
	l, err := OpenLog(d, dir, "kheo.example.vn/bench")
	if err != nil {
		b.Fatal(err)
	}
	return l
}
