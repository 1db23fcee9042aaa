package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

type benchCmd struct {
	Name    string        `arg:"" enum:"write,filing,read" help:"write: one durable row; filing: a concern in process and over HTTP; read: pages and searches on many matters."`
	DB      string        `name:"db" help:"Empty database to measure on; without it, throw-away SQLite." placeholder:"ADDRESS"`
	Clients int           `help:"How many ask at once." default:"64"`
	For     time.Duration `help:"How long each measurement lasts." default:"5s"`
	Open    time.Duration `help:"filing: how long arrivals at twice the capacity last; 0 leaves them out." default:"0s"`
	Matters int           `help:"read: how many concerns there are." default:"10000"`
	Keep    string        `help:"read: a sample office to measure as it stands, made by kheo dev --keep." placeholder:"DIR"`
	Profile string        `help:"File for a profile of what the processor did." placeholder:"FILE"`
}

// Run measures and prints a line for each. It writes only into an empty
// database: nothing of an office is touched.
func (c *benchCmd) Run(e *env) error {
	dir, err := os.MkdirTemp("", "kheo-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if c.DB == "" {
		c.DB = "sqlite:" + filepath.Join(dir, "kheo.db")
	}
	if c.Profile != "" {
		f, err := os.Create(c.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	engine, _, _ := strings.Cut(c.DB, ":")
	fmt.Fprintf(e.out, "%s, %s, %d cores, load %s\n", engine, runtime.Version(), runtime.NumCPU(), loadNow())
	switch c.Name {
	case "write":
		return c.write(e)
	case "filing":
		return c.filing(e, dir)
	}
	if c.Keep != "" {
		dir, c.DB = c.Keep, ""
	}
	return c.read(e, dir)
}

// write compares rows written one by one with as many as there are clients.
func (c *benchCmd) write(e *env) error {
	d, err := c.empty(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Migrate(e.ctx, d, []db.Schema{ledger.Schema()}); err != nil {
		return err
	}
	says := []ledger.Line{{Name: "body", Value: strings.Repeat("nước tràn vô sân ", 12)}}
	row := func(ctx context.Context) error {
		who := kheo.Caller{At: time.Now()}
		return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "bench.row", Subject: "bench", Says: says})
			return err
		})
	}
	var sum [2]float64 // one by one and together take turns, so that both meet the same machine
	for range 2 {
		for i, clients := range []int{1, c.Clients} {
			got := press(e.ctx, clients, c.For/2, row)
			got.show(e, fmt.Sprintf("one durable row, %d clients", clients), self)
			sum[i] += got.rate()
		}
	}
	fmt.Fprintf(e.out, "together is %.1f times one by one\n", sum[1]/sum[0])
	return nil
}

// empty opens the database and refuses one that holds anything.
func (c *benchCmd) empty(ctx context.Context) (*db.DB, error) {
	d, err := db.Open(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	none, err := db.Empty(ctx, d)
	if err == nil && !none {
		err = misuse{errors.New("that database is not empty: measure on another, or leave --db out")}
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// A load is what came of many asks.
type load struct {
	took   []time.Duration // of those that went well
	busy   int             // told to come again
	failed int
	first  error
	span   time.Duration
}

// press has the clients ask one after the other, each without a pause.
func press(ctx context.Context, clients int, span time.Duration, one func(context.Context) error) load {
	var all load
	var mu sync.Mutex
	var group sync.WaitGroup
	began := time.Now()
	var over atomic.Bool
	time.AfterFunc(span, func() { over.Store(true) })
	for range clients {
		group.Go(func() {
			var mine load
			for !over.Load() && ctx.Err() == nil {
				from := time.Now()
				mine.count(one(ctx), time.Since(from))
			}
			mu.Lock()
			defer mu.Unlock()
			all.add(mine)
		})
	}
	group.Wait()
	all.span = time.Since(began)
	slices.Sort(all.took)
	return all
}

func (l *load) count(err error, took time.Duration) {
	switch {
	case err == nil:
		l.took = append(l.took, took)
	case errors.Is(err, db.ErrBusy):
		l.busy++
	default:
		l.failed++
		if l.first == nil {
			l.first = err
		}
	}
}

func (l *load) add(m load) {
	l.took = append(l.took, m.took...)
	l.busy += m.busy
	l.failed += m.failed
	if l.first == nil {
		l.first = m.first
	}
}

func (l load) rate() float64 { return float64(len(l.took)) / l.span.Seconds() }

// at is what so many of a thousand stayed within.
func (l load) at(thousandths int) time.Duration {
	if len(l.took) == 0 {
		return 0
	}
	return l.took[(len(l.took)-1)*thousandths/1000]
}

// show prints a line, with the memory of the process pid, or of this one.
func (l load) show(e *env, what, pid string) {
	fmt.Fprintf(e.out, "%-38s %9.0f/s   p50 %8.2f ms   p99 %8.2f ms   longest %8.2f ms   busy %d   failed %d   resident %d MB, at most %d MB\n",
		what, l.rate(), ms(l.at(500)), ms(l.at(990)), ms(l.at(1000)), l.busy, l.failed, memory(pid, "VmRSS:"), memory(pid, "VmHWM:"))
	if l.first != nil {
		fmt.Fprintln(e.out, "  the first that failed:", l.first)
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// self is this process.
const self = "self"

// memory of a process in MB, as the kernel names it; 0 where the system does
// not say.
func memory(pid, name string) int {
	text, _ := os.ReadFile("/proc/" + pid + "/status")
	_, rest, _ := strings.Cut(string(text), name)
	var kb int
	fmt.Sscan(rest, &kb)
	return kb / 1024
}

// loadNow is how busy the machine is with other work.
func loadNow() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
