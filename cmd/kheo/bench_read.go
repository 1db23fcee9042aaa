package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/unit"
)

// asked are searches as people type them, with and without tone marks, one with
// a slip.
var asked = []string{"cống nghẹt", "cong nghet", "đèn đường không sáng", "den duong khong sang", "rác trước chợ", "rac truoc cho",
	"nước yếu ban đêm", "ổ gà trên đường", "o ga tren duong", "tiếng ồn karaoke khuya", "cầu gãy lan can", "den duonf"}

// read measures what visitors and officers wait for in an office with many
// concerns.
func (c *benchCmd) read(e *env, dir string) error {
	b, err := c.open(e, dir)
	if err != nil {
		return err
	}
	n, err := b.raised(e.ctx)
	if err == nil && c.Keep == "" {
		err = b.fill(e, c.Matters)
		n += c.Matters
	}
	if err != nil {
		b.stop()
		return err
	}
	fmt.Fprintf(e.out, "%d concerns, load %s\n", n, loadNow())
	press(e.ctx, 1, c.For, b.alike()).show(e, "similar concerns, in process, 1 client", self)
	press(e.ctx, 1, c.For, b.look()).show(e, "search, in process, 1 client", self)
	b.stop()
	o, err := c.serve(e, dir)
	if err != nil {
		return err
	}
	defer o.stop()
	for _, path := range []string{"/phan-anh", "/phan-anh?state=open", "/phan-anh?category=drainage"} {
		press(e.ctx, 8, c.For, o.get(path)).show(e, path+", 8 clients", o.pid)
	}
	i := 0
	press(e.ctx, 1, c.For, func(ctx context.Context) error {
		i++
		return o.get("/tim?q=" + url.QueryEscape(asked[i%len(asked)]))(ctx)
	}).show(e, "/tim, 1 client", o.pid)
	if err := o.send(e.ctx, "/dev/sign-in", url.Values{"role": {"kinh-te"}}); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	press(e.ctx, 1, c.For, o.get("/ban-viec")).show(e, "/ban-viec, 1 client", o.pid)
	return nil
}

// alike looks for what is like a new concern, as the form does while one types.
func (b *bench) alike() func(context.Context) error {
	i := 0
	return func(ctx context.Context) error {
		i++
		return b.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := b.Concerns.Similar(ctx, tx, kheo.Caller{At: time.Now()}, concern.About{Category: "drainage",
				Territory: b.place, Hamlet: fmt.Sprint("Ấp ", 1+i%8), Words: asked[i%len(asked)] + " " + benchWords}, 5)
			return err
		})
	}
}

// look searches what is published, as the page does.
func (b *bench) look() func(context.Context) error {
	i := 0
	return func(ctx context.Context) error {
		i++
		return b.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := search.Look(ctx, tx, search.Query{Words: asked[i%len(asked)], Scopes: []string{search.Public}})
			return err
		})
	}
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
