// Package ledger is the append-only log of everything that counts.
package ledger

import (
	"context"
	"embed"
	"time"

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
func Append(ctx context.Context, tx *db.Tx, who kheo.Caller, e Entry) (Leaf, error) {
	panic("contract")
}
