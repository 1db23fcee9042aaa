package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func schema(files map[string]string) []db.Schema {
	m := fstest.MapFS{}
	for name, body := range files {
		m["schema/"+name] = &fstest.MapFile{Data: []byte(body)}
	}
	return []db.Schema{{Name: "try", Files: m}}
}

var table = map[string]string{
	"20260101-01-thing.sql": "-- things\ncreate table try_thing (\n  id text primary key,\n  n bigint not null\n);\ncreate index try_thing_n on try_thing (n);\n",
}

func TestWriteCommitsAllOrNothing(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, "a", 1); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("Write = %v, want boom", err)
		}
		if n := count(t, d); n != 0 {
			t.Errorf("after a failed write: %d rows, want 0", n)
		}
	})
}

func TestConcurrentWritesLoseNothing(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		add := func(ctx context.Context, tx *db.Tx) error {
			n, err := db.One(ctx, tx, db.Value[int64], `select n from try_thing where id = $1`, "c")
			if errors.Is(err, kheo.ErrNotFound) {
				_, err = tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, "c", 1)
				return err
			}
			if err != nil {
				return err
			}
			return tx.Move(ctx, `update try_thing set n = $1 where id = $2 and n = $3`, n+1, "c", n)
		}
		if err := d.Write(t.Context(), add); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 5 {
					for { // a retried closure is the caller's business past the attempts
						if err := d.Write(t.Context(), add); err == nil {
							break
						}
					}
				}
			})
		}
		wg.Wait()
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			n, err := db.One(ctx, tx, db.Value[int64], `select n from try_thing where id = $1`, "c")
			if n != 21 {
				t.Errorf("after 21 additions n = %d", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestReadRefusesToWrite(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, "r", 1)
			return err
		})
		if err == nil {
			t.Error("a write inside Read went through")
		}
	})
}

func TestTextThatOneEngineRefusesIsRefusedByBoth(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		for _, bad := range []string{"a\x00b", "\xff\xfe"} {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, bad, 1)
				return err
			})
			if err == nil {
				t.Errorf("%q was stored", bad)
			}
		}
	})
}

func TestMigrateOnceAndRefuseAChangedFile(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
			t.Fatalf("second run: %v", err)
		}
		changed := map[string]string{"20260101-01-thing.sql": "create table try_thing (id text primary key);\n"}
		if err := db.Migrate(t.Context(), d, schema(changed)); err == nil {
			t.Error("a changed file was accepted")
		}
	})
}

func TestStartsTogetherMigrateOnce(t *testing.T) {
	for _, dsn := range dbtest.Addresses(t) {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				d, err := db.Open(t.Context(), dsn)
				if err != nil {
					t.Error(err)
					return
				}
				defer d.Close()
				if err := db.Migrate(t.Context(), d, schema(table)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

func count(t *testing.T, d *db.DB) int64 {
	t.Helper()
	var n int64
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from try_thing`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Two that read what the other writes cannot both be serializable: what is
// derived gives nobody cause to run again.
func TestDerivedWritesMakeNobodyGiveWay(t *testing.T) {
	dbtest.Each(t, schema(table), func(t *testing.T, d *db.DB) {
		add := func(runs *int, id string, between func(*db.Tx)) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error {
				*runs++
				if _, err := db.One(ctx, tx, db.Value[int64], `select count(*) from try_thing where n >= $1`, 0); err != nil {
					return err
				}
				if *runs == 1 {
					between(tx)
				}
				_, err := tx.Exec(ctx, `insert into try_thing (id, n) values ($1, $2)`, id, 1)
				return err
			}
		}
		var long, short int
		done := make(chan error, 1)
		err := d.Write(db.Derived(t.Context()), add(&long, "long", func(tx *db.Tx) {
			go func() { done <- d.Write(t.Context(), add(&short, "short", func(*db.Tx) {})) }()
			if tx.Engine() == db.Postgres { // on SQLite the other waits for its turn
				if err := <-done; err != nil {
					t.Error(err)
				}
				done <- nil
			}
		}))
		if err := errors.Join(err, <-done); err != nil {
			t.Fatal(err)
		}
		if long != 1 || short != 1 || count(t, d) != 2 {
			t.Errorf("ran %d and %d times, %d rows", long, short, count(t, d))
		}
	})
}
