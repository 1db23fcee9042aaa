package search

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// edition counts the rules by which documents are put in: what their owners
// say of them, and what compared makes of that. Whoever changes either counts
// one up; Rebuild then puts everything in anew. tokens stays as it is for
// documents of an older edition, or they could not be forgotten.
const edition = 1

// A Source puts the owner's documents in again: the next of them after the
// position, so many at most. It answers the position of the last one, "" where
// there are no more.
type Source func(ctx context.Context, tx *db.Tx, after string, limit int) (next string, err error)

// stride is how many documents of one kind a step of Rebuild puts in.
const stride = 50

// A step is how far Rebuild is.
type step struct {
	source int64
	after  string
	done   bool
}

func (s *step) fields() []any { return []any{&s.source, &s.after, &s.done} }

// Rebuild does one step of putting everything in anew, if that has not been
// done by this edition's rules, and says whether there is more to do. Every
// step is a small transaction of its own: people search and publish meanwhile,
// and a stop loses nothing. When all sources have spoken, what none of them
// named is dropped.
func Rebuild(ctx context.Context, tx *db.Tx, sources []Source) (more bool, err error) {
	at, err := db.One(ctx, tx, (*step).fields, `select source, after, done from search_rebuild where edition = $1`, edition)
	if errors.Is(err, kheo.ErrNotFound) {
		_, err = tx.Exec(ctx, `insert into search_rebuild (edition, source, after, done) values ($1, 0, '', false)`, edition)
	}
	if err != nil || at.done {
		return false, err
	}
	if at.source < int64(len(sources)) {
		at.after, err = sources[at.source](ctx, tx, at.after, stride)
		if err != nil {
			return false, fmt.Errorf("search rebuild, source %d: %w", at.source, err)
		}
		if at.after == "" {
			at.source++
		}
	} else if at.done, err = sweep(ctx, tx); err != nil {
		return false, fmt.Errorf("search rebuild: %w", err)
	}
	_, err = tx.Exec(ctx, `update search_rebuild set source = $1, after = $2, done = $3 where edition = $4`, at.source, at.after, at.done, edition)
	return !at.done, err
}

// sweep drops documents that stand there by older rules alone, and says whether
// those were the last.
func sweep(ctx context.Context, tx *db.Tx) (bool, error) {
	old, err := db.All(ctx, tx, (*row).fields, `
		select n, kind, id, scope, code, day, title, body, title_en, body_en, words, edition
		from search_doc where edition < $1 order by edition, n limit $2`, edition, stride)
	if err != nil {
		return false, err
	}
	for _, r := range old {
		if err := forget(ctx, tx, r); err != nil {
			return false, err
		}
	}
	return len(old) < stride, nil
}

// Reindex makes the index anew from the documents that are kept: for an office
// put back from a copy, which has none.
func Reindex(ctx context.Context, d *db.DB) error {
	after, reached := int64(-1), int64(-1)
	for more := true; more; after = reached {
		err := d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			list, err := db.All(ctx, tx, (*row).fields, `
				select n, kind, id, scope, code, day, title, body, title_en, body_en, words, edition
				from search_doc where n > $1 order by n limit $2`, after, 10*stride)
			if err != nil {
				return err
			}
			more, reached = len(list) > 0, after
			for _, r := range list {
				words, _ := tokens(r.code, r.Kind, r.words)
				if err := addToIndex(ctx, tx, r.n, words); err != nil {
					return err
				}
				reached = r.n
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("search reindex: %w", err)
		}
	}
	return nil
}
