package concern

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// Similar finds open concerns nearby of the last 60 days that are like it, best
// first, at most n: candidates by place and time, then by overlap of words.
func (d *Desk) Similar(ctx context.Context, tx *db.Tx, who kheo.Caller, a About, n int) ([]Like, error) {
	panic("contract")
}
