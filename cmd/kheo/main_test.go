package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"kheo": main}) }

// The command line, as one types it. Each script finds an office's key and a
// receipt of it in its directory.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			if shared := os.Getenv("KHEO_SHARED"); shared != "" {
				e.Setenv("KHEO_SHARED", shared)
			}
			return receipt(t.Context(), e.WorkDir)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "alter": alter},
	})
}

// exits CODE ARGS… runs kheo and wants that exit code, with one line on stderr
// when it is not 0.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	var errs bytes.Buffer
	first, _, _ := strings.Cut(ts.Getenv("PATH"), string(os.PathListSeparator))
	c := exec.Command(filepath.Join(first, "kheo"), args[1:]...)
	c.Dir, c.Stderr = ts.MkAbs("."), &errs
	c.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR"), "KHEO_ENV=" + ts.Getenv("KHEO_ENV")}
	c.Run()
	got := strconv.Itoa(c.ProcessState.ExitCode())
	if got != args[0] {
		ts.Fatalf("kheo %s: exit code %s, want %s\n%s", strings.Join(args[1:], " "), got, args[0], errs.String())
	}
	if got != "0" && strings.Count(errs.String(), "\n") != 1 {
		ts.Fatalf("kheo %s: not one line:\n%s", strings.Join(args[1:], " "), errs.String())
	}
}

// alter FILE changes one byte in the middle.
func alter(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	text, err := os.ReadFile(name)
	ts.Check(err)
	text[len(text)/2] ^= 1
	ts.Check(os.WriteFile(name, text, 0o644))
}

// receipt writes office.key and receipt.txt of a small log.
func receipt(ctx context.Context, dir string) error {
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(dir, "log.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Migrate(ctx, d, []db.Schema{ledger.Schema()}); err != nil {
		return err
	}
	log, err := ledger.OpenLog(d, filepath.Join(dir, "log"), "kheo.example.vn/tinh")
	if err != nil {
		return err
	}
	at := time.Date(2023, 12, 11, 9, 0, 0, 0, time.UTC)
	var leaf ledger.Leaf
	err = d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		leaf, err = ledger.Append(ctx, tx, kheo.Caller{At: at}, ledger.Entry{
			Kind: "report.published", Subject: "KT-23-0001", Public: true,
			Says: []ledger.Line{{Name: "number", Value: "65-TB/BDVTU"}},
		})
		return err
	})
	if err != nil {
		return err
	}
	if _, err := log.Sequence(ctx, at); err != nil {
		return err
	}
	return d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		entered, err := log.Receipt(ctx, tx, leaf.ID)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "receipt.txt"), []byte(entered.Receipt), 0o644); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "office.key"), []byte(log.Key()+"\n"), 0o644)
	})
}

func TestATakenPortSaysHowToChooseAnother(t *testing.T) {
	first, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	_, err = listen(first.Addr().String())
	if err == nil || !strings.Contains(err.Error(), first.Addr().String()) || !strings.Contains(err.Error(), "--addr 127.0.0.1:0") {
		t.Errorf("a second listener was told: %v", err)
	}
}
