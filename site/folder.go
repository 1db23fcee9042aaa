package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Folder is an office's directory: its settings, its database when that is
// SQLite, its files by their digest, and its keys in a folder apart.
//
//	office.json   who the office is
//	kheo.db       the database, unless --db names another
//	files/        papers, scans and proof, by SHA-256
//	keys/         the ledger's signing key: back it up apart from the data
//	lock          held while a server runs
type Folder struct {
	Path string
	held *os.File
}

// ErrRunning says that another server holds the directory.
var ErrRunning = errors.New("another kheo serves this directory")

// OpenFolder makes the directory where it is missing.
func OpenFolder(path string) (*Folder, error) {
	for _, dir := range []string{path, filepath.Join(path, "files")} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fmt.Errorf("data directory: %w", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(path, "keys"), 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	return &Folder{Path: path}, nil
}

// Lock holds the directory for this process until Unlock or its end.
func (f *Folder) Lock() error {
	held, err := lock(filepath.Join(f.Path, "lock"))
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	f.held = held
	return nil
}

// Unlock lets the directory go.
func (f *Folder) Unlock() {
	if f.held != nil {
		f.held.Close()
		f.held = nil
	}
}

// Database is the address of the SQLite file in the directory.
func (f *Folder) Database() string { return "sqlite:" + filepath.Join(f.Path, "kheo.db") }

// Files, Keys and Waiting are the folders inside it; what lies in the last may
// be lost at any time.
func (f *Folder) Files() string   { return filepath.Join(f.Path, "files") }
func (f *Folder) Keys() string    { return filepath.Join(f.Path, "keys") }
func (f *Folder) Waiting() string { return filepath.Join(f.Path, "waiting") }

// Settings are who the office is, as office.json holds them. They are read at
// the start; the origin is not to be changed once the ledger has an entry.
type Settings struct {
	Name   string `json:"name"`    // in the head of every page
	Note   string `json:"note"`    // the line under it; may be empty
	NameEN string `json:"name_en"` // the two in English; empty shows the Vietnamese
	NoteEN string `json:"note_en"`
	Place  string `json:"place"`  // the code of the territory the office serves
	Origin string `json:"origin"` // the ledger's name, a host and path without scheme
}

// Settings reads office.json; the zero Settings when there is none yet.
func (f *Folder) Settings() (Settings, error) {
	var s Settings
	body, err := os.ReadFile(f.settings())
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return s, fmt.Errorf("%s: %w", f.settings(), err)
	}
	return s, nil
}

// Keep writes office.json.
func (f *Folder) Keep(s Settings) error {
	body, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(f.settings(), append(body, '\n'), 0o640)
}

func (f *Folder) settings() string { return filepath.Join(f.Path, "office.json") }
