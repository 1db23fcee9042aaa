// Package report freezes documents: composed, numbered, hashed into the ledger
// and downloaded again byte for byte.
package report

import (
	"context"
	"embed"
	"time"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of documents.
func Schema() db.Schema { return db.Schema{Name: "report", Files: files} }

// A Document is a frozen paper.
type Document struct {
	ID        string
	Kind      string      // "self_report", "conclusion", "plan", "minutes"
	Subject   string      // "inspection/" + id
	Body      kheo.UnitID // who issues it
	Number    string      // "65-TB/BDVTU"
	Date      kheo.Date
	Title     string
	SHA256    string // of the .docx
	Size      int64
	Leaf      string // the ledger leaf that froze it
	Frozen    time.Time
	Published time.Time // zero while it is private
	Scan      string    // SHA-256 of the signed scan, "" without one
	ScanType  string
	ScanSize  int64
}

// A Draft is a document about to be frozen; its bytes are already in the blob
// store under SHA256.
type Draft struct {
	Kind, Subject string
	Body          kheo.UnitID
	Number        string
	Date          kheo.Date
	Title         string
	Secrecy       string // "", or a mark: anything marked is refused
	SHA256        string
	Size          int64
}

// Freeze records the document and its hash in the ledger. May is the right the
// caller must hold in d.Body.
func Freeze(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, d Draft) (Document, error) {
	panic("contract")
}

// Publish makes a frozen document public.
func Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, id string) error {
	panic("contract")
}

// AttachScan puts the signed scan beside a frozen document.
func AttachScan(ctx context.Context, tx *db.Tx, who kheo.Caller, may kheo.Right, id, sha256, mediaType string, size int64) error {
	panic("contract")
}

// Find is the document by id.
func Find(ctx context.Context, tx *db.Tx, id string) (Document, error) { panic("contract") }

// Of is the documents of a subject, by date.
func Of(ctx context.Context, tx *db.Tx, subject string) ([]Document, error) { panic("contract") }
