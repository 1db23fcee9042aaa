package model

import (
	"context"
	"strings"

	"kheo"
	"kheo/internal/db"
)

// Approve puts a registered model on the year's list.
func Approve(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, s Step) (Model, error) {
	return move(ctx, tx, who, MayApprove, code, Approved, s)
}

// Reject takes a model off the list: it was not approved, or never carried
// out. The reason is required.
func Reject(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, s Step) (Model, error) {
	if strings.TrimSpace(s.Note) == "" {
		return Model{}, kheo.Faults{{Field: "note", Key: "model.fault.reason"}}
	}
	return move(ctx, tx, who, MayApprove, code, Rejected, s)
}
