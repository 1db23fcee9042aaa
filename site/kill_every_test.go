package site_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/site"
)

// killsEnv is how often the process is killed in any write; without it, some
// times only. docs/bench.md tells of two hundred.
const killsEnv = "KHEO_KILLS"

// An office is made, its tables, its roles, its models, two inspections, the
// lives of its concerns, while leaves are numbered; and at any moment the process is
// killed. Nothing it had committed is lost, nothing is half written, and what is
// in the ledger is what is in the tables.
func TestKilledInAnyWrite(t *testing.T) {
	t.Parallel()
	times := 8
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		times = n
	}
	for _, first := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(first, ":")
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			kinds, whole := map[string]int{}, 0
			life := aliveFor(t, first)
			for range times {
				address, dir := dbtest.Address(t, engine), t.TempDir()
				leaves, done := killedAtWork(t, dir, address, rand.N(life))
				if done {
					whole++
				}
				nothingTorn(t, dir, address, leaves, kinds)
			}
			t.Logf("%d times killed, %d of them when all was done; %d kinds of entry stood there: %v", times, whole, len(kinds), kinds)
		})
	}
}

// aliveFor is how long the work takes where nobody kills it.
func aliveFor(t *testing.T, address string) time.Duration {
	t.Helper()
	start := time.Now()
	if _, done := killedAtWork(t, t.TempDir(), address, time.Hour); !done {
		t.Fatal("the work was not done")
	}
	return time.Since(start)
}

// killedAtWork starts the process and kills it after a while; it gives how many
// leaves the process had seen committed, and whether it had come to its end.
func killedAtWork(t *testing.T, dir, address string, after time.Duration) (leaves int64, done bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killDir+"="+dir, killDB+"="+address, killEvery+"=yes")
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { child.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		if n, err := strconv.ParseInt(rest, 10, 64); err == nil && word == "leaves" {
			leaves = n
		}
		if word == "done" {
			done = true
			child.Process.Kill()
		}
	}
	timer.Stop()
	child.Wait()
	if complaint.Len() > 0 {
		t.Fatal(complaint.String())
	}
	return leaves, done
}

// workUntilKilled is the child: it makes the sample, and tells after each stage
// how many leaves are committed.
func workUntilKilled(dir, address string) error {
	ctx := context.Background()
	s, err := reopen(ctx, dir, address)
	if err != nil {
		return err
	}
	go func() {
		for {
			s.Settle(ctx)
			time.Sleep(5 * time.Millisecond)
		}
	}()
	tell := func(int, int, string) {
		s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf`)
			if err == nil {
				fmt.Fprintln(os.Stdout, "leaves", n)
			}
			return err
		})
	}
	if err := site.Seed(ctx, s, tell); err != nil {
		return err
	}
	if err := errors.Join(s.Planted(ctx), s.Settle(ctx)); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "done")
	select {}
}

// torn are rows of which one half stands without the other; each query counts
// them.
var torn = []string{
	`select count(*) from matter_matter m where not exists (select v.id from matter_move v where v.matter = m.id)`,
	`select count(*) from matter_matter m where m.moves <> (select count(*) from matter_move v where v.matter = m.id)`,
	`select count(*) from matter_matter m join matter_move v on v.matter = m.id and v.n = m.moves where v.to_state <> m.state`,
	`select count(*) from matter_move v where v.leaf <> '' and not exists (select l.id from ledger_leaf l where l.id = v.leaf)`,
	`select count(*) from concern_concern c where not exists (select m.id from matter_matter m where m.id = c.id)`,
	`select count(*) from matter_matter m where m.kind = 'concern' and not exists (select c.id from concern_concern c where c.id = m.id)`,
	`select count(*) from concern_version c where c.leaf <> '' and not exists (select l.id from ledger_leaf l where l.id = c.leaf)`,
	`select count(*) from report_document r where r.leaf <> '' and not exists (select l.id from ledger_leaf l where l.id = r.leaf)`,
	`select count(*) from desk_note n where n.leaf <> '' and not exists (select l.id from ledger_leaf l where l.id = n.leaf)`,
	`select count(*) from matter_matter m where m.kind = 'concern' and not exists (
		select l.id from ledger_leaf l where l.subject = m.code and l.kind = 'matter.raised')`,
	`select count(*) from ledger_leaf l where l.kind = 'matter.raised' and not exists (select m.id from matter_matter m where m.code = l.subject)`,
}

// nothingTorn opens what the process left, goes on where it stopped with its
// tables and its ledger, and holds them against each other.
func nothingTorn(t *testing.T, dir, address string, leaves int64, kinds map[string]int) {
	t.Helper()
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := site.Migrate(t.Context(), d); err != nil {
		t.Fatalf("the tables of an office that was killed: %v", err)
	}
	log, err := ledger.OpenLog(d, filepath.Join(dir, "keys"), "sample.kheo.local/tayninh")
	if err != nil {
		t.Fatal(err)
	}
	// A server apart may still be doing what it was told last: until it is quiet.
	for quiet := 0; quiet < 3; quiet++ {
		n, err := log.Sequence(t.Context(), time.Now())
		if err != nil {
			t.Fatalf("the ledger of an office that was killed: %v", err)
		}
		if n > 0 {
			quiet = 0
		}
		if d.Engine() == db.Postgres {
			time.Sleep(30 * time.Millisecond)
		}
	}
	err = d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		all, err := db.All(ctx, tx, db.Value[string], `select kind from ledger_leaf`)
		for _, k := range all {
			kinds[k]++
		}
		if int64(len(all)) < leaves {
			t.Errorf("%d leaves, %d were committed", len(all), leaves)
		}
		for _, text := range torn {
			n, err := db.One(ctx, tx, db.Value[int64], text)
			if err != nil || n > 0 {
				t.Errorf("%d halves: %s (%v)", n, text, err)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if leaves > 0 {
		wholeLedger(t, d, log, nil)
	}
}
