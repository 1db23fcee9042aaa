// Package job runs what must happen by itself: named jobs, each on one process
// at a time by a lease in the database. No engine's own locks are used.
package job

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"sync"
	"time"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of leases.
func Schema() db.Schema { return db.Schema{Name: "job", Files: files} }

// A Job is run again and again until its context ends. Run returns at once when
// there is nothing to do; an error is logged and the job tried again later.
type Job struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// A Runner runs jobs on this process while it holds their leases.
type Runner struct {
	db    *db.DB
	log   *slog.Logger
	owner string
}

// lease is how long a process keeps a job without a sign of life; renewed at
// half of it.
const lease = 20 * time.Second

// idle is how long a process that does not hold a lease waits to ask again.
const idle = time.Second

// slowest is how long a failing job waits at most before it is tried again.
const slowest = 30 * time.Second

// NewRunner makes a runner; two runners never hold the same lease.
func NewRunner(d *db.DB, log *slog.Logger) *Runner {
	return &Runner{db: d, log: log, owner: kheo.NewID(time.Now())}
}

// Run runs the jobs until ctx ends, gives the leases back, and returns.
// Their writes wait where a visitor's would be refused.
func (r *Runner) Run(ctx context.Context, jobs ...Job) {
	ctx = db.Patient(ctx)
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Go(func() { r.loop(ctx, j) })
	}
	wg.Wait()
}

func (r *Runner) loop(ctx context.Context, j Job) {
	defer r.release(context.WithoutCancel(ctx), j.Name)
	var held time.Time // until when the lease is ours
	wait := j.Every
	for {
		now := time.Now()
		var err error
		if held.Sub(now) < lease/2 {
			held, err = r.take(ctx, j.Name, now)
		}
		if err == nil && now.Before(held) {
			err = j.Run(ctx)
		}
		wait = next(wait, j.Every, err)
		if err == nil && held.IsZero() {
			wait = max(wait, idle) // another process has it: ask seldom
		}
		if err != nil && ctx.Err() == nil {
			r.log.Error("job", "name", j.Name, "err", err, "again_in", wait)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// next doubles the wait after an error, up to slowest, and goes back to every
// after a success.
func next(wait, every time.Duration, err error) time.Duration {
	if err == nil {
		return every
	}
	return min(max(2*wait, 100*time.Millisecond), slowest)
}

// take gets or renews the lease; the zero time means another process has it.
func (r *Runner) take(ctx context.Context, name string, now time.Time) (time.Time, error) {
	until := now.Add(lease)
	err := r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into job_lease (name, owner, until) values ($1, '', 0) on conflict (name) do nothing`, name)
		if err != nil {
			return err
		}
		return tx.Move(ctx, `update job_lease set owner = $1, until = $2 where name = $3 and (owner = $4 or until < $5)`,
			r.owner, until.UnixMicro(), name, r.owner, now.UnixMicro())
	})
	if errors.Is(err, kheo.ErrConflict) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return until, nil
}

func (r *Runner) release(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `update job_lease set until = 0 where name = $1 and owner = $2`, name, r.owner)
		return err
	})
	if err != nil {
		r.log.Warn("job lease not given back", "name", name, "err", err)
	}
}
