package main

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kheo/internal/db"
	"kheo/ledger"
	"kheo/site"
)

// boardsOf writes what hangs on notice boards into a folder.
func boardsOf(t *testing.T, lines map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, line := range lines {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Lines printed on three days stand in the log as it is now; one from a log that
// was written anew is named, by itself and beside its neighbour.
func TestPrintedLinesAreHeldAgainstTheLog(t *testing.T) {
	dir := t.TempDir()
	s := sampleAt(t, filepath.Join(dir, "office"), "")
	line := func() (h ledger.Head) {
		read(t, s, func(ctx context.Context, tx *db.Tx) (err error) {
			h, err = ledger.LastHead(ctx, tx)
			return err
		})
		return h
	}
	first := line()
	if err := file(t.Context(), s, 3); err != nil {
		t.Fatal(err)
	}
	settled(t, s)
	second := line()
	if err := file(t.Context(), s, 2); err != nil {
		t.Fatal(err)
	}
	settled(t, s)
	server := httptest.NewServer(s)
	defer server.Close()
	key := filepath.Join(dir, "office.key")
	if err := os.WriteFile(key, []byte(s.Ledger.Key()), 0o600); err != nil {
		t.Fatal(err)
	}
	boards := map[string]string{"ap-lang.txt": first.Line(), "cho-tan-chanh.txt": "Bảng tin:\n" + strings.ReplaceAll(second.Line(), " · ", " - ")}
	said := types(t, 0, "verify", "--key", key, "--printed", boardsOf(t, boards), "--log", server.URL)
	if strings.Count(said, "stands in the log") != 2 {
		t.Errorf("two lines of the log: %s", said)
	}
	if said := types(t, 0, "verify", "--key", key, "--printed", boardsOf(t, boards)); !strings.Contains(said, "2 lines do not contradict") {
		t.Errorf("without the log: %s", said)
	}
	anew := second
	anew.Root = "q7XwXTS1DYC6Yw0m5s2pJBPmFXQ7f1cBLQ4mSe4nT1k="
	boards["truong-hoc.txt"] = anew.Line()
	said = types(t, failed, "verify", "--key", key, "--printed", boardsOf(t, boards), "--log", server.URL)
	for _, want := range []string{"FORK: these cannot both be of one log", "cho-tan-chanh.txt", "truong-hoc.txt", "FORK: truong-hoc.txt", "ap-lang.txt: "} {
		if !strings.Contains(said, want) {
			t.Errorf("of a fork it does not say %q:\n%s", want, said)
		}
	}
	if strings.Count(said, "stands in the log") != 2 {
		t.Errorf("beside a fork the others stand: %s", said)
	}
	other := first
	other.Origin, other.At = "kheo.elsewhere.vn/x", time.Now().UnixMicro()
	types(t, failed, "verify", "--key", key, "--printed", boardsOf(t, map[string]string{"x": other.Line()}), "--log", server.URL)
	types(t, usage, "verify", "--key", key, "--printed", boardsOf(t, map[string]string{"x": "không có"}))
	types(t, usage, "verify", "--key", key)
}

func settled(t *testing.T, s *site.Site) {
	t.Helper()
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}
