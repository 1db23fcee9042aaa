package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A Waiting keeps files that belong to nothing yet, for a short time and only
// so many: what somebody chose for a form that is not taken yet. They lie apart
// from the others, so that tidying up can never touch those.
type Waiting struct {
	Store
	files int
	bytes int64
}

// How much may wait at once.
const (
	mostFiles = 600
	mostBytes = 256 << 20
)

// OpenWaiting opens or makes the directory.
func OpenWaiting(dir string) (*Waiting, error) {
	s, err := Open(dir)
	if err != nil {
		return nil, err
	}
	return &Waiting{Store: *s, files: mostFiles, bytes: mostBytes}, nil
}

// ErrFull says that too much is waiting already.
var ErrFull = errors.New("too many files are waiting")

// Put stores the bytes for a while, ErrFull when there is no room for them.
func (w *Waiting) Put(b []byte) (string, error) {
	files, bytes := 1, int64(len(b))
	err := w.walk(func(_ string, i fs.FileInfo) error {
		files, bytes = files+1, bytes+i.Size()
		return nil
	})
	if err != nil {
		return "", err
	}
	if files > w.files || bytes > w.bytes {
		return "", ErrFull
	}
	return w.Store.Put(b)
}

// Tidy removes what was put before a time, and tells how many.
func (w *Waiting) Tidy(before time.Time) (n int, err error) {
	err = w.walk(func(path string, i fs.FileInfo) error {
		if !i.ModTime().Before(before) {
			return nil
		}
		n++
		return os.Remove(path)
	})
	return n, err
}

func (w *Waiting) walk(f func(path string, i fs.FileInfo) error) error {
	err := filepath.WalkDir(w.dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && e.IsDir() {
			return nil // tidied away meanwhile
		}
		if err != nil {
			return err
		}
		i, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return f(path, i)
	})
	if err != nil {
		return fmt.Errorf("what waits: %w", err)
	}
	return nil
}
