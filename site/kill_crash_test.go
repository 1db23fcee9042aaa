package site_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/site"
	"kheo/unit"
)

// kills is how often the process is killed; crowd how many file at once.
const (
	kills = 50
	crowd = 32
)

// The child of this test: the same binary, on this directory and database.
const (
	killDir = "KHEO_KILL_DIR"
	killDB  = "KHEO_KILL_DB"

	killEvery = "KHEO_KILL_EVERY" // it writes whatever the house writes
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		work := fileUntilKilled
		if os.Getenv(killEvery) != "" {
			work = workUntilKilled
		}
		if err := work(dir, os.Getenv(killDB)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A filing is one client id, and what it was answered.
type filing struct{ id, code string }

// The process is killed in mid-filing, again and again. What it acknowledged is
// there; what it did not is there once after it is sent again; and the ledger,
// whose sequencer was killed with it, is the tree of its leaves.
func TestKilledInMidFiling(t *testing.T) {
	t.Parallel()
	for _, address := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(address, ":")
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := mustReopen(t, dir, address)
			if err := site.Seed(t.Context(), s, func(int, int, string) {}); err != nil {
				t.Fatal(err)
			}
			before := census(t, s)
			if err := errors.Join(s.Planted(t.Context()), s.Close()); err != nil {
				t.Fatal(err)
			}
			sent := map[string]filing{} // by client id; a code once acknowledged
			for n := range kills {
				acked := lifeAndDeath(t, dir, address, sent, n%5 == 4)
				stand(t, address, acked)
			}
			s = mustReopen(t, dir, address)
			defer s.Close()
			again := 0
			for client, f := range sent {
				if f.code == "" {
					again++
				}
				got, err := fileOne(t.Context(), s, client)
				if err != nil {
					t.Fatal(err)
				}
				if f.code != "" && got != f {
					t.Errorf("%s was answered %v and, sent again, %v", client, f, got)
				}
				sent[client] = got
			}
			t.Logf("%d sent, %d of them again after they were not acknowledged", len(sent), again)
			after := census(t, s)
			for i, table := range counted {
				if n := after[i] - before[i]; n != int64(len(sent)) {
					t.Errorf("%s: %d for %d sent", table, n, len(sent))
				}
			}
			if err := s.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			wholeLedger(t, s.DB, s.Ledger, sent)
		})
	}
}

func mustReopen(t testing.TB, dir, address string) *site.Site {
	t.Helper()
	s, err := reopen(t.Context(), dir, address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func reopen(ctx context.Context, dir, address string) (*site.Site, error) {
	folder, err := site.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	return site.New(ctx, site.Options{Folder: folder, DB: address, Dev: true, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
}

// lifeAndDeath starts the process, lets it file, kills it, and gives what it
// acknowledged. early kills it while it starts or has just begun.
func lifeAndDeath(t *testing.T, dir, address string, sent map[string]filing, early bool) []string {
	t.Helper()
	var again strings.Builder
	for client, f := range sent {
		if f.code == "" {
			again.WriteString(client + "\n")
		}
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killDir+"="+dir, killDB+"="+address)
	child.Stdin = strings.NewReader(again.String())
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	end := func(most time.Duration) { time.AfterFunc(rand.N(most), func() { child.Process.Kill() }) }
	if early {
		end(400 * time.Millisecond)
	}
	var acked []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		what, rest, _ := strings.Cut(lines.Text(), " ")
		word := strings.Split(rest, " ")
		switch {
		case what == "sent":
			if _, ok := sent[word[0]]; !ok {
				sent[word[0]] = filing{}
			}
			continue
		case what != "kept" || len(word) != 3:
			continue // a line that was cut off says nothing
		case len(acked) == 0 && !early:
			end(150 * time.Millisecond)
		}
		if f := sent[word[0]]; f.code != "" && f != (filing{word[1], word[2]}) {
			t.Errorf("%s was answered %v and then %s", word[0], f, rest)
		}
		sent[word[0]] = filing{word[1], word[2]}
		acked = append(acked, word[1])
	}
	child.Wait()
	if complaint.Len() > 0 {
		t.Fatal(complaint.String())
	}
	return acked
}

// stand checks that what was acknowledged is there, each once.
func stand(t *testing.T, address string, ids []string) {
	t.Helper()
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for len(ids) > 0 {
		part := ids[:min(len(ids), 500)]
		ids = ids[len(part):]
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, text := range []string{`select count(*) from concern_concern where id in `, `select count(*) from matter_matter where id in `} {
				n, err := db.One(ctx, tx, db.Value[int64], text+db.In(1, len(part)), db.Args(part)...)
				if err != nil {
					return err
				}
				if n != int64(len(part)) {
					t.Errorf("%s… finds %d of %d acknowledged", text[:36], n, len(part))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var counted = []string{"concerns", "matters", "moves", "leaves", "codes in the ledger"}

func census(t *testing.T, s *site.Site) []int64 {
	t.Helper()
	var all []int64
	err := s.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, text := range []string{
			`select count(*) from concern_concern`,
			`select count(*) from matter_matter where kind = 'concern'`,
			`select count(*) from matter_move v join matter_matter m on m.id = v.matter where m.kind = 'concern'`,
			`select count(*) from ledger_leaf where kind = 'matter.raised'`,
			`select count(distinct subject) from ledger_leaf where kind = 'matter.raised'`,
		} {
			n, err := db.One(ctx, tx, db.Value[int64], text)
			if err != nil {
				return err
			}
			all = append(all, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wholeLedger builds the tree from the leaves alone; none waits for its number.
func wholeLedger(t *testing.T, d *db.DB, log *ledger.Log, sent map[string]filing) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		leaves, err := db.All(ctx, tx, db.Value[string], `select leaf from ledger_leaf order by idx`)
		if err != nil {
			return err
		}
		var tree []tlog.Hash
		read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
			list := make([]tlog.Hash, len(at))
			for i, x := range at {
				list[i] = tree[x]
			}
			return list, nil
		})
		for i, leaf := range leaves {
			more, err := tlog.StoredHashes(int64(i), []byte(leaf), read)
			if err != nil {
				return err
			}
			tree = append(tree, more...)
		}
		if err := sameRoot(ctx, tx, log, int64(len(leaves)), read); err != nil {
			return err
		}
		kept, err := db.All(ctx, tx, db.Value[string], `select hash from ledger_hash order by idx`)
		if err == nil && len(kept) != len(tree) {
			err = fmt.Errorf("%d hashes are stored, the leaves make %d", len(kept), len(tree))
		}
		if err != nil {
			return err
		}
		for i, h := range tree {
			if kept[i] != fmt.Sprintf("%x", h[:]) {
				return fmt.Errorf("hash %d is not that of its leaves", i)
			}
		}
		return someReceipts(ctx, tx, log, sent)
	})
	if err != nil {
		t.Error(err)
	}
}

// sameRoot holds the signed checkpoint against the tree.
func sameRoot(ctx context.Context, tx *db.Tx, log *ledger.Log, size int64, read tlog.HashReader) error {
	text, err := ledger.Checkpoint(ctx, tx)
	if err != nil {
		return err
	}
	v, err := note.NewVerifier(log.Key())
	if err != nil {
		return err
	}
	if _, err := note.Open([]byte(text), note.VerifierList(v)); err != nil {
		return err
	}
	head, err := ledger.LastHead(ctx, tx)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(size, read)
	if err == nil && (head.Size != size || head.Root != root.String()) {
		err = fmt.Errorf("signed: %d entries, root %s; the leaves: %d, %s", head.Size, head.Root, size, root)
	}
	return err
}

func someReceipts(ctx context.Context, tx *db.Tx, log *ledger.Log, sent map[string]filing) error {
	n := 0
	for _, f := range sent {
		leaf, err := db.One(ctx, tx, db.Value[string], `select id from ledger_leaf where subject = $1 and kind = 'matter.raised'`, f.code)
		if err != nil {
			return fmt.Errorf("%s: %w", f.code, err)
		}
		entered, err := log.Receipt(ctx, tx, leaf)
		if err != nil {
			return fmt.Errorf("%s: %w", f.code, err)
		}
		if _, err := ledger.Verify([]byte(entered.Receipt), log.Key()); err != nil {
			return fmt.Errorf("%s: %w", f.code, err)
		}
		if n++; n == 20 {
			break
		}
	}
	return nil
}

// fileUntilKilled is the child: it files what it is told on its input and then
// new ones, many at once, saying what it sends and what was acknowledged.
func fileUntilKilled(dir, address string) error {
	ctx := context.Background()
	told, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	s, err := reopen(ctx, dir, address)
	if err != nil {
		return err
	}
	clients := make(chan string)
	go func() {
		for _, again := range strings.Fields(string(told)) {
			clients <- again
		}
		for {
			clients <- kheo.NewID(time.Now())
		}
	}()
	go func() {
		for {
			s.Settle(ctx)
			time.Sleep(10 * time.Millisecond)
		}
	}()
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			for client := range clients {
				fmt.Fprintf(os.Stdout, "sent %s\n", client)
				f, err := fileOne(ctx, s, client)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				fmt.Fprintf(os.Stdout, "kept %s %s %s\n", client, f.id, f.code)
			}
		})
	}
	all.Wait()
	return nil
}

// fileOne files a concern as the page does: prepared in one transaction,
// written in another.
func fileOne(ctx context.Context, s *site.Site, client string) (filing, error) {
	who := kheo.Caller{At: time.Now()}
	place, err := s.Book.ByCode("28108", unit.Commune, who.Today())
	if err != nil {
		return filing{}, err
	}
	n := concern.New{Client: client, Words: "Cống trước nhà bị nghẹt ba tuần, nước tràn vô sân.", Category: "drainage",
		Territory: place.ID, Hamlet: "Ấp Đông Trung", Channel: concern.Web}
	var p concern.Plan
	err = s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = s.Concerns.Prepare(ctx, tx, who, &n)
		return err
	})
	if err != nil {
		return filing{}, err
	}
	var f concern.Filed
	err = s.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = s.Concerns.File(ctx, tx, who, n, p)
		return err
	})
	return filing{f.ID, f.Code}, err
}
