package blob_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kheo"
	"kheo/internal/blob"
)

func get(t *testing.T, s *blob.Store, sum string) []byte {
	t.Helper()
	r, err := s.Get(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatIsPutComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{nil, []byte("thông báo"), bytes.Repeat([]byte{0, 1, 2}, 100_000)} {
		sum, err := s.Put(b)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Put(b); err != nil || again != sum {
			t.Errorf("the second time: %s, %v; want %s", again, err, sum)
		}
		if got := get(t, s, sum); !bytes.Equal(got, b) {
			t.Errorf("%d bytes in, %d out", len(b), len(got))
		}
	}
	if n := len(files(t, dir)); n != 3 {
		t.Errorf("%d files for three blobs", n)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into %v: %v", info, err)
	}
}

func TestATornFileIsWrittenAgain(t *testing.T) {
	dir := t.TempDir()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := []byte("biên bản kiểm tra")
	sum, err := s.Put(b)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files(t, dir)[0], b[:4], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(b); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s, sum); !bytes.Equal(got, b) {
		t.Errorf("after the repair: %q", got)
	}
}

func TestOnlyADigestIsAName(t *testing.T) {
	dir := t.TempDir()
	s, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Repeat("a", 64)
	if err := os.WriteFile(filepath.Join(dir, secret), []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", ".", "..", "../" + secret, secret, strings.ToUpper(secret), secret[:63], secret + "a", secret[:61] + "/..", strings.Repeat("\x00", 64),
	} {
		if r, err := s.Get(name); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("Get(%q) = %v, %v; want not found", name, r, err)
		}
	}
}

func TestManyPutTheSameBytesTogether(t *testing.T) {
	dir := t.TempDir()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.Repeat([]byte("kết luận "), 1000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := s.Put(b); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(files(t, dir)); n != 1 {
		t.Errorf("%d files for one blob", n)
	}
}
