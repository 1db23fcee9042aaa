package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
)

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	if err := fit(args); err != nil {
		return 0, err
	}
	r, err := tx.exec(ctx, text, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// watched marks a context whose statements somebody wants to see.
type watched struct{}

// Watched is a context of which f sees the text of every statement: for tests
// that ask how an engine reads them. The closures of a transaction must hand
// the context on.
func Watched(ctx context.Context, f func(text string)) context.Context {
	return context.WithValue(ctx, watched{}, f)
}

func seen(ctx context.Context, text string) {
	if f, ok := ctx.Value(watched{}).(func(string)); ok {
		f(text)
	}
}

func (tx *Tx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	seen(ctx, text)
	if tx.engine == Postgres {
		return tx.tx.ExecContext(ctx, text, args...)
	}
	ctx, err := tx.may(ctx)
	if err != nil {
		return nil, err
	}
	return tx.lite.exec(ctx, text, args...)
}

func (tx *Tx) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	seen(ctx, text)
	if tx.engine == Postgres {
		return tx.tx.QueryContext(ctx, text, args...)
	}
	ctx, err := tx.may(ctx)
	if err != nil {
		return nil, err
	}
	return tx.lite.query(ctx, text, args...)
}

// may gives the context to run a statement with. In a transaction that others
// share, none that ends may reach the engine: it would interrupt the statement
// and with it all of them.
func (tx *Tx) may(ctx context.Context) (context.Context, error) {
	switch {
	case tx.lite == nil:
		return ctx, sql.ErrTxDone
	case !tx.shared:
		return ctx, nil
	case tx.lite.ended:
		return ctx, errEnded
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// Move runs an update that names the state it saw, and turns "no row changed"
// into ErrConflict: somebody else was first.
func (tx *Tx) Move(ctx context.Context, text string, args ...any) error {
	n, err := tx.Exec(ctx, text, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return kheo.ErrConflict
	}
	return nil
}

// All reads every row into a T; fields lists where the columns go, in order.
func All[T any](ctx context.Context, tx *Tx, fields func(*T) []any, text string, args ...any) ([]T, error) {
	return Sift(ctx, tx, fields, func(*T) bool { return true }, text, args...)
}

// Sift is All for the rows that keep lets through, and may change; the others
// are never held together.
func Sift[T any](ctx context.Context, tx *Tx, fields func(*T) []any, keep func(*T) bool, text string, args ...any) ([]T, error) {
	if err := fit(args); err != nil {
		return nil, err
	}
	rows, err := tx.query(ctx, text, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	var one, none T
	into := fields(&one)
	for rows.Next() {
		one = none
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if keep(&one) {
			all = append(all, one)
		}
	}
	return all, rows.Err()
}

// One reads the first row into a T; no row is ErrNotFound.
func One[T any](ctx context.Context, tx *Tx, fields func(*T) []any, text string, args ...any) (T, error) {
	all, err := All(ctx, tx, fields, text, args...)
	var none T
	if err != nil {
		return none, err
	}
	if len(all) == 0 {
		return none, kheo.ErrNotFound
	}
	return all[0], nil
}

// Value is the fields function of a query with a single column.
func Value[T any](v *T) []any { return []any{v} }

// In writes an IN list of n placeholders from the first on: In(3, 2) is
// "($3, $4)". An empty list matches nothing, "(null)".
func In(first, n int) string {
	if n == 0 {
		return "(null)"
	}
	var b strings.Builder
	b.WriteByte('(')
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	b.WriteByte(')')
	return b.String()
}

// Rows writes the placeholders of an insert of many rows: Rows(2, 3) is
// "($1, $2, $3), ($4, $5, $6)".
func Rows(rows, columns int) string {
	list := make([]string, rows)
	for i := range list {
		list[i] = In(1+i*columns, columns)
	}
	return strings.Join(list, ", ")
}

// Args turns a list of strings, ids among them, into arguments.
func Args[S ~string](list []S) []any {
	args := make([]any, len(list))
	for i, s := range list {
		args[i] = string(s)
	}
	return args
}

// ErrText says that an argument is no text: what somebody sent was not read
// with care, and is no failure of the database.
var ErrText = errors.New("text with NUL or broken UTF-8")

// fit refuses text that one engine would store and the other refuse, and hands
// string types over as plain strings.
func fit(args []any) error {
	for i, a := range args {
		if s, ok := a.(string); ok {
			if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
				return fmt.Errorf("argument %d: %w", i+1, ErrText)
			}
		}
	}
	return nil
}
