// Package ledgerweb serves the log to anybody: as C2SP tlog-tiles for other
// people's tools, as receipts, and as a page that tells an entry in words.
package ledgerweb

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/ledger"
)

// Routes of the log. The machine's paths are the same in every language.
func Routes(log *ledger.Log) []web.Route {
	p := pages{log}
	return []web.Route{
		{Name: "ledger.checkpoint", Method: "GET", VI: "/ledger/checkpoint", Handle: p.checkpoint},
		{Name: "ledger.key", Method: "GET", VI: "/ledger/key", Handle: p.key},
		{Name: "ledger.tile", Method: "GET", VI: "/ledger/tile/{path...}", Handle: p.tile},
		{Name: "ledger.receipt", Method: "GET", VI: "/ledger/receipts/{index}", Handle: p.receipt},
	}
}

type pages struct{ log *ledger.Log }

func text(w http.ResponseWriter, body string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, body)
	return err
}

func (p pages) checkpoint(w http.ResponseWriter, a *web.Ask) error {
	var signed string
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		signed, err = ledger.Checkpoint(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if signed == "" {
		return fmt.Errorf("checkpoint of an empty log: %w", kheo.ErrNotFound)
	}
	w.Header().Set("Cache-Control", "no-cache")
	return text(w, signed)
}

func (p pages) key(w http.ResponseWriter, a *web.Ask) error { return text(w, p.log.Key()+"\n") }

func (p pages) tile(w http.ResponseWriter, a *web.Ask) error {
	var data []byte
	var full bool
	path := a.PathValue("path")
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		data, full, err = ledger.Tile(ctx, tx, path)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if full || strings.Contains(path, ".p/") {
		// A tile of a given width never changes: the log only grows.
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, err = w.Write(data)
	return err
}

// find reads the number in the path and the public entry behind it.
func (p pages) find(a *web.Ask) (ledger.Entered, error) {
	var e ledger.Entered
	index, err := strconv.ParseInt(a.PathValue("index"), 10, 64)
	if err != nil {
		return e, fmt.Errorf("ledger entry: %w", kheo.ErrNotFound)
	}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		e, err = p.log.Public(ctx, tx, index)
		return err
	})
	return e, err
}

func (p pages) receipt(w http.ResponseWriter, a *web.Ask) error {
	e, err := p.find(a)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="kheo-%d.txt"`, e.Index))
	return text(w, e.Receipt)
}
