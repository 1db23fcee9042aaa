// Package inspection is one inspected year of a unit's civic work, from plan
// to re-check.
package inspection

import (
	"embed"

	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of inspections.
func Schema() db.Schema { return db.Schema{Name: "inspection", Files: files} }
