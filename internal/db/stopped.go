package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrStopped says that nothing can be written: the disk is full, or it is
	// read only. Nothing was done, and reading goes on.
	ErrStopped = errors.New("nothing can be written: the disk is full or read only")
	// ErrDamaged says that what was to be read is not what was written.
	ErrDamaged = errors.New("the database is damaged where it was read: put back a copy")
)

// named puts an engine's word for a full, locked or damaged disk under one of
// ours. What is none of them is left as it is.
func named(err error) error {
	switch kind := trouble(err); {
	case err == nil || kind == nil || errors.Is(err, kind):
		return err
	default:
		return errors.Join(kind, err)
	}
}

func trouble(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
			return ErrStopped
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return ErrDamaged
		}
	case errors.As(err, &pg):
		switch pg.Code {
		case "53100", "25006", "58030": // disk full, read only, input or output failed
			return ErrStopped
		case "XX001", "XX002":
			return ErrDamaged
		}
	}
	return nil
}
