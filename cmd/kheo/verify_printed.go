package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kheo/ledger"
)

// A board is a line and the file it was typed into.
type board struct {
	ledger.Printed
	file string
}

func (b board) String() string {
	return fmt.Sprintf("%s: %d entries, printed %s", b.file, b.Size, b.At.Format("02/01/2006 15:04"))
}

// printed holds lines typed off notice boards against each other, and against
// the log where its address is named.
func (c *verifyCmd) printed(e *env, key string) error {
	boards, err := readBoards(c.Printed)
	if err != nil {
		return err
	}
	if len(boards) == 0 {
		return misuse{fmt.Errorf("no checkpoint line in %s: one looks like “kheo.example.vn/tinh · 1234 · root= · 23/11/2026 19:05”", c.Printed)}
	}
	var bad error
	for i, a := range boards {
		for _, b := range boards[i+1:] {
			if a.Contradicts(b.Printed) {
				fmt.Fprintf(e.out, "FORK: these cannot both be of one log:\n  %s, %s\n  %s, %s\n", a, a.Root, b, b.Root)
				bad = errors.Join(bad, fmt.Errorf("%s and %s: %w", a.file, b.file, ledger.ErrFork))
			}
		}
	}
	if c.Log == "" {
		if bad == nil {
			fmt.Fprintf(e.out, "%d lines do not contradict each other; name the log with --log to hold them against it\n", len(boards))
		}
		return bad
	}
	live := follower{http.Client{Timeout: 20 * time.Second}, strings.TrimSuffix(c.Log, "/")}
	text, err := live.get(e.ctx, "/ledger/checkpoint")
	if err != nil {
		return err
	}
	head, err := ledger.OpenCheckpoint(text, key)
	if err != nil {
		return fmt.Errorf("the checkpoint of %s: %w", c.Log, err)
	}
	for _, b := range boards {
		if err := live.holds(e.ctx, b, head); err != nil {
			fmt.Fprintf(e.out, "FORK: %s\n  printed %s\n  the log has %d entries and does not begin so\n", b, b.Root, head.Size)
			bad = errors.Join(bad, fmt.Errorf("%s: %w", b.file, err))
			continue
		}
		fmt.Fprintf(e.out, "%s: stands in the log of %d\n", b, head.Size)
	}
	return bad
}

// readBoards reads every file of the folder, oldest line first.
func readBoards(dir string) ([]board, error) {
	var list []board
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		text, err := io.ReadAll(io.LimitReader(f, 1<<20))
		if err != nil {
			return err
		}
		lines, err := ledger.ParsePrinted(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, p := range lines {
			list = append(list, board{p, filepath.Base(path)})
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b board) int { return a.At.Compare(b.At) })
	return list, err
}

// A follower reads a log over its public pages.
type follower struct {
	http.Client
	root string
}

func (f *follower) get(ctx context.Context, path string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.root+path, nil)
	if err != nil {
		return "", misuse{err}
	}
	answer, err := f.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", path, answer.Status)
	}
	return string(body), err
}

// holds tells whether the log began as the line says.
func (f *follower) holds(ctx context.Context, b board, head ledger.Head) error {
	if b.Origin != head.Origin || b.Size > head.Size {
		return ledger.ErrFork
	}
	text, err := f.get(ctx, fmt.Sprintf("/ledger/consistency/%d/%d", b.Size, head.Size))
	if err != nil {
		return err
	}
	return ledger.CheckConsistency(strings.Fields(text), b.Size, b.Root, head.Size, head.Root)
}
