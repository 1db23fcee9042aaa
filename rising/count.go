package rising

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

const (
	stride  = 2                // days of the walk that are counted together, more where little was raised
	enoughN = 2000             // concerns that one step counts
	touched = 7                // days that one step counts because something moved
	overlap = 10 * time.Minute // a deed of one instant may be committed after a later one
)

// A pace is how far counting is.
type pace struct {
	seen        int64
	walk, began kheo.Date
}

func (p *pace) fields() []any { return []any{&p.seen, &p.walk, &p.began} }

// Recount counts anew the days of which a concern has moved since it last did,
// and once a day, in steps, all that a week is set against. It says whether
// there is more to do; each step is a small transaction.
func Recount(ctx context.Context, tx *db.Tx, who kheo.Caller) (more bool, err error) {
	today := who.Today()
	p, err := db.One(ctx, tx, (*pace).fields, `select seen, walk, began from rising_pace where one = 1`)
	if errors.Is(err, kheo.ErrNotFound) {
		_, err = tx.Exec(ctx, `insert into rising_pace (one, seen, walk, began) values (1, 0, '', '')`)
	}
	if err != nil {
		return false, fmt.Errorf("what is rising, counted anew: %w", err)
	}
	days, err := matter.RaisedMoved(ctx, tx, time.UnixMicro(p.seen).Add(-overlap), touched+1)
	if err != nil {
		return false, err
	}
	if p.began != today || len(days) > touched {
		p.walk, p.began, days = today.Add(-past-7), today, nil
	}
	for _, day := range days {
		if _, err := recount(ctx, tx, kheo.Span{From: day, To: day}); err != nil {
			return false, err
		}
	}
	p.seen = who.At.UnixMicro()
	if p.walk, err = onward(ctx, tx, p.walk, today); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `update rising_pace set seen = $1, walk = $2, began = $3 where one = 1`, p.seen, string(p.walk), string(p.began))
	if err != nil {
		return false, fmt.Errorf("what is rising, counted anew: %w", err)
	}
	return p.walk != "", nil
}

// onward counts a stretch of days from walk on, and says where the next begins:
// "" past today.
func onward(ctx context.Context, tx *db.Tx, walk, today kheo.Date) (kheo.Date, error) {
	days := stride
	for done := 0; walk != "" && done < enoughN; {
		n, err := recount(ctx, tx, kheo.Span{From: walk, To: walk.Add(days - 1)})
		if err != nil {
			return "", err
		}
		if walk = walk.Add(days); walk > today {
			walk = ""
		}
		done += n
		if n < enoughN/8 {
			days *= 2
		} else {
			days = stride
		}
	}
	return walk, nil
}

// A spot is a topic in a hamlet on a day.
type spot struct {
	territory     kheo.UnitID
	topic, hamlet string
	day           kheo.Date
}

type numbers struct {
	n, waiting int
	decided    kheo.Date
}

// recount counts the days of the span anew, and says how many concerns there
// are.
func recount(ctx context.Context, tx *db.Tx, s kheo.Span) (int, error) {
	raised, err := matter.RaisedCounts(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	waits, err := matter.FirstDecisions(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	at := map[spot]int{}
	var spots []spot
	var all []numbers
	for _, r := range raised {
		if r.Category != "" {
			at[spot{r.Territory, r.Category, r.Hamlet, r.Day}] = len(all)
			spots = append(spots, spot{r.Territory, r.Category, r.Hamlet, r.Day})
			all = append(all, numbers{n: r.N})
		}
	}
	for _, w := range waits {
		i, ok := at[spot{w.Territory, w.Category, w.Hamlet, w.Raised}]
		if !ok {
			continue
		}
		all[i].waiting++
		if w.Decided != "" && (all[i].decided == "" || w.Decided < all[i].decided) {
			all[i].decided = w.Decided
		}
	}
	_, err = tx.Exec(ctx, `delete from rising_day where day >= $1 and day <= $2`, string(s.From), string(s.To))
	if err == nil {
		err = write(ctx, tx, spots, all)
	}
	if err != nil {
		return 0, fmt.Errorf("what is rising, days %s to %s: %w", s.From, s.To, err)
	}
	return len(waits), nil
}

func write(ctx context.Context, tx *db.Tx, spots []spot, all []numbers) error {
	const together = 64
	for from := 0; from < len(all); from += together {
		n := min(together, len(all)-from)
		var args []any
		for i := from; i < from+n; i++ {
			x, y := spots[i], all[i]
			args = append(args, string(x.territory), x.topic, x.hamlet, string(x.day), y.n, y.waiting, string(y.decided))
		}
		_, err := tx.Exec(ctx, `insert into rising_day (territory, topic, hamlet, day, n, waiting, decided) values `+db.Rows(n, 7), args...)
		if err != nil {
			return err
		}
	}
	return nil
}
