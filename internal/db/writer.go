package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"
)

// ErrBusy is what Write answers at once when too many writes wait already:
// nothing was done, and the same may be sent again a little later.
var ErrBusy = errors.New("too many writes are waiting")

// waitAtMost is how many writes wait unless Bound says otherwise. At the rates
// of docs/bench.md the last of them waits less than half a second.
const waitAtMost = 512

// A batch holds at most this many closures, and takes no more of them after
// this time: the first must not wait long for the last.
const (
	batchMost = 128
	batchFor  = 20 * time.Millisecond
)

// A writer is the one goroutine that writes to a SQLite file. Closures that
// wait share one transaction and one fsync, each behind a savepoint of its own.
// It lends its transaction to the goroutine that asks, so that a closure runs,
// panics and ends where it was called; it alone begins and commits. Nobody gets
// an answer, not even a refusal, before what it rests on is on disk.
type writer struct {
	conn *conn
	wake chan struct{}
	over chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex
	queue   []*ask
	waiting int64 // in the queue and not gone
	closing bool
}

// An ask is one closure that waits for its turn.
type ask struct {
	ctx   context.Context
	turn  chan *Tx      // lends the transaction; closed when it is decided
	back  chan giveBack // the transaction comes back
	taken bool          // by the writer; under its lock
	left  bool          // the one who asked waits no more; under its lock
	gone  bool          // the closure panicked: nobody listens
	err   error
	f     func(context.Context, *Tx) error
}

type giveBack struct {
	err  error
	gone bool
}

func newWriter(c *conn) *writer {
	w := &writer{conn: c, wake: make(chan struct{}, 1), over: make(chan struct{})}
	go w.run()
	return w
}

// write waits until f has run and is on disk.
func (w *writer) write(ctx context.Context, limit int64, f func(context.Context, *Tx) error) error {
	a := &ask{ctx: ctx, f: f, turn: make(chan *Tx), back: make(chan giveBack)}
	if err := w.join(a, limit); err != nil {
		return err
	}
	given := ctx.Done()
	for {
		select {
		case tx, lent := <-a.turn:
			if !lent {
				return a.err
			}
			a.use(tx)
		case <-given:
			if w.leave(a) {
				return ctx.Err()
			}
			given = nil // its turn has begun: what comes of it is the answer
		}
	}
}

// use runs the closure and gives the transaction back, also when the closure
// panics or its goroutine ends.
func (a *ask) use(tx *Tx) {
	out := giveBack{gone: true}
	defer func() {
		tx.lite = nil
		a.back <- out
	}()
	err := a.ctx.Err()
	if err == nil {
		err = a.f(a.ctx, tx)
	}
	if err == nil {
		err = a.ctx.Err()
	}
	out = giveBack{err: err}
}

func (w *writer) join(a *ask, limit int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing {
		return errClosed
	}
	if w.waiting >= limit {
		return ErrBusy
	}
	w.waiting++
	w.queue = append(w.queue, a)
	select {
	case w.wake <- struct{}{}:
	default:
	}
	return nil
}

// leave takes back an ask whose turn has not begun.
func (w *writer) leave(a *ask) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a.taken {
		return false
	}
	a.left = true
	w.waiting--
	return true
}

// next takes the one who waited longest; nil when nobody waits.
func (w *writer) next() *ask {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		a := w.queue[0]
		w.queue[0] = nil
		w.queue = w.queue[1:]
		if !a.left {
			a.taken = true
			w.waiting--
			return a
		}
	}
	return nil
}

// close refuses what comes, lets what waits be done, and ends the goroutine.
func (w *writer) close() bool {
	w.mu.Lock()
	first := !w.closing
	w.closing = true
	w.mu.Unlock()
	if first {
		close(w.wake)
	}
	<-w.over
	return first
}

func (w *writer) run() {
	defer close(w.over)
	defer w.conn.drop()
	for {
		_, open := <-w.wake
		for w.queued() > 0 {
			w.batch()
		}
		if !open {
			return
		}
	}
}

func (w *writer) queued() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.waiting
}

// batch runs those who wait in one transaction, and answers them.
func (w *writer) batch() {
	if err := w.begin(); err != nil {
		for a := w.next(); a != nil; a = w.next() {
			a.answer(err)
		}
		return
	}
	var all []*ask
	began := time.Now()
	for len(all) < batchMost && (len(all) == 0 || time.Since(began) < batchFor) {
		a := w.next()
		if a == nil && len(all) > 0 {
			runtime.Gosched() // the fsync to come is long: who is about to ask may share it
			a = w.next()
		}
		if a == nil {
			break
		}
		all = append(all, a)
		if !w.share(a) {
			w.end()
			w.singly(all)
			return
		}
	}
	again, some := retried(all)
	if !some {
		w.end()
	} else if err := w.commit(); err != nil {
		w.end()
		w.singly(all)
		return
	}
	for _, a := range all {
		if !retryable(a.err) {
			a.answer(a.err)
		}
	}
	w.singly(again)
}

// retried finds those whose error may not come again, and whether any went well.
func retried(all []*ask) (again []*ask, some bool) {
	for _, a := range all {
		if a.err == nil && !a.gone {
			some = true
		}
		if retryable(a.err) {
			again = append(again, a)
		}
	}
	return again, some
}

// share lends the transaction behind a savepoint; false when the transaction
// did not live through it.
func (w *writer) share(a *ask) bool {
	if w.conn.do("savepoint ask") != nil {
		return false
	}
	w.lend(a)
	if w.conn.ended {
		return false
	}
	if (a.err != nil || a.gone) && w.conn.do("rollback to ask") != nil {
		return false
	}
	return w.conn.do("release ask") == nil
}

func (w *writer) lend(a *ask) {
	a.turn <- &Tx{lite: w.conn, engine: SQLite, shared: true}
	out := <-a.back
	a.err, a.gone = out.err, out.gone
}

// singly gives each a transaction of its own, and tries again where that helps.
func (w *writer) singly(all []*ask) {
	for _, a := range all {
		for n := 1; !a.gone; n++ {
			a.err = w.alone(a)
			if !retryable(a.err) || n == attempts || a.ctx.Err() != nil {
				break
			}
			time.Sleep(pause(n))
		}
		a.answer(a.err)
	}
}

func (w *writer) alone(a *ask) error {
	if err := w.begin(); err != nil {
		return err
	}
	defer w.end()
	w.lend(a)
	switch {
	case a.gone || a.err != nil:
		return a.err
	case w.conn.ended:
		return errEnded
	}
	return w.commit()
}

// begin waits for the file's lock: another process may hold it.
func (w *writer) begin() error {
	for n := 1; ; n++ {
		err := w.conn.open(context.Background())
		if err == nil {
			w.conn.ended = false
			err = w.conn.do("begin immediate")
		}
		if err != nil && !locked(err) {
			w.conn.drop() // the next try has a new connection
		}
		if !retryable(err) || n == attempts {
			return err
		}
		time.Sleep(pause(n))
	}
}

func (w *writer) commit() error {
	w.conn.mayCommit = true
	defer func() { w.conn.mayCommit = false }()
	if err := w.conn.do("commit"); err != nil {
		return err
	}
	w.conn.ended = true
	return nil
}

// end rolls back what is still open. A connection that cannot even do that is
// given up for a new one.
func (w *writer) end() {
	if !w.conn.ended && w.conn.do("rollback") != nil {
		w.conn.drop()
	}
	w.conn.ended = true
}

// answer tells the one who asked; a closure that panicked has nobody waiting.
func (a *ask) answer(err error) {
	a.err = err
	close(a.turn)
}

// pause is how long to wait before the try after the nth.
func pause(n int) time.Duration {
	return time.Duration(n*n)*5*time.Millisecond + rand.N(10*time.Millisecond)
}
