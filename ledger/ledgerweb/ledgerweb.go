// Package ledgerweb serves the log to anybody: as C2SP tlog-tiles for other
// people's tools, as receipts, and as pages that tell an entry in words.
package ledgerweb

import (
	"context"
	"errors"
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
		{Name: "ledger.book", Method: "GET", VI: "/so-chung/dong", EN: "/ledger/entries", Handle: p.book},
		{Name: "ledger.entry", Method: "GET", VI: "/so-chung/{index}", EN: "/ledger/entries/{index}", Handle: p.entry},
		{Name: "ledger.checkpoint", Method: "GET", VI: "/ledger/checkpoint", Handle: p.checkpoint},
		{Name: "ledger.witnessed", Method: "GET", VI: "/ledger/witnessed", Handle: p.witnessed},
		{Name: "ledger.cosign", Method: "POST", VI: "/ledger/cosignatures", Handle: p.cosign},
		{Name: "ledger.consistency", Method: "GET", VI: "/ledger/consistency/{old}/{size}", Handle: p.consistency},
		{Name: "ledger.key", Method: "GET", VI: "/ledger/key", Handle: p.key},
		{Name: "ledger.tile", Method: "GET", VI: "/ledger/tile/{path...}", Handle: p.tile},
		{Name: "ledger.receipt", Method: "GET", VI: "/ledger/receipts/{index}", Handle: p.receipt},
		{Name: "ledger.promise", Method: "GET", VI: "/ledger/promises/{leaf}", Handle: p.promise},
	}
}

type pages struct{ log *ledger.Log }

// text answers with plain text that anybody's tools may read.
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
	path := a.PathValue("path")
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		data, err = ledger.Tile(ctx, tx, path)
		return err
	})
	if err != nil {
		return err
	}
	// A tile of a given width never changes: the log only grows.
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", "application/octet-stream")
	_, err = w.Write(data)
	return err
}

// witnessed is the newest checkpoint somebody apart has signed as well.
func (p pages) witnessed(w http.ResponseWriter, a *web.Ask) error {
	var signed string
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		signed, err = p.log.Witnessed(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if signed == "" {
		return fmt.Errorf("co-signed checkpoint: %w", kheo.ErrNotFound)
	}
	w.Header().Set("Cache-Control", "no-cache")
	return text(w, signed)
}

// maxNote bounds a checkpoint with its signatures.
const maxNote = 64 << 10

// cosign takes a checkpoint with the signatures of witnesses under it. Nobody
// signs in for it: the signature is what counts.
func (p pages) cosign(w http.ResponseWriter, a *web.Ask) error {
	body, err := io.ReadAll(io.LimitReader(a.Body, maxNote))
	if err != nil {
		return err
	}
	var names []string
	err = a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		names, err = p.log.Cosign(ctx, tx, a.Who.At, string(body))
		return err
	})
	if errors.Is(err, ledger.ErrFork) || errors.Is(err, ledger.ErrWitness) || errors.Is(err, ledger.ErrCheckpoint) {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, ledger.ErrFork) {
			status = http.StatusConflict
		}
		return web.Problem(w, a, status, err.Error())
	}
	if err != nil {
		return err
	}
	return text(w, strings.Join(names, "\n")+"\n")
}

// consistency is the proof that the log of one size begins that of another, a
// hash a line.
func (p pages) consistency(w http.ResponseWriter, a *web.Ask) error {
	var size [2]int64
	for i, name := range []string{"old", "size"} {
		s := a.PathValue(name)
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != s {
			return fmt.Errorf("ledger of size %q: %w", s, kheo.ErrNotFound)
		}
		size[i] = n
	}
	var hashes []string
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		hashes, err = ledger.Consistency(ctx, tx, size[0], size[1])
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return text(w, strings.Join(append(hashes, ""), "\n"))
}

// number reads the number of an entry as it is written, so that each has one
// address.
func number(a *web.Ask) (int64, error) {
	s := a.PathValue("index")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("ledger entry %q: %w", s, kheo.ErrNotFound)
	}
	return n, nil
}

func (p pages) receipt(w http.ResponseWriter, a *web.Ask) error {
	n, err := number(a)
	if err != nil {
		return err
	}
	var e ledger.Entered
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		e, err = p.log.Public(ctx, tx, n)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-cache") // each names the latest checkpoint
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, fileName(a.Office, n)))
	return text(w, e.Receipt)
}

// fileName of a receipt says what it is, and whether it is a sample's.
func fileName(o kheo.Office, n int64) string {
	parts := []string{"kheo", strconv.FormatInt(n, 10)}
	if o.Sample {
		parts = append(parts, "sample")
	}
	return strings.Join(parts, "-") + ".txt"
}

// promise is the office's signed word for an entry that has no number yet; once
// it has one, the same address leads to the receipt.
func (p pages) promise(w http.ResponseWriter, a *web.Ask) error {
	var leaf ledger.Leaf
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		leaf, err = ledger.FindLeaf(ctx, tx, a.PathValue("leaf"))
		return err
	})
	if err != nil {
		return err
	}
	if leaf.Index >= 0 {
		return a.Go(w, a.To("ledger.receipt", strconv.FormatInt(leaf.Index, 10)))
	}
	signed, err := p.log.Promise(leaf)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="kheo-promise.txt"`)
	w.Header().Set("Cache-Control", "no-store")
	return text(w, signed)
}
