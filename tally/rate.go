package tally

import (
	"strings"

	"kheo/lang"
	"kheo/matter"
)

// Rates are the three that always stand together, each over the same total,
// and what is counted apart. Answered is the sum of Confirmed, Helped, Lapsed,
// Reopened and Waiting: each answered matter is in exactly one of the five.
type Rates struct {
	Total     int
	Answered  int // had an answer, whatever became of it
	Acted     int // the last answer says acted, with proof
	Confirmed int // by those it is owed to

	Helped   int // confirmed through a helper alone
	Lapsed   int // nobody spoke; never counted as confirmed
	Reopened int // sent back, and not answered again
	Waiting  int // for the word of those it is owed to
}

// Count makes the rates of a list.
func Count(list []matter.Matter) Rates {
	var r Rates
	for _, m := range list {
		r.Add(matter.Cell{State: m.State, Answer: m.Answer, Verdict: m.Verdict, N: 1})
	}
	return r
}

// Add counts a cell in.
func (r *Rates) Add(c matter.Cell) {
	if !c.State.Owed() {
		return
	}
	r.Total += c.N
	if c.Answer == "" {
		return
	}
	r.Answered += c.N
	if c.Answer == matter.Acted {
		r.Acted += c.N
	}
	switch {
	case c.State == matter.Confirmed && c.Verdict == matter.Helped:
		r.Helped += c.N
	case c.State == matter.Confirmed:
		r.Confirmed += c.N
	case c.State == matter.Lapsed:
		r.Lapsed += c.N
	case c.State == matter.Answered:
		r.Waiting += c.N
	default:
		r.Reopened += c.N
	}
}

// Sentence says the three rates with both terms of each, and what is counted
// apart: ready to be read out or copied.
func (r Rates) Sentence(l lang.Lang) string {
	if r.Total == 0 {
		return l.T("tally.rates.none")
	}
	said := l.T("tally.rates.sentence", "total", r.Total, "answered", r.Answered, "acted", r.Acted, "confirmed", r.Confirmed)
	var apart []string
	for _, x := range []struct {
		key string
		n   int
	}{{"helped", r.Helped}, {"lapsed", r.Lapsed}, {"reopened", r.Reopened}, {"waiting", r.Waiting}} {
		if x.n > 0 {
			apart = append(apart, l.T("tally.rates.apart."+x.key, "n", x.n))
		}
	}
	if len(apart) == 0 {
		return said
	}
	return said + " " + l.T("tally.rates.apart", "parts", strings.Join(apart, ", "))
}
