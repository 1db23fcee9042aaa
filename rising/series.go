package rising

import (
	"cmp"
	"slices"

	"kheo"
)

// Least is the smallest number that is shown of a topic in a place.
const Least = 5

// A Count is how many concerns of a topic were raised in a place on a day.
type Count struct {
	Topic string // id of the category
	Place string // id of the territory, or its hamlet's name
	Day   kheo.Date
	N     int
}

// A Cell is one topic in one place.
type Cell struct{ Topic, Place string }

// A Watch looks over all topics and places of an office, day by day.
type Watch struct {
	first  kheo.Date
	days   int
	series []series           // by topic, then place
	topics map[string]*series // all places together
}

// A series is one cell's numbers by day.
type series struct {
	Cell
	n     []int // by day since the first
	sum   []int // of all days before
	same  []int // of this day and all of the same weekday before
	among int   // places that have any
}

// NewWatch lays out counts of the days from first to last; what is outside is
// left out.
func NewWatch(counts []Count, first, last kheo.Date) *Watch {
	w := &Watch{first: first, days: last.Sub(first) + 1, topics: map[string]*series{}}
	byCell := map[Cell]*series{}
	for _, c := range counts {
		day := c.Day.Sub(first)
		if day < 0 || day >= w.days || c.N < 1 {
			continue
		}
		cell := Cell{c.Topic, c.Place}
		s, ok := byCell[cell]
		if !ok {
			s = &series{Cell: cell, n: make([]int, w.days)}
			byCell[cell] = s
		}
		t, known := w.topics[c.Topic]
		if !known {
			t = &series{Cell: Cell{Topic: c.Topic}, n: make([]int, w.days)}
			w.topics[c.Topic] = t
		}
		if !ok {
			t.among++
		}
		s.n[day] += c.N
		t.n[day] += c.N
	}
	for _, s := range byCell {
		s.add()
		w.series = append(w.series, *s)
	}
	for _, t := range w.topics {
		t.add()
	}
	slices.SortFunc(w.series, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Place, b.Place))
	})
	return w
}

func (s *series) add() {
	s.sum = make([]int, len(s.n)+1)
	s.same = make([]int, len(s.n))
	for i, n := range s.n {
		s.sum[i+1] = s.sum[i] + n
		s.same[i] = n
		if i >= 7 {
			s.same[i] += s.same[i-7]
		}
	}
}

// between is the number from a day until before another.
func (s *series) between(from, until int) int {
	from, until = max(from, 0), min(max(until, 0), len(s.n))
	if from >= until {
		return 0
	}
	return s.sum[until] - s.sum[from]
}

// A Bar is seven days of a cell, ending on To, for a picture and its table.
type Bar struct {
	To    kheo.Date
	N     int
	Shown bool // false where it is above nought and below Least: then N is 0
}

// Weeks are the n weeks of a cell that end on the day, the oldest first.
func (w *Watch) Weeks(c Cell, on kheo.Date, n int) []Bar {
	var s *series
	for i := range w.series {
		if w.series[i].Cell == c {
			s = &w.series[i]
		}
	}
	list := make([]Bar, n)
	end := on.Sub(w.first) + 1
	for i := range list {
		until := end - 7*(n-1-i)
		one := Bar{To: w.first.Add(until - 1), Shown: true}
		if s != nil {
			one.N, one.Shown = Shown(s.between(until-7, until))
		}
		list[i] = one
	}
	return list
}

// Shown is a number as it may be shown: one from 1 to 4 may not, and is 0.
func Shown(n int) (int, bool) {
	if n > 0 && n < Least {
		return 0, false
	}
	return n, true
}
