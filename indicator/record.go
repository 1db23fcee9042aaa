package indicator

import (
	"context"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/unit"
)

// A New is a figure about to be recorded.
type New struct {
	Indicator string
	Unit      kheo.UnitID
	Body      kheo.UnitID // which records it
	Period    kheo.Span
	Value     int64  // in the smallest unit: 124 for 12,4 with one decimal
	Evidence  string // what it rests on: the list, the minutes, the book
	Why       string // for a correction
}

const maxWords = 1000

// RecordFigure records, once, a figure that nothing computes; with a Why it
// corrects the one recorded.
func RecordFigure(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, n New) error {
	if err := who.May(MayRecord, n.Body); err != nil {
		return err
	}
	if err := n.clean(); err != nil {
		return err
	}
	if err := n.Check(who.Today()); err != nil {
		return err
	}
	if err := n.checkPlace(ctx, tx, book); err != nil {
		return err
	}
	version, err := n.checkOnce(ctx, tx, book)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into indicator_recorded (id, indicator, unit, from_day, to_day, version, value, evidence, why, body, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		kheo.NewID(who.At), n.Indicator, string(n.Unit), string(n.Period.From), string(n.Period.To), version, n.Value,
		n.Evidence, n.Why, string(n.Body), who.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("record %s of %s: %w", n.Indicator, n.Unit, err)
	}
	return n.tell(ctx, tx, who, version)
}

func (n New) tell(ctx context.Context, tx *db.Tx, who kheo.Caller, version int64) error {
	kind := "indicator.recorded"
	if version > 1 {
		kind = "indicator.corrected"
	}
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{
		Kind:    kind,
		Subject: n.Indicator + "/" + string(n.Unit),
		Says: []ledger.Line{
			{Name: "from", Value: string(n.Period.From)},
			{Name: "to", Value: string(n.Period.To)},
			{Name: "value", Value: fmt.Sprint(n.Value)},
			{Name: "body", Value: string(n.Body)},
		},
	})
	return err
}

// Check finds what is to be mended in the form itself.
func (n New) Check(today kheo.Date) error {
	d, err := Find(n.Indicator)
	if err != nil {
		return err
	}
	var f kheo.Faults
	// No total is typed where records exist: DESIGN.md, promise 4.
	f.Need(d.Recorded, "indicator", "indicator.fault.computed")
	f.Need(n.Value >= 0, "value", "indicator.fault.value")
	f.Need(n.Evidence != "", "evidence", "indicator.fault.evidence")
	f.Need(utf8.RuneCountInString(n.Evidence) <= maxWords, "evidence", "indicator.fault.long", "n", maxWords)
	f.Need(utf8.RuneCountInString(n.Why) <= maxWords, "why", "indicator.fault.long", "n", maxWords)
	f.Need(n.Period.From != "" && n.Period.From <= n.Period.To, "period", "indicator.fault.period")
	f.Need(n.Period.From <= today, "period", "indicator.fault.future")
	return f.Err()
}

func (n *New) clean() error {
	var err1, err2 error
	n.Evidence, err1 = text.Clean(n.Evidence)
	n.Why, err2 = text.Clean(n.Why)
	var f kheo.Faults
	f.Need(err1 == nil, "evidence", "indicator.fault.text")
	f.Need(err2 == nil, "why", "indicator.fault.text")
	return f.Err()
}

// checkPlace: the unit is the body's own territory or lies in it.
func (n New) checkPlace(ctx context.Context, tx *db.Tx, book *unit.Book) error {
	body, err := unit.FindBody(ctx, tx, n.Body)
	if err != nil {
		return fmt.Errorf("body %s: %w", n.Body, err)
	}
	if n.Unit == body.Territory || slices.Contains(above(book, n.Unit, n.Period.To), body.Territory) {
		return nil
	}
	return kheo.Faults{{Field: "unit", Key: "indicator.fault.elsewhere", Args: []any{"body", body.Name}}}
}

func above(book *unit.Book, id kheo.UnitID, on kheo.Date) []kheo.UnitID {
	var list []kheo.UnitID
	for _, u := range book.Ancestors(id, on) {
		list = append(list, u.ID)
	}
	return list
}

// checkOnce gives the version to write. A second number needs a why, and a
// number for the whole is refused where its parts, or what it is a part of,
// have theirs.
func (n New) checkOnce(ctx context.Context, tx *db.Tx, book *unit.Book) (int64, error) {
	rows, err := recordedFor(ctx, tx, []string{n.Indicator}, n.Period, "")
	if err != nil {
		return 0, err
	}
	below := book.Subtree(n.Unit, n.Period.To)
	over := above(book, n.Unit, n.Period.To)
	for _, r := range rows {
		switch {
		case r.unit == n.Unit && n.Why == "":
			return 0, kheo.Faults{{Field: "why", Key: "indicator.fault.twice"}}
		case r.unit == n.Unit:
			return r.version + 1, nil
		case slices.Contains(below, r.unit):
			return 0, kheo.Faults{{Field: "unit", Key: "indicator.fault.below"}}
		case slices.Contains(over, r.unit):
			return 0, kheo.Faults{{Field: "unit", Key: "indicator.fault.above"}}
		}
	}
	return 1, nil
}

type recordedRow struct {
	indicator string
	unit      kheo.UnitID
	version   int64
	value     int64
	evidence  string
}

func (r *recordedRow) fields() []any {
	return []any{&r.indicator, &r.unit, &r.version, &r.value, &r.evidence}
}

// recordedFor is the latest version of every unit's number of some indicators
// for the period, as known on the day ("" for now).
func recordedFor(ctx context.Context, tx *db.Tx, indicators []string, period kheo.Span, on kheo.Date) ([]recordedRow, error) {
	before := int64(math.MaxInt64)
	if on != "" {
		before = on.Add(1).Time().UnixMicro()
	}
	args := append([]any{string(period.From), string(period.To), before}, db.Args(indicators)...)
	return db.All(ctx, tx, (*recordedRow).fields, `
		select r.indicator, r.unit, r.version, r.value, r.evidence from indicator_recorded r
		where r.from_day = $1 and r.to_day = $2
			and r.version = (select max(l.version) from indicator_recorded l
				where l.indicator = r.indicator and l.unit = r.unit and l.from_day = r.from_day and l.to_day = r.to_day
					and l.at < $3)
			and r.indicator in `+db.In(4, len(indicators))+`
		order by r.unit`, args...)
}

// recorded is the unit's own number, or the sum of those below it. A recorded
// number is published with the paper it stands in, never by itself.
func (r *reading) recorded(ctx context.Context, tx *db.Tx, f *Figure) error {
	if r.Public {
		f.Known = false
		return nil
	}
	if r.noted == nil {
		rows, err := recordedFor(ctx, tx, recordedIDs(), r.Period, r.On)
		if err != nil {
			return err
		}
		in := map[kheo.UnitID]bool{}
		for _, u := range r.units {
			in[u] = true
		}
		r.noted = map[string][]recordedRow{}
		for _, x := range rows {
			if in[x.unit] {
				r.noted[x.indicator] = append(r.noted[x.indicator], x)
			}
		}
	}
	for _, x := range r.noted[f.Indicator] {
		f.Records = append(f.Records, Record{Kind: "recorded", Code: string(x.unit), Title: x.evidence, Unit: x.unit, N: x.value})
		f.Evidence = x.evidence
	}
	f.Known = len(f.Records) > 0
	if len(f.Records) > 1 {
		f.Evidence = ""
	}
	return nil
}
