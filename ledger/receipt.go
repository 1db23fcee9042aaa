package ledger

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo/internal/db"
)

// The first lines of the two papers. Neither can be the first line of a
// checkpoint, which is an origin.
const (
	receiptHead = "kheo receipt v1"
	promiseHead = "kheo promise v1"
	proofHead   = "c2sp.org/tlog-proof@v1"
	sampleMark  = "sample"
)

// A record is a leaf as it is stored.
type record struct {
	id, kind, subject string
	at                int64
	public            bool
	says, salt, leaf  string
	idx               int64
}

func (r *record) fields() []any {
	return []any{&r.id, &r.kind, &r.subject, &r.at, &r.public, &r.says, &r.salt, &r.leaf, &r.idx}
}

// An Entered is a public entry with its number, as pages show it.
type Entered struct {
	Index   int64
	Kind    string
	At      time.Time
	Says    []Line // the subject first
	Hash    string // hexadecimal of the leaf hash
	Receipt string
}

// Public is the public entry with a number, and its receipt: a small text that
// anybody can verify without this office. An entry that is not public, or has
// no number yet, is ErrNotFound.
func (l *Log) Public(ctx context.Context, tx *db.Tx, index int64) (Entered, error) {
	r, err := db.One(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where idx = $1 and idx >= 0 and public = $2`, index, true)
	if err != nil {
		return Entered{}, fmt.Errorf("ledger entry %d: %w", index, err)
	}
	return l.entered(ctx, tx, r)
}

// Receipt is the receipt of a leaf by its id, public or not: for the one who
// acted. ErrNotFound until the leaf has its number.
func (l *Log) Receipt(ctx context.Context, tx *db.Tx, leaf string) (Entered, error) {
	r, err := db.One(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where id = $1 and idx >= 0`, leaf)
	if err != nil {
		return Entered{}, fmt.Errorf("ledger leaf %s: %w", leaf, err)
	}
	return l.entered(ctx, tx, r)
}

func (l *Log) entered(ctx context.Context, tx *db.Tx, r record) (Entered, error) {
	h, err := findHead(ctx, tx)
	if err != nil {
		return Entered{}, err
	}
	proof, err := tlog.ProveRecord(h.size, r.idx, newEdge(ctx, tx))
	if err != nil {
		return Entered{}, fmt.Errorf("prove ledger entry %d: %w", r.idx, err)
	}
	hash := tlog.RecordHash([]byte(r.leaf))
	at := time.UnixMicro(r.at).UTC()
	p := paper{sample: isSample(l.origin), kind: r.kind, at: at.Truncate(time.Second), says: r.says, salt: r.salt,
		index: r.idx, proof: proof, checkpoint: h.checkpoint}
	return Entered{Index: r.idx, Kind: r.kind, At: at, Says: lines(r.says), Hash: hex.EncodeToString(hash[:]), Receipt: p.String()}, nil
}

// Index is the number of a leaf by its id, -1 while it has none.
func Index(ctx context.Context, tx *db.Tx, leaf string) (int64, error) {
	return db.One(ctx, tx, db.Value[int64], `select idx from ledger_leaf where id = $1`, leaf)
}

// Indexes are the public entries about a subject with a number, oldest first.
func Indexes(ctx context.Context, tx *db.Tx, subject string) ([]Entered, error) {
	rows, err := db.All(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where subject = $1 and public = $2 and idx >= 0 order by idx`, subject, true)
	if err != nil {
		return nil, err
	}
	return list(rows), nil
}

// Recent are public entries with a number, newest first: those below before,
// or the newest of all when it is 0.
func Recent(ctx context.Context, tx *db.Tx, before int64, limit int) ([]Entered, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := db.All(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where public = $1 and idx >= 0 and idx < $2 order by idx desc limit $3`, true, before, limit)
	if err != nil {
		return nil, fmt.Errorf("ledger entries below %d: %w", before, err)
	}
	return list(rows), nil
}

// list is entries without their receipts.
func list(rows []record) []Entered {
	all := make([]Entered, len(rows))
	for i, r := range rows {
		hash := tlog.RecordHash([]byte(r.leaf))
		all[i] = Entered{Index: r.idx, Kind: r.kind, At: time.UnixMicro(r.at).UTC(), Says: lines(r.says), Hash: hex.EncodeToString(hash[:])}
	}
	return all
}

// Pending are the public entries about a subject that have no number yet, in
// the order they will get one.
func Pending(ctx context.Context, tx *db.Tx, subject string) ([]Leaf, error) {
	rows, err := db.All(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where subject = $1 and public = $2 and idx = -1 order by id`, subject, true)
	list := make([]Leaf, len(rows))
	for i, r := range rows {
		list[i] = r.whole()
	}
	return list, err
}

// FindLeaf is a public entry by its id, numbered or not.
func FindLeaf(ctx context.Context, tx *db.Tx, id string) (Leaf, error) {
	r, err := db.One(ctx, tx, (*record).fields, `
		select id, kind, subject, at, public, statement, salt, leaf, idx
		from ledger_leaf where id = $1 and public = $2`, id, true)
	if err != nil {
		return Leaf{}, fmt.Errorf("ledger leaf %s: %w", id, err)
	}
	return r.whole(), nil
}

func (r record) whole() Leaf {
	hash := tlog.RecordHash([]byte(r.leaf))
	return Leaf{ID: r.id, At: time.UnixMicro(r.at).UTC(), Index: r.idx, Hash: hex.EncodeToString(hash[:])}
}

// Promise is what the one who acted gets at once: the office's signature under
// the leaf's hash and time, before the leaf has its number.
func (l *Log) Promise(leaf Leaf) (string, error) {
	var b strings.Builder
	b.WriteString(promiseHead + "\n")
	if isSample(l.origin) {
		b.WriteString(sampleMark + "\n")
	}
	fmt.Fprintf(&b, "origin: %s\nat: %s\nleaf: %s\n", l.origin, leaf.At.UTC().Format(time.RFC3339), leaf.Hash)
	signed, err := note.Sign(&note.Note{Text: b.String()}, l.signer)
	return string(signed), err
}

// isSample: a sample office's log has an origin of its own, known by its name.
func isSample(origin string) bool { return strings.HasPrefix(origin, "sample.") }

// A paper is a receipt in parts. Writing it and reading it back are inverse to
// the byte, so nothing in it can be altered unseen.
type paper struct {
	sample     bool
	kind       string
	at         time.Time
	says, salt string
	index      int64
	proof      tlog.RecordProof
	checkpoint string
}

// String writes the receipt: what was said, then a C2SP tlog-proof.
func (p paper) String() string {
	var b strings.Builder
	b.WriteString(receiptHead + "\n")
	if p.sample {
		b.WriteString(sampleMark + "\n")
	}
	fmt.Fprintf(&b, "kind: %s\nat: %s\n%ssalt: %s\n\n", p.kind, p.at.UTC().Format(time.RFC3339), p.says, p.salt)
	b.WriteString(proofHead + "\nindex " + strconv.FormatInt(p.index, 10) + "\n")
	for _, h := range p.proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + p.checkpoint)
	return b.String()
}

// lines takes a statement apart.
func lines(says string) []Line {
	var list []Line
	for s := range strings.SplitSeq(strings.TrimSuffix(says, "\n"), "\n") {
		name, value, _ := strings.Cut(s, ": ")
		list = append(list, Line{name, value})
	}
	return list
}
