package matter_test

import (
	"context"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/matter"
	"kheo/matter/mattertest"
)

// The day counts from the filing to the first word of the body, and an answer
// is found by its words once the concern's own words are published.
func TestFirstDecisions(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		open := h.Raise("2026-03-02")
		done := h.Raise("2026-03-03")
		h.Answered(done, "2026-03-04")
		done = h.Find(done.Code, "")
		var got []matter.Wait
		h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			got, err = matter.FirstDecisions(ctx, tx, kheo.Span{From: "2026-03-01", To: "2026-03-31"})
			return err
		})
		if len(got) != 2 || got[0].Raised != "2026-03-02" || got[0].Decided != "" || got[1].Raised != "2026-03-03" || got[1].Decided != "2026-03-04" {
			t.Errorf("%s open, %s answered: %+v", open.Code, done.Code, got)
		}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			q := search.Query{Words: "quy I", Scopes: []string{search.Public}}
			before, err := search.Find(ctx, tx, q)
			h.Must(err)
			_, err = matter.GiveWords(ctx, tx, mattertest.Clerk(h.Office, "2026-03-20"), done, h.Office, "Cống hẹp", "Nước tràn sau mưa.", nil)
			h.Must(err)
			after, err := search.Find(ctx, tx, q)
			h.Must(err)
			if len(before) != 0 || len(after) != 1 || after[0].Kind != "answer" || after[0].ID != done.Code {
				t.Errorf("before it was published %+v, after %+v", before, after)
			}
			return nil
		})
	})
}
