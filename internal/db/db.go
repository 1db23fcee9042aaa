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
	"io"
	"math"
	"net"
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
	pool   *sql.DB
	limit  atomic.Int64 // how many writes may wait
	writes atomic.Int64

	waiting atomic.Int64 // PostgreSQL: writes that have begun and not ended

	writer  *writer // SQLite
	readers chan *conn
	closed  chan struct{}
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
	d := &DB{engine: Postgres, pool: p}
	d.limit.Store(waitAtMost)
	return d, nil
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

// Bound sets how many writes may wait; one more gets ErrBusy.
func (d *DB) Bound(n int) { d.limit.Store(int64(n)) }

// Waiting is how many writes wait for their turn, or for their database.
func (d *DB) Waiting() int64 {
	if d.engine == SQLite {
		return d.writer.queued()
	}
	return d.waiting.Load()
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if d.engine == Postgres {
		return d.pool.PingContext(ctx)
	}
	return d.Read(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := One(ctx, tx, Value[int64], `select count(*) from sqlite_master`)
		return err
	})
}

// Close lets the writes that wait be done and closes the database.
func (d *DB) Close() error {
	if d.engine == SQLite {
		return d.closeLite()
	}
	return d.pool.Close()
}

// A Tx is a transaction. Business code touches nothing but its Tx.
type Tx struct {
	engine Engine
	tx     *sql.Tx // PostgreSQL
	lite   *conn   // SQLite; nil when the transaction is over
	shared bool    // others stand in the same transaction
}

// Engine tells which database it is, for the few texts that cannot be one.
func (tx *Tx) Engine() Engine { return tx.engine }

const attempts = 8

// within marks the context of a closure that writes, and patient one whose
// writes wait however many wait.
type (
	within  struct{}
	patient struct{}
	derived struct{}
)

// Patient is a context whose writes are never refused with ErrBusy: for work
// that nobody would send again.
func Patient(ctx context.Context) context.Context { return context.WithValue(ctx, patient{}, true) }

// Derived is a context for writes that keep what they counted of rows which
// others go on writing: on PostgreSQL all they read is of one moment, and nobody
// has to give way to a long look. Nothing may depend on such a count being exact.
func Derived(ctx context.Context) context.Context {
	return context.WithValue(Patient(ctx), derived{}, true)
}

// Write runs f in a serializable transaction and commits if f returns nil. It
// may run f more than once: f touches nothing but tx, and what it returns is
// what its last run left. It answers when f's work is on disk. A write inside a
// write is refused; so is one, with ErrBusy, when too many wait.
func (d *DB) Write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(within{}) == d {
		return errors.New("a write inside a write")
	}
	limit := d.limit.Load()
	if ctx.Value(patient{}) != nil {
		limit = math.MaxInt64
	}
	ctx = context.WithValue(ctx, within{}, d)
	var err error
	if d.engine == SQLite {
		err = d.writer.write(ctx, limit, f)
	} else {
		err = d.writePostgres(ctx, limit, f)
	}
	if err == nil {
		d.writes.Add(1)
	}
	return named(err)
}

func (d *DB) writePostgres(ctx context.Context, limit int64, f func(context.Context, *Tx) error) error {
	defer d.waiting.Add(-1)
	if d.waiting.Add(1) > limit {
		return ErrBusy
	}
	level := sql.LevelSerializable
	if ctx.Value(derived{}) != nil {
		level = sql.LevelRepeatableRead
	}
	for n := 1; ; n++ {
		err := d.once(ctx, &sql.TxOptions{Isolation: level}, f)
		switch {
		case err == nil || ctx.Err() != nil || !retryable(err) && !unsaid(err) && !(taken(err) && n < 4):
			return err
		case n == attempts: // too many change the same: whoever sent it may send it again
			return errors.Join(ErrBusy, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause(n)):
		}
	}
}

// Read runs f in a read-only transaction: all it reads is of one moment.
func (d *DB) Read(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if d.engine == SQLite {
		return named(d.readLite(ctx, f))
	}
	return named(d.once(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, f))
}

func (d *DB) once(ctx context.Context, opt *sql.TxOptions, f func(context.Context, *Tx) error) error {
	tx, err := d.pool.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := f(ctx, &Tx{engine: d.engine, tx: tx}); err != nil {
		return before{err}
	}
	return tx.Commit()
}

// taken tells of a key that is there already. Two that took the same next number
// at once are told so before they are told to give way: the second, run again,
// takes the one after.
func taken(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

// before is an error that came before the commit was sent: nothing was done.
type before struct{ error }

func (b before) Unwrap() error { return b.error }

// unsaid tells that the connection was lost before the commit was sent. After
// it nobody knows what the server did, and only who sent it may send it again.
func unsaid(err error) bool {
	var b before
	if !errors.As(err, &b) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") // lost, or the server goes down
	}
	var wire net.Error
	return errors.As(err, &wire) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// retryable tells a serialization failure, no room to note one, a deadlock, a
// busy file or a connection that was gone before anything ran from an error that would come
// again.
func retryable(err error) bool {
	if errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err) { // said only of what was surely not sent
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01" || pg.Code == "53200" && strings.Contains(pg.Message, "RWConflictPool")
	}
	return locked(err)
}

// locked tells that another process holds the SQLite file.
func locked(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		code := lite.Code() & 0xff
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	return false
}
