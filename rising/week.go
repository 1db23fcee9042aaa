package rising

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

// past is how many days of counts a week is set against.
const past = 2*year + 60

// Week is the digest of the last whole week before the day of asking: of a
// territory, of the territory a body works in, or of the whole office where in
// is "". It knows topics, places and numbers only, so everybody may read it.
func Week(ctx context.Context, tx *db.Tx, who kheo.Caller, book *unit.Book, in kheo.UnitID) (Digest, error) {
	to := LastSunday(who.Today())
	a, err := areaOf(ctx, tx, book, in, to)
	if err != nil {
		return Digest{}, fmt.Errorf("what is rising in %s: %w", in, err)
	}
	counts, cases, err := a.read(ctx, tx, to)
	if err != nil {
		return Digest{}, fmt.Errorf("what is rising in %s: %w", in, err)
	}
	return NewWatch(counts, to.Add(-past), to).Week(cases, to), nil
}

// LastSunday is the end of the last whole week before the day: one week's
// numbers stand still, so that nobody tells a day's from two looks at them.
func LastSunday(on kheo.Date) kheo.Date {
	back := int(on.Time().Weekday())
	if back == int(time.Sunday) {
		back = 7
	}
	return on.Add(-back)
}

// An area is where one looks: all of the office, or some territories; from
// within a commune a place is a hamlet, from further up a commune.
type area struct {
	whole   bool
	within  []kheo.UnitID
	hamlets bool
}

func areaOf(ctx context.Context, tx *db.Tx, book *unit.Book, in kheo.UnitID, on kheo.Date) (area, error) {
	if in == "" {
		return area{whole: true}, nil
	}
	u, err := book.Last(in, on)
	if errors.Is(err, kheo.ErrNotFound) {
		var b unit.Body
		if b, err = unit.FindBody(ctx, tx, in); err == nil {
			u, err = book.Last(b.Territory, on)
		}
	}
	if err != nil {
		return area{}, err
	}
	return area{within: append(book.Within(u.ID, on), u.ID), hamlets: u.Level == unit.Commune || u.Level == unit.Hamlet}, nil
}

func (a area) has(id kheo.UnitID) bool { return a.whole || slices.Contains(a.within, id) }

// place is the commune, and its hamlet after a stroke.
func (a area) place(at kheo.UnitID, hamlet string) string {
	if !a.hamlets || hamlet == "" {
		return string(at)
	}
	return string(at) + "/" + hamlet
}

// PlaceOf says what a cell's place is made of: a territory and, where it is one
// of its hamlets, that one's name.
func PlaceOf(place string) (kheo.UnitID, string) {
	id, hamlet, _ := strings.Cut(place, "/")
	return kheo.UnitID(id), hamlet
}

func (a area) read(ctx context.Context, tx *db.Tx, to kheo.Date) ([]Count, []Case, error) {
	raised, err := matter.RaisedCounts(ctx, tx, kheo.Span{From: to.Add(-past), To: to})
	if err != nil {
		return nil, nil, err
	}
	waits, err := matter.FirstDecisions(ctx, tx, kheo.Span{From: to.Add(-year), To: to})
	if err != nil {
		return nil, nil, err
	}
	var counts []Count
	for _, r := range raised {
		if r.Category != "" && a.has(r.Territory) {
			counts = append(counts, Count{r.Category, a.place(r.Territory, r.Hamlet), r.Day, r.N})
		}
	}
	var cases []Case
	for _, w := range waits {
		if w.Category != "" && a.has(w.Territory) {
			cases = append(cases, Case{Cell{w.Category, a.place(w.Territory, w.Hamlet)}, w.Raised, w.Decided, 1})
		}
	}
	return counts, cases, nil
}
