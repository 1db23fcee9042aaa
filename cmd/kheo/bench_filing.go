package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/site"
	"kheo/unit"
)

// A bench is a sample office in this process, its jobs running.
type bench struct {
	*site.Site
	place kheo.UnitID
	stop  func()
}

// open opens the sample office of dir, filled if it is new, and serves it.
func (c *benchCmd) open(e *env, dir string) (*bench, error) {
	folder, err := site.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := site.New(e.ctx, site.Options{Folder: folder, DB: c.DB, Dev: true, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	if err := seed(e, s); err != nil {
		s.Close()
		return nil, err
	}
	place, err := s.Book.ByCode("28108", unit.Commune, kheo.DateOf(time.Now())) // Cần Đước
	if err != nil {
		s.Close()
		return nil, err
	}
	door, err := listen("127.0.0.1:0")
	if err != nil {
		s.Close()
		return nil, err
	}
	ctx, cancel := context.WithCancel(e.ctx)
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, door) }()
	return &bench{Site: s, place: place.ID, stop: func() {
		cancel()
		<-served
		s.Close()
	}}, nil
}

// filing measures a concern filed, durable with its ledger entry: one after the
// other and many at once in this process, then many at once through the door
// for programs of a server that is a process of its own.
func (c *benchCmd) filing(e *env, dir string) error {
	d, err := c.empty(e.ctx)
	if err != nil {
		return err
	}
	d.Close()
	b, err := c.open(e, dir)
	if err != nil {
		return err
	}
	defer func() { b.stop() }()
	before, err := b.raised(e.ctx)
	if err != nil {
		return err
	}
	alone := press(e.ctx, 1, c.For, b.file)
	alone.show(e, "in process, 1 client", self)
	inside := press(e.ctx, c.Clients, c.For, b.file)
	inside.show(e, fmt.Sprintf("in process, %d clients", c.Clients), self)
	b.stop()
	acked := len(alone.took) + len(inside.took)
	n, err := c.outside(e, dir, b.place, inside.rate())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "in process, together is %.1f times one by one\n", inside.rate()/alone.rate())
	if b, err = c.open(e, dir); err != nil {
		return err
	}
	after, err := b.raised(e.ctx)
	if err != nil {
		return err
	}
	acked += n
	fmt.Fprintf(e.out, "%d acknowledged, %d stored\n", acked, after-before)
	if after-before < acked {
		return errors.New("something acknowledged is not stored")
	}
	return nil
}

// outside files over HTTP and tells how many were acknowledged.
func (c *benchCmd) outside(e *env, dir string, place kheo.UnitID, inside float64) (int, error) {
	o, err := c.serve(e, dir)
	if err != nil {
		return 0, err
	}
	defer o.stop()
	post := func(ctx context.Context) error { return o.post(ctx, place) }
	press(e.ctx, c.Clients, time.Second, post) // connections and statements are made once
	steady := press(e.ctx, c.Clients, c.For, post)
	steady.show(e, fmt.Sprintf("over HTTP, %d clients", c.Clients), o.pid)
	fmt.Fprintf(e.out, "over HTTP is %.0f %% of in process\n", 100*steady.rate()/inside)
	n := len(steady.took)
	if c.Open > 0 {
		flood := flood(e.ctx, 2*steady.rate(), c.Open, post)
		flood.show(e, fmt.Sprintf("%.0f arrivals/s for %s", 2*steady.rate(), c.Open), o.pid)
		n += len(flood.took)
	}
	return n, nil
}

// raised counts the concerns there are.
func (b *bench) raised(ctx context.Context) (n int, err error) {
	err = b.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		days, err := concern.DayCounts(ctx, tx, "2000-01-01", "2100-01-01")
		n = 0
		for _, d := range days {
			n += d.N
		}
		return err
	})
	return n, err
}

const benchWords = "Cống trước nhà bị nghẹt ba tuần, mưa là nước tràn vô sân, trẻ nhỏ đi học phải lội."

// file does what a door does, without one.
func (b *bench) file(ctx context.Context) error {
	who := kheo.Caller{At: time.Now()}
	n := concern.New{Client: kheo.NewID(who.At), Words: benchWords, Category: "drainage", Territory: b.place,
		Hamlet: "Ấp Đông Trung", Channel: concern.Web}
	var p concern.Plan
	err := b.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = b.Concerns.Prepare(ctx, tx, who, &n)
		return err
	})
	if err != nil {
		return err
	}
	return b.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := b.Concerns.File(ctx, tx, who, n, p)
		return err
	})
}

// flood sends at a steady rate whether or not the answers keep up.
func flood(ctx context.Context, rate float64, span time.Duration, post func(context.Context) error) load {
	var all load
	var mu sync.Mutex
	var group sync.WaitGroup
	began, sent := time.Now(), 0
	for time.Since(began) < span && ctx.Err() == nil {
		for ; float64(sent) < rate*time.Since(began).Seconds(); sent++ {
			group.Go(func() {
				from := time.Now()
				err := post(ctx)
				mu.Lock()
				defer mu.Unlock()
				all.count(err, time.Since(from))
			})
		}
		time.Sleep(2 * time.Millisecond)
	}
	group.Wait()
	all.span = time.Since(began)
	slices.Sort(all.took)
	return all
}
