package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kheo"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/xlsx"
	"kheo/ledger"
	"kheo/report"
	"kheo/site"
	"kheo/stationery"
	"kheo/unit"
)

type reportCmd struct {
	where
	Kind string `arg:"" enum:"plan,outline,self_report,minutes,conclusion,remedy" help:"Which paper: plan, outline, self_report, minutes, conclusion, or remedy for a draft of what was remedied by today."`
	ID   string `arg:"" help:"The inspection, KT-23-0001."`
	Out  string `short:"o" required:"" help:"File to write: .docx, or .xlsx for the figures as of the paper's day." placeholder:"FILE"`
}

// Run writes a frozen paper, byte for byte as it was signed; or what is read
// off the inspection: its figures, and what was remedied.
func (c *reportCmd) Run(e *env) error {
	end := filepath.Ext(c.Out)
	if end != ".docx" && end != ".xlsx" {
		return misuse{fmt.Errorf("-o %s: name a file that ends in .docx or .xlsx", c.Out)}
	}
	d, folder, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if empty, err := db.Empty(e.ctx, d); err != nil || empty {
		return errors.Join(err, errors.New("there is no office there: name its directory with --data, or its database with --db"))
	}
	files, err := blob.Open(folder.Files())
	if err != nil {
		return err
	}
	if end == ".xlsx" || c.Kind == paper.Remedy {
		return c.compose(e, d, files, end)
	}
	frozen, err := c.find(e.ctx, d)
	if err != nil {
		return err
	}
	if err := write(files, frozen.SHA256, c.Out); err != nil {
		return fmt.Errorf("%s: %w", c.Out, err)
	}
	_, err = fmt.Fprintf(e.out, "%s: %s, %s, sha256 %s\n", c.Out, frozen.Number, frozen.Date, frozen.SHA256)
	return err
}

// compose writes what no step froze.
func (c *reportCmd) compose(e *env, d *db.DB, files *blob.Store, end string) error {
	made, err := site.IsSample(e.ctx, d)
	if err != nil {
		return err
	}
	day := kheo.DateOf(time.Now())
	if c.Kind != paper.Remedy {
		frozen, err := c.find(e.ctx, d)
		if err != nil {
			return err
		}
		day = frozen.Date
	}
	var written []byte
	var books unit.Books
	err = d.Read(e.ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Find(ctx, tx, c.ID, day)
		if err != nil {
			return err
		}
		if c.Kind == paper.Remedy && !i.Reached(inspection.Concluded) {
			return fmt.Errorf("%s is not concluded yet: there is nothing to remedy", i.Code)
		}
		head, err := ledger.LastHead(ctx, tx)
		if err != nil {
			return err
		}
		press := paper.Press{Office: kheo.Office{Sample: made}, Foot: head.Line()}
		if press.Book, err = books.Book(ctx, tx); err != nil {
			return err
		}
		written, err = draw(ctx, tx, files, press, i, end, day)
		return err
	})
	if err == nil {
		err = os.WriteFile(c.Out, written, 0o644)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.Out, err)
	}
	_, err = fmt.Fprintf(e.out, "%s: as of %s\n", c.Out, day)
	return err
}

func draw(ctx context.Context, tx *db.Tx, files *blob.Store, press paper.Press, i inspection.Inspection, end string, day kheo.Date) ([]byte, error) {
	if end == ".xlsx" {
		sheets, err := paper.Figures(ctx, tx, press, i)
		if err != nil {
			return nil, err
		}
		return xlsx.Write(sheets)
	}
	p, err := paper.RemedyReport(ctx, tx, press, i, day)
	if err != nil {
		return nil, err
	}
	return stationery.Write(files, p)
}

// find is the last frozen paper of the kind.
func (c *reportCmd) find(ctx context.Context, d *db.DB) (report.Document, error) {
	var last report.Document
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
		last = papers[len(papers)-1]
		return nil
	})
	return last, err
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
