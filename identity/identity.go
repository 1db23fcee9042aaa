// Package identity knows who signs in, which role they hold in which body from
// a day to a day, and what a role may do.
package identity

import (
	"embed"

	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of people, roles and sessions.
func Schema() db.Schema { return db.Schema{Name: "identity", Files: files} }
