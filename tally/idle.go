package tally

import (
	"context"
	"slices"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/matter"
)

// idle are the states in which a matter lies with its holder.
var idle = []matter.State{matter.Received, matter.Accepted, matter.Assigned, matter.Reopened}

// An Idle is how long matters lay with a body.
type Idle struct {
	Matters int
	Days    int // working days, all matters together
}

// IdleDays are the days of a span in which matters lay with each body.
func IdleDays(ctx context.Context, tx *db.Tx, c calendar.Calendar, s kheo.Span) (map[kheo.UnitID]Idle, error) {
	spells, err := matter.Spells(ctx, tx, s, idle...)
	if err != nil {
		return nil, err
	}
	paused, err := matter.AllPauses(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	by := map[kheo.UnitID]Idle{}
	last := map[kheo.UnitID]string{}
	for _, x := range spells {
		from, to := max(kheo.DateOf(x.From), s.From.Add(-1)), s.To
		if !x.To.IsZero() {
			to = min(to, kheo.DateOf(x.To))
		}
		sum := by[x.Holder]
		sum.Days += counted(c, from, to, paused[x.Matter])
		if last[x.Holder] != x.Matter {
			sum.Matters++
			last[x.Holder] = x.Matter
		}
		by[x.Holder] = sum
	}
	return by, nil
}

// counted is the working days after from up to to, without those in a pause.
func counted(c calendar.Calendar, from, to kheo.Date, pauses []matter.Pausing) int {
	if to <= from {
		return 0
	}
	n := c.Between(from, to)
	for _, p := range pauses {
		until := p.Until
		if until == "" {
			until = to
		}
		if a, b := max(from, p.Since), min(to, until); a < b {
			n -= c.Between(a, b)
		}
	}
	return max(n, 0)
}

// A Hold is the time one body held a matter, for its story.
type Hold struct {
	Body     kheo.UnitID
	From, To kheo.Date // To "" while it lasts
	Days     int       // working days in all
	Idle     int       // of them, those nobody had it in hand
}

// Holds are who held a matter one after the other, up to the day.
func Holds(c calendar.Calendar, moves []matter.Move, pauses []matter.Pausing, on kheo.Date) []Hold {
	var list []Hold
	for i, m := range moves {
		if !m.To.WithHolder() {
			continue
		}
		from, to, over := kheo.DateOf(m.At), on, time.Time{}
		if i+1 < len(moves) {
			over = moves[i+1].At
			to = kheo.DateOf(over)
		}
		if n := len(list); n == 0 || list[n-1].Body != m.Holder || list[n-1].To != "" && list[n-1].To < from {
			list = append(list, Hold{Body: m.Holder, From: from})
		}
		h := &list[len(list)-1]
		h.To = ""
		if !over.IsZero() {
			h.To = to
		}
		h.Days += c.Between(from, max(from, to))
		if slices.Contains(idle, m.To) {
			h.Idle += counted(c, from, to, pauses)
		}
	}
	return list
}
