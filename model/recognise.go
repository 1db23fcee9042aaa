package model

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// Recognise records that the body that judges found the model effective; the
// note names its decision.
func Recognise(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, s Step) (Model, error) {
	return move(ctx, tx, who, MayRecognise, code, Recognised, s)
}
