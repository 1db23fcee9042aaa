// Package db opens an office's database, SQLite or PostgreSQL, and runs one
// SQL text on both. It knows no business.
//
// The dialect rules are short: placeholders $1, $2 … in ascending order; sums
// cast to BIGINT; "order by … nulls first" always written; instants are BIGINT
// Unix microseconds UTC, civil days TEXT 2023-12-01, ids TEXT, yes/no BOOLEAN;
// text is folded, compared and lower-cased in Go. A lint test keeps them.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Engine is which of the two databases is open.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// A DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	engine Engine
	write  *sql.DB // SQLite: one connection; PostgreSQL: the same pool as read
	read   *sql.DB
	writes atomic.Int64
}

// Open opens "sqlite:PATH" or "postgres://…". It neither creates tables nor
// reads any; see Migrate.
func Open(ctx context.Context, dsn string) (*DB, error) {
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		return openSQLite(ctx, path)
	}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(ctx, dsn)
	}
	return nil, fmt.Errorf("database %q: write sqlite:PATH or postgres://…", hideSecret(dsn))
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if path == "" {
		return nil, errors.New("database sqlite: the path is missing")
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	pragmas := "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
	w, err := sql.Open("sqlite", file+"?"+pragmas+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	w.SetMaxOpenConns(1)
	if err := reach(ctx, w); err != nil {
		w.Close()
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	r, err := sql.Open("sqlite", file+"?"+pragmas+"&_pragma=query_only(1)")
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	r.SetMaxOpenConns(8)
	r.SetMaxIdleConns(8)
	return &DB{engine: SQLite, write: w, read: r}, nil
}

// reach makes the first connection. Two processes that turn a new file to WAL
// at once are told "busy" without the wait that other statements get.
func reach(ctx context.Context, p *sql.DB) error {
	var err error
	for n := range attempts {
		if err = p.PingContext(ctx); err == nil || !retryable(err) {
			return err
		}
		time.Sleep(time.Duration(n+1) * 20 * time.Millisecond)
	}
	return err
}

func openPostgres(ctx context.Context, dsn string) (*DB, error) {
	p, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", hideSecret(dsn), err)
	}
	p.SetMaxOpenConns(16)
	p.SetMaxIdleConns(8)
	if err := p.PingContext(ctx); err != nil {
		p.Close()
		return nil, fmt.Errorf("database %s: %w", hideSecret(dsn), err)
	}
	return &DB{engine: Postgres, write: p, read: p}, nil
}

// hideSecret drops the password of an address, so that it never reaches a log.
func hideSecret(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return "postgres://…"
	}
	return u.Redacted()
}

// Engine tells which database it is.
func (d *DB) Engine() Engine { return d.engine }

// Writes counts the transactions committed through d since it was opened: a
// poller that sees the same number twice has nothing to read of this process.
func (d *DB) Writes() int64 { return d.writes.Load() }

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Close closes the database.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// A Tx is a transaction. Business code touches nothing but its Tx.
type Tx struct {
	tx     *sql.Tx
	engine Engine
}

// Engine tells which database it is, for the few texts that cannot be one.
func (tx *Tx) Engine() Engine { return tx.engine }

const attempts = 8

// Write runs f in a serializable transaction and commits if f returns nil. It
// may run f more than once: f touches nothing but tx and what it returns is
// what its last run left.
func (d *DB) Write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	for n := 1; ; n++ {
		err := d.once(ctx, d.write, &sql.TxOptions{Isolation: d.isolation()}, f)
		if err == nil {
			d.writes.Add(1)
			return nil
		}
		if !retryable(err) || n == attempts || ctx.Err() != nil {
			return err
		}
		pause := time.Duration(n*n)*5*time.Millisecond + rand.N(10*time.Millisecond)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// Read runs f in a read-only transaction: all it reads is of one moment.
func (d *DB) Read(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	opt := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		opt.Isolation = sql.LevelRepeatableRead
	}
	return d.once(ctx, d.read, opt, f)
}

func (d *DB) isolation() sql.IsolationLevel {
	if d.engine == Postgres {
		return sql.LevelSerializable
	}
	return sql.LevelDefault // SQLite is serializable by nature
}

func (d *DB) once(ctx context.Context, pool *sql.DB, opt *sql.TxOptions, f func(context.Context, *Tx) error) error {
	tx, err := pool.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := f(ctx, &Tx{tx, d.engine}); err != nil {
		return err
	}
	return tx.Commit()
}

// retryable tells a serialization failure, a deadlock or a busy file from an
// error that would come again.
func retryable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		code := lite.Code() & 0xff
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	return false
}
