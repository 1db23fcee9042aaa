package unit

import (
	"context"
	"fmt"
	"sync"

	"kheo/internal/db"
)

// Load is the compiled book with the office's imported lists over it. A server
// asks Books instead, which loads again only when the lists changed.
func Load(ctx context.Context, tx *db.Tx) (*Book, error) {
	b, err := Compiled()
	if err != nil {
		return nil, err
	}
	steps, err := db.All(ctx, tx, (*step).fields, `
		select kind, unit, other, level, code, name, from_day, to_day, lat, lon, people, link, share, says, basis
		from unit_step
		order by version, n`)
	if err != nil {
		return nil, fmt.Errorf("unit lists: %w", err)
	}
	if len(steps) == 0 {
		return b, nil
	}
	l := b.lay()
	for _, s := range steps {
		if err := l.put(s); err != nil {
			return nil, fmt.Errorf("unit list over the compiled one: %s %s: %w", s.kind, s.name, err)
		}
	}
	return l.book(), nil
}

// Version counts the lists imported: a server that sees the same number twice
// has nothing to load.
func Version(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.One(ctx, tx, db.Value[int64], `select coalesce(max(version), 0) from unit_list`)
}

// Books keeps the office's book in memory between requests. The zero Books is
// ready; its method may be called by many at once.
type Books struct {
	mu      sync.Mutex
	book    *Book
	version int64
}

// Book is the office's book of now: one small query when no list changed.
func (s *Books) Book(ctx context.Context, tx *db.Tx) (*Book, error) {
	v, err := Version(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("unit lists: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.book != nil && s.version == v {
		return s.book, nil
	}
	b, err := Load(ctx, tx)
	if err == nil {
		s.book, s.version = b, v
	}
	return b, err
}
