package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"kheo"
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

// risingUnits are the communes where enough was raised in the past year.
func (s *Site) risingUnits(ctx context.Context, tx *db.Tx, v web.View) ([]web.Option, error) {
	places, err := s.raisedIn.Count(string(v.Today), s.DB.Writes(), s.Now, func() ([]kheo.UnitID, error) {
		return rising.Places(ctx, tx, kheo.Caller{At: v.Today.Time()})
	})
	if err != nil {
		return nil, err
	}
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []web.Option
	for _, id := range places {
		if u, err := book.Last(id, max(v.Today, unit.FirstDay)); err == nil {
			list = append(list, web.Option{Value: string(id), Label: u.Name})
		}
	}
	slices.SortFunc(list, func(a, b web.Option) int { return strings.Compare(a.Label+a.Value, b.Label+b.Value) })
	return list, nil
}

// risen says what rose last week where the caller's bodies work, from the week
// that is kept of the whole office.
func (s *Site) risen(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]string, error) {
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	week, err := s.weeks.Count(string(who.Today()), s.DB.Writes(), s.Now, func() (rising.Digest, error) {
		return rising.Week(ctx, tx, who, book, "")
	})
	if err != nil || len(week.Rises) == 0 {
		return nil, err
	}
	var places []kheo.UnitID
	for _, g := range who.Grants {
		if g.Unit == "" {
			continue
		}
		b, err := unit.FindBody(ctx, tx, g.Unit)
		if err != nil {
			return nil, err
		}
		places = append(places, b.Territory)
	}
	names, err := s.risingNames(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	var said []string
	for _, r := range week.Rises {
		id, _ := rising.PlaceOf(r.Place)
		above := book.Ancestors(id, who.Today())
		if slices.ContainsFunc(places, func(p kheo.UnitID) bool {
			return p == id || slices.ContainsFunc(above, func(u unit.Unit) bool { return u.ID == p })
		}) {
			said = append(said, rising.Say(v.Lang, r, names))
		}
	}
	return said, nil
}

// raised counts what is rising: the days that moved, then the week of the whole
// office, in a transaction that only reads. A visitor never waits for it.
func (s *Site) raised(ctx context.Context, at time.Time) error {
	who := kheo.Caller{At: at}
	for more := true; more; {
		err := s.DB.Write(db.Derived(ctx), func(ctx context.Context, tx *db.Tx) (err error) {
			more, err = rising.Recount(ctx, tx, who)
			return err
		})
		if err != nil {
			return err
		}
	}
	var week rising.Digest
	err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		book, err := s.Books.Book(ctx, tx)
		if err == nil {
			week, err = rising.CountWeek(ctx, tx, who, book, "")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.DB.Write(db.Patient(ctx), func(ctx context.Context, tx *db.Tx) error { return rising.Keep(ctx, tx, week) })
}
