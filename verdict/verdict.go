package verdict

import (
	"embed"

	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of words that were given.
func Schema() db.Schema { return db.Schema{Name: "verdict", Files: files} }

// ruleMind is the time to object after nobody spoke.
const ruleMind = "matter.verdict.mind"
