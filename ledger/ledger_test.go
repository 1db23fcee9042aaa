package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

const origin = "sample.kheo.local/test"

var who = kheo.Caller{At: time.Date(2023, 12, 11, 3, 0, 0, 0, time.UTC)}

func open1(t *testing.T, d *db.DB) *Log {
	t.Helper()
	l, err := OpenLog(d, t.TempDir(), origin)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func appendOne(t testing.TB, d *db.DB, n int, public bool) Leaf {
	t.Helper()
	var leaf Leaf
	err := d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		leaf, err = Append(ctx, tx, who, Entry{Kind: "test.happened", Subject: fmt.Sprint("T-", n),
			Says: []Line{{"state", "đã xong"}}, Public: public})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

func sequence(t testing.TB, l *Log) {
	t.Helper()
	for {
		n, err := l.Sequence(context.Background(), time.Unix(1700000000, 0))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func receipt(t testing.TB, l *Log, d *db.DB, leaf string) Entered {
	t.Helper()
	var e Entered
	err := d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		e, err = l.Receipt(ctx, tx, leaf)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestReceiptVerifiesAndEveryAlteredByteFails(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		var leaves []Leaf
		for i := range 7 {
			leaves = append(leaves, appendOne(t, d, i, true))
		}
		sequence(t, l)
		r := receipt(t, l, d, leaves[3].ID)
		said, err := Verify([]byte(r.Receipt), l.Key())
		if err != nil {
			t.Fatalf("%v\n%s", err, r.Receipt)
		}
		if said.Kind != "test.happened" || !said.Sample || said.Says[0] != (Line{"subject", "T-3"}) || said.Leaf != leaves[3].Hash {
			t.Errorf("Verify said %+v", said)
		}
		for i := range len(r.Receipt) {
			for _, flip := range []byte{1, 0x20, 0x80} {
				bad := []byte(r.Receipt)
				bad[i] ^= flip
				if _, err := Verify(bad, l.Key()); err == nil {
					t.Fatalf("byte %d altered from %q to %q and it still verified", i, r.Receipt[i], bad[i])
				}
			}
		}
		for _, bad := range []string{r.Receipt + "\n", r.Receipt[1:], r.Receipt[:len(r.Receipt)-1], strings.Replace(r.Receipt, "sample\n", "", 1)} {
			if _, err := Verify([]byte(bad), l.Key()); err == nil {
				t.Errorf("verified:\n%s", bad)
			}
		}
	})
}

func TestPromiseVerifiesAndEveryAlteredByteFails(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		leaf := appendOne(t, d, 1, false)
		p, err := l.Promise(leaf)
		if err != nil {
			t.Fatal(err)
		}
		said, err := Verify([]byte(p), l.Key())
		if err != nil || !said.Promise || said.Leaf != leaf.Hash {
			t.Fatalf("Verify = %+v, %v\n%s", said, err, p)
		}
		for i := range len(p) {
			bad := []byte(p)
			bad[i] ^= 1
			if _, err := Verify(bad, l.Key()); err == nil {
				t.Fatalf("byte %d altered and it still verified", i)
			}
		}
	})
}

func TestAnotherOfficesKeyDoesNotVerify(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l, other := open1(t, d), open1(t, d)
		leaf := appendOne(t, d, 1, true)
		sequence(t, l)
		if _, err := Verify([]byte(receipt(t, l, d, leaf.ID).Receipt), other.Key()); err == nil {
			t.Error("verified under another key")
		}
	})
}

func TestOnlyPublicEntriesAreFetchedByNumber(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		private := appendOne(t, d, 1, false)
		public := appendOne(t, d, 2, true)
		sequence(t, l)
		for _, c := range []struct {
			leaf Leaf
			ok   bool
		}{{private, false}, {public, true}} {
			index := receipt(t, l, d, c.leaf.ID).Index
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := l.Public(ctx, tx, index)
				return err
			})
			if (err == nil) != c.ok {
				t.Errorf("entry %d: Public = %v, want found %v", index, err, c.ok)
			}
		}
	})
}

func TestNothingAppendedIsSkippedUnderConcurrency(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		var wg sync.WaitGroup
		const writers, each = 4, 15
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					appendOne(t, d, w*each+i, true)
				}
			})
		}
		for range 10 {
			if _, err := l.Sequence(t.Context(), time.Unix(1700000000, 0)); err != nil {
				t.Error(err)
			}
		}
		wg.Wait()
		sequence(t, l)
		if h := lastHead(t, d); h.Size != writers*each {
			t.Errorf("log of %d entries, want %d", h.Size, writers*each)
		}
	})
}

func lastHead(t testing.TB, d *db.DB) Head {
	t.Helper()
	var h Head
	err := d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		h, err = LastHead(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Each checkpoint is consistent with the next: the log only grows.
func TestCheckpointsAreConsistent(t *testing.T) {
	for _, dsn := range dbtest.Addresses(t) {
		d, err := db.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		if err := db.Migrate(t.Context(), d, []db.Schema{Schema()}); err != nil {
			t.Fatal(err)
		}
		l := open1(t, d)
		old, n := Head{}, 0
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 9).Draw(rt, "leaves") {
				appendOne(t, d, n, true)
				n++
			}
			sequence(t, l)
			now := lastHead(t, d)
			if old.Size > 0 {
				checkGrowth(t, d, old, now)
			}
			old = now
		})
	}
}

func checkGrowth(t *testing.T, d *db.DB, old, now Head) {
	t.Helper()
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		proof, err := tlog.ProveTree(now.Size, old.Size, newEdge(ctx, tx))
		if err != nil {
			return err
		}
		return tlog.CheckTree(proof, now.Size, hash(t, now.Root), old.Size, hash(t, old.Root))
	})
	if err != nil {
		t.Fatalf("from %d to %d: %v", old.Size, now.Size, err)
	}
}

func hash(t *testing.T, s string) tlog.Hash {
	t.Helper()
	h, err := parseHash(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// tiles reads the log only through its published tiles, as a stranger would.
type tiles struct {
	t *testing.T
	d *db.DB
}

func (r tiles) Height() int                     { return tileHeight }
func (r tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (r tiles) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, x := range ts {
		all = append(all, fetch(r.t, r.d, strings.TrimPrefix(x.Path(), "tile/8/")))
	}
	return all, nil
}

func fetch(t *testing.T, d *db.DB, path string) []byte {
	t.Helper()
	var b []byte
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		b, err = Tile(ctx, tx, path)
		return err
	})
	if err != nil {
		t.Fatalf("tile %s: %v", path, err)
	}
	return b
}

func TestTilesProveEveryEntry(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		const n = 300 // one full tile and a partial one
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := range n {
				if _, err := Append(ctx, tx, who, Entry{Kind: "test.happened", Subject: fmt.Sprint(i), Public: true}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		sequence(t, l)
		h := lastHead(t, d)
		r := tlog.TileHashReader(tlog.Tree{N: h.Size, Hash: hash(t, h.Root)}, tiles{t, d})
		entries := append(split(t, fetch(t, d, "entries/000")), split(t, fetch(t, d, "entries/001.p/44"))...)
		if len(entries) != n {
			t.Fatalf("%d entries, want %d", len(entries), n)
		}
		for i, e := range entries {
			got, err := r.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
			if err != nil {
				t.Fatal(err)
			}
			if got[0] != tlog.RecordHash(e) {
				t.Fatalf("entry %d is not what the tiles prove", i)
			}
		}
		for _, path := range []string{"0/001", "0/001.p/45", "entries/002.p/1", "1/000", "-1/000", "0/0", "0/000.p/256", "../../x", ""} {
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := Tile(ctx, tx, path)
				return err
			})
			if err == nil {
				t.Errorf("tile %q was served", path)
			}
		}
	})
}

func split(t *testing.T, b []byte) [][]byte {
	t.Helper()
	var all [][]byte
	for len(b) > 0 {
		n := int(binary.BigEndian.Uint16(b))
		all = append(all, b[2:2+n])
		b = b[2+n:]
	}
	return all
}

func TestARestoredLogRefusesToSign(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		appendOne(t, d, 1, true)
		sequence(t, l)
		ahead, err := note.Sign(&note.Note{Text: formatTree(origin, tlog.Tree{N: 99})}, l.signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(l.seen, ahead, 0o600); err != nil {
			t.Fatal(err)
		}
		appendOne(t, d, 2, true)
		if _, err := l.Sequence(t.Context(), time.Unix(1700000000, 0)); err == nil || !strings.Contains(err.Error(), "restored") {
			t.Errorf("Sequence = %v, want a refusal that says the database was restored", err)
		}
	})
}

// A database restored from another copy of the same length is a fork, too.
func TestAForkedLogRefusesToSign(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		appendOne(t, d, 1, true)
		sequence(t, l)
		other, err := note.Sign(&note.Note{Text: formatTree(origin, tlog.Tree{N: 1, Hash: tlog.RecordHash([]byte("another"))})}, l.signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(l.seen, other, 0o600); err != nil {
			t.Fatal(err)
		}
		appendOne(t, d, 2, true)
		if _, err := l.Sequence(t.Context(), time.Unix(1700000000, 0)); err == nil || !strings.Contains(err.Error(), "restored") {
			t.Errorf("Sequence = %v, want a refusal that says the database was restored", err)
		}
	})
}

// A transaction that began first and commits last keeps its leaf: it gets the
// later number. On SQLite writers stand in a queue and this cannot happen.
func TestALateCommitIsNotSkipped(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := open1(t, d)
		begun, commit := make(chan struct{}), make(chan struct{})
		if d.Engine() == db.SQLite {
			close(commit)
		}
		var late Leaf
		var wg sync.WaitGroup
		var once sync.Once
		wg.Go(func() {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				var err error
				late, err = Append(ctx, tx, who, Entry{Kind: "test.late", Subject: "late", Public: true})
				once.Do(func() { close(begun) })
				<-commit
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-begun
		early := appendOne(t, d, 1, true)
		sequence(t, l)
		if d.Engine() == db.Postgres {
			close(commit)
		}
		wg.Wait()
		sequence(t, l)
		first, second := receipt(t, l, d, early.ID), receipt(t, l, d, late.ID)
		if h := lastHead(t, d); h.Size != 2 || first.Index == second.Index {
			t.Errorf("%d entries, numbers %d and %d", h.Size, first.Index, second.Index)
		}
		if d.Engine() == db.Postgres && second.Index != 1 {
			t.Errorf("the late one has number %d, want 1", second.Index)
		}
	})
}

func TestTheLineAtTheFootNamesTheLog(t *testing.T) {
	h := Head{Origin: origin, Size: 18402, Root: "q7XwAAAAAAAAT1k=", At: kheo.Date("2026-11-22").Time().Add(20 * time.Hour).UnixMicro()}
	for _, c := range []struct{ got, want string }{
		{h.Line(), origin + " · 18402 · q7XwAAAAAAAAT1k= · 22/11/2026 20:00"},
		{h.Short(), origin + " · 18402 · q7Xw…T1k= · 22/11/2026 20:00"},
		{Head{}.Line(), ""},
	} {
		if c.got != c.want {
			t.Errorf("line %q, want %q", c.got, c.want)
		}
	}
}

func TestAKeyOfAnotherOriginIsRefused(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenLog(nil, dir, "a.example/one"); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLog(nil, dir, "a.example/two"); err == nil {
		t.Error("opened with another office's key")
	}
}

func TestAStatementKeepsToItsLines(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := Append(ctx, tx, who, Entry{Kind: "test.happened", Subject: "x", Says: []Line{{"a", "b\nkind: forged"}}})
			return err
		})
		if err == nil {
			t.Error("a value with a line break was appended")
		}
	})
}

func FuzzVerify(f *testing.F) {
	_, public, err := note.GenerateKey(zeros{}, origin)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(receiptHead + "\nsample\nkind: a\nat: 2023-12-11T03:00:00Z\nsubject: x\nsalt: 00\n\n" + proofHead + "\nindex 0\n\n" + origin + "\n1\nAAAA\n\n— x y\n"))
	f.Add([]byte(promiseHead + "\norigin: x\nat: y\nleaf: z\n\n— x y\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if said, err := Verify(text, public); err == nil {
			t.Errorf("a made-up paper verified: %+v", said)
		}
	})
}

// zeros is a source of fixed bytes for a key of the fuzz test.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }
