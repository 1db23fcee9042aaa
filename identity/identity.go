package identity

import (
	"embed"
	"time"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of people, roles and sessions.
func Schema() db.Schema { return db.Schema{Name: "identity", Files: files} }

// MayAdmin is the right to add people and to give and end roles.
const MayAdmin kheo.Right = "identity.admin"

// A Person can sign in while they are not closed.
type Person struct {
	ID      kheo.PersonID
	Login   string
	Title   string // shown on pages: "Trưởng đoàn kiểm tra"
	Created time.Time
	Closed  bool
	Roles   []Held
}

// A Held is a role held in a body, or in the office as a whole when Unit is
// empty, on the days of its span.
type Held struct {
	ID   string
	Role kheo.Role
	Unit kheo.UnitID
	kheo.Span

	began, ended int64 // moments within the first and the last day, where it was handed over
}

// holds tells whether the role is held at a moment.
func (h Held) holds(at time.Time) bool {
	now := at.UnixMicro()
	return h.Span.Holds(kheo.DateOf(at)) && h.began <= now && (h.ended == 0 || now < h.ended)
}
