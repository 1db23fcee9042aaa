package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
)

// A Store is a folder of copies:
//
//	points/   one small file for each moment: its time and its digest are its name
//	parts/    rows, compressed, by SHA-256
//	files/    the office's files, by SHA-256
type Store struct {
	dir          string
	parts, files *blob.Store
}

// A Point is an office at one moment.
type Point struct {
	Version  int             `json:"version"`
	At       time.Time       `json:"at"`
	Steps    []string        `json:"steps"` // files of the schemas that were run
	Tables   []Kept          `json:"tables"`
	Files    []string        `json:"files"`
	Settings json.RawMessage `json:"settings,omitempty"` // the office's own
}

// A Kept is a table with its rows, part by part.
type Kept struct {
	db.Table
	Rows  int64    `json:"rows"`
	Parts []string `json:"parts"`
}

// version is the form of a point; others are refused.
const version = 1

// ErrDamaged says that a copy is not what was written.
var ErrDamaged = errors.New("the copy is damaged")

// Open opens the folder, or makes it.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, "points"), 0o700); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return at(dir)
}

// Find opens a folder that is there.
func Find(dir string) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, "points")); err != nil {
		return nil, fmt.Errorf("backup %s: %w: it has no points", dir, kheo.ErrNotFound)
	}
	return at(dir)
}

func at(dir string) (*Store, error) {
	parts, err := blob.Open(filepath.Join(dir, "parts"))
	if err != nil {
		return nil, err
	}
	files, err := blob.Open(filepath.Join(dir, "files"))
	if err != nil {
		return nil, err
	}
	return &Store{dir, parts, files}, nil
}

const stamp = "20060102T150405.000Z"

// keep writes a point under a name that says when it is of and what it holds.
func (s *Store) keep(p Point) error {
	body, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	path := filepath.Join(s.dir, "points", p.At.UTC().Format(stamp)+"-"+hex.EncodeToString(sum[:8])+".json")
	f, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(body)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Times are the moments there is a point of, oldest first.
func (s *Store) Times() ([]time.Time, error) {
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	list := make([]time.Time, len(names))
	for i, n := range names {
		list[i] = n.at
	}
	return list, nil
}

type name struct {
	file, sum string
	at        time.Time
}

func (s *Store) names() ([]name, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, "points"))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var list []name
	for _, e := range entries {
		when, sum, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".json"), "-")
		at, err := time.Parse(stamp, when)
		if ok && err == nil {
			list = append(list, name{e.Name(), sum, at})
		}
	}
	slices.SortFunc(list, func(a, b name) int { return a.at.Compare(b.at) })
	return list, nil
}

// Last is the newest point that is not after the moment; ErrNotFound when all
// are.
func (s *Store) Last(at time.Time) (Point, error) {
	names, err := s.names()
	if err != nil {
		return Point{}, err
	}
	for _, n := range slices.Backward(names) {
		if !n.at.After(at) {
			return s.point(n)
		}
	}
	return Point{}, fmt.Errorf("backup %s: no point until %s: %w", s.dir, at.In(kheo.Zone).Format("02/01/2006 15:04:05"), kheo.ErrNotFound)
}

func (s *Store) point(n name) (Point, error) {
	var p Point
	body, err := os.ReadFile(filepath.Join(s.dir, "points", n.file))
	if err != nil {
		return p, fmt.Errorf("backup: %w", err)
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:8]) != n.sum {
		return p, fmt.Errorf("%s: %w", n.file, ErrDamaged)
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return p, fmt.Errorf("%s: %w", n.file, ErrDamaged)
	}
	if p.Version != version {
		return p, fmt.Errorf("%s: %w", n.file, db.ErrNewer)
	}
	return p, nil
}

// whole reads what lies under a digest, and refuses what has another.
func whole(from *blob.Store, sum string) ([]byte, error) {
	f, err := from.Get(sum)
	if errors.Is(err, kheo.ErrNotFound) {
		return nil, fmt.Errorf("%s is missing: %w", sum, ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(body); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s: %w", sum, ErrDamaged)
	}
	return body, nil
}

// copyFiles puts every file of one store into another and names them; one
// whose bytes are not its name is left out and named apart.
func copyFiles(from string, into *blob.Store) (list, torn []string, err error) {
	source, err := blob.Open(from)
	if err != nil {
		return nil, nil, err
	}
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		sum := filepath.Base(path)
		if err != nil || d.IsDir() || len(sum) != 2*sha256.Size {
			return err
		}
		if have, err := into.Get(sum); err == nil {
			list = append(list, sum)
			return have.Close()
		}
		body, err := whole(source, sum)
		if errors.Is(err, ErrDamaged) {
			torn = append(torn, sum)
			return nil
		}
		if err != nil {
			return err
		}
		list = append(list, sum)
		_, err = into.Put(body)
		return err
	})
	slices.Sort(list)
	return list, torn, err
}
