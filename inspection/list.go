package inspection

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Hosts  []kheo.UnitID // any of these territories
	Year   int
	Public bool
	On     kheo.Date
	After  string // code to start after, for paging
	Limit  int
}

// List is the inspections that fit as of the filter's day, newest year first,
// each with its steps, team, visits and due day, without its outline.
func List(ctx context.Context, tx *db.Tx, f Filter) ([]Inspection, error) {
	text := `select id from inspection_inspection
		where (cast($1 as bigint) = 0 or year = $1) and (not cast($2 as boolean) or published > 0) and planned <= $3`
	args := []any{f.Year, f.Public, until(f.On)}
	if len(f.Hosts) > 0 {
		text += ` and host in ` + db.In(len(args)+1, len(f.Hosts))
		args = append(args, db.Args(f.Hosts)...)
	}
	ids, err := db.All(ctx, tx, db.Value[string], text+` order by year desc, code`, args...)
	if err != nil {
		return nil, fmt.Errorf("inspections: %w", err)
	}
	var list []Inspection
	past := f.After == ""
	for _, id := range ids {
		i, err := head(ctx, tx, id, f.On)
		if err != nil {
			return nil, err
		}
		if !past {
			past = i.Code == f.After
			continue
		}
		if err := readRecommendations(ctx, tx, &i, f.On); err != nil {
			return nil, err
		}
		i.Stage = standing(i.Stage, i.Recommendations)
		i.trim()
		list = append(list, i)
		if f.Limit > 0 && len(list) == f.Limit {
			break
		}
	}
	return list, nil
}

// Visible keeps the inspections of a list that the caller may see.
func Visible(ctx context.Context, tx *db.Tx, who kheo.Caller, list []Inspection) ([]Inspection, error) {
	var seen []Inspection
	for _, i := range list {
		if i.Published.IsZero() {
			sides, err := Sides(ctx, tx, who, i)
			if err != nil {
				return nil, err
			}
			if !sides.sees(i.Stage) {
				continue
			}
		}
		seen = append(seen, i)
	}
	return seen, nil
}
