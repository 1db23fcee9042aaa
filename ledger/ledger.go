package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the ledger's tables.
func Schema() db.Schema { return db.Schema{Name: "ledger", Files: files} }

// An Entry says what happened. It must hold no personal data: bodies, codes,
// states, days, digests of files.
type Entry struct {
	Kind    string // "inspection.concluded"; stable for ever
	Subject string // a public code or an id of a thing, never of a person
	Says    []Line // in the order the receipt prints them
	Public  bool   // the receipt may be fetched by anybody
}

// A Line is one name and value of what an entry says.
type Line struct{ Name, Value string }

// A Leaf is an entry as it was appended, before or after it has its number.
type Leaf struct {
	ID    string
	At    time.Time
	Index int64  // -1 until the sequencer has numbered it
	Hash  string // hexadecimal of the RFC 6962 leaf hash
}

// Append adds the entry in the caller's transaction: both commit or neither.
// The leaf that is hashed holds the kind, the time and a salted digest of what
// the entry says, so the log verifies after what it says is erased.
func Append(ctx context.Context, tx *db.Tx, who kheo.Caller, e Entry) (Leaf, error) {
	says, err := e.statement()
	if err != nil {
		return Leaf{}, fmt.Errorf("ledger %s: %w", e.Kind, err)
	}
	var salt [16]byte
	rand.Read(salt[:])
	digest := sha256.Sum256(append(salt[:], says...))
	text := leafText(e.Kind, who.At, digest)
	l := Leaf{ID: kheo.NewID(who.At), At: who.At, Index: -1}
	hash := tlog.RecordHash([]byte(text))
	l.Hash = hex.EncodeToString(hash[:])
	_, err = tx.Exec(ctx, `
		insert into ledger_leaf (id, kind, subject, at, public, statement, salt, leaf, idx)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, e.Kind, e.Subject, who.At.UnixMicro(), e.Public, says, hex.EncodeToString(salt[:]), text, int64(-1))
	if err != nil {
		return Leaf{}, fmt.Errorf("ledger %s: %w", e.Kind, err)
	}
	return l, nil
}

func leafText(kind string, at time.Time, digest [32]byte) string {
	return "kheo/leaf/v1\n" + kind + "\n" + at.UTC().Format(time.RFC3339) + "\n" + hex.EncodeToString(digest[:]) + "\n"
}

// statement is what the entry says, a line each; a value never holds a newline.
func (e Entry) statement() (string, error) {
	var b strings.Builder
	for _, l := range append([]Line{{"subject", e.Subject}}, e.Says...) {
		if strings.ContainsAny(l.Name+l.Value, "\n\r") {
			return "", fmt.Errorf("line %q spans lines", l.Name)
		}
		b.WriteString(l.Name + ": " + l.Value + "\n")
	}
	return b.String(), nil
}
