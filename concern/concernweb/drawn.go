package concernweb

import (
	"sync"
	"time"

	"kheo/internal/web"
	"kheo/matter"
)

// drawn keeps what every visitor sees alike. A page is good while nothing was
// written by this process, and for a second: then it is drawn anew. What takes
// long to count is kept for a while after it changed, so that counting never
// takes more than a fiftieth of the time.
type drawn struct {
	mu     sync.Mutex
	pages  map[string]keptPage
	counts map[string]keptCount
}

type keptPage struct {
	page   *web.Drawn
	writes int64
	at     time.Time
}

type keptCount struct {
	count  counted
	writes int64
	at     time.Time
	took   time.Duration
	busy   bool // somebody counts anew; the others take the old
}

// counted is what is counted over a whole list.
type counted struct {
	Rates  matter.Rates
	Places []matter.PlaceCount
}

const (
	maxDrawn  = 256
	goodFor   = time.Second
	countsFor = time.Minute // what other processes write is seen by then
	patience  = 50
)

func newDrawn() *drawn {
	return &drawn{pages: map[string]keptPage{}, counts: map[string]keptCount{}}
}

// page is a kept page that is still good.
func (d *drawn) page(key string, writes int64, now time.Time) (*web.Drawn, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k, ok := d.pages[key]
	return k.page, ok && k.writes == writes && now.Sub(k.at).Abs() < goodFor
}

func (d *drawn) keep(key string, page *web.Drawn, writes int64, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.pages) >= maxDrawn {
		clear(d.pages)
	}
	d.pages[key] = keptPage{page, writes, now}
}

// count is a kept count that is still good. When it is not, the first to ask is
// told to count anew, and until then the others take the old one.
func (d *drawn) count(key string, writes int64, now time.Time) (counted, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k, ok := d.counts[key]
	if !ok {
		return counted{}, false
	}
	age := now.Sub(k.at).Abs()
	if k.busy || age < patience*k.took || k.writes == writes && age < countsFor {
		return k.count, true
	}
	k.busy = true
	d.counts[key] = k
	return counted{}, false
}

func (d *drawn) keepCount(key string, c counted, writes int64, began, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.counts) >= maxDrawn {
		clear(d.counts)
	}
	d.counts[key] = keptCount{count: c, writes: writes, at: now, took: now.Sub(began)}
}

// dropCount gives up counting anew: the next one tries.
func (d *drawn) dropCount(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.counts, key)
}
