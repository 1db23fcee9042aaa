package db

import (
	"container/list"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// readers is how many SQLite connections read at once.
const readers = 8

// keepPrepared is how many statements a connection keeps prepared; the one
// used longest ago makes room.
const keepPrepared = 128

const pragmas = "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"

var errClosed = errors.New("the database is closed")

// errEnded is what a statement gets after the engine, or a closure that was
// never to do so, has ended the transaction under it.
var errEnded = errors.New("the transaction was ended under its statements")

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if path == "" {
		return nil, errors.New("database sqlite: the path is missing")
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	d := &DB{engine: SQLite, readers: make(chan *conn, readers), closed: make(chan struct{})}
	d.limit.Store(waitAtMost)
	var err error
	if d.pool, err = sql.Open("sqlite", file+"?"+pragmas); err != nil {
		return nil, fmt.Errorf("database sqlite:%s: %w", path, err)
	}
	w := &conn{pool: d.pool}
	if err := reach(ctx, w); err != nil {
		d.pool.Close()
		return nil, fmt.Errorf("database sqlite:%s: %w", path, named(err))
	}
	d.writer = newWriter(w)
	for range readers {
		d.readers <- &conn{pool: d.pool, reads: true}
	}
	return d, nil
}

// reach makes the first connection. Two processes that turn a new file to WAL
// at once are told "busy" without the wait that other statements get.
func reach(ctx context.Context, c *conn) error {
	var err error
	for n := range attempts {
		if err = c.open(ctx); err == nil || !retryable(err) {
			return err
		}
		time.Sleep(time.Duration(n+1) * 20 * time.Millisecond)
	}
	return err
}

// A conn is one SQLite connection that keeps its statements prepared. One
// goroutine uses it at a time.
type conn struct {
	pool  *sql.DB
	sql   *sql.Conn // nil until it is opened
	reads bool
	kept  map[string]*list.Element // of prepared
	order *list.List               // the last used in front

	ended     bool // the transaction was rolled back since begin
	mayCommit bool // the writer itself commits
}

type prepared struct {
	text string
	stmt *sql.Stmt
}

// open connects, where that has not been done.
func (c *conn) open(ctx context.Context) error {
	if c.sql != nil {
		return nil
	}
	s, err := c.pool.Conn(ctx)
	if err != nil {
		return err
	}
	if c.reads {
		_, err = s.ExecContext(ctx, "pragma query_only = 1")
	} else {
		err = s.Raw(c.watch)
	}
	if err != nil {
		s.Close()
		return err
	}
	c.sql, c.kept, c.order = s, map[string]*list.Element{}, list.New()
	return nil
}

// watch has the connection tell when a transaction ends that the writer did
// not end: the engine rolls back by itself when the disk is full. A commit that
// is not the writer's is turned into a rollback.
func (c *conn) watch(raw any) error {
	h, ok := raw.(sqlite.HookRegisterer)
	if !ok {
		return errors.New("this SQLite has no hooks")
	}
	h.RegisterRollbackHook(func() { c.ended = true })
	h.RegisterCommitHook(func() int32 {
		if c.mayCommit {
			return 0
		}
		return 1
	})
	return nil
}

// drop closes the connection for good; open makes a new one.
func (c *conn) drop() {
	if c.sql == nil {
		return
	}
	for e := c.order.Front(); e != nil; e = e.Next() {
		e.Value.(prepared).stmt.Close()
	}
	c.sql.Raw(func(any) error { return driver.ErrBadConn }) // not back to the pool
	c.sql.Close()
	c.sql, c.kept, c.order = nil, nil, nil
}

// stmt is the statement, prepared now or before; nil for one that is not worth
// keeping.
func (c *conn) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if e := c.kept[text]; e != nil {
		c.order.MoveToFront(e)
		return e.Value.(prepared).stmt, nil
	}
	if !lasting(text) {
		return nil, nil
	}
	s, err := c.sql.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	c.kept[text] = c.order.PushFront(prepared{text, s})
	if c.order.Len() > keepPrepared {
		old := c.order.Remove(c.order.Back()).(prepared)
		delete(c.kept, old.text)
		old.stmt.Close()
	}
	return s, nil
}

// lasting tells a statement that comes again from one that changes tables or
// carries a long built list.
func lasting(text string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToLower(first) {
	case "create", "drop", "alter", "pragma", "vacuum", "analyze":
		return false
	}
	return len(text) < 16<<10
}

func (c *conn) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sql.ExecContext(ctx, text, args...)
	}
	return s.ExecContext(ctx, args...)
}

func (c *conn) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sql.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

// do runs a statement that opens, marks or ends a transaction.
func (c *conn) do(text string) error {
	_, err := c.exec(context.Background(), text)
	return err
}

// readLite runs f on one state of the file.
func (d *DB) readLite(ctx context.Context, f func(context.Context, *Tx) error) error {
	var c *conn
	select {
	case <-d.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	case c = <-d.readers:
	}
	defer func() { d.readers <- c }()
	if err := c.open(ctx); err != nil {
		return err
	}
	if err := c.do("begin"); err != nil {
		c.drop()
		return err
	}
	tx := &Tx{lite: c, engine: SQLite}
	defer func() {
		tx.lite = nil
		if err := c.do("rollback"); err != nil {
			c.drop()
		}
	}()
	return f(ctx, tx)
}

// closeLite lets the writes that wait be done and the reads end.
func (d *DB) closeLite() error {
	if !d.writer.close() {
		return nil // for the second time
	}
	close(d.closed)
	for range readers {
		(<-d.readers).drop()
	}
	return d.pool.Close()
}
