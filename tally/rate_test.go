package tally_test

import (
	"context"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/tally"
)

func TestThreeRatesAsOfADay(t *testing.T) {
	mattertest.Each(t, func(w *mattertest.World) {
		m, other := w.Open(), w.Open()
		w.Must(w.Take(mattertest.Officer(w.Board, "2023-12-15"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-20"), m.Code, mattertest.Done))
		w.Must(w.GiveBack(mattertest.Lead(w.Province, "2024-03-22"), m.Code, "Còn thiếu."))
		w.Must(w.Take(mattertest.Officer(w.Board, "2024-03-25"), m.Code))
		w.Must(w.Answer(mattertest.Officer(w.Board, "2024-03-26"), m.Code, matter.Reply{Kind: matter.Explained, Text: "Chưa có kinh phí."}))
		w.Must(w.Confirm(mattertest.Lead(w.Province, "2024-03-28"), m.Code))
		for _, c := range []struct {
			on   kheo.Date
			want tally.Rates
		}{
			{"2023-12-10", tally.Rates{}},
			{"2023-12-31", tally.Rates{Total: 2}},
			{"2024-03-21", tally.Rates{Total: 2, Answered: 1, Acted: 1, Waiting: 1}},
			{"2024-03-25", tally.Rates{Total: 2, Answered: 1, Acted: 1, Reopened: 1}},
			{"2024-03-28", tally.Rates{Total: 2, Answered: 1, Confirmed: 1}},
		} {
			w.Read(func(ctx context.Context, tx *db.Tx) error {
				list, err := matter.List(ctx, tx, matter.Filter{Source: "inspection/1", Public: true, Kind: matter.Recommendation, On: c.on})
				if got := tally.Count(list); got != c.want {
					t.Errorf("on %s: %+v, want %+v", c.on, got, c.want)
				}
				return err
			})
		}
		w.Read(func(ctx context.Context, tx *db.Tx) error {
			list, err := matter.List(ctx, tx, matter.Filter{Open: true, Holders: []kheo.UnitID{w.Board}})
			if len(list) != 1 || list[0].Code != other.Code {
				t.Errorf("still open: %+v", list)
			}
			if len(list) == 1 && (!list[0].Late("2025-07-01") || list[0].DaysLeft("2025-07-01") != -1) {
				t.Errorf("late on 2025-07-01: %+v", list)
			}
			return err
		})
	})
}

func TestCountAddsUp(t *testing.T) {
	var list []matter.Matter
	for _, s := range matter.States() {
		for _, a := range []matter.AnswerKind{"", matter.Explained, matter.Document, matter.Acted} {
			list = append(list, matter.Matter{State: s, Answer: a}, matter.Matter{State: s, Answer: a, Now: matter.Now{Verdict: matter.Helped}})
		}
	}
	r := tally.Count(list)
	if r.Answered != r.Confirmed+r.Helped+r.Lapsed+r.Reopened+r.Waiting {
		t.Errorf("%+v: the five parts of answered do not add up", r)
	}
	want := tally.Rates{Total: 64, Answered: 48, Acted: 16, Confirmed: 3, Helped: 3, Lapsed: 6, Reopened: 30, Waiting: 6}
	if r != want {
		t.Errorf("Count = %+v, want %+v", r, want)
	}
}
