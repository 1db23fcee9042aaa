package seal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

const place = "concern_concern/0199/words"

func open(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func seal(t testing.TB, v *Vault, place, plain string) string {
	t.Helper()
	s, err := v.Seal(place, plain)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpensWhereItWasSealed(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	for _, plain := range []string{"", "Cống trước nhà bị nghẹt", strings.Repeat("ngập ", 1000)} {
		s := seal(t, v, place, plain)
		if strings.Contains(s, "nghẹt") || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\x00 ") {
			t.Errorf("sealed %q is %q", plain, s)
		}
		// A vault opened again from the same folder opens it, too.
		got, err := open(t, dir).Unseal(place, s)
		if got != plain || err != nil {
			t.Errorf("Unseal = %q, %v, want %q", got, err, plain)
		}
	}
}

func TestTwoSealsOfOneTextDiffer(t *testing.T) {
	v := open(t, t.TempDir())
	a, b := seal(t, v, place, "như nhau"), seal(t, v, place, "như nhau")
	// After the version and the key's id nothing is alike: every value has a
	// data key of its own.
	if a[24:] == b[24:] {
		t.Errorf("sealed twice, alike: %q", a)
	}
}

func TestOpensNowhereElse(t *testing.T) {
	v, other := open(t, t.TempDir()), open(t, t.TempDir())
	s := seal(t, v, place, "riêng")
	for name, try := range map[string]func() (string, error){
		"another place": func() (string, error) { return v.Unseal("concern_concern/0198/words", s) },
		"another field": func() (string, error) { return v.Unseal("concern_concern/0199/contact", s) },
		"no place":      func() (string, error) { return v.Unseal("", s) },
		"another key":   func() (string, error) { return other.Unseal(place, s) },
		"cut short":     func() (string, error) { return v.Unseal(place, s[:len(s)-4]) },
		"cut to little": func() (string, error) { return v.Unseal(place, s[:20]) },
		"lengthened":    func() (string, error) { return v.Unseal(place, s+"AAAA") },
		"not ours":      func() (string, error) { return v.Unseal(place, "riêng") },
		"nothing":       func() (string, error) { return v.Unseal(place, "") },
	} {
		if got, err := try(); !errors.Is(err, ErrSealed) || got != "" {
			t.Errorf("%s: %q, %v, want ErrSealed", name, got, err)
		}
	}
}

func TestNoBitMayFlip(t *testing.T) {
	v := open(t, t.TempDir())
	sealed, err := v.SealBytes(place, []byte("ảnh"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(sealed) * 8 {
		b := bytes.Clone(sealed)
		b[i/8] ^= 1 << (i % 8)
		if got, err := v.UnsealBytes(place, b); !errors.Is(err, ErrSealed) {
			t.Fatalf("bit %d flipped: %q, %v", i, got, err)
		}
	}
	// The text of a value has one spelling, so its letters are guarded as well.
	s := seal(t, v, place, "x")
	for i := range s {
		c := byte('A')
		if s[i] == c {
			c = 'B'
		}
		if got, err := v.Unseal(place, s[:i]+string(c)+s[i+1:]); !errors.Is(err, ErrSealed) {
			t.Fatalf("letter %d changed: %q, %v", i, got, err)
		}
	}
}

func TestDerive(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	a := v.Derive("secret", "0199")
	if len(a) != 32 || !bytes.Equal(a, open(t, dir).Derive("secret", "0199")) {
		t.Errorf("Derive is not the same again: %x", a)
	}
	for _, o := range [][2]string{{"secret", "0198"}, {"cookie", "0199"}, {"secret0", "199"}, {"", "secret0199"}} {
		if bytes.Equal(a, v.Derive(o[0], o[1])) {
			t.Errorf("%q and secret/0199 derive alike", o)
		}
	}
	if bytes.Equal(a, open(t, t.TempDir()).Derive("secret", "0199")) {
		t.Error("two offices derive alike")
	}
}

func TestKeyFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	open(t, dir)
	path := filepath.Join(dir, keyFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file: %v, %v", info, err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("beside the key there is something else: %v, %v", left, err)
	}
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if v, err := Open(dir); !errors.Is(err, ErrKey) || !strings.Contains(err.Error(), path) {
			t.Errorf("byte %d damaged: %v, %v", i, v, err)
		}
	}
	for _, b := range [][]byte{nil, whole[:len(whole)/2], append(bytes.Clone(whole), whole...)} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); !errors.Is(err, ErrKey) {
			t.Errorf("%d bytes: %v", len(b), err)
		}
		after, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(after, b) {
			t.Errorf("a damaged key was written over: %v", err)
		}
	}
}

func TestStartsTogetherShareOneKey(t *testing.T) {
	dir := t.TempDir()
	ids := make([][idSize]byte, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			v, err := Open(dir)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = v.id
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("two keys: %x, %x", ids[0], id)
		}
	}
}

func FuzzUnseal(f *testing.F) {
	v := open(f, f.TempDir())
	good := seal(f, v, place, "cống nghẹt")
	for _, s := range []string{good, good[:30], "", "AQ", "====", strings.Repeat("A", 200)} {
		f.Add(place, s)
	}
	f.Fuzz(func(t *testing.T, where, s string) {
		got, err := v.Unseal(where, s)
		if err == nil && (where != place || s != good || got != "cống nghẹt") {
			t.Fatalf("%q at %q opened to %q", s, where, got)
		}
		if err != nil && (!errors.Is(err, ErrSealed) || got != "") {
			t.Fatalf("Unseal(%q) = %q, %v", s, got, err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	v := open(b, b.TempDir())
	words := strings.Repeat("Cống trước nhà bị nghẹt ba tuần. ", 8)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Seal(place, words); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnseal(b *testing.B) {
	v := open(b, b.TempDir())
	s := seal(b, v, place, strings.Repeat("Cống trước nhà bị nghẹt ba tuần. ", 8))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Unseal(place, s); err != nil {
			b.Fatal(err)
		}
	}
}
