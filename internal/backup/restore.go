package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"kheo/internal/blob"
	"kheo/internal/db"
)

// ErrTaken says that there is something already where an office is to be put.
var ErrTaken = errors.New("it is not empty: name an empty one")

// Restore puts an office back as it stood at the point: its tables by the
// files that had made them, every row, and its files. The database must be
// empty. Nothing else is done: who opens it brings the tables up to date.
func (s *Store) Restore(ctx context.Context, p Point, o Office) error {
	if empty, err := db.Empty(ctx, o.DB); err != nil || !empty {
		return fmt.Errorf("restore into the database: %w", errors.Join(err, ErrTaken))
	}
	into, err := blob.Open(o.Files)
	if err != nil {
		return err
	}
	for _, sum := range p.Files {
		body, err := whole(s.files, sum)
		if err != nil {
			return fmt.Errorf("restore file: %w", err)
		}
		if _, err := into.Put(body); err != nil {
			return fmt.Errorf("restore file: %w", err)
		}
	}
	if err := db.MigrateTo(ctx, o.DB, o.Schemas, p.Steps); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := clearAll(ctx, o.DB, p); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, t := range p.Tables {
		if err := s.fill(ctx, o.DB, t); err != nil {
			return fmt.Errorf("restore %s: %w", t.Name, err)
		}
	}
	return nil
}

// clearAll takes out what new tables begin with, and refuses tables that are
// not those of the copy.
func clearAll(ctx context.Context, d *db.DB, p Point) error {
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		have, err := db.Tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range slices.Backward(have) {
			i := slices.IndexFunc(p.Tables, func(k Kept) bool { return k.Name == t.Name })
			if i < 0 || !slices.Equal(t.Columns, p.Tables[i].Columns) {
				return fmt.Errorf("table %s is not that of the copy", t.Name)
			}
			if err := t.Clear(ctx, tx); err != nil {
				return err
			}
		}
		if len(have) != len(p.Tables) {
			return fmt.Errorf("%d tables for %d of the copy", len(have), len(p.Tables))
		}
		return nil
	})
}

// fill puts the rows of a table in, part by part.
func (s *Store) fill(ctx context.Context, d *db.DB, t Kept) error {
	n := int64(0)
	for _, sum := range t.Parts {
		rows, err := s.rows(t, sum)
		if err != nil {
			return err
		}
		n += int64(len(rows))
		if err := d.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return t.Add(ctx, tx, rows) }); err != nil {
			return err
		}
	}
	if n != t.Rows {
		return fmt.Errorf("%d rows where %d were kept: %w", n, t.Rows, ErrDamaged)
	}
	return nil
}

// maxPart bounds what a part may unpack to: one row over the size at which
// parts are ended.
const maxPart = 64 << 20

func (s *Store) rows(t Kept, sum string) ([][]any, error) {
	packed, err := whole(s.parts, sum)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sum, ErrDamaged)
	}
	var list [][]any
	lines := bufio.NewReader(io.LimitReader(z, maxPart))
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sum, ErrDamaged)
		}
		row, err := read(t.Columns, line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sum, errors.Join(ErrDamaged, err))
		}
		list = append(list, row)
	}
}

// read is one row, each value of the type its column has.
func read(columns []db.Column, line []byte) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil || len(raw) != len(columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(raw), len(columns))
	}
	row := make([]any, len(raw))
	for i, c := range columns {
		if string(raw[i]) == "null" {
			continue
		}
		var err error
		switch c.Type {
		case "text":
			row[i], err = as[string](raw[i])
		case "bigint":
			row[i], err = as[int64](raw[i])
		case "boolean":
			row[i], err = as[bool](raw[i])
		case "double":
			row[i], err = as[float64](raw[i])
		default:
			err = fmt.Errorf("a column of type %q", c.Type)
		}
		if err != nil {
			return nil, err
		}
	}
	return row, nil
}

func as[T any](raw json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}
