package site

import (
	"context"
	"slices"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/rising"
	"kheo/rising/risingweb"
	"kheo/unit"
)

// rising is what the page of what is rising is given.
func (s *Site) rising() risingweb.Deps {
	return risingweb.Deps{Book: s.Books.Book, Names: s.risingNames, Units: s.risingUnits}
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
		id, hamlet := rising.PlaceOf(c.Place)
		place := hamlet
		if u, err := book.Last(id, v.Today); err == nil && hamlet == "" {
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
