package rising

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// past is how many days of counts a week is set against.
const past = 2*year + 60

// Week is the digest of the last whole week before the day of asking: of a
// territory, of the territory a body works in, or of the whole office where in
// is "". It knows topics, places and numbers only, so everybody may read it. The
// week of the whole office is kept as Keep left it.
func Week(ctx context.Context, tx *db.Tx, who kheo.Caller, book *unit.Book, in kheo.UnitID) (Digest, error) {
	to := LastSunday(who.Today())
	if in == "" {
		if d, err := kept(ctx, tx, to); !errors.Is(err, kheo.ErrNotFound) {
			return d, err
		}
	}
	return CountWeek(ctx, tx, who, book, in)
}

// CountWeek is Week from the numbers themselves, a topic at a time: topics do not
// tell of each other, and all of them together would fill the memory.
func CountWeek(ctx context.Context, tx *db.Tx, who kheo.Caller, book *unit.Book, in kheo.UnitID) (Digest, error) {
	to := LastSunday(who.Today())
	a, err := areaOf(ctx, tx, book, in, to)
	if err != nil {
		return Digest{}, fmt.Errorf("what is rising in %s: %w", in, err)
	}
	all := Digest{From: to.Add(-6), To: to}
	for topic := ""; ; {
		topic, err = db.One(ctx, tx, db.Value[string], `select coalesce(min(topic), '') from rising_day where topic > $1`, topic)
		if err != nil || topic == "" {
			break
		}
		var counts []Count
		var cases []Case
		if counts, cases, err = a.read(ctx, tx, topic, to); err != nil {
			break
		}
		one := NewWatch(counts, to.Add(-past), to).Week(cases, to)
		all.Rises, all.Waits = append(all.Rises, one.Rises...), append(all.Waits, one.Waits...)
	}
	if err != nil {
		return Digest{}, fmt.Errorf("what is rising in %s: %w", in, err)
	}
	all.sort()
	return all, nil
}

// Keep keeps the week of the whole office, which takes long to count where there
// are many concerns, until another is kept.
func Keep(ctx context.Context, tx *db.Tx, d Digest) error {
	said, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("what is rising, kept: %w", err)
	}
	_, err = tx.Exec(ctx, `insert into rising_week (one, to_day, said) values (1, $1, $2)
		on conflict (one) do update set to_day = excluded.to_day, said = excluded.said`, string(d.To), string(said))
	if err != nil {
		return fmt.Errorf("what is rising, kept: %w", err)
	}
	return nil
}

func kept(ctx context.Context, tx *db.Tx, to kheo.Date) (d Digest, err error) {
	said, err := db.One(ctx, tx, db.Value[string], `select said from rising_week where one = 1 and to_day = $1`, string(to))
	if err == nil {
		err = json.Unmarshal([]byte(said), &d)
	}
	return d, err
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

// read is what is counted of a topic in the area: places as one sees them from
// there.
func (a area) read(ctx context.Context, tx *db.Tx, topic string, to kheo.Date) ([]Count, []Case, error) {
	where, args := ``, []any{topic, string(to.Add(-past)), string(to)}
	if !a.whole {
		where = ` and territory in ` + db.In(4, len(a.within))
		args = append(args, db.Args(a.within)...)
	}
	hamlet, by := `''`, ``
	if a.hamlets {
		hamlet, by = `hamlet`, `, hamlet`
	}
	type line struct {
		spot
		numbers
	}
	rows, err := db.All(ctx, tx, func(l *line) []any {
		return []any{&l.territory, &l.topic, &l.hamlet, &l.day, &l.n, &l.waiting, &l.decided}
	}, `
		select territory, topic, `+hamlet+` as place, day, cast(sum(n) as bigint), cast(sum(waiting) as bigint),
			coalesce(min(case when decided <> '' then decided end), '')
		from rising_day
		where topic = $1 and day >= $2 and day <= $3`+where+`
		group by territory, topic, day`+by+`
		order by day, topic, territory, place`, args...)
	if err != nil {
		return nil, nil, err
	}
	counts := make([]Count, 0, len(rows))
	var cases []Case
	for _, l := range rows {
		cell := Cell{l.topic, a.place(l.territory, l.hamlet)}
		counts = append(counts, Count{cell.Topic, cell.Place, l.day, l.n})
		if l.waiting > 0 && l.day >= to.Add(-year) {
			cases = append(cases, Case{cell, l.day, l.decided, l.waiting})
		}
	}
	return counts, cases, nil
}

// Places are the territories where enough was raised within a year to be looked
// at by themselves.
func Places(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]kheo.UnitID, error) {
	to := LastSunday(who.Today())
	list, err := db.All(ctx, tx, db.Value[kheo.UnitID], `
		select territory from rising_day where day >= $1 and day <= $2
		group by territory having cast(sum(n) as bigint) >= `+strconv.Itoa(Least)+` order by territory`, string(to.Add(-year)), string(to))
	if err != nil {
		return nil, fmt.Errorf("places where something was raised: %w", err)
	}
	return list, nil
}
