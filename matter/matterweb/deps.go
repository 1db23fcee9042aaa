// Package matterweb is the pages of one matter: where it stands and all its
// story, what may be done with it now, a concern's words and its public version,
// the choice of a new holder. The desk shows it beside its list.
package matterweb

import (
	"context"

	"kheo"
	"kheo/concern"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Files *blob.Store
	Books *unit.Books

	// Concerns opens what is sealed and knows topics and rules; without it a
	// concern's page shows its life and nothing of its words.
	Concerns *concern.Desk

	// Origin names where a matter came from, "Kiểm tra năm 2023 tại huyện Cần
	// Đước", and links there; "" when there is no such page for the visitor.
	Origin func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller, source string) (web.Crumb, error)
}
