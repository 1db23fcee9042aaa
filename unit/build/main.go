// Command build compiles the published unit lists into unit/list.txt, which the
// binary carries: facts only, with ids of our own. It reads
// $KHEO_SHARED/data/units and is run by go generate in package unit.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "unit/build:", err)
		os.Exit(1)
	}
}

func run() error {
	shared := os.Getenv("KHEO_SHARED")
	if shared == "" {
		shared = "../../shared" // beside the repository; go generate runs in unit/
	}
	dir := filepath.Join(shared, "data", "units")
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		fmt.Fprintf(os.Stderr, "unit/build: %s is absent: list.txt stays as it is\n", dir)
		return nil
	}
	lists, err := read(dir)
	if err != nil {
		return err
	}
	g := newGraph()
	if err := g.rewind(lists.before, lists.events); err != nil {
		return err
	}
	if err := g.reform(lists.after, lists.mapping); err != nil {
		return err
	}
	if err := g.later(lists.after, lists.events); err != nil {
		return err
	}
	g.abolish(lists.mapping)
	var out bytes.Buffer
	if err := g.write(&out); err != nil {
		return err
	}
	return os.WriteFile("list.txt", out.Bytes(), 0o644)
}
