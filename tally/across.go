package tally

import (
	"context"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
	"kheo/matter"
)

// mostAcross is how many matters are looked through for a day off.
const mostAcross = 2000

// Across counts the open matters that are counted in working days by a calendar
// and have a day of the span before them: those whose day moves when such a day is off. Of more
// than are looked through it counts those.
func Across(ctx context.Context, tx *db.Tx, own string, s kheo.Span, today kheo.Date) (n int, more bool, err error) {
	calendars, err := calendar.All(ctx, tx)
	if err != nil {
		return 0, false, err
	}
	list, err := matter.List(ctx, tx, matter.Filter{Clock: "runs", Due: kheo.Span{From: max(s.From, today)}, Limit: mostAcross})
	if err != nil {
		return 0, false, err
	}
	working := map[string]bool{"": false}
	for _, m := range list {
		if _, ok := working[m.Rule]; !ok {
			r, err := law.Find(ctx, tx, m.Rule, today)
			if err != nil {
				return 0, false, err
			}
			working[m.Rule] = r.Unit == law.WorkingDay
		}
		if working[m.Rule] && m.Counted < s.To && calendars.Of(m.Territory).Follows(own) {
			n++
		}
	}
	return n, len(list) == mostAcross, nil
}
