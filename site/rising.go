package site

import (
	"context"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/rising"
	"kheo/rising/risingweb"
	"kheo/unit"
)

// rising is what the page of what is rising is given: concerns as numbers by
// topic, place and day. Seen from the whole office a place is a commune, from
// within a commune a hamlet.
func (s *Site) rising() risingweb.Deps {
	return risingweb.Deps{Counts: s.risingCounts, Cases: s.risingCases, Names: s.risingNames, Units: s.risingUnits}
}

// cellPlace is the commune, and the hamlet after a stroke.
func cellPlace(in, at kheo.UnitID, hamlet string) string {
	if in == "" || hamlet == "" {
		return string(at)
	}
	return string(at) + "/" + hamlet
}

func (s *Site) risingCounts(ctx context.Context, tx *db.Tx, in kheo.UnitID, during kheo.Span) ([]rising.Count, error) {
	days, err := concern.DayCounts(ctx, tx, during.From, during.To)
	if err != nil {
		return nil, err
	}
	within, err := s.within(ctx, tx, in, during.To)
	if err != nil {
		return nil, err
	}
	var list []rising.Count
	for _, d := range days {
		if d.Category != "" && within(d.Place) {
			list = append(list, rising.Count{Topic: d.Category, Place: cellPlace(in, d.Place, d.Hamlet), Day: d.Day, N: d.N})
		}
	}
	return list, nil
}

// within tells the places of a territory, or says yes to all.
func (s *Site) within(ctx context.Context, tx *db.Tx, in kheo.UnitID, on kheo.Date) (func(kheo.UnitID) bool, error) {
	if in == "" {
		return func(kheo.UnitID) bool { return true }, nil
	}
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	all := book.Within(in, on)
	return func(id kheo.UnitID) bool { return id == in || slices.Contains(all, id) }, nil
}

// risingCases are the same concerns, each with the day of its first decision.
func (s *Site) risingCases(ctx context.Context, tx *db.Tx, in kheo.UnitID, during kheo.Span) ([]rising.Case, error) {
	within, err := s.within(ctx, tx, in, during.To)
	if err != nil {
		return nil, err
	}
	all, err := matter.FirstDecisions(ctx, tx, during)
	if err != nil {
		return nil, err
	}
	var list []rising.Case
	for _, m := range all {
		if m.Category == "" || !within(m.Territory) {
			continue
		}
		list = append(list, rising.Case{Cell: rising.Cell{Topic: m.Category, Place: cellPlace(in, m.Territory, m.Hamlet)},
			Raised: m.Raised, Decided: m.Decided})
	}
	return list, nil
}

// risingNames says a topic by the table of categories and a place by the book.
func (s *Site) risingNames(ctx context.Context, tx *db.Tx, v web.View) (rising.Names, error) {
	table, err := s.Tables.Table(ctx, tx, s.Now())
	if err != nil {
		return nil, err
	}
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	return func(c rising.Cell) (string, string) {
		topic := c.Topic
		if x, ok := table.Category(c.Topic); ok {
			topic = x.Name
			if v.English() && x.NameEN != "" {
				topic = x.NameEN
			}
		}
		id, hamlet, _ := strings.Cut(c.Place, "/")
		place := hamlet
		if u, err := book.Last(kheo.UnitID(id), v.Today); err == nil && hamlet == "" {
			place = u.Name
		}
		return topic, place
	}, nil
}

// risingUnits are the communes that had any concern in the past year.
func (s *Site) risingUnits(ctx context.Context, tx *db.Tx, v web.View) ([]web.Option, error) {
	days, err := concern.DayCounts(ctx, tx, v.Today.Add(-364), v.Today)
	if err != nil {
		return nil, err
	}
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	n := map[kheo.UnitID]int{}
	for _, d := range days {
		n[d.Place] += d.N
	}
	var list []web.Option
	for id, many := range n {
		u, err := book.Last(id, max(v.Today, unit.FirstDay))
		if err == nil && many >= rising.Least {
			list = append(list, web.Option{Value: string(id), Label: u.Name})
		}
	}
	slices.SortFunc(list, func(a, b web.Option) int { return strings.Compare(a.Label+a.Value, b.Label+b.Value) })
	return list, nil
}
