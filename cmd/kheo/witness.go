package main

import (
	"context"
	"fmt"

	"kheo/internal/db"
	"kheo/ledger"
)

type witnessCmd struct {
	Add  witnessAddCmd  `cmd:"" help:"Trust a witness by its verifier key (C2SP tlog-cosignature)."`
	End  witnessEndCmd  `cmd:"" help:"Trust it no more; what it signed stays."`
	List witnessListCmd `cmd:"" help:"List the witnesses, and how far each has signed."`
}

type witnessAddCmd struct {
	where
	Key string `arg:"" help:"NAME+ID+KEY, as the witness gives it."`
}

// Run trusts the witness.
func (c *witnessAddCmd) Run(e *env) error {
	var w ledger.Witness
	err := c.with(e, func(ctx context.Context, tx *db.Tx) (err error) {
		w, err = ledger.AddWitness(ctx, tx, operator(), c.Key)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s may co-sign this office's ledger, at its /ledger/cosignatures\n", w.Name)
	return err
}

type witnessEndCmd struct {
	where
	Name string `arg:""`
}

// Run ends the trust.
func (c *witnessEndCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, tx *db.Tx) error { return ledger.EndWitness(ctx, tx, operator(), c.Name) })
}

type witnessListCmd struct{ where }

// Run lists them.
func (c *witnessListCmd) Run(e *env) error {
	var list []ledger.Witness
	err := c.with(e, func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = ledger.Witnesses(ctx, tx)
		return err
	})
	for _, w := range list {
		said := "nothing yet"
		switch {
		case w.Ended:
			said = "trusted no more"
		case w.Size > 0:
			said = fmt.Sprintf("%d entries at %s", w.Size, shown(w.At))
		}
		fmt.Fprintf(e.out, "%s  %s\n", w.Name, said)
	}
	return err
}
