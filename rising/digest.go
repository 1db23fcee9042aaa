package rising

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kheo"
	"kheo/lang"
)

// A Case is the concerns of one cell raised on one day: how many, and the day
// on which somebody first decided what is done about any of them ("" not yet).
type Case struct {
	Cell
	Raised, Decided kheo.Date
	N               int
}

// A Wait is how long people who raised a topic in a place waited from the first
// mention to the first decision.
type Wait struct {
	Cell
	First   kheo.Date
	Decided kheo.Date // "" not yet
	N       int       // who raised it since First, at least Least
}

// Days from the first mention to the decision, or until the day given.
func (w Wait) Days(on kheo.Date) int {
	if w.Decided != "" {
		return w.Decided.Sub(w.First)
	}
	return on.Sub(w.First)
}

// quiet is how many days without a mention end one and begin another.
const quiet = 60

// Waits are the topics raised of late, each with its latest run of mentions,
// the longest wait first.
func Waits(cases []Case, on kheo.Date) []Wait {
	cases = slices.Clone(cases)
	slices.SortStableFunc(cases, func(a, b Case) int { return strings.Compare(string(a.Raised), string(b.Raised)) })
	open := map[Cell]*Wait{}
	last := map[Cell]kheo.Date{}
	for _, c := range cases {
		if c.Raised > on {
			continue
		}
		w, ok := open[c.Cell]
		if !ok || c.Raised.Sub(last[c.Cell]) > quiet {
			w = &Wait{Cell: c.Cell, First: c.Raised}
			open[c.Cell] = w
		}
		last[c.Cell] = c.Raised
		w.N += c.N
		if c.Decided != "" && c.Decided <= on && (w.Decided == "" || c.Decided < w.Decided) {
			w.Decided = c.Decided
		}
	}
	var list []Wait
	for cell, w := range open {
		if w.N >= Least && on.Sub(last[cell]) <= quiet {
			list = append(list, *w)
		}
	}
	slices.SortFunc(list, func(a, b Wait) int {
		if d := b.Days(on) - a.Days(on); d != 0 {
			return d
		}
		return strings.Compare(a.Topic+"/"+a.Place, b.Topic+"/"+b.Place)
	})
	return list
}

// Times is for the how-manieth time the cell rises within two years, this time
// counted; weeks in which it goes on rising are one time.
func (w *Watch) Times(c Cell, on kheo.Date) int {
	i := slices.IndexFunc(w.series, func(s series) bool { return s.Cell == c })
	if i < 0 {
		return 0
	}
	s := &w.series[i]
	n, since := 0, 5
	for end := on.Sub(w.first) + 1; end >= enough && end > on.Sub(w.first)-2*year; end -= 7 {
		rose := false
		if end <= w.days && s.between(end-7, end) >= Least {
			_, rose = w.rise(s, end, w.spread(s.Topic, end-7))
		}
		switch {
		case !rose:
			since++
		case since > 4:
			n++
			since = 0
		default:
			since = 0
		}
	}
	return n
}

// A Digest is one week of an office, told on its last day.
type Digest struct {
	From, To kheo.Date
	Rises    []Risen
	Waits    []Wait // the longest first, decided or not
}

// Waiting are the waits that nobody has ended yet.
func (d Digest) Waiting() []Wait {
	return slices.DeleteFunc(slices.Clone(d.Waits), func(w Wait) bool { return w.Decided != "" })
}

// A Risen is a Rise with how often it came before, and its last weeks.
type Risen struct {
	Rise
	Times int
	Weeks []Bar
}

// drawnWeeks are the weeks of a picture.
const drawnWeeks = 12

// Week is the digest of the seven days that end on the day.
func (w *Watch) Week(cases []Case, on kheo.Date) Digest {
	d := Digest{From: on.Add(-6), To: on, Waits: Waits(cases, on)}
	seen := map[Cell]bool{}
	for day := on; day >= d.From; day = day.Add(-1) {
		for _, r := range w.On(day) {
			if seen[r.Cell] {
				continue
			}
			seen[r.Cell] = true
			d.Rises = append(d.Rises, Risen{r, max(1, w.Times(r.Cell, day)), w.Weeks(r.Cell, on, drawnWeeks)})
		}
	}
	d.sort()
	return d
}

// sort puts what most raised first, and who waits longest.
func (d *Digest) sort() {
	slices.SortFunc(d.Rises, func(a, b Risen) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Chance, b.Chance), a.Cell.compare(b.Cell))
	})
	slices.SortFunc(d.Waits, func(a, b Wait) int { return cmp.Or(b.Days(d.To)-a.Days(d.To), a.Cell.compare(b.Cell)) })
}

// compare orders cells for those who must order them somehow.
func (c Cell) compare(o Cell) int {
	return cmp.Or(strings.Compare(c.Topic, o.Topic), strings.Compare(c.Place, o.Place))
}

// Names says what a cell's topic and place are called in a language.
type Names func(c Cell) (topic, place string)

// Text is the digest as the desk reads it, a line for each thing, to be put on
// a wall or read out.
func (d Digest) Text(l lang.Lang, names Names) string {
	lines := []string{l.T("rising.digest.title", "from", d.From, "to", d.To)}
	if len(d.Rises) == 0 {
		lines = append(lines, l.T("rising.digest.none"))
	}
	for _, r := range d.Rises {
		lines = append(lines, "• "+Say(l, r, names))
	}
	waiting := d.Waiting()
	if len(waiting) > 0 {
		lines = append(lines, "", l.T("rising.digest.waits"))
	}
	for _, w := range waiting {
		topic, place := names(w.Cell)
		lines = append(lines, "• "+l.T("rising.digest.wait", "topic", topic, "place", place, "n", w.N, "days", w.Days(d.To), "first", w.First))
	}
	lines = append(lines, "", l.T("rising.digest.note", "least", Least, "thousand", int(math.Round(1/FalseAlarms))))
	return strings.Join(lines, "\n") + "\n"
}

// Say is one rise in a sentence.
func Say(l lang.Lang, r Risen, names Names) string {
	topic, place := names(r.Cell)
	key := "rising.digest.rise"
	if r.Times > 1 {
		key = "rising.digest.again"
	}
	return l.T(key, "topic", topic, "place", place, "n", r.N, "days", r.To.Sub(r.From)+1, "usual", Usual(l, r.Usual), "times", r.Times)
}

// Usual is what is expected, in words: it too is a number of a cell, and below
// Least is not said.
func Usual(l lang.Lang, x float64) string {
	if x < Least {
		return l.T("rising.digest.few", "least", Least)
	}
	return l.T("rising.digest.about", "n", int(x+0.5))
}
