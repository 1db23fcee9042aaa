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
	"database/sql/driver"
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
	engine  Engine
	pool    *sql.DB       // PostgreSQL; SQLite: what the writing connection comes from
	group   *group        // SQLite: the one writer
	readers chan *lite    // SQLite: connections that only read, nil until first used
	reading *sql.DB       // SQLite: what they come from
	flying  chan struct{} // PostgreSQL: a place for each write under way or waiting
	writes  atomic.Int64
}

// readersMost is how many SQLite connections read at once; flyingMost how many
// writes may be under way or wait on PostgreSQL.
const (
	readersMost = 8
	flyingMost  = 512
)

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
	if err := reach(ctx, w); err != nil {
		w.Close()
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	conn, err := dial(ctx, w, true)
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	r, err := sql.Open("sqlite", file+"?"+pragmas+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database sqlite:%s: %w", path, err), conn.close(), w.Close())
	}
	d := &DB{engine: SQLite, pool: w, group: newGroup(conn), reading: r, readers: make(chan *lite, readersMost)}
	for range readersMost {
		d.readers <- nil
	}
	return d, nil
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
	return &DB{engine: Postgres, pool: p, flying: make(chan struct{}, flyingMost)}, nil
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
func (d *DB) Ping(ctx context.Context) error {
	return d.Read(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := One(ctx, tx, Value[int64], `select 1`)
		return err
	})
}

// Close lets the writes that wait finish, and closes the database.
func (d *DB) Close() error {
	if d.engine == Postgres {
		return d.pool.Close()
	}
	err := d.group.close()
	for range readersMost {
		if l := <-d.readers; l != nil {
			err = errors.Join(err, l.close())
		}
	}
	close(d.readers)
	return errors.Join(err, d.reading.Close(), d.pool.Close())
}

// A Tx is a transaction. Business code touches nothing but its Tx.
type Tx struct {
	run    runner
	engine Engine
}

// Engine tells which database it is, for the few texts that cannot be one.
func (tx *Tx) Engine() Engine { return tx.engine }

const attempts = 8

// Write runs f in a serializable transaction and returns after the commit, if f
// returns nil. It may run f more than once: f touches nothing but tx and what
// it returns is what its last run left. On SQLite closures that wait share a
// commit; see group. Past capacity it is ErrBusy at once.
func (d *DB) Write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	for n := 1; ; n++ {
		err := d.try(ctx, f)
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

func (d *DB) try(ctx context.Context, f func(context.Context, *Tx) error) error {
	if d.engine == SQLite {
		return d.group.write(ctx, f)
	}
	select {
	case d.flying <- struct{}{}:
	default:
		return ErrBusy
	}
	defer func() { <-d.flying }()
	return d.once(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, f)
}

// Read runs f in a read-only transaction: all it reads is of one moment.
func (d *DB) Read(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if d.engine == SQLite {
		return d.readLite(ctx, f)
	}
	return d.once(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, f)
}

func (d *DB) readLite(ctx context.Context, f func(context.Context, *Tx) error) error {
	var l *lite
	select {
	case got, open := <-d.readers:
		if !open {
			return errClosed
		}
		l = got
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { d.readers <- l }()
	var err error
	if l == nil {
		if l, err = dial(ctx, d.reading, false); err != nil {
			return err
		}
	}
	if err := l.do(`begin`); err != nil {
		return err
	}
	defer l.do(`rollback`) // it only read: there is nothing to keep
	return f(ctx, &Tx{l, SQLite})
}

func (d *DB) once(ctx context.Context, opt *sql.TxOptions, f func(context.Context, *Tx) error) error {
	tx, err := d.pool.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := f(ctx, &Tx{engineTx{tx}, d.engine}); err != nil {
		return err
	}
	return tx.Commit()
}

// retryable tells a serialization failure, a deadlock, a busy file or a
// connection that was gone before anything ran from an error that would come
// again.
func retryable(err error) bool {
	if errors.Is(err, driver.ErrBadConn) { // drivers say so only of what was surely not done
		return true
	}
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
