package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
)

// A Former is the log that a restored office signed before: what its keys
// folder tells of it.
type Former struct {
	Origin string
	Key    string // the verifier key, as text; "" when its keys were not kept
	Signed Head   // the last checkpoint it is known to have signed; Size 0 when none is
}

// ReadFormer reads a keys folder that was kept apart. What is missing in it is
// left empty.
func ReadFormer(keys, origin string) (Former, error) {
	f := Former{Origin: origin}
	text, err := os.ReadFile(filepath.Join(keys, "ledger.key"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f, fmt.Errorf("former ledger: %w", err)
	}
	if _, public, ok := strings.Cut(strings.TrimSpace(string(text)), "\n"); ok {
		f.Key = public
	}
	text, err = os.ReadFile(filepath.Join(keys, "ledger.checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return f, fmt.Errorf("former ledger: %w", err)
	}
	_, tree, err := parseTree(string(text))
	f.Signed.Origin, f.Signed.Size, f.Signed.Root = origin, tree.N, tree.Hash.String()
	return f, err
}

var again = regexp.MustCompile(`/r([0-9]{1,6})$`)

// NextOrigin is the name of the log that follows one: its own with /r2 behind,
// or the next number. Two logs of one name would be a fork.
func NextOrigin(origin string) string {
	m := again.FindStringSubmatch(origin)
	if m == nil {
		return origin + "/r2"
	}
	n, _ := strconv.Atoi(m[1])
	return strings.TrimSuffix(origin, m[0]) + "/r" + strconv.Itoa(n+1)
}

// Continue records, as the first entry of a log that opens on a restored
// database, which log it follows and what was lost with the restore: those
// whose receipts lie between the two sizes hold the proof of what is missing.
func Continue(ctx context.Context, tx *db.Tx, who kheo.Caller, f Former) (Leaf, error) {
	h, err := findHead(ctx, tx)
	if err != nil {
		return Leaf{}, err
	}
	if _, err := tx.Exec(ctx, `delete from ledger_signer`); err != nil {
		return Leaf{}, fmt.Errorf("former signer: %w", err)
	}
	// Witnesses follow the log that ended; of this one they have seen nothing.
	if _, err := tx.Exec(ctx, `update ledger_witness set size = 0, root = '', at = 0, line = '', checkpoint = ''`); err != nil {
		return Leaf{}, fmt.Errorf("former witnesses: %w", err)
	}
	says := []Line{{"from_origin", f.Origin}, {"from_key", f.Key}, {"restored_size", strconv.FormatInt(h.size, 10)}}
	if h.checkpoint != "" {
		_, tree, err := parseTree(h.checkpoint)
		if err != nil {
			return Leaf{}, err
		}
		says = append(says, Line{"restored_root", tree.Hash.String()})
	}
	if f.Signed.Size > 0 {
		says = append(says, Line{"signed_size", strconv.FormatInt(f.Signed.Size, 10)}, Line{"signed_root", f.Signed.Root},
			Line{"lost", strconv.FormatInt(max(0, f.Signed.Size-h.size), 10)})
	}
	return Append(ctx, tx, who, Entry{Kind: "ledger.continued", Subject: "ledger", Says: says, Public: true})
}
