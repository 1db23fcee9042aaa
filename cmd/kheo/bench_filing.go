package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/site"
	"kheo/unit"
)

// A bench is a sample office that is asked from all sides.
type bench struct {
	*site.Site
	base   string // of its address
	client *http.Client
	place  kheo.UnitID
	stop   func()
}

// open fills a sample office and serves it, its jobs running.
func (c *benchCmd) open(e *env, dir string) (*bench, error) {
	d, err := c.empty(e.ctx)
	if err != nil {
		return nil, err
	}
	d.Close()
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
	b := &bench{Site: s, base: "http://" + door.Addr().String(), place: place.ID}
	b.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4096, MaxIdleConns: 4096, DisableCompression: true, MaxConnsPerHost: 4096}}
	b.stop = func() {
		cancel()
		<-served
		s.Close()
	}
	return b, nil
}

// filing measures a concern filed, durable with its ledger entry: one after
// the other, many at once, and many at once through the door for programs.
func (c *benchCmd) filing(e *env, dir string) error {
	b, err := c.open(e, dir)
	if err != nil {
		return err
	}
	defer b.stop()
	before, err := b.raised(e.ctx)
	if err != nil {
		return err
	}
	alone := press(e.ctx, 1, c.For, b.file)
	alone.show(e, "in process, 1 client")
	inside := press(e.ctx, c.Clients, c.For, b.file)
	inside.show(e, fmt.Sprintf("in process, %d clients", c.Clients))
	outside := press(e.ctx, c.Clients, c.For, b.post)
	outside.show(e, fmt.Sprintf("over HTTP, %d clients", c.Clients))
	fmt.Fprintf(e.out, "together is %.1f times one by one; over HTTP is %.0f %% of in process\n",
		inside.rate()/alone.rate(), 100*outside.rate()/inside.rate())
	acked := len(alone.took) + len(inside.took) + len(outside.took)
	if c.Open > 0 {
		flood := b.flood(e.ctx, 2*outside.rate(), c.Open)
		flood.show(e, fmt.Sprintf("%.0f arrivals/s for %s", 2*outside.rate(), c.Open))
		acked += len(flood.took)
	}
	after, err := b.raised(e.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%d acknowledged, %d stored\n", acked, after-before)
	if after-before < acked {
		return errors.New("something acknowledged is not stored")
	}
	return nil
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

// post files by the key that has no limit in the sample.
func (b *bench) post(ctx context.Context) error {
	form := url.Values{"api_key": {"dev"}, "service_code": {"drainage"}, "address_id": {string(b.place)},
		"description": {benchWords}, "client_id": {kheo.NewID(time.Now())}}
	r, err := http.NewRequestWithContext(ctx, "POST", b.base+"/open311/v2/requests.json", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (b *bench) do(r *http.Request) error {
	w, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	switch {
	case err != nil:
		return err
	case w.StatusCode == http.StatusServiceUnavailable && w.Header.Get("Retry-After") != "":
		return db.ErrBusy
	case w.StatusCode >= 300:
		return fmt.Errorf("status %d: %.200s", w.StatusCode, body)
	}
	return nil
}

// flood sends at a steady rate whether or not the answers keep up.
func (b *bench) flood(ctx context.Context, rate float64, span time.Duration) load {
	var all load
	var mu sync.Mutex
	var group sync.WaitGroup
	began, sent := time.Now(), 0
	for time.Since(began) < span && ctx.Err() == nil {
		for ; float64(sent) < rate*time.Since(began).Seconds(); sent++ {
			group.Go(func() {
				from := time.Now()
				err := b.post(ctx)
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
