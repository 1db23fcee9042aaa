package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
	"time"

	"kheo/internal/db"
	"kheo/site"
)

type serveCmd struct {
	where
	oidcFlags
	Addr   string `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"KHEO_ADDR"`
	Name   string `help:"Name of the office, kept in office.json at the first start." placeholder:"TEXT"`
	Place  string `help:"Code of the territory it serves, kept likewise." placeholder:"CODE"`
	Origin string `help:"Name of its ledger, a host and path; kept likewise, never to be changed." placeholder:"HOST/PATH"`

	Backup string        `help:"Folder to keep copies in while it serves, on another disk." placeholder:"DIR" env:"KHEO_BACKUP"`
	Every  time.Duration `name:"backup-every" help:"How often." default:"1h" placeholder:"1h"`
}

// Run serves the office until it is told to stop.
func (c *serveCmd) Run(e *env) error {
	accounts, err := c.provider()
	if err != nil {
		return err
	}
	folder, err := site.OpenFolder(c.Data)
	if err != nil {
		return err
	}
	if err := folder.Lock(); err != nil {
		return fmt.Errorf("%w: stop it, or name another directory with --data", err)
	}
	defer folder.Unlock()
	if err := c.settle(folder); err != nil {
		return err
	}
	door, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer door.Close()
	s, err := site.New(e.ctx, site.Options{Folder: folder, DB: c.DB, Now: time.Now, Log: slog.New(slog.NewJSONHandler(e.err, nil)), Accounts: accounts})
	if errors.Is(err, site.ErrSample) {
		return fmt.Errorf("%w: name another with --data or --db", err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Backup != "" {
		s.Beside = append(s.Beside, keeping(s, folder, c.Backup, max(c.Every, time.Minute)))
	}
	fmt.Fprintf(e.out, "http://%s\n", door.Addr())
	return s.Serve(e.ctx, door)
}

// settle writes the settings at the first start and refuses another origin
// later: the ledger's entries are bound to it.
func (c *serveCmd) settle(folder *site.Folder) error {
	set, err := folder.Settings()
	if err != nil {
		return err
	}
	if set.Origin != "" && c.Origin != "" && set.Origin != c.Origin {
		return misuse{fmt.Errorf("the ledger of this office is %s for good: leave --origin out", set.Origin)}
	}
	before := set
	if c.Name != "" {
		set.Name = c.Name
	}
	if c.Place != "" {
		set.Place = c.Place
	}
	if set.Origin == "" {
		set.Origin = c.Origin
	}
	if set.Name == "" || set.Origin == "" {
		return misuse{errors.New("a first start needs --name 'Tỉnh …' and --origin kheo.example.vn/tinh, and --place CODE of the territory")}
	}
	if set == before {
		return nil
	}
	return folder.Keep(set)
}

// listen opens the address, and says how to choose another when it is taken.
func listen(addr string) (net.Listener, error) {
	door, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is taken by another program: choose another with --addr 127.0.0.1:8081, or any free one with --addr 127.0.0.1:0", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("--addr %s: %w", addr, err)
	}
	return door, nil
}

type migrateCmd struct{ where }

// Run brings the tables up to date.
func (c *migrateCmd) Run(e *env) error {
	d, _, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := site.Migrate(e.ctx, d); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.out, "the tables are up to date")
	return err
}

// open opens the database that the flags name.
func (w where) open(ctx context.Context) (*db.DB, *site.Folder, error) {
	folder, err := site.OpenFolder(w.Data)
	if err != nil {
		return nil, nil, err
	}
	address := w.DB
	if address == "" {
		address = folder.Database()
	}
	d, err := db.Open(ctx, address)
	return d, folder, err
}
