// Tally reads `go test -json`, prints a line per package, every failure in
// full and every skipped test with its reason, and ends with the count. It
// exits 1 when something failed or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

type tally struct {
	passed, failed int
	skipped        []string
	output         map[string]*strings.Builder // by package and test
	broken         map[string]bool             // packages that did not build or failed outside a test
}

func main() {
	t := tally{output: map[string]*strings.Builder{}, broken: map[string]bool{}}
	if err := t.read(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	slices.Sort(t.skipped)
	if len(t.skipped) == 0 {
		fmt.Println("skipped: nothing")
	}
	for _, s := range t.skipped {
		fmt.Println("skipped:", s)
	}
	fmt.Printf("%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

func (t *tally) read(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(out, lines.Text()) // the go command's own words
			continue
		}
		t.see(e, out)
	}
	return lines.Err()
}

func (t *tally) see(e event, out io.Writer) {
	key := e.Package + e.ImportPath + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		if t.output[key] == nil {
			t.output[key] = &strings.Builder{}
		}
		t.output[key].WriteString(e.Output)
	case "build-fail":
		fmt.Fprint(out, t.said(key))
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.seePackage(e, key, out)
		} else {
			t.seeTest(e, key, out)
		}
		delete(t.output, key)
	}
}

func (t *tally) seeTest(e event, key string, out io.Writer) {
	switch e.Action {
	case "pass":
		t.passed++
	case "skip":
		t.skipped = append(t.skipped, fmt.Sprintf("%s %s: %s", e.Package, e.Test, reason(t.said(key))))
	case "fail":
		t.failed++
		t.broken[e.Package] = true
		fmt.Fprintf(out, "FAIL %s %s\n%s", e.Package, e.Test, t.said(key))
	}
}

func (t *tally) seePackage(e event, key string, out io.Writer) {
	if e.Action == "fail" {
		fmt.Fprintf(out, "FAIL %s\n", e.Package)
		if !t.broken[e.Package] {
			t.failed++ // did not build, or died outside a test
			fmt.Fprint(out, t.said(key))
		}
		return
	}
	if e.Action == "pass" {
		fmt.Fprintf(out, "ok   %-40s %6.1f s\n", e.Package, e.Elapsed)
	}
}

func (t *tally) said(key string) string {
	if b := t.output[key]; b != nil {
		return b.String()
	}
	return ""
}

// reason is what the test said when it skipped itself.
func reason(said string) string {
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if _, why, ok := strings.Cut(line, ".go:"); ok {
			_, why, _ = strings.Cut(why, ": ")
			return why
		}
	}
	return "no reason given"
}
