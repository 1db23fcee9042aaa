package site

import (
	"context"
	"embed"
	"errors"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table that says what kind of office a database holds.
func Schema() db.Schema { return db.Schema{Name: "site", Files: files} }

// The kinds of office. A sample never becomes a real one, nor the reverse.
const (
	genuine = "real"
	sample  = "sample"
	growing = "sample being filled"
)

var (
	// ErrNotSample says that `kheo dev` was pointed at somebody's data.
	ErrNotSample = errors.New("the database is neither empty nor a sample office of kheo dev")
	// ErrUnfinished says that kheo dev was stopped while it filled the sample.
	ErrUnfinished = errors.New("the sample office was left half filled")
	// ErrSample says that a server for residents was pointed at made-up data.
	ErrSample = errors.New("the database holds the sample office of kheo dev")
)

// fitting refuses a database that is not for this kind of office, before any
// table is made in it.
func fitting(ctx context.Context, d *db.DB, want string) error {
	empty, err := db.Empty(ctx, d)
	if err != nil || empty {
		return err
	}
	got, err := mark(ctx, d)
	switch {
	case want == sample && got == growing:
		return ErrUnfinished
	case want == sample && (err != nil || got != sample):
		return ErrNotSample
	case want == genuine && err == nil && (got == sample || got == growing):
		return ErrSample
	}
	return nil
}

// IsSample tells that the database holds made-up data: what is taken out of it
// says so.
func IsSample(ctx context.Context, d *db.DB) (bool, error) {
	kind, err := mark(ctx, d)
	return kind != genuine, err
}

func mark(ctx context.Context, d *db.DB) (string, error) {
	var kind string
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		kind, err = db.One(ctx, tx, db.Value[string], `select kind from site_mark where id = 1`)
		return err
	})
	return kind, err
}

// Planted says that the sample is filled.
func (s *Site) Planted(ctx context.Context) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return tx.Move(ctx, `update site_mark set kind = $1 where id = 1 and kind = $2`, sample, growing)
	})
}

// setMark says what kind of office it is; fresh tells that nobody had.
func setMark(ctx context.Context, d *db.DB, kind string) (fresh bool, err error) {
	_, err = mark(ctx, d)
	if !errors.Is(err, kheo.ErrNotFound) {
		return false, err
	}
	err = d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into site_mark (id, kind) values (1, $1)`, kind)
		return err
	})
	return err == nil, err
}
