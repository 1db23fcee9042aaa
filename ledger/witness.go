package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
)

// MayWitness is the right to say whose co-signatures count.
const MayWitness kheo.Right = "ledger.witness"

// Errors of a co-signed checkpoint.
var (
	// ErrFork says that two statements about the log cannot both be true.
	ErrFork = errors.New("that is not a beginning of this log: one of the two was written anew")
	// ErrWitness says that nobody known here has co-signed.
	ErrWitness = errors.New("no witness this office knows has signed it")
)

// cosignature is the algorithm of C2SP tlog-cosignature: Ed25519 over the
// checkpoint and a time.
const cosignature = 4

// A Witness is somebody apart who follows the log and signs what they saw.
type Witness struct {
	Name, Key string    // as C2SP writes a verifier key: name+id+base64
	Ended     bool      // their word counts no more
	Size      int64     // entries in the last checkpoint they signed; 0 before the first
	At        time.Time // when they signed it, by their clock
}

// A witnessed is a witness as it is stored.
type witnessed struct {
	Witness
	added, ended, at       int64
	root, line, checkpoint string
}

func (w *witnessed) fields() []any {
	return []any{&w.Name, &w.Key, &w.added, &w.ended, &w.Size, &w.root, &w.at, &w.line, &w.checkpoint}
}

func witnesses(ctx context.Context, tx *db.Tx) ([]witnessed, error) {
	list, err := db.All(ctx, tx, (*witnessed).fields, `
		select name, key, added, ended, size, root, at, line, checkpoint from ledger_witness order by name`)
	for i := range list {
		list[i].Ended = list[i].ended > 0
		if list[i].at > 0 {
			list[i].At = time.Unix(list[i].at, 0).UTC()
		}
	}
	return list, err
}

// Witnesses are all that were ever trusted, by name.
func Witnesses(ctx context.Context, tx *db.Tx) ([]Witness, error) {
	rows, err := witnesses(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("witnesses: %w", err)
	}
	list := make([]Witness, len(rows))
	for i, r := range rows {
		list[i] = r.Witness
	}
	return list, nil
}

// AddWitness trusts the holder of a verifier key; EndWitness does so no more.
func AddWitness(ctx context.Context, tx *db.Tx, who kheo.Caller, key string) (Witness, error) {
	if err := who.May(MayWitness, ""); err != nil {
		return Witness{}, err
	}
	v, err := parseWitness(key)
	if err != nil {
		return Witness{}, kheo.Faults{{Field: "key", Key: "ledger.fault.witness"}}
	}
	n, err := tx.Exec(ctx, `
		insert into ledger_witness (name, key, added, ended, size, root, at, line, checkpoint)
		values ($1, $2, $3, 0, 0, '', 0, '', '') on conflict (name) do nothing`, v.name, strings.TrimSpace(key), who.At.UnixMicro())
	if err != nil {
		return Witness{}, fmt.Errorf("add a witness: %w", err)
	}
	if n == 0 {
		return Witness{}, kheo.Faults{{Field: "key", Key: "ledger.fault.witness_known"}}
	}
	_, err = Append(ctx, tx, who, Entry{Kind: "ledger.witness_added", Subject: "ledger", Public: true,
		Says: []Line{{"witness", v.name}, {"key", strings.TrimSpace(key)}}})
	return Witness{Name: v.name, Key: strings.TrimSpace(key)}, err
}

// EndWitness stops counting a witness's word; what they signed stays.
func EndWitness(ctx context.Context, tx *db.Tx, who kheo.Caller, name string) error {
	if err := who.May(MayWitness, ""); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update ledger_witness set ended = $1 where name = $2 and ended = 0`, who.At.UnixMicro(), name)
	if err == nil && n == 0 {
		err = kheo.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("witness %q: %w", name, err)
	}
	_, err = Append(ctx, tx, who, Entry{Kind: "ledger.witness_ended", Subject: "ledger", Public: true, Says: []Line{{"witness", name}}})
	return err
}

// Cosign takes a checkpoint of this log with the signatures of witnesses under
// it, as C2SP tlog-cosignature writes them, and keeps those of known ones. It
// gives their names. A checkpoint that this log never had is ErrFork, and that
// is worth an alarm: somebody holds a signed statement against it.
func (l *Log) Cosign(ctx context.Context, tx *db.Tx, at time.Time, text string) ([]string, error) {
	own, err := note.NewVerifier(l.key)
	if err != nil {
		return nil, err
	}
	all, err := witnesses(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("witnesses: %w", err)
	}
	known := []note.Verifier{own}
	for _, w := range all {
		if v, err := parseWitness(w.Key); err == nil && !w.Ended {
			known = append(known, v)
		}
	}
	if len(text) > maxPaper {
		return nil, ErrCheckpoint
	}
	n, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil || !slices.ContainsFunc(n.Sigs, func(s note.Signature) bool { return s.Hash == own.KeyHash() && s.Name == own.Name() }) {
		return nil, errors.Join(ErrCheckpoint, err)
	}
	origin, tree, err := parseTree(n.Text)
	if err != nil || origin != l.origin {
		return nil, ErrCheckpoint
	}
	if err := holds(ctx, tx, tree); err != nil {
		return nil, err
	}
	var names []string
	for _, s := range n.Sigs {
		i := slices.IndexFunc(all, func(w witnessed) bool { return w.Name == s.Name && !w.Ended })
		if i < 0 {
			continue
		}
		said, err := saidAt(s)
		if err != nil || said.After(at.Add(5*time.Minute)) {
			return nil, errors.Join(ErrCheckpoint, err)
		}
		names = append(names, s.Name)
		if tree.N < all[i].Size {
			continue // they have signed a later one since
		}
		line := "— " + s.Name + " " + s.Base64
		_, err = tx.Exec(ctx, `update ledger_witness set size = $1, root = $2, at = $3, line = $4, checkpoint = $5 where name = $6 and size <= $7`,
			tree.N, tree.Hash.String(), said.Unix(), line, n.Text, s.Name, tree.N)
		if err != nil {
			return nil, fmt.Errorf("keep a co-signature: %w", err)
		}
	}
	if len(names) == 0 {
		return nil, ErrWitness
	}
	return names, nil
}

// holds tells whether the log had that root when it had so many entries.
func holds(ctx context.Context, tx *db.Tx, tree tlog.Tree) error {
	h, err := findHead(ctx, tx)
	if err != nil {
		return err
	}
	if tree.N < 1 || tree.N > h.size {
		return ErrFork
	}
	root, err := tlog.TreeHash(tree.N, newEdge(ctx, tx))
	if err == nil && root != tree.Hash {
		err = ErrFork
	}
	return err
}

// Witnessed is the newest checkpoint that a witness has co-signed, signed by
// this log and by all who signed that very one; "" while there is none.
func (l *Log) Witnessed(ctx context.Context, tx *db.Tx) (string, error) {
	all, err := witnesses(ctx, tx)
	if err != nil {
		return "", fmt.Errorf("witnesses: %w", err)
	}
	var best witnessed
	for _, w := range all {
		if !w.Ended && w.Size > best.Size {
			best = w
		}
	}
	if best.Size == 0 {
		return "", nil
	}
	signed, err := note.Sign(&note.Note{Text: best.checkpoint}, l.signer)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.Write(signed)
	for _, w := range all {
		if !w.Ended && w.checkpoint == best.checkpoint {
			b.WriteString(w.line + "\n")
		}
	}
	return b.String(), nil
}

// A cosigner verifies what one witness signs; it is a note.Verifier.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }

// Verify checks a signature of eight bytes of time and sixty-four of Ed25519.
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	return ed25519.Verify(c.key, cosigned(binary.BigEndian.Uint64(sig), msg), sig[8:])
}

// cosigned is what a witness signs of a checkpoint at a time.
func cosigned(at uint64, checkpoint []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(at, 10)+"\n"), checkpoint...)
}

// saidAt is the time a co-signature holds.
func saidAt(s note.Signature) (time.Time, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
	if err != nil || len(b) != 4+8+ed25519.SignatureSize {
		return time.Time{}, ErrCheckpoint
	}
	at := binary.BigEndian.Uint64(b[4:])
	if at > 1<<40 {
		return time.Time{}, ErrCheckpoint
	}
	return time.Unix(int64(at), 0), nil
}

// parseWitness reads a verifier key with the algorithm of co-signatures.
func parseWitness(text string) (*cosigner, error) {
	parts := strings.SplitN(strings.TrimSpace(text), "+", 3)
	if len(parts) != 3 || parts[0] == "" || len(parts[0]) > 200 || strings.ContainsAny(parts[0], " \t\n\r") {
		return nil, errors.New("malformed witness key")
	}
	id, err := hex.DecodeString(parts[1])
	if err != nil || len(id) != 4 {
		return nil, errors.New("malformed witness key")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignature {
		return nil, errors.New("malformed witness key")
	}
	if sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...)); !bytes.Equal(sum[:4], id) {
		return nil, errors.New("the id of the witness key is not that of the key")
	}
	return &cosigner{parts[0], binary.BigEndian.Uint32(id), ed25519.PublicKey(key[1:])}, nil
}
