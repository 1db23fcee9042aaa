package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The key file: a line that says what it is, the key, and a check of the key,
// so that a damaged file is told from a value sealed by another office.
const (
	keyFile = "seal.key"
	keyHead = "kheo seal key v1"
)

// ErrKey is a key file that cannot be read as one.
var ErrKey = errors.New("damaged: put back the copy from the keys' own backup")

// Open reads the key in the folder, or makes it when there is none yet. Of two
// that start together one makes it and both read the same.
func Open(keys string) (*Vault, error) {
	path := filepath.Join(keys, keyFile)
	body, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeKey(keys, path); err == nil {
			body, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	master, err := parseKey(string(body))
	if err != nil {
		return nil, fmt.Errorf("seal key %s: %w", path, err)
	}
	return newVault(master)
}

// Has tells whether the folder holds a key, readable or not: what was sealed
// before must not meet a new one.
func Has(keys string) (bool, error) {
	_, err := os.Stat(filepath.Join(keys, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// makeKey writes a whole file beside its place and links it there: nobody
// reads half a key, and a key that stands is never written over.
func makeKey(keys, path string) error {
	if err := os.MkdirAll(keys, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(keys, ".seal-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	key := make([]byte, keySize)
	rand.Read(key) // never fails: crypto/rand, since Go 1.24
	_, err = f.WriteString(formatKey(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return flush(keys)
}

// flush makes the folder's new name last through a power cut.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func formatKey(key []byte) string {
	return keyHead + "\n" + base64.StdEncoding.EncodeToString(key) + "\n" + check(key) + "\n"
}

func parseKey(body string) ([]byte, error) {
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if len(lines) != 3 || lines[0] != keyHead {
		return nil, ErrKey
	}
	key, err := base64.StdEncoding.Strict().DecodeString(lines[1])
	if err != nil || len(key) != keySize || lines[2] != check(key) {
		return nil, ErrKey
	}
	return key, nil
}

func check(key []byte) string {
	sum := sha256.Sum256(append([]byte(keyHead+"\n"), key...))
	return hex.EncodeToString(sum[:4])
}
