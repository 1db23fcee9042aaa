// Package blob keeps files by their SHA-256 in a directory of the office. A
// name never comes from outside: it is the digest of the bytes, checked to be
// one before any path is made of it.
package blob

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"kheo"
	"kheo/internal/db"
)

// A Store is a directory of blobs.
type Store struct{ dir string }

// Open opens or makes the directory.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blobs: %w", err)
	}
	return &Store{dir}, nil
}

// Put stores the bytes and returns their SHA-256 in hexadecimal; they are on
// disk when it returns. Storing the same bytes twice stores them once.
func (s *Store) Put(b []byte) (string, error) {
	sum, _, err := s.PutNew(b)
	return sum, err
}

// PutNew stores like Put, and tells whether the bytes were not there before.
func (s *Store) PutNew(b []byte) (sum string, fresh bool, err error) {
	digest := sha256.Sum256(b)
	sum = hex.EncodeToString(digest[:])
	path, err := s.path(sum)
	if err != nil {
		return "", false, err
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, b) {
		return sum, false, nil // whole: a torn one is written again
	}
	if err := write(path, b); err != nil {
		if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EROFS) {
			err = errors.Join(db.ErrStopped, err)
		}
		return "", false, fmt.Errorf("blob %s: %w", sum, err)
	}
	return sum, true, nil
}

// write puts the bytes beside their place, flushes them, and renames: the name
// stands for the whole file or for none.
func write(path string, b []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone after the rename; left over when one step failed
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return errors.Join(flush(dir), flush(filepath.Dir(dir)))
}

// flush makes a directory's names last.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get opens a blob, ErrNotFound when it is not there.
func (s *Store) Get(sha256 string) (io.ReadSeekCloser, error) {
	path, err := s.path(sha256)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("blob %s: %w", sha256, kheo.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", sha256, err)
	}
	return f, nil
}

// path of a digest; what is no digest is not found.
func (s *Store) path(sum string) (string, error) {
	b, err := hex.DecodeString(sum)
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != sum {
		return "", fmt.Errorf("blob %q: %w", sum, kheo.ErrNotFound)
	}
	return filepath.Join(s.dir, sum[:2], sum), nil
}
