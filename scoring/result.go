package scoring

import "kheo"

// An Answer is what is said of a criterion: yes or no, the two terms of a
// ratio, the points judged, or how many deductions.
type Answer struct {
	Num, Den int64  // yes is 1; a deduction counts in Num
	Given    Points // judged
	Note     string
}

const mostCount = 1_000_000_000

// Worth is what an answer gives under a criterion.
func (c Criterion) Worth(a Answer) (Points, error) {
	var f kheo.Faults
	f.Need(a.Num >= 0 && a.Num <= mostCount, "num", "scoring.fault.number")
	f.Need(a.Den >= 0 && a.Den <= mostCount, "den", "scoring.fault.number")
	if len(f) > 0 {
		return 0, f
	}
	switch c.Kind {
	case YesNo:
		if f.Need(a.Num <= 1, "num", "scoring.fault.number"); a.Num == 1 {
			return c.Max, f.Err()
		}
		return 0, f.Err()
	case Ratio:
		f.Need(a.Den > 0, "den", "scoring.fault.of")
		f.Need(a.Num <= a.Den, "num", "scoring.fault.part")
		for _, s := range c.Steps {
			if a.Num*10000 >= s.From*a.Den {
				return s.Give, f.Err()
			}
		}
		return 0, f.Err()
	case Judged:
		f.Need(a.Given >= 0 && a.Given <= c.Max, "given", "scoring.fault.given", "max", c.Max.String())
		f.Need(a.Note != "", "note", "scoring.fault.note")
		return a.Given, f.Err()
	case Deduction:
		return -min(c.Max, Points(a.Num)*c.Each), nil
	}
	return 0, kheo.ErrNotFound
}

// A Line is one criterion with what it got.
type Line struct {
	Branch
	Points Points
	Of     Points // the most; 0 of a deduction
	Marked bool   // it, or all below it
	Need   Points // the floor in points, rounded up to a hundredth
	Fails  bool   // stands under its floor
}

// A Result is a sheet added up.
type Result struct {
	Lines   []Line
	Total   Points // never below nought
	Of      Points
	Left    int  // not marked yet
	Band    Band // what the sheet reaches; no name while something is left
	Alone   Band // what the total alone would reach
	Failing []Line
}

// Count adds up the points given under a scheme, by criterion.
func (s Scheme) Count(given map[string]Points) Result {
	var r Result
	for _, b := range s.Tree() {
		l := s.line(b, given)
		if b.Kind != Group && !l.Marked {
			r.Left++
		}
		if b.Parent == "" {
			r.Total += l.Points
			r.Of += l.Of
		}
		if l.Fails {
			r.Failing = append(r.Failing, l)
		}
		r.Lines = append(r.Lines, l)
	}
	r.Total = max(r.Total, 0)
	if r.Left > 0 || len(r.Lines) == 0 {
		return r
	}
	for _, b := range s.Bands { // highest first
		if r.Total < b.From {
			continue
		}
		if r.Alone.Name == "" {
			r.Alone = b
		}
		if r.Band.Name == "" && !(b.Floors && len(r.Failing) > 0) {
			r.Band = b
		}
	}
	return r
}

func (s Scheme) line(b Branch, given map[string]Points) Line {
	l := Line{Branch: b, Marked: true}
	if b.Kind == Group {
		for _, under := range s.walk(b.ID, b.Depth+1) {
			if under.Parent == b.ID {
				x := s.line(under, given)
				l.Points += x.Points
				l.Of += x.Of
				l.Marked = l.Marked && x.Marked
			}
		}
	} else {
		l.Points, l.Marked = given[b.ID], false
		_, l.Marked = given[b.ID]
		if b.Kind != Deduction {
			l.Of = b.Max
		}
	}
	l.Need = (l.Of*Points(b.Floor) + 99) / 100
	l.Fails = b.Floor > 0 && l.Marked && l.Points < l.Need
	return l
}
