package rising

import (
	"embed"

	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the numbers by day and the week as it was counted.
func Schema() db.Schema { return db.Schema{Name: "rising", Files: files} }
