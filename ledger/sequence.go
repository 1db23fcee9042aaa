package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/job"
)

// batch is how many leaves are numbered in one transaction at most: others
// wait for the writer meanwhile.
const batch = 1000

// Job numbers new leaves and signs a checkpoint. It looks five times a second
// where this process has written something, and once a second otherwise. now is
// the clock that dates checkpoints.
func (l *Log) Job(now func() time.Time) job.Job {
	last, idle := int64(-1), 0
	return job.Job{Name: "ledger.sequence", Every: 200 * time.Millisecond, Run: func(ctx context.Context) error {
		writes := l.db.Writes()
		if idle++; writes == last && idle < 5 {
			return nil
		}
		idle = 0
		for {
			n, err := l.Sequence(ctx, now())
			if err != nil {
				return err
			}
			if n == 0 {
				last = writes // what came since has not been looked at
			}
			if n < batch {
				return nil // those who came meanwhile go together next time
			}
		}
	}}
}

// Sequence numbers up to one batch of waiting leaves and signs the new
// checkpoint, all in one transaction; it returns how many it numbered. A leaf
// waits until it has a number, however late its transaction committed, so none
// is ever skipped.
func (l *Log) Sequence(ctx context.Context, at time.Time) (int, error) {
	if idle, err := l.idle(ctx); idle || err != nil {
		return 0, err
	}
	l.signing.Lock()
	defer l.signing.Unlock()
	if err := l.notBehind(ctx); err != nil {
		return 0, err
	}
	var n int
	var signed string
	err := l.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		n, signed, err = l.number(ctx, tx, at)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("number ledger leaves: %w", err)
	}
	if n == 0 {
		return 0, nil
	}
	return n, l.remember(signed)
}

// idle tells that no leaf waits for its number.
func (l *Log) idle(ctx context.Context) (bool, error) {
	var none bool
	err := l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.One(ctx, tx, db.Value[string], `select id from ledger_leaf where idx = -1 limit 1`)
		none = errors.Is(err, kheo.ErrNotFound)
		if none {
			return nil
		}
		return err
	})
	return none, err
}

type waiting struct{ id, leaf string }

func (w *waiting) fields() []any { return []any{&w.id, &w.leaf} }

func (l *Log) number(ctx context.Context, tx *db.Tx, at time.Time) (int, string, error) {
	h, err := findHead(ctx, tx)
	if err != nil {
		return 0, "", err
	}
	leaves, err := db.All(ctx, tx, (*waiting).fields,
		`select id, leaf from ledger_leaf where idx = -1 order by id limit $1`, batch)
	if err != nil || len(leaves) == 0 {
		return 0, "", err
	}
	n, err := tx.Exec(ctx, `
		update ledger_leaf set idx = $1 + w.n from (
			select f.id, row_number() over (order by f.id) - 1 as n from (
				select id from ledger_leaf where idx = -1 order by id limit $2) f) w
		where ledger_leaf.id = w.id and ledger_leaf.idx = -1`, h.size, batch)
	if err == nil && n != int64(len(leaves)) {
		err = kheo.ErrConflict
	}
	if err != nil {
		return 0, "", err
	}
	tree, err := newEdge(ctx, tx).right(h.size)
	if err != nil {
		return 0, "", err
	}
	for i, w := range leaves {
		if err := tree.add(h.size+int64(i), w.leaf); err != nil {
			return 0, "", err
		}
	}
	if err := tree.store(); err != nil {
		return 0, "", err
	}
	size := h.size + int64(len(leaves))
	root, err := tlog.TreeHash(size, tree)
	if err != nil {
		return 0, "", err
	}
	signed, err := note.Sign(&note.Note{Text: formatTree(l.origin, tlog.Tree{N: size, Hash: root})}, l.signer)
	if err != nil {
		return 0, "", err
	}
	err = tx.Move(ctx, `update ledger_head set size = $1, checkpoint = $2, at = $3 where id = 1 and size = $4`,
		size, string(signed), at.UnixMicro(), h.size)
	return len(leaves), string(signed), err
}

// notBehind refuses to sign when the database does not continue the last
// checkpoint this office signed: it was restored, and signing on would fork the
// log.
func (l *Log) notBehind(ctx context.Context) error {
	text, err := os.ReadFile(l.seen)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	_, tree, err := parseTree(string(text))
	if err != nil {
		return fmt.Errorf("ledger %s: %w", l.seen, err)
	}
	return l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		h, err := findHead(ctx, tx)
		if err != nil {
			return err
		}
		if h.size < tree.N {
			return fmt.Errorf("the ledger holds %d entries but signed %d before: the database was restored from an older copy; signing on would fork the log", h.size, tree.N)
		}
		if tree.N == 0 {
			return nil
		}
		root, err := tlog.TreeHash(tree.N, newEdge(ctx, tx))
		if err == nil && root != tree.Hash {
			err = fmt.Errorf("the ledger's first %d entries are not those it signed before: the database was restored from another copy; signing on would fork the log", tree.N)
		}
		return err
	})
}

// remember keeps the checkpoint beside the key, apart from the database.
func (l *Log) remember(signed string) error {
	tmp := l.seen + ".new"
	if err := os.WriteFile(tmp, []byte(signed), 0o600); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return os.Rename(tmp, l.seen)
}

// An edge reads stored hashes from the table and from the batch being added.
type edge struct {
	ctx   context.Context
	tx    *db.Tx
	known map[int64]tlog.Hash
	fresh []any // index and hash of each that is not stored yet
}

func newEdge(ctx context.Context, tx *db.Tx) *edge {
	return &edge{ctx: ctx, tx: tx, known: map[int64]tlog.Hash{}}
}

// right reads the hashes of the largest full trees in a log of that size, in
// one question: more is not needed to go on.
func (e *edge) right(size int64) (*edge, error) {
	var at []int64
	for level := 0; size>>level > 0; level++ {
		if n := size >> level; n&1 == 1 {
			at = append(at, tlog.StoredHashIndex(level, n-1))
		}
	}
	hashes, err := e.ReadHashes(at)
	for i, h := range hashes {
		e.known[at[i]] = h
	}
	return e, err
}

// add holds the hashes that leaf number n brings, until store writes them.
func (e *edge) add(n int64, leaf string) error {
	hashes, err := tlog.StoredHashes(n, []byte(leaf), e)
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		e.known[first+int64(i)] = h
		e.fresh = append(e.fresh, first+int64(i), hex.EncodeToString(h[:]))
	}
	return nil
}

// store writes what was added, many rows a statement, of few lengths so that
// the statements are the same each time.
func (e *edge) store() error {
	for _, rows := range []int{256, 16, 1} {
		for ; len(e.fresh) >= 2*rows; e.fresh = e.fresh[2*rows:] {
			_, err := e.tx.Exec(e.ctx, `insert into ledger_hash (idx, hash) values `+db.Rows(rows, 2), e.fresh[:2*rows]...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

type stored struct {
	idx  int64
	hash string
}

func (s *stored) fields() []any { return []any{&s.idx, &s.hash} }

// ReadHashes makes an edge a tlog.HashReader.
func (e *edge) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	var missing []any
	where := map[int64][]int{}
	for i, x := range indexes {
		if h, ok := e.known[x]; ok {
			hashes[i] = h
			continue
		}
		if where[x] == nil {
			missing = append(missing, x)
		}
		where[x] = append(where[x], i)
	}
	if len(missing) == 0 {
		return hashes, nil
	}
	rows, err := db.All(e.ctx, e.tx, (*stored).fields,
		`select idx, hash from ledger_hash where idx in `+db.In(1, len(missing)), missing...)
	if err != nil {
		return nil, err
	}
	if len(rows) != len(missing) {
		return nil, fmt.Errorf("ledger: %d of %d hashes are missing", len(missing)-len(rows), len(missing))
	}
	for _, r := range rows {
		b, err := hex.DecodeString(r.hash)
		if err != nil || len(b) != tlog.HashSize {
			return nil, fmt.Errorf("ledger: hash %d is damaged", r.idx)
		}
		for _, i := range where[r.idx] {
			hashes[i] = tlog.Hash(b)
		}
	}
	return hashes, nil
}
