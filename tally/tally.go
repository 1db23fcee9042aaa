package tally

import (
	"context"
	"sync"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// Tallies keeps the newest count between requests. The zero Tallies is ready;
// many may ask at once, and one of them counts while the others are served the
// count before.
type Tallies struct {
	mu       sync.Mutex
	counting sync.Mutex
	last     Tally
}

// A Tally is the count of one moment.
type Tally struct {
	At    time.Time
	Cells []matter.Cell
}

// Of is the count of now, at most so old.
func (s *Tallies) Of(ctx context.Context, tx *db.Tx, now time.Time, age time.Duration) (Tally, error) {
	kept := s.get()
	if !kept.At.IsZero() && now.Sub(kept.At) < age && !now.Before(kept.At) {
		return kept, nil
	}
	if !s.counting.TryLock() {
		if !kept.At.IsZero() {
			return kept, nil
		}
		s.counting.Lock() // the first count of all: nobody can be served before
	}
	defer s.counting.Unlock()
	cells, err := matter.Cells(ctx, tx)
	if err != nil {
		return Tally{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = Tally{At: now, Cells: cells}
	return s.last, nil
}

func (s *Tallies) get() Tally {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// Rates are the three rates of the cells that fit.
func (t Tally) Rates(fits func(matter.Cell) bool) Rates {
	var r Rates
	for _, c := range t.Cells {
		if fits(c) {
			r.Add(c)
		}
	}
	return r
}

// ByBody are the three rates of each holder, of the cells that fit.
func (t Tally) ByBody(fits func(matter.Cell) bool) map[kheo.UnitID]Rates {
	by := map[kheo.UnitID]Rates{}
	for _, c := range t.Cells {
		if !fits(c) {
			continue
		}
		r := by[c.Holder]
		r.Add(c)
		by[c.Holder] = r
	}
	return by
}

// Open counts the cells that fit and are still open.
func (t Tally) Open(fits func(matter.Cell) bool) int {
	n := 0
	for _, c := range t.Cells {
		if c.State.Open() && fits(c) {
			n += c.N
		}
	}
	return n
}
