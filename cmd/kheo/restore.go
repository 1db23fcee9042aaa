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

	"kheo"
	"kheo/identity"
	"kheo/internal/backup"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/ledger"
	"kheo/site"
)

type restoreCmd struct {
	where
	From string `arg:"" help:"Folder with the copies." placeholder:"DIR"`
	At   string `help:"As of when, 2026-11-23T10:00 of this machine's zone; the last copy until then is taken. Without it, the newest." placeholder:"TIME"`
	Keys string `help:"The copy of the keys folder, kept in another place." placeholder:"DIR"`
	List bool   `help:"Only say of which moments there are copies."`
}

// Run puts an office back into an empty directory.
func (c *restoreCmd) Run(e *env) error {
	store, err := backup.Find(c.From)
	if errors.Is(err, kheo.ErrNotFound) {
		return misuse{fmt.Errorf("%s holds no copies made by kheo backup", c.From)}
	}
	if err != nil {
		return err
	}
	if c.List {
		return list(e, store)
	}
	at, err := c.at()
	if err != nil {
		return err
	}
	p, err := store.Last(at)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Data, "keys")); err == nil {
		return misuse{fmt.Errorf("%s holds an office already: name an empty directory with --data", c.Data)}
	}
	if c.Keys == "" {
		return misuse{errors.New("name the copy of the keys with --keys: without them no raw word, contact or photo can be read")}
	}
	if err := c.put(e, store, p); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "restored as of %s into %s\n", shown(p.At), c.Data)
	return err
}

func list(e *env, store *backup.Store) error {
	times, err := store.Times()
	for _, at := range times {
		fmt.Fprintln(e.out, shown(at))
	}
	return err
}

// at is the moment asked for; a day alone is all of that day.
func (c *restoreCmd) at() (time.Time, error) {
	if c.At == "" {
		return time.Now().AddDate(100, 0, 0), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(form, c.At, time.Local); err == nil {
			return at, nil
		}
	}
	if at, err := time.ParseInLocation(time.DateOnly, c.At, time.Local); err == nil {
		return at.AddDate(0, 0, 1).Add(-time.Millisecond), nil
	}
	return time.Time{}, misuse{fmt.Errorf("--at %s: write 2026-11-23T10:00, or a day", c.At)}
}

func (c *restoreCmd) put(e *env, store *backup.Store, p backup.Point) error {
	key, err := os.ReadFile(filepath.Join(c.Keys, "seal.key"))
	if errors.Is(err, fs.ErrNotExist) {
		return misuse{fmt.Errorf("%s holds no seal.key: name the copy of the keys folder with --keys", c.Keys)}
	}
	if err != nil {
		return err
	}
	d, folder, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := store.Restore(e.ctx, p, backup.Office{DB: d, Schemas: site.Schemas(), Files: folder.Files()}); err != nil {
		return err
	}
	if err := site.Migrate(e.ctx, d); err != nil {
		return err
	}
	if err := search.Reindex(e.ctx, d); err != nil {
		return err
	}
	// The key that opens what is sealed, and not the one that signed the former
	// ledger: two that sign under one name could fork it.
	if err := os.WriteFile(filepath.Join(folder.Keys(), "seal.key"), key, 0o600); err != nil {
		return err
	}
	return continueLog(e.ctx, d, folder, c.Keys, p.Settings)
}

// continueLog gives the restored ledger a name of its own, which cites the one
// it follows.
func continueLog(ctx context.Context, d *db.DB, folder *site.Folder, keys string, settings json.RawMessage) error {
	var set site.Settings
	if len(settings) > 0 {
		if err := json.Unmarshal(settings, &set); err != nil {
			return fmt.Errorf("office.json of the copy: %w", err)
		}
	}
	var head ledger.Head
	err := d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		head, err = ledger.LastHead(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	origin := set.Origin
	if origin == "" {
		origin = head.Origin // of the sample, which has no settings
	}
	if origin == "" {
		return nil // nothing was ever signed
	}
	former, err := ledger.ReadFormer(keys, origin)
	if err != nil {
		return err
	}
	set.Origin = ledger.NextOrigin(origin)
	if err := folder.Keep(set); err != nil {
		return err
	}
	who := kheo.Caller{At: time.Now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := ledger.Continue(ctx, tx, who, former)
		return err
	})
}
