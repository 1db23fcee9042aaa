package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/unit"
)

// read measures what visitors wait for on an office with many concerns.
func (c *benchCmd) read(e *env, dir string) error {
	b, err := c.open(e, dir)
	if err != nil {
		return err
	}
	defer b.stop()
	if err := b.fill(e, c.Matters); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%d concerns, load %s\n", c.Matters, loadNow())
	for _, path := range []string{"/phan-anh", "/phan-anh?trang=3", "/tim?q=cong+nghet"} {
		press(e.ctx, 8, c.For, b.get(path)).show(e, path+", 8 clients")
	}
	press(e.ctx, 1, c.For, b.alike).show(e, "similar concerns, 1 client")
	return nil
}

func (b *bench) get(path string) func(context.Context) error {
	return func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, "GET", b.base+path, nil)
		if err != nil {
			return err
		}
		return b.do(r)
	}
}

// alike looks for what is like a new concern, as the form does while one types.
func (b *bench) alike(ctx context.Context) error {
	return b.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := b.Concerns.Similar(ctx, tx, kheo.Caller{At: time.Now()}, concern.About{Category: "drainage",
			Territory: b.place, Hamlet: "Ấp Đông Trung", Words: benchWords}, 5)
		return err
	})
}

var benchTopics = []string{"drainage", "other"}

// fill files concerns of the last five hundred days in every commune, many a
// transaction.
func (b *bench) fill(e *env, n int) error {
	show := progress(e.err)
	now := time.Now()
	var places []kheo.UnitID
	for _, u := range b.Book.Children(b.Office.Unit, kheo.DateOf(now)) {
		if u.Level == unit.Commune {
			places = append(places, u.ID)
		}
	}
	if len(places) == 0 {
		return errors.New("the sample has no communes")
	}
	const together = 200
	for done := 0; done < n; done += together {
		show(done, n, "concerns")
		list := make([]concern.New, min(together, n-done))
		plans := make([]concern.Plan, len(list))
		at := now.Add(-time.Duration(float64(n-done) / float64(n) * 500 * 24 * float64(time.Hour)))
		who := kheo.Caller{At: at}
		err := b.DB.Read(e.ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			for i := range list {
				list[i] = concern.New{Client: kheo.NewID(at), Words: benchWords, Category: benchTopics[i%len(benchTopics)],
					Territory: places[rand.N(len(places))], Hamlet: fmt.Sprint("Ấp ", 1+rand.N(12)), Channel: concern.Web}
				if plans[i], err = b.Concerns.Prepare(ctx, tx, who, &list[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		err = b.DB.Write(e.ctx, func(ctx context.Context, tx *db.Tx) error {
			for i := range list {
				if _, err := b.Concerns.File(ctx, tx, who, list[i], plans[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	show(n, n, "concerns")
	return b.Settle(e.ctx)
}
