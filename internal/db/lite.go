package db

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A runner runs statements of one transaction.
type runner interface {
	exec(ctx context.Context, text string, args []any) (sql.Result, error)
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
}

// engineTx is a transaction as database/sql keeps it: PostgreSQL, whose driver
// prepares by itself, and steps of a migration.
type engineTx struct{ *sql.Tx }

func (t engineTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	return t.ExecContext(ctx, text, args...)
}

func (t engineTx) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	return t.QueryContext(ctx, text, args...)
}

// keptStatements bounds what one connection keeps prepared. The house has a few
// hundred texts; only lists of many lengths make more.
const keptStatements = 400

// A lite is one SQLite connection with its prepared statements. One goroutine
// uses it at a time.
type lite struct {
	conn   *sql.Conn
	kept   map[string]*sql.Stmt
	shared bool  // others' work stands in the same transaction: no context may end it
	dead   error // the engine may have ended the transaction: nothing runs until it is cleared away
}

// dial takes a connection of its own from the pool.
func dial(ctx context.Context, pool *sql.DB, shared bool) (*lite, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &lite{conn: conn, kept: map[string]*sql.Stmt{}, shared: shared}, nil
}

// guard is the context a statement runs under. SQLite answers an interrupt in a
// writing statement by undoing the whole transaction, so in a shared one a
// context is asked before the statement and never during it.
func (l *lite) guard(ctx context.Context) (context.Context, error) {
	if !l.shared {
		return ctx, nil
	}
	if l.dead != nil {
		return ctx, l.dead
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// watch remembers an error with which the engine may end a transaction: what
// ran after it would stand outside of any.
func (l *lite) watch(err error) error {
	var e *sqlite.Error
	if l.shared && errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_INTERRUPT,
			sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY:
			l.dead = err
		}
	}
	return err
}

func (l *lite) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := l.kept[text]; ok {
		return s, nil
	}
	if len(l.kept) >= keptStatements {
		l.forget()
	}
	s, err := l.conn.PrepareContext(ctx, text)
	if err == nil {
		l.kept[text] = s
	}
	return s, err
}

func (l *lite) forget() {
	for _, s := range l.kept {
		s.Close()
	}
	clear(l.kept)
}

func (l *lite) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	ctx, err := l.guard(ctx)
	if err != nil {
		return nil, err
	}
	s, err := l.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(ctx, args...)
	return r, l.watch(err)
}

func (l *lite) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	ctx, err := l.guard(ctx)
	if err != nil {
		return nil, err
	}
	s, err := l.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args...)
	return rows, l.watch(err)
}

// do runs a statement about the transaction itself.
func (l *lite) do(text string) error {
	s, err := l.prepared(context.Background(), text)
	if err != nil {
		return err
	}
	_, err = s.Exec()
	return err
}

func (l *lite) close() error {
	l.forget()
	return l.conn.Close()
}
