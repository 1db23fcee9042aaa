// Package law holds rules as data: each deadline, threshold and list with its
// source, the day it took effect and whether it was confirmed. The office's
// own edits lie over the compiled ones.
package law

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// A Rule is one value that a text lays down.
type Rule struct {
	ID        string // "inspection.self_report.before_visit"
	Value     int64
	Unit      string // "working_day", "day", "percent", "count"
	kheo.Span        // the days it holds
	Source    string // the text and its place, in Vietnamese
	Confirmed bool   // somebody read it in the gazette text
	Edited    bool   // the office's own value
}

// Find is the rule in force on a day.
func Find(ctx context.Context, tx *db.Tx, id string, on kheo.Date) (Rule, error) {
	panic("contract")
}
