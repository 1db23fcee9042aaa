package main

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/site"
)

type keyCmd struct {
	Add  keyAddCmd  `cmd:"" help:"Make a key; it is shown once."`
	End  keyEndCmd  `cmd:"" help:"Make a key void from now on."`
	List keyListCmd `cmd:"" help:"List the keys that hold."`
}

type keyAddCmd struct {
	where
	Name      string `arg:"" help:"The program, or the office that runs it; never a person."`
	PerMinute int    `help:"How many concerns it may file a minute." default:"60"`
}

// operator is whoever holds the office's directory and types at its machine.
func operator() kheo.Caller {
	return kheo.Caller{At: time.Now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
}

// with opens the office's database, brought up to date, for one command.
func (w where) with(e *env, f func(ctx context.Context, tx *db.Tx) error) error {
	d, _, err := w.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := site.Migrate(e.ctx, d); err != nil {
		return err
	}
	return d.Write(e.ctx, f)
}

// Run makes the key and prints its secret.
func (c *keyAddCmd) Run(e *env) error {
	var secret string
	err := c.with(e, func(ctx context.Context, tx *db.Tx) (err error) {
		secret, err = identity.MakeKey(ctx, tx, operator(), c.Name, c.PerMinute)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s may file with this key, shown once: %s\n", c.Name, secret)
	return err
}

type keyEndCmd struct {
	where
	ID string `arg:"" help:"As \"kheo key list\" shows it."`
}

// Run ends the key.
func (c *keyEndCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, tx *db.Tx) error { return identity.EndKey(ctx, tx, operator(), c.ID) })
}

type keyListCmd struct{ where }

// Run lists id, limit and name, a line each.
func (c *keyListCmd) Run(e *env) error {
	var keys []identity.Key
	err := c.with(e, func(ctx context.Context, tx *db.Tx) (err error) {
		keys, err = identity.Keys(ctx, tx)
		return err
	})
	for _, k := range keys {
		fmt.Fprintf(e.out, "%s  %d a minute  %s\n", k.ID, k.PerMinute, k.Name)
	}
	return err
}
