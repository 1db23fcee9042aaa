package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func insert(id string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, id, 1)
		return err
	}
}

// crowd runs f n times at once and returns what each came to.
func crowd(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errs
}

// Writes that share a commit keep their own errors: a third fail of their own
// accord, a third break a rule of the table, a third stand.
func TestEachWriteOfABatchHasItsOwnOutcome(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		if err := d.Write(t.Context(), insert("taken")); err != nil {
			t.Fatal(err)
		}
		const n = 90
		errs := crowd(n, func(i int) error {
			return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := insert(fmt.Sprint("row ", i))(ctx, tx); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return boom
				case 2:
					return insert("taken")(ctx, tx)
				}
				return nil
			})
		})
		for i, err := range errs {
			switch {
			case i%3 == 0 && err != nil:
				t.Errorf("write %d: %v", i, err)
			case i%3 == 1 && !errors.Is(err, boom):
				t.Errorf("write %d: %v, want its own error", i, err)
			case i%3 == 2 && (err == nil || errors.Is(err, boom)):
				t.Errorf("write %d: %v, want what the table refused", i, err)
			}
		}
		if got := count(t, d); got != n/3+1 {
			t.Errorf("%d rows stand, want %d", got, n/3+1)
		}
	})
}

// A request that ends, a panic and a goroutine that ends undo their own write
// and no other.
func TestWhoeverLeavesTakesNobodyAlong(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		const n = 60
		var panics atomic.Int64
		errs := crowd(n, func(i int) (err error) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			defer func() {
				if recover() != nil {
					panics.Add(1)
					err = errors.New("panicked")
				}
			}()
			return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := insert(fmt.Sprint("row ", i))(ctx, tx); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					cancel()
				case 2:
					panic("mine alone")
				}
				return nil
			})
		})
		for i, err := range errs {
			if (i%3 == 0) != (err == nil) {
				t.Errorf("write %d: %v", i, err)
			}
		}
		if panics.Load() != n/3 {
			t.Errorf("%d panics reached their callers, want %d", panics.Load(), n/3)
		}
		if got := count(t, d); got != n/3 {
			t.Errorf("%d rows stand, want %d", got, n/3)
		}
	})
}

// What is acknowledged is committed: another connection sees it at once.
func TestNobodyIsAnsweredBeforeTheCommit(t *testing.T) {
	for _, dsn := range dbtest.Addresses(t) {
		d, err := db.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
			t.Fatal(err)
		}
		other, err := db.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		for _, err := range crowd(64, func(i int) error {
			id := fmt.Sprint("row ", i)
			if err := d.Write(t.Context(), insert(id)); err != nil {
				return err
			}
			return other.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := db.One(ctx, tx, db.Value[int64], `select n from try_thing where id = $1`, id)
				return err
			})
		}) {
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// A file that may not grow ends the shared transaction: each write is tried
// alone, what fits stands, what does not says so, and nothing is there twice.
func TestWhenTheEngineEndsTheBatch(t *testing.T) {
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "full.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `pragma max_page_count = 60`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	long := make([]byte, 20_000)
	for i := range long {
		long[i] = 'x'
	}
	full := 0
	for i, err := range crowd(80, func(i int) error {
		id := fmt.Sprint("row ", i)
		if i%2 == 1 {
			id += string(long)
		}
		return d.Write(t.Context(), insert(id))
	}) {
		if err != nil {
			full++
			if i%2 == 0 {
				t.Logf("a small write failed too: %v", err)
			}
		}
	}
	if full == 0 {
		t.Fatal("the file never filled")
	}
	if got := count(t, d); got != int64(80-full) {
		t.Errorf("%d rows stand, %d were acknowledged", got, 80-full)
	}
}

func TestPastCapacityIsRefusedAtOnce(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		inside, leave := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				close(inside)
				<-leave
				return nil
			})
		})
		<-inside
		var refused, stood atomic.Int64
		var others sync.WaitGroup
		for i := range 700 {
			others.Go(func() {
				err := d.Write(t.Context(), insert(fmt.Sprint("row ", i)))
				switch {
				case errors.Is(err, db.ErrBusy):
					if refused.Add(1) == 100 {
						close(leave)
					}
				case err == nil:
					stood.Add(1)
				}
			})
		}
		others.Wait()
		wg.Wait()
		if refused.Load() < 100 {
			t.Errorf("%d were told to come again, want the hundred past capacity at least", refused.Load())
		}
		if got := count(t, d); got != stood.Load() {
			t.Errorf("%d rows stand, %d were acknowledged", got, stood.Load())
		}
	})
}

func TestClosedDatabasesSaySo(t *testing.T) {
	for _, dsn := range dbtest.Addresses(t) {
		d, err := db.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), insert("late")); err == nil {
			t.Error("a write after the end went through")
		}
		if err := d.Ping(t.Context()); err == nil {
			t.Error("a read after the end went through")
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			d, err := db.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "bench.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer d.Close()
			if err := db.Migrate(b.Context(), d, schema(table)); err != nil {
				b.Fatal(err)
			}
			var n atomic.Int64
			b.ResetTimer()
			errs := crowd(clients, func(int) error {
				for {
					i := n.Add(1)
					if i > int64(b.N) {
						return nil
					}
					if err := d.Write(b.Context(), insert(fmt.Sprint(i))); err != nil {
						return err
					}
				}
			})
			if err := errors.Join(errs...); err != nil {
				b.Fatal(err)
			}
		})
	}
}
