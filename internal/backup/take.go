package backup

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"kheo/internal/db"
)

// An Office is what a copy is made of.
type Office struct {
	DB       *db.DB
	Schemas  []db.Schema
	Files    string          // the folder of its files
	Settings json.RawMessage // what its directory says of it; may be empty
}

// A Report tells what a new point holds, and what was new in it.
type Report struct {
	Point
	Rows  int64
	Fresh int      // parts that no point before had
	Torn  []string // files that are not what their name says, left out
}

// Take keeps the office as it stands now. People go on writing meanwhile: all
// rows are of one moment, and files that a row names were there before it.
func (s *Store) Take(ctx context.Context, o Office, at time.Time) (Report, error) {
	r := Report{Point: Point{Version: version, At: at.UTC().Truncate(time.Millisecond), Settings: o.Settings}}
	var err error
	if r.Steps, err = db.Migrated(ctx, o.DB, o.Schemas); err != nil {
		return r, fmt.Errorf("backup: %w", err)
	}
	err = o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		tables, err := db.Tables(ctx, tx)
		if err != nil {
			return err
		}
		r.Tables, r.Rows, r.Fresh = nil, 0, 0
		for _, t := range tables {
			w := &writer{store: s, kept: Kept{Table: t}}
			if err := t.Each(ctx, tx, w.row); err != nil {
				return err
			}
			if err := w.end(); err != nil {
				return err
			}
			r.Tables, r.Rows, r.Fresh = append(r.Tables, w.kept), r.Rows+w.kept.Rows, r.Fresh+w.fresh
		}
		return nil
	})
	if err != nil {
		return r, fmt.Errorf("backup: %w", err)
	}
	if r.Files, r.Torn, err = copyFiles(o.Files, s.files); err != nil {
		return r, fmt.Errorf("backup files: %w", err)
	}
	if err := s.keep(r.Point); err != nil {
		return r, fmt.Errorf("backup: %w", err)
	}
	return r, nil
}

// A part ends after a row whose key says so, one in turn on average, or when
// it is large: a row more or less in the middle changes one part, not all that
// follow.
const (
	turn     = 512
	maxBytes = 1 << 20
)

// A writer cuts the rows of a table into parts.
type writer struct {
	store *Store
	kept  Kept
	text  bytes.Buffer
	fresh int
}

func (w *writer) row(row []any) error {
	line, err := json.Marshal(row)
	if err != nil {
		return err
	}
	w.text.Write(line)
	w.text.WriteByte('\n')
	w.kept.Rows++
	h := fnv.New32a()
	for i, c := range w.kept.Columns {
		for _, k := range w.kept.Key {
			if k == c.Name {
				fmt.Fprintf(h, "%v|", row[i])
			}
		}
	}
	if h.Sum32()%turn == 0 || w.text.Len() >= maxBytes {
		return w.end()
	}
	return nil
}

// end writes the part that was begun.
func (w *writer) end() error {
	if w.text.Len() == 0 {
		return nil
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed) // without name and time: the same rows are the same bytes
	if _, err := z.Write(w.text.Bytes()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	w.text.Reset()
	sum, fresh, err := w.store.parts.PutNew(packed.Bytes())
	if err != nil {
		return err
	}
	if fresh {
		w.fresh++
	}
	w.kept.Parts = append(w.kept.Parts, sum)
	return nil
}
