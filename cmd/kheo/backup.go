package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kheo/internal/backup"
	"kheo/internal/db"
	"kheo/internal/job"
	"kheo/site"
)

type backupCmd struct {
	where
	To string `arg:"" help:"Folder to keep copies in, on another disk than the data." placeholder:"DIR"`
}

// Run keeps the office as it stands now, while its server goes on.
func (c *backupCmd) Run(e *env) error {
	if _, err := os.Stat(c.Data); err != nil {
		return misuse{fmt.Errorf("there is no office in %s: name its directory with --data", c.Data)}
	}
	d, folder, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if empty, err := db.Empty(e.ctx, d); err != nil || empty {
		return errors.Join(err, errors.New("there is no office there: name its directory with --data, or its database with --db"))
	}
	r, err := take(e.ctx, d, folder, c.To)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "kept as of %s: %d rows in %d tables, %d parts new, %d files\n",
		shown(r.At), r.Rows, len(r.Tables), r.Fresh, len(r.Files))
	for _, sum := range r.Torn {
		fmt.Fprintf(e.out, "left out, it is not what its name says: files/%s\n", sum)
	}
	_, err = fmt.Fprintf(e.out, "the keys are not in it: keep a copy of %s in another place\n", folder.Keys())
	return err
}

// take keeps one point.
func take(ctx context.Context, d *db.DB, folder *site.Folder, to string) (backup.Report, error) {
	store, err := backup.Open(to)
	if err != nil {
		return backup.Report{}, err
	}
	settings, err := os.ReadFile(filepath.Join(folder.Path, "office.json"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return backup.Report{}, err
	}
	return store.Take(ctx, backup.Office{DB: d, Schemas: site.Schemas(), Files: folder.Files(), Settings: json.RawMessage(settings)}, time.Now())
}

// keeping is the job of a server that keeps copies by itself.
func keeping(s *site.Site, folder *site.Folder, to string, every time.Duration) job.Job {
	return job.Job{Name: "backup", Every: every, Run: func(ctx context.Context) error {
		_, err := take(ctx, s.DB, folder, to)
		return err
	}}
}

func shown(at time.Time) string { return at.In(time.Local).Format(time.RFC3339) }
