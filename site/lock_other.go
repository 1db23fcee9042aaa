//go:build !unix

package site

import (
	"errors"
	"io/fs"
	"os"
)

// lock holds the file until it is closed or the process ends: a file that is
// open cannot be removed here.
func lock(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrRunning
	}
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
}
