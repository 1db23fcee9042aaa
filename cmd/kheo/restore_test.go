package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/backup"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/ledger"
	"kheo/site"
	"kheo/unit"
)

// sampleAt opens a sample office, filled when it is new.
func sampleAt(t *testing.T, dir, address string) *site.Site {
	t.Helper()
	folder, err := site.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(t.Context(), site.Options{Folder: folder, DB: address, Dev: true, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := seed(&env{ctx: t.Context(), err: io.Discard}, s); err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// file raises n concerns.
func file(ctx context.Context, s *site.Site, n int) error {
	communes := slices.DeleteFunc(s.Book.Children(s.Office.Unit, kheo.DateOf(time.Now())), func(u unit.Unit) bool { return u.Level != unit.Commune })
	for i := range n {
		who := kheo.Caller{At: time.Now()}
		c := concern.New{Client: kheo.NewID(who.At), Words: fmt.Sprint("Cống đầu ấp nghẹt, lần thứ ", i), Category: "drainage",
			Territory: communes[0].ID, Hamlet: "Ấp 1", Channel: concern.Web}
		var plan concern.Plan
		err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			plan, err = s.Concerns.Prepare(ctx, tx, who, &c)
			return err
		})
		if err == nil {
			err = s.DB.Write(db.Patient(ctx), func(ctx context.Context, tx *db.Tx) error {
				_, err := s.Concerns.File(ctx, tx, who, c, plan)
				return err
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// types runs a command line and gives what it prints.
func types(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(&env{t.Context(), strings.NewReader(""), &out, &errs}, args); got != want {
		t.Fatalf("kheo %s: exit %d, wanted %d: %s", strings.Join(args, " "), got, want, errs.String())
	}
	return out.String() + errs.String()
}

// A copy is made while people go on filing; more is filed and signed after it.
// Put back, on the same engine and on the other, every row is there as of the
// copy, the log proves what it proved, under a new name that says what was lost.
func TestAnOfficeIsRestored(t *testing.T) {
	for _, address := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(address, ":")
		t.Run(engine, func(t *testing.T) {
			dir := t.TempDir()
			office, copies := filepath.Join(dir, "office"), filepath.Join(dir, "copies")
			s := sampleAt(t, office, address)
			whileFiling(t, s, func() { types(t, 0, "backup", "--data", office, "--db", address, copies) })
			if err := s.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			store, err := backup.Find(copies)
			if err != nil {
				t.Fatal(err)
			}
			p, err := store.Last(time.Now())
			if err != nil {
				t.Fatal(err)
			}
			for _, into := range dbtest.Addresses(t) {
				again := filepath.Join(t.TempDir(), "again")
				types(t, 0, "restore", "--data", again, "--db", into, "--keys", filepath.Join(office, "keys"), copies)
				types(t, usage, "restore", "--data", again, "--db", into, "--keys", filepath.Join(office, "keys"), copies)
				sameRows(t, p, again, into)
				sameLog(t, s, sampleAt(t, again, into))
			}
		})
	}
}

func whileFiling(t *testing.T, s *site.Site, do func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for ctx.Err() == nil {
				if err := file(t.Context(), s, 3); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	do()
	time.Sleep(50 * time.Millisecond)
	stop()
	group.Wait()
	if err := file(t.Context(), s, 5); err != nil {
		t.Fatal(err)
	}
}

// sameRows copies the restored office in turn: each table has the same parts,
// but for the entry that says it was restored.
func sameRows(t *testing.T, p backup.Point, dir, address string) {
	t.Helper()
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	store, err := backup.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Take(t.Context(), backup.Office{DB: d, Schemas: site.Schemas(), Files: filepath.Join(dir, "files")}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Files, p.Files) || len(p.Files) == 0 {
		t.Errorf("%d files, kept were %d", len(r.Files), len(p.Files))
	}
	if len(r.Tables) != len(p.Tables) {
		t.Fatalf("%d tables, kept were %d", len(r.Tables), len(p.Tables))
	}
	for _, want := range p.Tables {
		i := slices.IndexFunc(r.Tables, func(k backup.Kept) bool { return k.Name == want.Name })
		switch got := r.Tables[i]; {
		case want.Name == "ledger_signer":
			if got.Rows != 0 {
				t.Errorf("%s: the former signer still signs", want.Name)
			}
		case want.Name == "ledger_leaf":
			if got.Rows != want.Rows+1 {
				t.Errorf("%s: %d rows, kept were %d and one says it was restored", want.Name, got.Rows, want.Rows)
			}
		case got.Rows != want.Rows || !slices.Equal(got.Parts, want.Parts):
			t.Errorf("%s: %d rows in other parts than the %d that were kept", want.Name, got.Rows, want.Rows)
		}
	}
}

// sameLog holds the restored log against the one it follows.
func sameLog(t *testing.T, before, after *site.Site) {
	t.Helper()
	head := func(s *site.Site) (h ledger.Head) {
		read(t, s, func(ctx context.Context, tx *db.Tx) (err error) {
			h, err = ledger.LastHead(ctx, tx)
			return err
		})
		return h
	}
	then, now := head(before), head(after)
	if now.Origin != then.Origin+"/r2" {
		t.Errorf("the restored log is %s, it follows %s", now.Origin, then.Origin)
	}
	if now.Size >= then.Size {
		t.Errorf("%d entries, the log before the loss had %d", now.Size, then.Size)
	}
	said := map[string]string{}
	for _, l := range entry(t, after, now.Size-1).Says {
		said[l.Name] = l.Value
	}
	if said["from_origin"] != then.Origin || said["from_key"] != before.Ledger.Key() || said["signed_size"] != fmt.Sprint(then.Size) {
		t.Errorf("the first entry cites %v", said)
	}
	if said["lost"] == "0" || said["lost"] == "" || said["restored_root"] == "" {
		t.Errorf("of what is lost it says %v", said)
	}
	for _, i := range []int64{0, 7} {
		old, kept := entry(t, before, i), entry(t, after, i)
		if old.Hash != kept.Hash {
			t.Errorf("entry %d is another", i)
		}
		for s, e := range map[*site.Site]ledger.Entered{before: old, after: kept} {
			if _, err := ledger.Verify([]byte(e.Receipt), s.Ledger.Key()); err != nil {
				t.Errorf("entry %d in %s: %v", i, s.Ledger.Origin(), err)
			}
		}
	}
	var hits []search.Hit
	read(t, after, func(ctx context.Context, tx *db.Tx) (err error) {
		hits, err = search.Find(ctx, tx, search.Query{Words: "cống nghẹt", Scopes: []string{search.Public}})
		return err
	})
	if len(hits) == 0 {
		t.Error("the restored office finds nothing")
	}
}

// entry is the first public entry from number i on.
func entry(t *testing.T, s *site.Site, i int64) (e ledger.Entered) {
	t.Helper()
	read(t, s, func(ctx context.Context, tx *db.Tx) (err error) {
		for err = kheo.ErrNotFound; errors.Is(err, kheo.ErrNotFound) && i < 100_000; i++ {
			e, err = s.Ledger.Public(ctx, tx, i)
		}
		return err
	})
	return e
}

func read(t *testing.T, s *site.Site, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := s.DB.Read(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func TestARestoreAsksForWhatItNeeds(t *testing.T) {
	dir := t.TempDir()
	office, copies := filepath.Join(dir, "office"), filepath.Join(dir, "copies")
	types(t, usage, "restore", copies, "--data", office)
	types(t, usage, "backup", "--data", office, copies)
	sampleAt(t, office, "").Close()
	types(t, 0, "backup", "--data", office, copies)
	if said := types(t, 0, "restore", "--list", copies); strings.Count(said, "\n") != 1 {
		t.Errorf("the moments: %s", said)
	}
	again := filepath.Join(dir, "again")
	types(t, usage, "restore", "--data", again, copies)
	types(t, usage, "restore", "--data", again, "--keys", dir, copies)
	if _, err := os.Stat(filepath.Join(again, "kheo.db")); err == nil {
		t.Error("without keys something was restored")
	}
	types(t, usage, "restore", "--data", again, "--keys", filepath.Join(office, "keys"), "--at", "hôm qua", copies)
	types(t, failed, "restore", "--data", again, "--keys", filepath.Join(office, "keys"), "--at", "2020-01-01", copies)
	types(t, 0, "restore", "--data", again, "--keys", filepath.Join(office, "keys"), "--at", time.Now().Format(time.DateOnly), copies)
}

// The commands of the drill in docs/restore.md, as they stand there.
func TestTheDrill(t *testing.T) {
	text, err := os.ReadFile("../../docs/restore.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	sampleAt(t, "kheo-data", "").Close()
	ran := 0
	for _, block := range strings.Split(string(text), "```sh\n")[1:] {
		lines, _, _ := strings.Cut(block, "```")
		for line := range strings.Lines(lines) {
			words := strings.Fields(line)
			if words[0] == "kheo" {
				types(t, 0, words[1:]...)
			} else if out, err := exec.CommandContext(t.Context(), words[0], words[1:]...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", line, err, out)
			}
			ran++
		}
	}
	if ran != 4 {
		t.Errorf("%d commands in the drill", ran)
	}
	s := sampleAt(t, "thu-lai", "")
	if e := entry(t, s, 0); e.Hash == "" {
		t.Error("the restored office has no entry")
	}
}
