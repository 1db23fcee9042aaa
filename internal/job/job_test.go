package job

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func TestOneRunnerAtATimeAndTheNextTakesOver(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		var first, second atomic.Int64
		count := func(n *atomic.Int64) Job {
			return Job{Name: "count", Every: time.Millisecond, Run: func(context.Context) error { n.Add(1); return nil }}
		}
		ctx1, stop1 := context.WithCancel(t.Context())
		ctx2, stop2 := context.WithCancel(t.Context())
		var one, two sync.WaitGroup
		one.Go(func() { NewRunner(d, slog.New(slog.DiscardHandler)).Run(ctx1, count(&first)) })
		until(t, func() bool { return first.Load() > 3 })
		two.Go(func() { NewRunner(d, slog.New(slog.DiscardHandler)).Run(ctx2, count(&second)) })
		until(t, func() bool { return first.Load() > 30 })
		if second.Load() != 0 {
			t.Errorf("the second runner ran %d times while the first held the lease", second.Load())
		}
		stop1()
		one.Wait()
		until(t, func() bool { return second.Load() > 3 })
		stop2()
		two.Wait()
	})
}

func TestNextWait(t *testing.T) {
	boom := errors.New("boom")
	for _, c := range []struct {
		wait, every time.Duration
		err         error
		want        time.Duration
	}{
		{time.Second, time.Second, nil, time.Second},
		{8 * time.Second, time.Second, nil, time.Second},
		{time.Second, time.Second, boom, 2 * time.Second},
		{time.Millisecond, time.Millisecond, boom, 100 * time.Millisecond},
		{29 * time.Second, time.Second, boom, slowest},
	} {
		if got := next(c.wait, c.every, c.err); got != c.want {
			t.Errorf("next(%v, %v, %v) = %v, want %v", c.wait, c.every, c.err, got, c.want)
		}
	}
}

func until(t *testing.T, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("waited ten seconds in vain")
}
