package ledger

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
)

// A Step joins a running hash with a neighbour's on the way from a leaf to the
// root of the whole log.
type Step struct {
	Left      bool // the neighbour stands before what is proved
	Neighbour string
	Both      string // the hash of the two: where the next step begins
}

// A Proof is how one leaf is in the log as it stands.
type Proof struct {
	Index, Size int64
	Kind        string
	At          time.Time
	Public      bool
	Leaf, Root  string // base64, as checkpoints write them
	Steps       []Step
}

// Prove is the way of any numbered entry, public or not, to the root: it tells
// no more than the tiles do.
func Prove(ctx context.Context, tx *db.Tx, index int64) (Proof, error) {
	r, err := db.One(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where idx = $1 and idx >= 0`, index)
	if err != nil {
		return Proof{}, fmt.Errorf("ledger entry %d: %w", index, err)
	}
	h, err := findHead(ctx, tx)
	if err != nil {
		return Proof{}, err
	}
	edge := newEdge(ctx, tx)
	hashes, err := tlog.ProveRecord(h.size, index, edge)
	if err != nil {
		return Proof{}, fmt.Errorf("prove ledger entry %d: %w", index, err)
	}
	leaf := tlog.RecordHash([]byte(r.leaf))
	p := Proof{Index: index, Size: h.size, Kind: r.kind, At: time.UnixMicro(r.at).UTC(), Public: r.public, Leaf: leaf.String()}
	var root tlog.Hash
	p.Steps, root = climb(index, h.size, leaf, hashes)
	p.Root = root.String()
	return p, nil
}

// climb joins the hashes of an inclusion proof one by one (RFC 9162, 2.1.3.2).
func climb(index, size int64, leaf tlog.Hash, hashes []tlog.Hash) ([]Step, tlog.Hash) {
	at, last, sum := index, size-1, leaf
	var steps []Step
	for _, h := range hashes {
		left := at&1 == 1 || at == last
		if left {
			sum = tlog.NodeHash(h, sum)
			for ; at&1 == 0 && at != 0; at, last = at>>1, last>>1 {
			}
		} else {
			sum = tlog.NodeHash(sum, h)
		}
		at, last = at>>1, last>>1
		steps = append(steps, Step{Left: left, Neighbour: h.String(), Both: sum.String()})
	}
	return steps, sum
}

// Consistency is the proof that the log of one size is the beginning of the log
// of another: hashes, base64, as C2SP tlog-witness writes them. A size the log
// has not reached is ErrNotFound.
func Consistency(ctx context.Context, tx *db.Tx, old, size int64) ([]string, error) {
	h, err := findHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	if old < 1 || old > size || size > h.size {
		return nil, fmt.Errorf("ledger of %d entries, from %d to %d: %w", h.size, old, size, kheo.ErrNotFound)
	}
	hashes, err := tlog.ProveTree(size, old, newEdge(ctx, tx))
	if err != nil {
		return nil, fmt.Errorf("ledger from %d to %d: %w", old, size, err)
	}
	list := make([]string, len(hashes))
	for i, x := range hashes {
		list[i] = x.String()
	}
	return list, nil
}

// CheckConsistency checks such a proof: the log whose root is oldRoot at size
// old is the beginning of the one whose root is root.
func CheckConsistency(proof []string, old int64, oldRoot string, size int64, root string) error {
	hashes := make([]tlog.Hash, len(proof))
	for i, s := range proof {
		h, err := parseHash(s)
		if err != nil {
			return err
		}
		hashes[i] = h
	}
	a, err := parseHash(oldRoot)
	if err != nil {
		return err
	}
	b, err := parseHash(root)
	if err != nil {
		return err
	}
	if old == size {
		if a != b || len(hashes) > 0 {
			return ErrFork
		}
		return nil
	}
	if err := tlog.CheckTree(hashes, size, b, old, a); err != nil {
		return ErrFork
	}
	return nil
}
