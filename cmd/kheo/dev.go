package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"kheo/lang"
	"kheo/site"
)

type devCmd struct {
	Addr string `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"KHEO_ADDR"`
	DB   string `name:"db" help:"Database to use, empty or made by kheo dev before; without it, throw-away SQLite." placeholder:"ADDRESS"`
	Keep string `help:"Directory to keep the data in, to go on with it later." placeholder:"DIR"`
}

// Run opens the sample office.
func (c *devCmd) Run(e *env) error {
	if os.Getenv("KHEO_ENV") == "production" {
		return misuse{errors.New("kheo dev is never for production (KHEO_ENV=production): use kheo serve")}
	}
	folder, remove, err := c.folder()
	if err != nil {
		return err
	}
	defer remove()
	if err := folder.Lock(); err != nil {
		return fmt.Errorf("%w: stop it, or keep this one elsewhere with --keep DIR", err)
	}
	defer folder.Unlock()
	door, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer door.Close()
	s, err := site.New(e.ctx, site.Options{
		Folder: folder, DB: c.DB, Dev: true, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(e.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if errors.Is(err, site.ErrNotSample) {
		return misuse{fmt.Errorf("%w: dev writes only into its own; leave --db and --keep out, or name an empty one", err)}
	}
	if errors.Is(err, site.ErrUnfinished) {
		return fmt.Errorf("%w: remove it and start again", err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	if err := seed(e, s); err != nil {
		return err
	}
	if err := welcome(e, s, door, c.Keep); err != nil {
		return err
	}
	return s.Serve(e.ctx, door)
}

// folder is the directory to work in, and what removes it at the end.
func (c *devCmd) folder() (*site.Folder, func(), error) {
	if c.Keep != "" {
		set, err := (&site.Folder{Path: c.Keep}).Settings()
		if err != nil {
			return nil, nil, err
		}
		if set.Name != "" { // a restored sample has settings, and no name in them
			return nil, nil, misuse{fmt.Errorf("%s is the directory of a real office: keep the sample elsewhere", c.Keep)}
		}
		folder, err := site.OpenFolder(c.Keep)
		return folder, func() {}, err
	}
	dir, err := os.MkdirTemp("", "kheo-dev-")
	if err != nil {
		return nil, nil, err
	}
	folder, err := site.OpenFolder(dir)
	return folder, func() { os.RemoveAll(dir) }, err
}

// seed fills a new office, telling how far it is.
func seed(e *env, s *site.Site) error {
	if !s.Fresh {
		return nil
	}
	show := progress(e.err)
	if err := site.Seed(e.ctx, s, show); err != nil {
		return fmt.Errorf("the sample: %w", err)
	}
	return s.Planted(e.ctx)
}

// progress draws one line that fills up on a terminal, and a line for each
// stage elsewhere.
func progress(w io.Writer) func(done, total int, what string) {
	f, ok := w.(*os.File)
	if ok {
		info, err := f.Stat()
		ok = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	last := ""
	return func(done, total int, what string) {
		switch {
		case ok && done < total:
			fmt.Fprintf(w, "\r\x1b[K%3d %%  %s", 100*done/max(total, 1), what)
		case ok:
			fmt.Fprint(w, "\r\x1b[K")
		case what != last:
			fmt.Fprintf(w, "%3d %%  %s\n", 100*done/max(total, 1), what)
		}
		last = what
	}
}

// welcome prints the address, the roles and the walk, and how to stop.
func welcome(e *env, s *site.Site, door net.Listener, keep string) error {
	text, err := s.Welcome(e.ctx, "http://"+door.Addr().String())
	if err != nil {
		return err
	}
	fmt.Fprint(e.out, text)
	if keep == "" {
		fmt.Fprintf(e.out, "\n  %s\n  %s\n", lang.VI.T("site.welcome.stop"), lang.EN.T("site.welcome.stop"))
	}
	return nil
}
