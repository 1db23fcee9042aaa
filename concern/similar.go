package concern

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// How far back and among how many is looked for what is like a concern, and
// from where on two texts are taken for alike.
const (
	similarDays = 60
	candidates  = 200
	alikeFrom   = 0.13
)

// What the topic and the place add to the likeness of the words, and what they
// may carry of what the words lack.
const (
	sameTopic  = 0.10
	closeBy    = 0.10
	sameHamlet = 0.05
	closeIn    = 150 // metres
	twin       = 0.15
	twinIn     = 1 // metres: the very same point, an address or a mark on the map
	twinDays   = 3
)

// twins tells two concerns of one spot, the second raised within days of the
// first, which is open still: likely the same, whatever their words.
func twins(lat1, lon1, lat2, lon2 float64, first, second time.Time) bool {
	return second.Sub(first) < (twinDays+1)*24*time.Hour && metres(lat1, lon1, lat2, lon2) <= twinIn
}

// Similar finds open concerns nearby of the last 60 days that are like it, best
// first, at most n: candidates by place and time, then by what their words
// speak of. Raw words are opened for the comparison and kept by nobody.
func (d *Desk) Similar(ctx context.Context, tx *db.Tx, who kheo.Caller, a About, n int) ([]Like, error) {
	a.Spot = a.Spot && onEarth(a.Lat, a.Lon)
	near, err := matter.Near(ctx, tx, a.around(), a.Territory, who.At.AddDate(0, 0, -similarDays), cmp.Or(a.Most, candidates))
	if err != nil {
		return nil, err
	}
	near = slices.DeleteFunc(near, func(m matter.Neighbour) bool { return m.Code == a.Not })
	raw, err := d.rawWords(ctx, tx, near)
	if err != nil {
		return nil, err
	}
	about := readOf(cut(a.Words))
	type scored struct {
		matter.Neighbour
		score float64
	}
	var list []scored
	for _, m := range near {
		if s := a.score(&about, who.At, m, raw[m.ID]); s >= alikeFrom {
			list = append(list, scored{m, s})
		}
	}
	slices.SortStableFunc(list, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), y.Opened.Compare(x.Opened))
	})
	var best []matter.Matter
	for _, s := range list[:min(n, len(list))] {
		m, err := matter.ByID(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		best = append(best, m)
	}
	known, err := details(ctx, tx, best)
	if err != nil {
		return nil, err
	}
	likes := make([]Like, len(known))
	for i, c := range known {
		likes[i] = a.like(c, list[i].score)
	}
	return likes, nil
}

// comparedLetters is how much of a text is compared: who has more to say has
// said by then what it is about.
const comparedLetters = 600

func cut(s string) string {
	n := 0
	for i := range s {
		if n++; n > comparedLetters {
			return s[:i]
		}
	}
	return s
}

// score is the likeness of the words, and what topic and place add. Without
// words only topic and place are left to go by; words that speak of other
// things are not made alike by the place.
func (a About) score(about *reading, at time.Time, m matter.Neighbour, raw string) float64 {
	r := readOf(cut(raw))
	s := likeness(about, &r)
	if a.Spot && m.Spot && twins(m.Lat, m.Lon, a.Lat, a.Lon, m.Opened, at) {
		return min(s+twin+closeBy, 1)
	}
	if len(about.words) > 0 && s < alikeFrom/2 {
		return 0
	}
	if a.Category != "" && a.Category != other && a.Category == m.Category {
		s += sameTopic
	}
	if a.Spot && m.Spot && metres(a.Lat, a.Lon, m.Lat, m.Lon) <= closeIn {
		s += closeBy
	} else if cell := hamletCell(a.Territory, a.Hamlet); cell != "" && cell == hamletCell(m.Territory, m.Hamlet) {
		s += sameHamlet
	}
	return min(s, 1)
}

// like tells what anybody may know: of a concern nobody published neither its
// words nor how far it is, from which a front door could be found, and the
// score in rough steps, from which its words could be guessed.
func (a About) like(c Concern, score float64) Like {
	l := Like{Code: c.Code, Category: c.Category, Hamlet: c.Hamlet, State: c.State, Opened: c.Opened, Joined: c.Joined, Metres: -1,
		Score: math.Ceil(score*5) / 5}
	if c.Version.N > 0 {
		l.Title, l.Text, l.Score = c.Version.Title, c.Version.Text, score
		l.Metres = Apart(Concern{Matter: matter.Matter{Listening: matter.Listening{Spot: a.Spot, Lat: a.Lat, Lon: a.Lon}}}, c)
	}
	return l
}

// rawWords opens the words of some concerns, by id.
func (d *Desk) rawWords(ctx context.Context, tx *db.Tx, ms []matter.Neighbour) (map[string]string, error) {
	words := map[string]string{}
	if len(ms) == 0 {
		return words, nil
	}
	var ids []string
	for _, m := range ms {
		ids = append(ids, m.ID)
	}
	type sealed struct{ id, words string }
	rows, err := db.All(ctx, tx, func(s *sealed) []any { return []any{&s.id, &s.words} },
		`select id, words from concern_concern where id in `+db.In(1, len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("words to compare: %w", err)
	}
	for _, s := range rows {
		plain, err := d.Vault.Unseal(placeOf(s.id, "words"), s.words)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("words of %s", s.id), err)
		}
		words[s.id] = plain
	}
	return words, nil
}
