package db_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

// A faulty connector makes connections that fail as PostgreSQL and its network
// do: a seeded share of statements and commits is told 40001 or 40P01, or finds
// its connection gone, before the server did it or after.
type faulty struct {
	driver.Connector
	mu     sync.Mutex
	rand   *rand.Rand
	share  float64 // of statements and of commits
	faults map[string]int
}

// A fault is what happens to a statement or a commit.
type fault string

const (
	none      fault = ""
	serialize fault = "40001"
	deadlock  fault = "40P01"
	dropped   fault = "dropped before"
	lost      fault = "dropped after" // the server did it, and nobody heard
)

func (f *faulty) draw(of string, all ...fault) fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rand.Float64() >= f.share {
		return none
	}
	x := all[f.rand.IntN(len(all))]
	f.faults[of+" "+string(x)]++
	return x
}

func (f *faulty) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := f.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultyConn{c.(*stdlib.Conn), f}, nil
}

type faultyConn struct {
	*stdlib.Conn
	f *faulty
}

// hit does the fault; what the server did stays done.
func (c *faultyConn) hit(x fault) error {
	switch x {
	case serialize, deadlock:
		return &pgconn.PgError{Code: string(x), Message: "injected"}
	case dropped, lost:
		c.Conn.Conn().PgConn().Conn().Close() // the socket, under the driver
	}
	return nil
}

func (c *faultyConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	x := c.f.draw("statement", serialize, deadlock, dropped, lost)
	if x != lost {
		if err := c.hit(x); err != nil {
			return nil, err
		}
		return c.Conn.ExecContext(ctx, text, args)
	}
	r, err := c.Conn.ExecContext(ctx, text, args)
	c.hit(x)
	return r, err
}

func (c *faultyConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.hit(c.f.draw("query", serialize, deadlock, dropped)); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(ctx, text, args)
}

func (c *faultyConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.Conn.BeginTx(ctx, opts)
	return &faultyTx{tx, c}, err
}

type faultyTx struct {
	driver.Tx
	c *faultyConn
}

func (t *faultyTx) Commit() error {
	switch x := t.c.f.draw("commit", serialize, deadlock, dropped, lost); x {
	case serialize, deadlock:
		t.Tx.Rollback() // so the server ends it
		return t.c.hit(x)
	case dropped:
		t.c.hit(x)
		return t.Tx.Commit()
	case lost:
		err := t.Tx.Commit()
		t.c.hit(x)
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	return t.Tx.Commit()
}

// With a share of everything failing, each piece of work that was acknowledged
// is there once, whole; one that was refused is there whole or not at all; and
// whoever sends again what was refused has it once.
func TestFaultsOfAnotherMachine(t *testing.T) {
	base := os.Getenv(dbtest.PostgresEnv)
	if base == "" {
		t.Skipf("no PostgreSQL: set %s", dbtest.PostgresEnv)
	}
	address := dbtest.Address(t, "postgres")
	plain, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	err = plain.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, text := range []string{
			`create table job (id text primary key)`,
			`create table half (n bigint primary key, job text not null)`,
			`create table total (id bigint primary key, n bigint not null)`,
			`insert into total (id, n) values (1, 0)`,
		} {
			if _, err := tx.Exec(ctx, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{Connector: stdlib.GetConnector(*config), rand: rand.New(rand.NewPCG(40001, 40)), share: 0.08, faults: map[string]int{}}
	d := db.OverPostgres(sql.OpenDB(f))
	defer d.Close()
	const jobs, hands = 400, 8
	var mu sync.Mutex
	acknowledged, again, why := 0, 0, map[string]int{}
	var all sync.WaitGroup
	todo := make(chan string)
	for range hands {
		all.Go(func() {
			for id := range todo {
				for tries := 1; ; tries++ {
					err := d.Write(t.Context(), work(id))
					if err == nil {
						mu.Lock()
						acknowledged++
						mu.Unlock()
						break
					}
					mu.Lock()
					again++
					why[fmt.Sprintf("%.30s", err)]++
					mu.Unlock()
					if tries == 100 {
						t.Errorf("%s: %v", id, err)
						break
					}
				}
			}
		})
	}
	for i := range jobs {
		todo <- fmt.Sprint("job-", i)
	}
	close(todo)
	all.Wait()
	if most := f.faults["commit dropped before"] + f.faults["commit dropped after"]; again > most+jobs/50 {
		t.Errorf("%d were sent again by the one who sent them, and only %d commits were lost", again, most)
	}
	t.Logf("%d jobs acknowledged, %d sent again by the one who sent them, told %v; injected: %v", acknowledged, again, why, f.faults)
	for _, kind := range []string{"statement 40001", "statement 40P01", "statement dropped before", "statement dropped after",
		"commit 40001", "commit 40P01", "commit dropped before", "commit dropped after", "query 40001", "query dropped before"} {
		if f.faults[kind] == 0 {
			t.Errorf("no fault %q was injected", kind)
		}
	}
	err = plain.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for text, want := range map[string]int64{
			`select count(*) from job`:  jobs,
			`select count(*) from half`: 2 * jobs,
			`select count(*) from job j where (select count(*) from half h where h.job = j.id) <> 2`: 0,
			`select n from total where id = 1`: jobs,
		} {
			n, err := db.One(ctx, tx, db.Value[int64], text)
			if err != nil {
				return err
			}
			if n != want {
				t.Errorf("%s: %d, wanted %d", text, n, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// work is a use case with a client's id: sent again, it is answered as before.
func work(id string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := db.One(ctx, tx, db.Value[string], `select id from job where id = $1`, id)
		if !errors.Is(err, kheo.ErrNotFound) {
			return err
		}
		n, err := db.One(ctx, tx, db.Value[int64], `select n from total where id = 1`)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into job (id) values ($1)`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into half (n, job) values ($1, $2), ($3, $4)`, 2*n, id, 2*n+1, id); err != nil {
			return err
		}
		return tx.Move(ctx, `update total set n = $1 where id = 1 and n = $2`, n+1, n)
	}
}
