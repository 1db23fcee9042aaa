package model

import (
	"context"
	"slices"

	"kheo"
	"kheo/internal/db"
)

// A Cohort is the models registered in one period, mostly a year, and how far
// they went by a day. Each list holds those of the list before it that went on.
type Cohort struct {
	Period     kheo.Span
	On         kheo.Date // as of this day
	Registered []Model
	Ran        []Model // carried out in the period
	Recognised []Model // by On, whenever
	Alive12    []Model // still running twelve months after recognition
	Early      []Model // recognised, running, and twelve months not over by On
	Replicated []Model // of Alive12 and Early: applied elsewhere by On
	Carried    []Model // registered earlier and running in the period: beside the funnel
}

// A Funnel is one period's models counted: each step counts those of the step
// before it that went on.
type Funnel struct {
	Registered, Ran, Recognised, Alive12, Replicated int64
	Early                                            int64 // Alive12 is unfinished while there are any
	Carried                                          int64
}

// Funnel counts the cohort.
func (c Cohort) Funnel() Funnel {
	n := func(list []Model) int64 { return int64(len(list)) }
	return Funnel{
		Registered: n(c.Registered), Ran: n(c.Ran), Recognised: n(c.Recognised), Alive12: n(c.Alive12),
		Replicated: n(c.Replicated), Early: n(c.Early), Carried: n(c.Carried),
	}
}

// All is every model carried out in the period, whenever it was registered, by
// code.
func (c Cohort) All() []Model {
	return slices.SortedFunc(slices.Values(slices.Concat(c.Ran, c.Carried)), byCode)
}

// CohortOf follows the models registered in a period in the units, as of the
// filter's day, which must be given: without it nobody can say whether twelve
// months are over. Of the filter, Year, Registered, State, Reached and paging
// are not looked at.
func CohortOf(ctx context.Context, tx *db.Tx, f Filter, period kheo.Span) (Cohort, error) {
	f.Year, f.Registered, f.State, f.Reached, f.After, f.Limit = 0, 0, "", "", "", 0
	all, _, err := List(ctx, tx, f)
	return Follow(all, period, f.On), err
}

// Follow is the cohort of models already read, as of the day they were read.
func Follow(all []Model, period kheo.Span, on kheo.Date) Cohort {
	c := Cohort{Period: period, On: on}
	for _, m := range all {
		c.put(m)
	}
	return c
}

func (c *Cohort) put(m Model) {
	ran := m.Ran(c.Period)
	if !c.Period.Holds(m.Days.Registered) {
		if ran && m.Days.Registered < c.Period.From {
			c.Carried = append(c.Carried, m)
		}
		return
	}
	c.Registered = append(c.Registered, m)
	if !ran {
		return
	}
	c.Ran = append(c.Ran, m)
	if m.Days.Recognised == "" {
		return
	}
	c.Recognised = append(c.Recognised, m)
	switch m.Alive(c.On) {
	case Yes:
		c.Alive12 = append(c.Alive12, m)
	case TooEarly:
		c.Early = append(c.Early, m)
	default:
		return
	}
	if m.Days.Replicated != "" {
		c.Replicated = append(c.Replicated, m)
	}
}

// A Verdict on twelve months: yes, no, or too early to say.
type Verdict int

// The verdicts.
const (
	No Verdict = iota
	Yes
	TooEarly
)

// Alive tells whether the model still ran twelve months after it was
// recognised, as far as can be said on the day. It is No for one never
// recognised.
func (m Model) Alive(on kheo.Date) Verdict {
	if m.Days.Recognised == "" {
		return No
	}
	over := kheo.DateOf(m.Days.Recognised.Time().AddDate(1, 0, 0))
	switch {
	case m.Stopped != "" && m.Stopped < over:
		return No
	case on < over:
		return TooEarly
	}
	return Yes
}
