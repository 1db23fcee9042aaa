package triage_test

import (
	"context"
	"errors"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/sorting"
	"kheo/triage"
)

func TestRefusalNeedsAReasonAndARoute(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		list := []sorting.Reason{{ID: "court", Go: "Gửi tòa án."}, {ID: "nowhere"}}
		refuse := func(reason string) error {
			return h.Try(func(ctx context.Context, tx *db.Tx) error {
				return triage.Refuse(ctx, tx, mattertest.Clerk(h.Office, "2026-03-03"), m.Code, reason, list, "")
			})
		}
		for _, reason := range []string{"", "busy", "nowhere"} {
			var f kheo.Faults
			if err := refuse(reason); !errors.As(err, &f) {
				t.Errorf("refused for %q: %v, want a fault", reason, err)
			}
		}
		h.Must(refuse("court"))
		n := h.Raise("2026-03-02")
		h.Must(h.Try(func(ctx context.Context, tx *db.Tx) error {
			return triage.RouteOut(ctx, tx, mattertest.Clerk(h.Office, "2026-03-03"), n.Code, "complaint", "Đã hướng dẫn gửi đơn khiếu nại.")
		}))
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			moves, err := matter.Moves(ctx, tx, m.ID, "")
			if last := moves[len(moves)-1]; last.To != matter.Refused || last.Reason != "court" {
				t.Errorf("refused: %+v", last)
			}
			return err
		})
	})
}
