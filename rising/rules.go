package rising

import (
	"cmp"
	"math"
	"slices"

	"kheo"
)

// FalseAlarms is the stated rate: at most so many cells per series and week are
// said to rise where nothing but chance raised them, when they are looked at
// every day. rising_test.go holds the watch to it.
const FalseAlarms = 1.0 / 1000

// Chance is how unlikely a count must be to be said to rise. A cell is looked
// at seven times a week, in two windows that overlap; that numbers are whole and
// nothing below Least is said brings the alarms to a third of what is stated.
const chance = FalseAlarms

// windows are how many days are looked at together: a week, in which weekdays
// even out, and two days, for what comes at once.
var windows = []int{7, 2}

const (
	year     = 364 // the past looked at: whole weeks
	fresh    = 28  // days by which the season is told
	enough   = 56  // days of past without which nothing is said
	borrowed = 28  // days of the usual place that a place without a past is given
	steady   = 10  // concerns that hold a season's or a weekday's factor to one
)

// A Rise is a topic in a place that is raised more than expected.
type Rise struct {
	Cell
	From, To kheo.Date // the window
	N        int       // at least Least
	Usual    float64   // what its own past, the weekday and the season say
	Chance   float64   // of as many by chance
}

// On is what is rising on the day, the least likely first.
func (w *Watch) On(day kheo.Date) []Rise {
	end := day.Sub(w.first) + 1
	if end > w.days || end < enough {
		return nil
	}
	var list []Rise
	spread := map[string]float64{}
	for i := range w.series {
		s := &w.series[i]
		if s.between(end-7, end) < Least {
			continue
		}
		if _, ok := spread[s.Topic]; !ok {
			spread[s.Topic] = w.spread(s.Topic, end-7)
		}
		if r, ok := w.rise(s, end, spread[s.Topic]); ok {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b Rise) int { return cmp.Compare(a.Chance, b.Chance) })
	return list
}

// rise is the window in which the cell is the least likely, if it rises at all.
func (w *Watch) rise(s *series, end int, spread float64) (Rise, bool) {
	best, found := Rise{Chance: 1}, false
	for _, days := range windows {
		n := s.between(end-days, end)
		if n < Least || end-days < enough {
			continue
		}
		usual, doubt := w.usual(s, end-days, end)
		p := tail(n, usual, spread+doubt)
		if p < chance && p < best.Chance {
			found = true
			best = Rise{s.Cell, w.first.Add(end - days), w.first.Add(end - 1), n, usual, p}
		}
	}
	return best, found
}

// usual is what is expected of the cell in the days from one until another, and
// how far from sure that is, as a share squared. Its own past year gives the
// pace, and where that is short, the pace of the usual place; the weekday and
// the season are told by the topic in all other places.
func (w *Watch) usual(s *series, from, until int) (mean, doubt float64) {
	t := w.topics[s.Topic]
	back := max(0, from-year)
	days := float64(from - back)
	own := float64(s.between(back, from))
	place := float64(t.between(back, from)) / float64(t.among) / days * borrowed
	shape := own + place
	if shape == 0 {
		shape = 0.1
	}
	pace := shape / (days + borrowed)
	week := 0.0
	for i := from; i < until; i++ {
		week += t.weekday(i, from, back)
	}
	return pace * week * w.season(s, from, until), 1 / shape
}

// weekday is how much of a usual day the weekday of day i is, by the days from
// back until from.
func (t *series) weekday(i, from, back int) float64 {
	last := from - 1 - (from-1-i%7+7)%7 // the latest of that weekday before from
	n := 0
	if last >= 0 {
		n = t.same[last]
		if last-year >= 0 && back > 0 {
			n -= t.same[last-year]
		}
	}
	all := t.between(back, from)
	return 7 * (float64(n) + steady) / (float64(all) + 7*steady)
}

// season is the pace of the topic elsewhere in the last four weeks to that of
// the year, moved as it moved a year before where a year before is known.
func (w *Watch) season(s *series, from, until int) float64 {
	t := w.topics[s.Topic]
	elsewhere := func(a, b int) float64 { return float64(t.between(a, b) - s.between(a, b)) }
	back := max(0, from-year)
	recent := elsewhere(from-fresh, from)
	expected := elsewhere(back, from) * fresh / float64(from-back)
	f := (recent + steady) / (expected + steady)
	if then := from - year; then >= fresh {
		days := float64(until - from + 14)
		before := elsewhere(then-fresh, then)
		after := elsewhere(then-7, until-year+7) * fresh / days
		f *= (after + steady) / (before + steady)
	}
	return f
}

// spread is how much more than by pure chance the weeks of a topic differ, over
// all its places: 0 is a Poisson process. A week is held to four times its
// place's usual number, so that what truly rose once does not hide the next.
func (w *Watch) spread(topic string, until int) float64 {
	weeks := min(until, year) / 7
	over, square := 0.0, 0.0
	for i := range w.series {
		s := &w.series[i]
		if s.Topic != topic {
			continue
		}
		mean := float64(s.between(until-7*weeks, until)) / float64(weeks)
		for k := range weeks {
			x := float64(s.between(until-7*k-7, until-7*k))
			x = min(x, 4*mean+3)
			over += (x-mean)*(x-mean) - x
			square += mean * mean
		}
	}
	if square == 0 {
		return 0
	}
	return min(max(over/square, 0), 1)
}

// tail is the chance of n or more where mean is expected and the spread beyond
// pure chance is given: a negative binomial distribution, Poisson at spread 0.
func tail(n int, mean, spread float64) float64 {
	if mean <= 0 {
		return 1
	}
	var p, below float64
	if spread < 1e-6 {
		p = math.Exp(-mean)
	} else {
		p = math.Pow(1+spread*mean, -1/spread)
	}
	for k := range n {
		below += p
		if spread < 1e-6 {
			p *= mean / float64(k+1)
		} else {
			p *= (1/spread + float64(k)) / float64(k+1) * spread * mean / (1 + spread*mean)
		}
	}
	return max(0, 1-below)
}
