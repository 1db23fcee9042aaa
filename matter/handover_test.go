package matter_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
)

func TestTheClockStaysUntilTheNextAccepts(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), m, h.Trade)) // the lead is offered it
		got := h.Find(m.Code, "")
		if got.State != matter.Assigned || got.Holder != h.Office || got.Offered != h.Trade {
			t.Fatalf("offered: %+v", got)
		}
		if err := h.Take(mattertest.Clerk(h.Culture, "2026-03-04"), m.Code); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("another body takes it: %v", err)
		}
		h.Must(h.Take(mattertest.Clerk(h.Trade, "2026-03-04"), m.Code))
		if got := h.Find(m.Code, ""); got.State != matter.InHand || got.Holder != h.Trade || got.Offered != "" || got.Due != m.Due {
			t.Fatalf("taken by the lead: %+v", got)
		}
		h.Must(h.Offer(mattertest.Clerk(h.Trade, "2026-03-05"), m, h.Culture))
		h.Must(h.Try(func(ctx context.Context, tx *db.Tx) error {
			return matter.Recall(ctx, tx, mattertest.Clerk(h.Trade, "2026-03-05"), m.Code)
		}))
		h.Must(h.Offer(mattertest.Clerk(h.Trade, "2026-03-05"), m, h.Culture))
		h.Must(h.Answer(mattertest.Clerk(h.Trade, "2026-03-06"), m.Code, mattertest.Explained))
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.Offers(ctx, tx, m.ID)
			var became []string
			for _, o := range list {
				became = append(became, o.Outcome)
			}
			if !slices.Equal(became, []string{"taken", "recalled", "recalled"}) {
				t.Errorf("offers became %v", became)
			}
			return err
		})
	})
}

func TestTheThirdBounceGoesUp(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		m := h.Raise("2026-03-02")
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), m, ""))
		day := kheo.Date("2026-03-03")
		for n, to := range []kheo.UnitID{h.Trade, h.Culture, h.Trade} {
			if got := h.Find(m.Code, ""); got.Up != "" {
				t.Fatalf("after %d bounces it went up: %+v", n, got)
			}
			day = day.Add(1)
			h.Must(h.Offer(mattertest.Clerk(h.Office, day), m, to))
			if err := h.Offer(mattertest.Clerk(h.Office, day), m, h.Culture); !errors.Is(err, kheo.ErrConflict) {
				t.Errorf("offered twice: %v", err)
			}
			h.Must(h.Decline(mattertest.Clerk(to, day.Add(0)), m))
		}
		got := h.Find(m.Code, "") // Friday 6 March
		if got.Up != h.Parent || got.LeadBy != "2026-03-09" || got.Holder != h.Office || got.Due != m.Due {
			t.Fatalf("after the third: %+v", got)
		}
		if err := h.Offer(mattertest.Clerk(h.Office, "2026-03-07"), m, h.Culture); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a fourth offer: %v", err)
		}
		name := func(who kheo.Caller, to kheo.UnitID) error {
			return h.Try(func(ctx context.Context, tx *db.Tx) error {
				return matter.NameLead(ctx, tx, who, m.Code, to, "Cống là việc của Phòng.")
			})
		}
		if err := name(mattertest.Clerk(h.Office, "2026-03-09"), h.Trade); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("the holder names a lead: %v", err)
		}
		var f kheo.Faults
		if err := name(mattertest.Chair(h.Parent, "2026-03-09"), h.Elsewhere); !errors.As(err, &f) {
			t.Errorf("a lead that is not under the parent: %v", err)
		}
		h.Must(name(mattertest.Chair(h.Parent, "2026-03-09"), h.Trade))
		got = h.Find(m.Code, "")
		if got.Holder != h.Trade || !got.Led || got.LeadBy != "" || got.State != matter.Assigned {
			t.Fatalf("named: %+v", got)
		}
		if err := h.Offer(mattertest.Clerk(h.Trade, "2026-03-10"), m, h.Office); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("the named lead hands it on: %v", err)
		}
		h.Must(h.Take(mattertest.Clerk(h.Trade, "2026-03-10"), m.Code))
	})
}
