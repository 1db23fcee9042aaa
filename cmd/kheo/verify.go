package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"kheo/lang"
	"kheo/ledger"
)

type verifyCmd struct {
	Key      string   `help:"The office's key, the text at its /ledger/key; get it elsewhere than with the receipt." default:"office.key" placeholder:"FILE"`
	Printed  string   `help:"Folder with checkpoint lines typed off printed notices, to hold against each other and the log." placeholder:"DIR"`
	Log      string   `help:"Address of the office's pages, https://…; with --printed." placeholder:"ADDRESS"`
	Receipts []string `arg:"" optional:"" name:"receipt" help:"Receipts or promises, as downloaded."`
}

// Run says what each receipt proves, without network or database, and whether
// what was printed stands in the log.
func (c *verifyCmd) Run(e *env) error {
	if len(c.Receipts) == 0 && c.Printed == "" {
		return misuse{errors.New("name a receipt, or a folder of printed lines with --printed")}
	}
	key, err := os.ReadFile(c.Key)
	if errors.Is(err, fs.ErrNotExist) {
		return misuse{fmt.Errorf("no key at %s: save the office's /ledger/key and name it with --key", c.Key)}
	}
	if err != nil {
		return err
	}
	var bad error
	if c.Printed != "" {
		bad = c.printed(e, string(key))
	}
	for _, name := range c.Receipts {
		if err := c.one(e, name, string(key)); err != nil {
			fmt.Fprintf(e.out, "%s: NOT PROVEN\n", name)
			bad = errors.Join(bad, fmt.Errorf("%s: %w", name, err))
		}
	}
	return bad
}

func (c *verifyCmd) one(e *env, name, key string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	said, err := ledger.Verify(text, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s: verified\n", name)
	if said.Sample {
		fmt.Fprintln(e.out, "  SAMPLE DATA: nothing in it happened")
	}
	fmt.Fprintf(e.out, "  ledger: %s\n  at: %s\n", said.Origin, said.At.UTC().Format(time.RFC3339))
	if said.Promise {
		fmt.Fprintln(e.out, "  a promise: the office signed that it recorded this; the receipt will prove it")
	} else {
		fmt.Fprintf(e.out, "  entry %d of %d: %s\n", said.Index, said.Size, said.Kind)
		for _, l := range lang.Langs() {
			if key := "ledger.kind." + said.Kind; l.Has(key) {
				fmt.Fprintf(e.out, "  %s\n", l.T(key))
			}
		}
	}
	for _, l := range said.Says {
		fmt.Fprintf(e.out, "  %s: %s\n", l.Name, l.Value)
	}
	return nil
}
