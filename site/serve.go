package site

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"kheo/internal/job"
)

// Serve answers at the door and runs the jobs until ctx ends, then lets the requests that came
// in be answered, ten seconds at most.
func (s *Site) Serve(ctx context.Context, door net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server := s.pages.HTTP(door.Addr().String())
	server.Handler = s
	closed := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		closed <- server.Shutdown(grace)
	}()
	jobs := make(chan struct{})
	go func() {
		defer close(jobs)
		job.NewRunner(s.DB, s.Log).Run(ctx, s.jobs()...)
	}()
	err := server.Serve(door)
	stop()
	<-jobs
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-closed
}
