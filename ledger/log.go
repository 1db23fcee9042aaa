package ledger

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
)

// A Log signs one office's ledger. Its key lives in the data directory, apart
// from the database.
type Log struct {
	db     *db.DB
	origin string
	key    string // the verifier key, as text
	signer note.Signer
	seen   string // the file with the last checkpoint signed here

	signing sync.Mutex // one signs at a time: the file never goes back
}

// OpenLog opens the log whose origin is given, with its key in dir; the key is
// made at the first start. A key made for another origin is refused.
func OpenLog(d *db.DB, dir, origin string) (*Log, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("ledger key: %w", err)
	}
	path := filepath.Join(dir, "ledger.key")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		text, err = makeKey(path, origin)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger key: %w", err)
	}
	secret, public, ok := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if !ok {
		return nil, fmt.Errorf("ledger key %s: two lines are expected", path)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, fmt.Errorf("ledger key %s: %w", path, err)
	}
	if signer.Name() != origin {
		return nil, fmt.Errorf("ledger key %s is for %s, this office is %s", path, signer.Name(), origin)
	}
	return &Log{db: d, origin: origin, key: public, signer: signer, seen: filepath.Join(dir, "ledger.checkpoint")}, nil
}

// ErrOtherKey says that the database's log is signed by a key that does not lie
// in this keys folder.
var ErrOtherKey = errors.New("its ledger is signed with another key: another server serves it, or the keys folder is not its own")

// Own makes this log the one that signs the database's ledger, at the first
// start, and refuses a second with another key: two would fork it.
func (l *Log) Own(ctx context.Context) error {
	signer := func(ctx context.Context, tx *db.Tx) (string, error) {
		return db.One(ctx, tx, db.Value[string], `select key from ledger_signer where id = 1`)
	}
	var key string
	err := l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		key, err = signer(ctx, tx)
		return err
	})
	if errors.Is(err, kheo.ErrNotFound) {
		err = l.db.Write(db.Patient(ctx), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `insert into ledger_signer (id, key) values (1, $1) on conflict (id) do nothing`, l.key)
			if err != nil {
				return err
			}
			key, err = signer(ctx, tx)
			return err
		})
	}
	if err == nil && key != l.key {
		err = ErrOtherKey
	}
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	return nil
}

func makeKey(path, origin string) ([]byte, error) {
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, err
	}
	text := []byte(secret + "\n" + public + "\n")
	return text, os.WriteFile(path, text, 0o600)
}

// Origin is the log's name, in its checkpoints and receipts.
func (l *Log) Origin() string { return l.origin }

// Key is the verifier key as text: what `kheo verify --key` reads.
func (l *Log) Key() string { return l.key }

type head struct {
	size       int64
	checkpoint string
	at         int64
}

func (h *head) fields() []any { return []any{&h.size, &h.checkpoint, &h.at} }

func findHead(ctx context.Context, tx *db.Tx) (head, error) {
	return db.One(ctx, tx, (*head).fields, `select size, checkpoint, at from ledger_head where id = 1`)
}

// Checkpoint is the last signed checkpoint, a C2SP tlog-checkpoint; empty
// before the first entry has its number.
func Checkpoint(ctx context.Context, tx *db.Tx) (string, error) {
	h, err := findHead(ctx, tx)
	return h.checkpoint, err
}

// A Head is the last checkpoint in parts, for the line at the foot of pages and
// printed notices.
type Head struct {
	Origin string
	Size   int64
	Root   string // base64
	At     int64  // Unix microseconds
}

// LastHead reads the head. Size is 0 before the first entry has its number.
func LastHead(ctx context.Context, tx *db.Tx) (Head, error) {
	h, err := findHead(ctx, tx)
	if err != nil || h.checkpoint == "" {
		return Head{}, err
	}
	origin, tree, err := parseTree(h.checkpoint)
	return Head{Origin: origin, Size: tree.N, Root: tree.Hash.String(), At: h.at}, err
}

// Line is the checkpoint in one line for the foot of printed papers, the root
// whole: whoever keeps the paper can hold it against the log. "" for an empty log.
func (h Head) Line() string { return h.line(h.Root) }

// Short is the line for the foot of pages, the root by its first and last letters.
func (h Head) Short() string {
	if len(h.Root) < 8 {
		return h.line(h.Root)
	}
	return h.line(h.Root[:4] + "…" + h.Root[len(h.Root)-4:])
}

func (h Head) line(root string) string {
	if h.Size == 0 {
		return ""
	}
	at := time.UnixMicro(h.At).In(kheo.Zone).Format("02/01/2006 15:04")
	return h.Origin + " · " + strconv.FormatInt(h.Size, 10) + " · " + root + " · " + at
}

// formatTree is the text of a C2SP tlog-checkpoint.
func formatTree(origin string, t tlog.Tree) string {
	return origin + "\n" + strconv.FormatInt(t.N, 10) + "\n" + t.Hash.String() + "\n"
}

// ErrCheckpoint says that a text is no checkpoint of this log.
var ErrCheckpoint = errors.New("malformed checkpoint")

// parseTree reads the three lines of a checkpoint's text.
func parseTree(text string) (origin string, t tlog.Tree, err error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" {
		return "", tlog.Tree{}, ErrCheckpoint
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != lines[1] {
		return "", tlog.Tree{}, ErrCheckpoint
	}
	h, err := parseHash(lines[2])
	if err != nil {
		return "", tlog.Tree{}, ErrCheckpoint
	}
	return lines[0], tlog.Tree{N: n, Hash: h}, nil
}

// parseHash is strict: one hash has one spelling.
func parseHash(s string) (tlog.Hash, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != tlog.HashSize {
		return tlog.Hash{}, errors.New("malformed hash")
	}
	return tlog.Hash(b), nil
}
