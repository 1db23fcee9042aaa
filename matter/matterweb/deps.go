// Package matterweb is the pages of matters: one matter with all its story,
// the choice of a new holder, the officer's desk, and what is owed.
package matterweb

import (
	"context"

	"kheo"
	"kheo/concern"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/tally"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Files *blob.Store
	Books *unit.Books

	// Concerns opens what is sealed and knows topics and rules; without it a
	// concern's page shows its life and nothing of its words.
	Concerns *concern.Desk

	// Count is how many matters there are of each sort, for the rates; without it
	// every one is read.
	Count func(ctx context.Context, tx *db.Tx) (tally.Tally, error)

	// Due is what else waits on somebody's desk: a self-report to hand in,
	// minutes to sign. Nil when nothing else can.
	Due func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]DueItem, error)

	// Origin names where a matter came from, "Kiểm tra năm 2023 tại huyện Cần
	// Đước", and links there; "" when there is no such page for the visitor.
	Origin func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller, source string) (web.Crumb, error)
}

// A DueItem is one thing due that is no matter.
type DueItem struct {
	Code    string    // as the row shows it, "KT-23-01"
	Title   string    // "Nộp báo cáo tự kiểm tra"
	Place   string    // the second line
	Last    string    // what was last done, in words; may be empty
	Due     kheo.Date // "" when no day is set
	Waiting bool      // on others
	Href    string
}
