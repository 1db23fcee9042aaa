package matter

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// Rates are the three that always stand together, each over the same total,
// and what is counted apart. Answered is the sum of Confirmed, Lapsed,
// Reopened and Waiting: each answered matter is in exactly one of the four.
type Rates struct {
	Total     int
	Answered  int // had an answer, whatever became of it
	Acted     int // the last answer says acted, with proof
	Confirmed int // by those it is owed to

	Lapsed   int // nobody spoke; never counted as confirmed
	Reopened int // sent back, and not answered again
	Waiting  int // for the word of those it is owed to
}

// ThreeRates counts the matters that fit, as of the day. Refused, sent
// elsewhere, merged and withdrawn ones are not owed and not in the total.
func ThreeRates(ctx context.Context, tx *db.Tx, f Filter, on kheo.Date) (Rates, error) {
	f.On = on
	list, err := List(ctx, tx, f)
	if err != nil {
		return Rates{}, err
	}
	return Count(list), nil
}

// Count makes the rates of a list.
func Count(list []Matter) Rates {
	var r Rates
	for _, m := range list {
		if !m.State.Owed() {
			continue
		}
		r.Total++
		if m.Answer == "" {
			continue
		}
		r.Answered++
		if m.Answer == Acted {
			r.Acted++
		}
		switch m.State {
		case Confirmed:
			r.Confirmed++
		case Lapsed:
			r.Lapsed++
		case Answered:
			r.Waiting++
		default:
			r.Reopened++
		}
	}
	return r
}
