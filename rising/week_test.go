package rising_test

import (
	"context"
	"encoding/json"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/rising"
	"kheo/verdict"
)

// recount does what the job does on the day.
func recount(h *mattertest.Hall, on kheo.Date, hour int) {
	h.Helper()
	for more := true; more; {
		h.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			more, err = rising.Recount(ctx, tx, kheo.Caller{At: mattertest.At(on, hour)})
			return err
		})
	}
}

func week(h *mattertest.Hall, on kheo.Date, in kheo.UnitID) (d rising.Digest) {
	h.Helper()
	h.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		d, err = rising.Week(ctx, tx, kheo.Caller{At: mattertest.At(on, 18)}, h.Book, in)
		return err
	})
	return d
}

// The numbers follow what happens to concerns, and are of the hamlet within a
// commune or for one of its bodies, of the commune for the office.
func TestTheWeekFollowsWhatHappens(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		if err := db.Migrate(h.Context(), h.D, []db.Schema{rising.Schema()}); err != nil {
			t.Fatal(err)
		}
		const on = "2026-03-16" // a Monday; the week before it ends on the 15th
		var all []matter.Matter
		for i := range 7 {
			all = append(all, h.Raise(kheo.Date("2026-03-03").Add(i)))
		}
		recount(h, "2026-03-12", 18)
		for _, in := range []kheo.UnitID{"", h.Place, h.Trade} {
			want := string(h.Place) + "/Ấp 1"
			if in == "" {
				want = string(h.Place)
			}
			d := week(h, on, in)
			if d.To != "2026-03-15" || len(d.Waiting()) != 1 || d.Waits[0].N != 7 || d.Waits[0].Place != want || d.Waits[0].Days(d.To) != 12 {
				t.Errorf("seen from %q: %+v", in, d)
			}
		}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			return verdict.Withdraw(ctx, tx, mattertest.Author("2026-03-13", all[6]), all[6].Code)
		})
		h.Answered(all[2], "2026-03-14")
		recount(h, on, 8)
		h.Raise(on) // at nine; of this week, not told yet
		recount(h, on, 10)
		d := week(h, on, "")
		if len(d.Waits) != 1 || len(d.Waiting()) != 0 || d.Waits[0].N != 6 || d.Waits[0].Decided != "2026-03-14" || d.Waits[0].Days(d.To) != 11 {
			t.Errorf("one answered, one taken back: %+v", d)
		}
		h.Do(func(ctx context.Context, tx *db.Tx) error { return rising.Keep(ctx, tx, d) })
		if kept := week(h, on, ""); asText(t, kept) != asText(t, d) {
			t.Errorf("kept %s, counted %s", asText(t, kept), asText(t, d))
		}
		if next := week(h, "2026-03-23", ""); next.To != "2026-03-22" || len(next.Waits) != 1 || next.Waits[0].N != 7 {
			t.Errorf("a week later, before it was kept: %+v", next)
		}
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			places, err := rising.Places(ctx, tx, kheo.Caller{At: mattertest.At(on, 18)})
			if len(places) != 1 || places[0] != h.Place {
				t.Errorf("places %v, %v", places, err)
			}
			return err
		})
	})
}

func asText(t *testing.T, d rising.Digest) string {
	body, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// A topic counted by itself is told as among all the others.
func TestTopicsDoNotTellOfEachOther(t *testing.T) {
	const first, last = kheo.Date("2024-06-01"), kheo.Date("2026-03-15")
	byTopic := map[string][]rising.Count{}
	var all []rising.Count
	for n, topic := range []string{"rubbish", "drainage", "road"} {
		for i := range last.Sub(first) + 1 {
			c := rising.Count{Topic: topic, Place: string(rune('A' + i%(3+n))), Day: first.Add(i), N: 1 + i%2}
			byTopic[topic] = append(byTopic[topic], c)
		}
		for i := range 6 + n {
			byTopic[topic] = append(byTopic[topic], rising.Count{Topic: topic, Place: "A", Day: last.Add(-i % 3), N: 2})
		}
		all = append(all, byTopic[topic]...)
	}
	whole := rising.NewWatch(all, first, last).Week(nil, last)
	if len(whole.Rises) < 3 {
		t.Fatalf("%d rise: the test shows nothing", len(whole.Rises))
	}
	for _, r := range whole.Rises {
		alone := rising.NewWatch(byTopic[r.Topic], first, last).Week(nil, last)
		if len(alone.Rises) == 0 || alone.Rises[0].Topic != r.Topic || alone.Rises[0].Chance != r.Chance || alone.Rises[0].Times != r.Times {
			t.Errorf("%+v, alone %+v", r, alone.Rises)
		}
	}
}
