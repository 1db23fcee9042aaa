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
		whole := sorting.Reason{ID: "court", Text: "Đang ở tòa", TextEN: "In court", Go: "Hỏi tòa án.", GoEN: "Ask the court."}
		list := []sorting.Reason{whole}
		for id, spoil := range map[string]func(*sorting.Reason){
			"no words":        func(r *sorting.Reason) { r.Text = "" },
			"no words, en":    func(r *sorting.Reason) { r.TextEN = "" },
			"no way":          func(r *sorting.Reason) { r.Go = "" },
			"no way, en":      func(r *sorting.Reason) { r.GoEN = "" },
			"way in the note": func(r *sorting.Reason) { r.Note = true },
		} {
			r := whole
			r.ID = id
			spoil(&r)
			list = append(list, r)
		}
		refuse := func(code, reason string, list []sorting.Reason, note string) error {
			return h.Try(func(ctx context.Context, tx *db.Tx) error {
				return triage.Refuse(ctx, tx, mattertest.Clerk(h.Office, "2026-03-03"), code, reason, list, note)
			})
		}
		for reason, field := range map[string]string{"": "reason", "busy": "reason", "no words": "reason", "no words, en": "reason",
			"no way": "reason", "no way, en": "reason", "way in the note": "note"} {
			var f kheo.Faults
			if err := refuse(m.Code, reason, list, "  "); !errors.As(err, &f) || len(f) != 1 || f[0].Field != field {
				t.Errorf("refused for %q: %v, want a fault of %s", reason, err, field)
			}
		}
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			again, err := matter.Find(ctx, tx, m.Code, "")
			if again.State != matter.Received || again.Moves != m.Moves {
				t.Errorf("what could not be refused moved: %+v", again)
			}
			return err
		})
		for _, r := range sorting.TableOf(sorting.Compiled(), nil, nil).Reasons() { // each that people are given
			n, note := h.Raise("2026-03-02"), ""
			if r.Note {
				note = "Điểm giao dịch của ngân hàng tại xã, sáng ngày 12."
			}
			h.Must(refuse(n.Code, r.ID, []sorting.Reason{r}, note))
		}
		h.Must(refuse(m.Code, "court", list, ""))
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
