package tally

import (
	"context"
	"slices"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/law"
	"kheo/matter"
)

// A Why explains a due day, day by day.
type Why struct {
	Rule    law.Rule
	From    kheo.Date // filed, or returned: not itself counted
	Due     kheo.Date
	Days    []WhyDay
	Own     []calendar.Own     // the place's own calendars by which they were counted, the first first
	Changes []matter.DueChange // newest last
	Pauses  []matter.Pausing
}

// A WhyDay is one day between.
type WhyDay struct {
	Day    kheo.Date
	N      int    // its ordinal when it counts
	Off    bool   // not counted
	Name   string // of the day off, or of a working Saturday; "" for a weekend
	NameEN string
	Paused bool
}

// longest bounds an explanation; no deadline of a concern lies further off.
const longest = 400

// WhySet counts out a day that a paper set and no rule counted: every day
// between is one, and working tells how many of them were worked.
func WhySet(ctx context.Context, tx *db.Tx, m matter.Matter) (w Why, working int, err error) {
	w = Why{From: kheo.DateOf(m.Opened), Due: m.Due}
	if w.Changes, err = matter.DueChanges(ctx, tx, m.ID); err != nil || m.Due == "" {
		return w, 0, err
	}
	c, err := calendar.Of(ctx, tx, m.Territory)
	if err != nil {
		return w, 0, err
	}
	for day := w.From.Add(1); day <= m.Due && len(w.Days) < 2*longest; day = day.Add(1) {
		x := WhyDay{Day: day, N: len(w.Days) + 1}
		if d, ok := c.Day(day); ok {
			x.Name, x.NameEN = d.Name, d.NameEN
		}
		w.Days = append(w.Days, x)
	}
	return w, c.Between(w.From, max(w.From, m.Due)), nil
}

// WhyDue explains the day of a matter: each day between, counted or not. A day
// that was set and not counted has no rule and no days between.
func WhyDue(ctx context.Context, tx *db.Tx, m matter.Matter) (Why, error) {
	w := Why{From: m.Counted, Due: m.Due}
	var err error
	if w.Changes, err = matter.DueChanges(ctx, tx, m.ID); err != nil {
		return w, err
	}
	if w.Pauses, err = matter.Pauses(ctx, tx, m.ID); err != nil || m.Rule == "" || m.Counted == "" {
		return w, err
	}
	if w.Rule, err = law.Find(ctx, tx, m.Rule, m.Counted); err != nil {
		return w, err
	}
	c, err := countedBy(ctx, tx, m)
	if err != nil {
		return w, err
	}
	left := make([]int, len(w.Pauses)) // what each pause may take: never more than its cap left it
	for i, p := range w.Pauses {
		left[i] = longest
		if p.Until != "" {
			left[i] = p.Days
		}
	}
	n := 0
	for day := m.Counted.Add(1); day <= m.Due && len(w.Days) < longest; day = day.Add(1) {
		if own, ok := c.Own(day); ok && w.Rule.Unit == law.WorkingDay && !slices.Contains(w.Own, own) {
			w.Own = append(w.Own, own)
		}
		x := WhyDay{Day: day, Off: w.Rule.Unit == law.WorkingDay && !c.Working(day)}
		if d, ok := c.Day(day); ok {
			x.Name, x.NameEN = d.Name, d.NameEN
		}
		i := slices.IndexFunc(w.Pauses, func(p matter.Pausing) bool { return p.Since < day && (p.Until == "" || day <= p.Until) })
		switch {
		case i >= 0 && left[i] > 0:
			x.Paused = true
			if !x.Off {
				left[i]--
			}
			x.Off = true
		case !x.Off:
			n++
			x.N = n
		}
		w.Days = append(w.Days, x)
	}
	return w, nil
}

// countedBy is the calendar a matter's day was counted by: that of its place; once
// its clock stands, as it was said until then.
func countedBy(ctx context.Context, tx *db.Tx, m matter.Matter) (calendar.Calendar, error) {
	if m.State.WithHolder() {
		return calendar.Of(ctx, tx, m.Territory)
	}
	all, err := calendar.All(ctx, tx)
	if err != nil {
		return calendar.Calendar{}, err
	}
	moves, err := matter.Moves(ctx, tx, m.ID, "")
	for _, x := range slices.Backward(moves) {
		if x.From.WithHolder() && !x.To.WithHolder() {
			return all.AsSaid(x.At).Of(m.Territory), nil
		}
	}
	return all.Of(m.Territory), err
}
