package site_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/site"
)

func TestOneServerHoldsADirectory(t *testing.T) {
	dir := t.TempDir()
	open := func() *site.Folder {
		f, err := site.OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first, second := open(), open()
	if err := first.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := second.Lock(); !errors.Is(err, site.ErrRunning) {
		t.Errorf("a second server was told %v, want %v", err, site.ErrRunning)
	}
	first.Unlock()
	if err := second.Lock(); err != nil {
		t.Errorf("after the first let go: %v", err)
	}
	second.Unlock()
}

// A sample never becomes an office, an office never a sample, and a sample
// that was left half filled is not gone on with.
// Two servers on one database, each with a directory of its own, would sign two
// ledgers: the second is refused and told why.
func TestASecondKeyIsRefused(t *testing.T) {
	for _, address := range dbtest.Addresses(t) {
		first := mustReopen(t, t.TempDir(), address)
		defer first.Close()
		if err := first.Planted(t.Context()); err != nil {
			t.Fatal(err)
		}
		second, err := reopen(t.Context(), t.TempDir(), address)
		if !errors.Is(err, ledger.ErrOtherKey) {
			t.Errorf("a second server was told %v, want %v", err, ledger.ErrOtherKey)
		}
		if err == nil {
			second.Close()
		}
	}
}

func TestKindsOfOfficeStayApart(t *testing.T) {
	t.Parallel()
	open := func(dir, address string, dev bool) (*site.Site, error) {
		folder, err := site.OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.Keep(site.Settings{Name: "Tỉnh", Origin: "kheo.example.vn/tinh"}); err != nil {
			t.Fatal(err)
		}
		return site.New(t.Context(), site.Options{Folder: folder, DB: address, Dev: dev, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	}
	cases := []struct {
		name         string
		first, again bool // --dev
		planted      bool
		want         error
	}{
		{"an office goes on", false, false, false, nil},
		{"dev on an office", false, true, false, site.ErrNotSample},
		{"serve on a sample", true, false, true, site.ErrSample},
		{"serve on half a sample", true, false, false, site.ErrSample},
		{"dev on half a sample", true, true, false, site.ErrUnfinished},
		{"dev on its own", true, true, true, nil},
	}
	for _, c := range cases {
		for _, address := range dbtest.Addresses(t) {
			dir := t.TempDir()
			s, err := open(dir, address, c.first)
			if err != nil {
				t.Fatal(err)
			}
			if c.planted {
				if err := s.Planted(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			s.Close()
			s, err = open(dir, address, c.again)
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
			if err == nil {
				s.Close()
			}
		}
	}
}
