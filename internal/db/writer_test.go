package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func put(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, id, 1)
	return err
}

// hold occupies the writer until the function it gives is called.
func hold(t *testing.T, d *db.DB) (release func()) {
	t.Helper()
	in, out, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	var once sync.Once // its batch may be done again
	go func() {
		done <- d.Write(t.Context(), func(context.Context, *db.Tx) error {
			once.Do(func() { close(in) })
			<-out
			return nil
		})
	}()
	<-in
	return func() {
		close(out)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// together runs the closures so that they wait at the same time, in their
// order, and gives what each was answered.
func together(t *testing.T, d *db.DB, all ...func(context.Context, *db.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(all))
	release := hold(t, d)
	var wg sync.WaitGroup
	for i, f := range all {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			errs[i] = errors.New("its goroutine ended")
			errs[i] = d.Write(t.Context(), f)
		})
		for d.Waiting() < int64(i+1) {
			runtime.Gosched()
		}
	}
	release()
	wg.Wait()
	return errs
}

func ids(t *testing.T, d *db.DB) string {
	t.Helper()
	var all []string
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		all, err = db.All(ctx, tx, db.Value[string], `select id from try_thing order by id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func lite(t *testing.T) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dbtest.Addresses(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
		t.Fatal(err)
	}
	return d
}

func good(id string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return put(ctx, tx, id) }
}

func TestEachOfABatchGetsItsOwnAnswer(t *testing.T) {
	d := lite(t)
	boom := errors.New("boom")
	before := d.Writes()
	errs := together(t, d,
		good("a"),
		func(ctx context.Context, tx *db.Tx) error { return errors.Join(put(ctx, tx, "b"), boom) },
		good("c"),
		good("a"), // there already
		func(ctx context.Context, tx *db.Tx) error { put(ctx, tx, "d"); panic("ouch") },
		func(ctx context.Context, tx *db.Tx) error { put(ctx, tx, "e"); runtime.Goexit(); return nil },
		good("f"))
	if errs[0] != nil || errs[2] != nil || errs[6] != nil {
		t.Errorf("good ones were answered %v, %v, %v", errs[0], errs[2], errs[6])
	}
	if !errors.Is(errs[1], boom) || errs[3] == nil {
		t.Errorf("bad ones were answered %v, %v", errs[1], errs[3])
	}
	if errs[4] == nil || errs[4].Error() != "panic: ouch" || errs[5] == nil {
		t.Errorf("a panic and an ended goroutine came back as %v, %v", errs[4], errs[5])
	}
	if got := ids(t, d); got != "a c f" {
		t.Errorf("stored: %s", got)
	}
	if n := d.Writes() - before; n != 4 { // with the one that held
		t.Errorf("%d writes were counted, want 4", n)
	}
}

// The engine rolls the whole transaction back in the middle of a batch.
func TestABatchThatTheEngineEndsIsDoneAgainOneByOne(t *testing.T) {
	for name, end := range map[string]func(context.Context, *db.Tx) error{
		"rollback": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "rollback")
			return err
		},
		"commit": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "commit")
			return err
		},
		"unheeded": func(ctx context.Context, tx *db.Tx) error {
			tx.Exec(ctx, "rollback")
			put(ctx, tx, "after")
			return nil
		},
		"constraint": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `insert or rollback into try_thing (id, n) values ($1, $2)`, "a", 1)
			return err
		},
		"full": func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, "pragma max_page_count = 100"); err != nil {
				return err
			}
			return put(ctx, tx, strings.Repeat("x", 1<<20))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := lite(t)
			errs := together(t, d, good("a"), good("b"), end, good("c"))
			if errs[0] != nil || errs[1] != nil || errs[3] != nil {
				t.Errorf("its neighbours were answered %v, %v, %v", errs[0], errs[1], errs[3])
			}
			if errs[2] == nil {
				t.Error("the one that ended it was told nothing")
			}
			if got := ids(t, d); got != "a b c" {
				t.Errorf("stored: %s", got)
			}
		})
	}
}

func TestACancelledContextTakesBackOnlyItsOwn(t *testing.T) {
	d := lite(t)
	ctx, cancel := context.WithCancel(t.Context())
	var own error
	errs := together(t, d, good("a"), func(_ context.Context, tx *db.Tx) error {
		own = d.Read(ctx, func(context.Context, *db.Tx) error { return nil })
		if err := put(ctx, tx, "b"); err != nil {
			return err
		}
		cancel()
		return put(ctx, tx, "c")
	}, good("d"))
	if errs[0] != nil || errs[2] != nil || own != nil {
		t.Errorf("its neighbours were answered %v, %v; a read beside it %v", errs[0], errs[2], own)
	}
	if !errors.Is(errs[1], context.Canceled) {
		t.Errorf("the cancelled one was answered %v", errs[1])
	}
	if got := ids(t, d); got != "a d" {
		t.Errorf("stored: %s", got)
	}
}

// A context that ends when its closure has finished what it asked, and one that
// ends before its turn.
func TestAContextThatEndsAroundItsTurn(t *testing.T) {
	d := lite(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := d.Write(ctx, func(_ context.Context, tx *db.Tx) error {
		defer cancel()
		return put(t.Context(), tx, "late")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled at the end: %v", err)
	}
	release := hold(t, d)
	soon, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	err = d.Write(soon, func(context.Context, *db.Tx) error {
		t.Error("ran though nobody waits for it")
		return nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled in the queue: %v", err)
	}
	if n := d.Waiting(); n != 0 {
		t.Errorf("%d wait, want none", n)
	}
	release()
	if got := ids(t, d); got != "" {
		t.Errorf("stored: %s", got)
	}
}

// The first of a batch is done long before the last; it must not be told so
// before the commit that both share.
func TestNoAnswerBeforeTheCommit(t *testing.T) {
	d := lite(t)
	var first, seen bool
	var mu sync.Mutex
	release := hold(t, d)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := d.Write(t.Context(), good("a")); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		first = true
	})
	for d.Waiting() < 1 {
		runtime.Gosched()
	}
	wg.Go(func() {
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from try_thing`)
			if n != 1 {
				t.Errorf("the second of the batch sees %d rows of the first", n)
			}
			for range 100 {
				runtime.Gosched()
			}
			mu.Lock()
			defer mu.Unlock()
			seen = first
			if got := ids(t, d); got != "" {
				t.Errorf("others see %s before the commit", got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	for d.Waiting() < 2 {
		runtime.Gosched()
	}
	release()
	wg.Wait()
	if seen {
		t.Error("the first was answered before the commit")
	}
}

func TestPastTheBoundBusyAtOnce(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		d.Bound(1)
		release := hold(t, d)
		held := d.Waiting() // PostgreSQL counts those that run, too
		d.Bound(int(held) + 1)
		done := make(chan error, 1)
		go func() { done <- d.Write(t.Context(), good("a")) }()
		if d.Engine() == db.SQLite {
			for d.Waiting() < held+1 {
				runtime.Gosched()
			}
		} else if err := <-done; err != nil {
			t.Fatal(err)
		} else {
			d.Bound(int(held))
		}
		ran := false
		err := d.Write(t.Context(), func(context.Context, *db.Tx) error { ran = true; return nil })
		if !errors.Is(err, db.ErrBusy) || ran {
			t.Errorf("one too many: %v, ran %v", err, ran)
		}
		go func() { done <- d.Write(db.Patient(t.Context()), good("b")) }()
		release()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if d.Engine() == db.SQLite {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := ids(t, d); got != "a b" {
			t.Errorf("stored: %s", got)
		}
	})
}

func TestAWriteInsideAWriteIsRefused(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(ctx context.Context, _ *db.Tx) error {
			return d.Write(ctx, good("in"))
		})
		if err == nil {
			t.Error("a write inside a write went through")
		}
	})
}

func TestCloseLetsThoseWhoWaitBeDone(t *testing.T) {
	address := dbtest.Addresses(t)[0]
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
		t.Fatal(err)
	}
	release := hold(t, d)
	done := make(chan error, 1)
	go func() { done <- d.Write(t.Context(), good("a")) }()
	for d.Waiting() < 1 {
		runtime.Gosched()
	}
	closed := make(chan error, 1)
	go func() { closed <- d.Close() }()
	release()
	if err := errors.Join(<-done, <-closed); err != nil {
		t.Error(err)
	}
	if err := d.Write(t.Context(), good("b")); err == nil {
		t.Error("a closed database took a write")
	}
	if d, err = db.Open(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got := ids(t, d); got != "a" {
		t.Errorf("stored: %s", got)
	}
}

// More statements than are kept prepared, and a table that changes under those
// that are.
func TestStatementsAreKeptWithinBounds(t *testing.T) {
	d := lite(t)
	for i := range 400 {
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, fmt.Sprintf(`insert into try_thing (id, n) values ($1, %d)`, i), fmt.Sprint("s", i))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	all := func() (n int) {
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			list, err := db.All(ctx, tx, db.Value[string], `select id from try_thing`)
			n = len(list)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := all(); n != 400 {
		t.Errorf("%d rows", n)
	}
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `alter table try_thing add column more text not null default ''`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := all(); n != 400 {
		t.Errorf("%d rows after a column was added", n)
	}
}

// Whatever the neighbours do, what was acknowledged is there, and nothing else.
func TestOnlyWhatWasAcknowledgedIsStored(t *testing.T) {
	d := lite(t)
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"good", "good", "good", "error", "panic", "rollback", "cancel", "same"}), 1, 12).Draw(r, "kinds")
		var all []func(context.Context, *db.Tx) error
		for i, kind := range kinds {
			all = append(all, closure(kind, fmt.Sprintf("%05d-%02d", run, i), run))
		}
		errs := together(t, d, all...)
		stored := " " + ids(t, d) + " "
		same := 0
		for i, kind := range kinds {
			here := strings.Contains(stored, fmt.Sprintf(" %05d-%02d ", run, i))
			wanted := kind == "good" || kind == "same" && errs[i] == nil
			if here != wanted || (errs[i] == nil) != wanted {
				r.Errorf("%s, answered %v: stored %v", kind, errs[i], here)
			}
			if kind == "same" && errs[i] == nil {
				same++
			}
		}
		if same > 1 {
			r.Errorf("%d were told they were the first", same)
		}
	})
}

func closure(kind, id string, run int) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		if err := put(ctx, tx, id); err != nil {
			return err
		}
		switch kind {
		case "error":
			return errors.New("refused")
		case "panic":
			panic("ouch")
		case "rollback":
			tx.Exec(ctx, "rollback")
		case "same":
			return put(ctx, tx, fmt.Sprintf("%05d-same", run))
		case "cancel":
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return put(ctx, tx, id+"-more")
		}
		return nil
	}
}
