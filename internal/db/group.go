package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// SQLite has one writer. Closures that wait share one transaction and one flush
// to disk: each runs on its caller's own goroutine when the connection is
// handed to it, inside a savepoint of its own, and whoever is last commits for
// all. Nobody is answered before that. The shared transaction hangs on no
// request: a context that ends undoes its own savepoint and nothing else. When
// the engine ends the transaction (a full disk, an I/O error, a busy file) each
// closure runs once more, alone.

// ErrBusy says that too many writes wait already: past capacity it is kinder to
// refuse at once than to let everybody wait. The words are kept, try again.
var ErrBusy = errors.New("too many writes wait")

// At most so many closures share a transaction, and so many wait for a turn.
// The first bounds how long the first of a batch waits for its commit.
const (
	inBatch = 64
	inQueue = 512
)

var (
	errAlone  = errors.New("the shared transaction ended") // once more, in a transaction of one's own
	errGone   = errors.New("the closure did not return")
	errClosed = errors.New("the database is closed")
)

// A group is the one writing connection and who waits for it.
type group struct {
	conn *lite

	mu     sync.Mutex
	closed bool
	held   bool    // somebody has the connection
	queue  []*turn // wait for it, first come first served
	batch  []*turn // ran in the open transaction, wait for its commit
	most   int     // how many may wait
}

// A turn is one closure's place in the line.
type turn struct {
	alone bool
	err   error         // why it will never be, once yours is closed
	yours chan struct{} // the connection is yours
	done  chan error    // what became of the transaction
}

func newTurn(alone bool) *turn {
	return &turn{alone: alone, yours: make(chan struct{}), done: make(chan error, 1)}
}

func newGroup(conn *lite) *group { return &group{conn: conn, most: inQueue} }

// write runs f with others and returns after the commit; what f returned, when
// that was an error.
func (g *group) write(ctx context.Context, f func(context.Context, *Tx) error) error {
	err := g.take(ctx, f, false)
	if errors.Is(err, errAlone) {
		err = g.take(ctx, f, true)
	}
	return err
}

func (g *group) take(ctx context.Context, f func(context.Context, *Tx) error, alone bool) error {
	t := newTurn(alone)
	if err := g.wait(ctx, t); err != nil {
		return err
	}
	finished := false
	defer func() {
		if !finished { // f panicked, or ended its goroutine: others go on without it
			err := g.undo()
			g.leave(t, cmp.Or(err, errGone))
		}
	}()
	err := g.begin()
	if err == nil {
		err = f(ctx, &Tx{g.conn, SQLite})
		if err == nil {
			err = ctx.Err() // nobody waits for the answer any more
		}
		err = g.settle(err)
	}
	finished = true
	return g.leave(t, err)
}

// wait returns once the connection is t's, or with why it never will be.
func (g *group) wait(ctx context.Context, t *turn) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	switch {
	case g.closed:
		g.mu.Unlock()
		return errClosed
	case !g.held:
		g.held = true
		g.mu.Unlock()
		return nil
	case len(g.queue) >= g.most && !t.alone:
		g.mu.Unlock()
		return ErrBusy
	}
	g.queue = append(g.queue, t)
	g.mu.Unlock()
	select {
	case <-t.yours:
		return t.err
	case <-ctx.Done():
	}
	g.mu.Lock()
	i := slices.Index(g.queue, t)
	if i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
	}
	g.mu.Unlock()
	if i < 0 { // handed over in the same instant
		<-t.yours
		return t.err
	}
	return ctx.Err()
}

// begin opens the transaction when t is the first of a batch, and its savepoint.
func (g *group) begin() error {
	if len(g.batch) == 0 {
		if err := g.conn.do(`begin immediate`); err != nil {
			return err
		}
	}
	return g.conn.do(`savepoint one`)
}

// settle keeps or undoes what one closure did. An error that is errAlone says
// that the engine ended the transaction under all of them.
func (g *group) settle(err error) error {
	if err != nil {
		if g.undo() != nil {
			return fmt.Errorf("%w: %w", errAlone, err)
		}
		return err
	}
	if g.conn.dead != nil || g.conn.do(`release one`) != nil {
		return errAlone
	}
	return nil
}

func (g *group) undo() error {
	if g.conn.dead != nil || g.conn.do(`rollback to one`) != nil || g.conn.do(`release one`) != nil {
		return errAlone
	}
	return nil
}

// leave hands the connection on, or commits when nobody waits, and returns what
// became of t: err when its closure failed, else the outcome of the commit.
func (g *group) leave(t *turn, err error) error {
	ended := errors.Is(err, errAlone)
	g.mu.Lock()
	if err == nil {
		g.batch = append(g.batch, t)
	}
	next := g.next(t, ended)
	g.mu.Unlock()
	if next == nil {
		g.end(ended)
		g.mu.Lock()
		g.batch = g.batch[:0]
		next = g.first()
		g.held = next != nil
		g.mu.Unlock()
	}
	if next != nil {
		close(next.yours)
	}
	if err == nil {
		return <-t.done
	}
	return err
}

// next is who runs in the same transaction after t; nil when it must end first.
func (g *group) next(t *turn, ended bool) *turn {
	if ended || t.alone || len(g.batch) == 0 || len(g.batch) >= inBatch || len(g.queue) == 0 || g.queue[0].alone {
		return nil
	}
	return g.first()
}

func (g *group) first() *turn {
	if len(g.queue) == 0 {
		return nil
	}
	t := g.queue[0]
	g.queue = slices.Delete(g.queue, 0, 1)
	return t
}

// end commits what stands, or clears away what the engine ended, and tells all
// of the batch.
func (g *group) end(ended bool) {
	err := errAlone
	if !ended {
		err = g.conn.do(`commit`)
		if err != nil && len(g.batch) > 1 {
			err = errAlone // whose fault it was shows when each is alone
		}
	}
	if err != nil {
		g.conn.do(`rollback`) // nothing to undo when the engine already did
	}
	g.conn.dead = nil
	for _, t := range g.batch {
		t.done <- err
	}
}

// close lets those who wait finish, turns later ones away and ends the
// connection.
func (g *group) close() error {
	t := newTurn(true)
	if err := g.wait(context.Background(), t); err != nil {
		return err
	}
	g.mu.Lock()
	g.closed = true
	late := g.queue
	g.queue = nil
	g.mu.Unlock()
	for _, w := range late {
		w.err = errClosed
		close(w.yours)
	}
	return g.conn.close()
}
