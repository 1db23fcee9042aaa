package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"kheo"
	"kheo/inspection"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/report"
)

type reportCmd struct {
	where
	Kind string `arg:"" enum:"plan,outline,self_report,minutes,conclusion" help:"Which paper: plan, outline, self_report, minutes or conclusion."`
	ID   string `arg:"" help:"The inspection, KT-23-0001."`
	Out  string `short:"o" required:"" help:"File to write, .docx." placeholder:"FILE"`
}

// Run writes a frozen paper, byte for byte as it was signed.
func (c *reportCmd) Run(e *env) error {
	switch filepath.Ext(c.Out) {
	case ".docx":
	case ".xlsx":
		return misuse{errors.New("papers are written as .docx; tables as .xlsx come with a later release")}
	default:
		return misuse{fmt.Errorf("-o %s: name a file that ends in .docx", c.Out)}
	}
	d, folder, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if empty, err := db.Empty(e.ctx, d); err != nil || empty {
		return errors.Join(err, errors.New("there is no office there: name its directory with --data, or its database with --db"))
	}
	paper, err := c.find(e.ctx, d)
	if err != nil {
		return err
	}
	files, err := blob.Open(folder.Files())
	if err != nil {
		return err
	}
	if err := write(files, paper.SHA256, c.Out); err != nil {
		return fmt.Errorf("%s: %w", c.Out, err)
	}
	_, err = fmt.Fprintf(e.out, "%s: %s, %s, sha256 %s\n", c.Out, paper.Number, paper.Date, paper.SHA256)
	return err
}

// find is the last frozen paper of the kind.
func (c *reportCmd) find(ctx context.Context, d *db.DB) (report.Document, error) {
	var paper report.Document
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Find(ctx, tx, c.ID, "")
		if errors.Is(err, kheo.ErrNotFound) {
			return fmt.Errorf("there is no inspection %q; its code is on its page, KT-23-0001", c.ID)
		}
		if err != nil {
			return err
		}
		papers, err := report.Of(ctx, tx, "inspection/"+i.ID)
		if err != nil {
			return err
		}
		papers = slices.DeleteFunc(papers, func(p report.Document) bool { return p.Kind != c.Kind })
		if len(papers) == 0 {
			return fmt.Errorf("the %s of %s is not signed yet: there is nothing to write", c.Kind, i.Code)
		}
		paper = papers[len(papers)-1]
		return nil
	})
	return paper, err
}

func write(files *blob.Store, sha256, name string) error {
	from, err := files.Get(sha256)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}
