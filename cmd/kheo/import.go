package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/site"
	"kheo/unit"
)

type importCmd struct {
	where
	Kind    string   `arg:"" enum:"units,events,holidays,models" help:"What the files list: units, events, holidays or models."`
	Files   []string `arg:"" name:"file" help:"CSV files, in the columns of the public lists; models also as .xlsx." type:"existingfile"`
	SkipBad bool     `help:"Keep the good rows and name the bad; without it one bad row keeps its whole file out."`
	Preview bool     `help:"Models: say what would come of each row, and keep nothing."`
	Text    string   `help:"Models: the encoding of a file from before Unicode (${enum}); a file that looks like one waits for this." enum:",keep,tcvn3,tcvn3caps,vni,viscii,tcvn5712,cp1258,utf8" default:""`
}

// Run loads each file, all or nothing.
func (c *importCmd) Run(e *env) error {
	d, _, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := site.Migrate(e.ctx, d); err != nil {
		return err
	}
	for _, name := range c.Files {
		if err := c.file(e, d, name); err != nil {
			return err
		}
	}
	return nil
}

// machine is who imports: whoever runs the command holds the database.
func machine() kheo.Caller {
	rights := identity.RightsOf(identity.Admin)
	return kheo.Caller{At: time.Now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: rights}}}
}

func (c *importCmd) file(e *env, d *db.DB, name string) error {
	body, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	load := c.list
	switch c.Kind {
	case "holidays":
		load = c.holidays
	case "models":
		load = c.models
	}
	var done result
	err = d.Write(e.ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err = load(ctx, tx, e, filepath.Base(name), body)
		return err
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("%s: nothing of it was kept: %s", name, plain(err))
	}
	for _, bad := range done.bad {
		fmt.Fprintln(e.err, "left out:", plain(bad))
	}
	if c.Preview {
		_, err = fmt.Fprintf(e.out, "%s: %d rows read, %d would be registered, %d left out; nothing was kept\n", name, done.rows, done.kept, len(done.bad))
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s: %d rows read, %d new or changed, %d left out\n", name, done.rows, done.kept, len(done.bad))
	return err
}

type result struct {
	rows, kept int
	bad        []error
}

func (c *importCmd) list(ctx context.Context, tx *db.Tx, e *env, name string, body []byte) (result, error) {
	show := progress(e.err)
	im := unit.Import{Kind: c.Kind, Name: name, From: bytes.NewReader(body), SkipBad: c.SkipBad,
		Progress: func(done, total int) { show(done, total, name) }}
	got, err := im.Load(ctx, tx, machine())
	out := result{rows: got.Rows, kept: got.Kept}
	for _, b := range got.Bad {
		out.bad = append(out.bad, b)
	}
	return out, err
}

func (c *importCmd) holidays(ctx context.Context, tx *db.Tx, _ *env, name string, body []byte) (result, error) {
	got, err := calendar.Import(ctx, tx, machine(), name, body, c.SkipBad)
	out := result{rows: got.Rows, kept: got.Changed}
	for _, b := range got.Skipped {
		out.bad = append(out.bad, b)
	}
	return out, err
}
