package unit

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// FindBody is the body by id, whatever day it lived.
func FindBody(ctx context.Context, tx *db.Tx, id kheo.UnitID) (Body, error) { panic("contract") }

// Bodies of a territory that lived on the day, by name.
func Bodies(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) ([]Body, error) {
	panic("contract")
}

// Heir is the lawful successor of a body as of the day, followed through as
// many reorganisations as there were: the body itself while it lives;
// ErrNoHeir when it ended without one, or with several.
func Heir(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) (Body, error) {
	panic("contract")
}

// CivicWork is the body that owns civic work in a territory on the day.
func CivicWork(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) (Body, error) {
	panic("contract")
}

// AddBody enters a body and returns its id.
func AddBody(ctx context.Context, tx *db.Tx, who kheo.Caller, b Body) (kheo.UnitID, error) {
	panic("contract")
}

// EndBody says which day was the body's last, and on what basis.
func EndBody(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.UnitID, last kheo.Date, basis string) error {
	panic("contract")
}

// SetHeir names a lawful successor of a body that has ended.
func SetHeir(ctx context.Context, tx *db.Tx, who kheo.Caller, id, heir kheo.UnitID, on kheo.Date, basis string) error {
	panic("contract")
}

// SetCivicWork says which body owns civic work in a territory, from a day to a
// day; an empty To has not ended.
func SetCivicWork(ctx context.Context, tx *db.Tx, who kheo.Caller, territory, body kheo.UnitID, s kheo.Span) error {
	panic("contract")
}
