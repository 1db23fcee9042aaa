package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

var dawn = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// grown is a log with n entries.
func grown(t *testing.T, d *db.DB, n int) *Log {
	t.Helper()
	l, err := OpenLog(d, t.TempDir(), "kheo.example.vn/tinh")
	if err != nil {
		t.Fatal(err)
	}
	grow(t, d, l, n)
	return l
}

func grow(t *testing.T, d *db.DB, l *Log, n int) {
	t.Helper()
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i := range n {
			if _, err := Append(ctx, tx, kheo.Caller{At: dawn}, Entry{Kind: "matter.raised", Subject: fmt.Sprint("PA-", i), Public: i%2 == 0}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Sequence(t.Context(), dawn); err != nil {
		t.Fatal(err)
	}
}

func reading(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// Every entry's way ends at the signed root, step by step, whatever the size.
func TestEveryWayEndsAtTheRoot(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := grown(t, d, 1)
		for _, more := range []int{1, 1, 2, 3, 8, 17} {
			grow(t, d, l, more)
			reading(t, d, func(ctx context.Context, tx *db.Tx) error {
				head, err := LastHead(ctx, tx)
				for i := int64(0); err == nil && i < head.Size; i++ {
					var p Proof
					if p, err = Prove(ctx, tx, i); err == nil && (p.Root != head.Root || p.Size != head.Size) {
						t.Errorf("entry %d of %d ends at %s, signed is %s", i, head.Size, p.Root, head.Root)
					}
				}
				return err
			})
		}
	})
}

// Between any two sizes the proof holds, by the library's own check; with one
// hash, root or size altered it does not.
func TestTheLogOnlyGrows(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		grown(t, d, 37)
		reading(t, d, func(ctx context.Context, tx *db.Tx) error {
			roots := map[int64]tlog.Hash{}
			for n := int64(1); n <= 37; n++ {
				root, err := tlog.TreeHash(n, newEdge(ctx, tx))
				if err != nil {
					return err
				}
				roots[n] = root
			}
			for old := int64(1); old <= 37; old++ {
				for size := old; size <= 37; size++ {
					proof, err := Consistency(ctx, tx, old, size)
					if err != nil {
						return err
					}
					if err := CheckConsistency(proof, old, roots[old].String(), size, roots[size].String()); err != nil {
						t.Errorf("from %d to %d: %v", old, size, err)
					}
					if old == size {
						continue
					}
					if err := CheckConsistency(proof, old, roots[size].String(), size, roots[size].String()); !errors.Is(err, ErrFork) {
						t.Errorf("from %d to %d with another root: %v", old, size, err)
					}
					proof[0] = roots[old].String()[:10] + proof[0][10:]
					if err := CheckConsistency(proof, old, roots[old].String(), size, roots[size].String()); err == nil && old&(old-1) != 0 {
						t.Errorf("from %d to %d with another hash: it holds", old, size)
					}
				}
			}
			for _, x := range [][2]int64{{0, 5}, {6, 5}, {5, 38}, {-1, 3}} {
				if _, err := Consistency(ctx, tx, x[0], x[1]); !errors.Is(err, kheo.ErrNotFound) {
					t.Errorf("from %d to %d: %v", x[0], x[1], err)
				}
			}
			return nil
		})
	})
}

// A signer is a witness, as C2SP tlog-cosignature has them sign.
type signer struct {
	name, vkey string
	id         []byte
	key        ed25519.PrivateKey
}

func newSigner(t *testing.T, name string) signer {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	body := append([]byte{4}, pub...)
	id := sha256.Sum256(append([]byte(name+"\n"), body...))
	return signer{name, fmt.Sprintf("%s+%x+%s", name, id[:4], base64.StdEncoding.EncodeToString(body)), id[:4], key}
}

// sign is the line under a checkpoint.
func (s signer) sign(checkpoint string, at time.Time) string {
	text, _, _ := strings.Cut(checkpoint, "\n\n")
	when := binary.BigEndian.AppendUint64(nil, uint64(at.Unix()))
	msg := fmt.Sprintf("cosignature/v1\ntime %d\n%s\n", at.Unix(), text)
	sig := ed25519.Sign(s.key, []byte(msg))
	return "— " + s.name + " " + base64.StdEncoding.EncodeToString(bytes.Join([][]byte{s.id, when, sig}, nil)) + "\n"
}

var admin = kheo.Caller{At: dawn, Grants: []kheo.Grant{{Rights: []kheo.Right{MayWitness}}}}

func TestWitnessesCoSign(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema()}, func(t *testing.T, d *db.DB) {
		l := grown(t, d, 5)
		one, two, stranger := newSigner(t, "front.example.vn/w"), newSigner(t, "press.example.vn/w"), newSigner(t, "nobody.example")
		var first string
		write := func(f func(ctx context.Context, tx *db.Tx) error) error { return d.Write(t.Context(), f) }
		err := write(func(ctx context.Context, tx *db.Tx) (err error) {
			first, err = Checkpoint(ctx, tx)
			for _, s := range []signer{one, two} {
				_, e := AddWitness(ctx, tx, admin, s.vkey)
				err = errors.Join(err, e)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		grow(t, d, l, 4)
		cosign := func(at time.Time, text string) (names []string, err error) {
			err = write(func(ctx context.Context, tx *db.Tx) (err error) {
				names, err = l.Cosign(ctx, tx, at, text)
				return err
			})
			return names, err
		}
		names, err := cosign(dawn, first+one.sign(first, dawn)+stranger.sign(first, dawn))
		if err != nil || fmt.Sprint(names) != "[front.example.vn/w]" {
			t.Errorf("one of two signed: %v, %v", names, err)
		}
		if names, err = cosign(dawn, first+two.sign(first, dawn)+one.sign(first, dawn.Add(time.Minute))); err != nil || len(names) != 2 {
			t.Errorf("both signed: %v, %v", names, err)
		}
		reading(t, d, func(ctx context.Context, tx *db.Tx) error {
			text, err := l.Witnessed(ctx, tx)
			if !strings.HasPrefix(text, first) || strings.Count(text, "\n— ") != 3 {
				t.Errorf("witnessed:\n%s", text)
			}
			return err
		})
		other, err := OpenLog(d, t.TempDir(), "kheo.example.vn/tinh")
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			at   time.Time
			text string
			want error
		}{
			"nobody known":            {dawn, first + stranger.sign(first, dawn), ErrWitness},
			"nobody at all":           {dawn, first, ErrWitness},
			"another text":            {dawn, first + one.sign(strings.Replace(first, "\n5\n", "\n6\n", 1), dawn), ErrCheckpoint},
			"not signed by this log":  {dawn, "kheo.example.vn/tinh\n5\nAAAA\n\n" + one.sign(first, dawn), ErrCheckpoint},
			"signed by another's key": {dawn, forged(t, other, first, "") + one.sign(first, dawn), ErrCheckpoint},
			"a fork":                  {dawn, forge(t, l, first, one), ErrFork},
			"from tomorrow":           {dawn, first + one.sign(first, dawn.Add(24*time.Hour)), ErrCheckpoint},
			"nothing":                 {dawn, "", ErrCheckpoint},
		} {
			if _, err := cosign(c.at, c.text); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, wanted %v", name, err, c.want)
			}
		}
		if err := write(func(ctx context.Context, tx *db.Tx) error { return EndWitness(ctx, tx, admin, one.name) }); err != nil {
			t.Fatal(err)
		}
		if _, err := cosign(dawn, first+one.sign(first, dawn)); !errors.Is(err, ErrWitness) {
			t.Errorf("one whose word counts no more: %v", err)
		}
		err = write(func(ctx context.Context, tx *db.Tx) error {
			_, err := AddWitness(ctx, tx, kheo.Caller{At: dawn}, stranger.vkey)
			return err
		})
		if !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("anybody adds a witness: %v", err)
		}
	})
}

// forge is a checkpoint of the same size with another root, rightly signed by
// the log and the witness: what a log that was written anew would show.
func forge(t *testing.T, l *Log, first string, w signer) string {
	t.Helper()
	text := forged(t, l, first, base64.StdEncoding.EncodeToString(make([]byte, 32)))
	return text + w.sign(text, dawn)
}

func FuzzCosign(f *testing.F) {
	f.Add("front+12345678+BAAA", "kheo\n5\nAAAA\n\n— x AAAA\n")
	f.Fuzz(func(t *testing.T, key, text string) {
		if w, err := parseWitness(key); err == nil && (w.name == "" || len(w.key) != ed25519.PublicKeySize) {
			t.Errorf("%q was read as %v", key, w)
		}
		if origin, tree, err := parseTree(text); err == nil && (origin == "" || tree.N < 0) {
			t.Errorf("%q was read as %s, %d", text, origin, tree.N)
		}
	})
}

// forged is the checkpoint signed by a log, with another root where one is given.
func forged(t *testing.T, l *Log, first, root string) string {
	t.Helper()
	text, _, _ := strings.Cut(first, "\n\n")
	if lines := strings.Split(text, "\n"); root != "" {
		lines[2] = root
		text = strings.Join(lines, "\n")
	}
	signed, err := note.Sign(&note.Note{Text: text + "\n"}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}
