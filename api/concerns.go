package api

import (
	"context"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/sorting"
	"kheo/tally"
)

// A categoryOut is one branch or leaf of what a concern may be about.
type categoryOut struct {
	ID        string        `json:"id"`
	Parent    *string       `json:"parent"`
	Name      string        `json:"name"`
	NameEN    string        `json:"name_en"`
	Words     []string      `json:"words"`
	Rule      string        `json:"rule"` // id of the rule its day is counted by
	Questions []questionOut `json:"questions"`
	Never     []questionOut `json:"never_asked"`
}

type questionOut struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
}

func (d door) categories(a *web.Ask) (any, error) {
	if err := ask(a).check(); err != nil {
		return nil, err
	}
	items := []categoryOut{}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err := d.Tables.Table(ctx, tx, a.Who.At)
		if err != nil {
			return err
		}
		for _, c := range t.Categories() {
			items = append(items, outCategory(c))
		}
		return nil
	})
	return page(a, items, "", int64(len(items))), err
}

func outCategory(c sorting.Category) categoryOut {
	return categoryOut{ID: c.ID, Parent: orNull(c.Parent), Name: c.Name, NameEN: c.NameEN, Words: slices.Concat([]string{}, c.Words),
		Rule: c.Rule, Questions: outQuestions(c.Questions), Never: outQuestions(c.Never)}
}

func outQuestions(list []sorting.Question) []questionOut {
	out := []questionOut{}
	for _, q := range list {
		out = append(out, questionOut(q))
	}
	return out
}

// below is a category with all below it; one that is not there is named.
func (d door) below(ctx context.Context, tx *db.Tx, a *web.Ask, q *query, id string) ([]string, error) {
	if id == "" {
		return nil, nil
	}
	t, err := d.Tables.Table(ctx, tx, a.Who.At)
	if err != nil {
		return nil, err
	}
	if _, ok := t.Category(id); !ok {
		q.need("category", "is none of /api/v1/categories")
		return nil, q.check()
	}
	var all []string
	for _, c := range t.Categories() {
		if t.Under(c.ID, id) {
			all = append(all, c.ID)
		}
	}
	return all, nil
}

// A ratesOut is the three rates, each over the same total, and what is counted
// apart: answered is the sum of the five that follow acted.
type ratesOut struct {
	Total      int64  `json:"total"`
	Answered   int64  `json:"answered"`
	Acted      int64  `json:"acted"`
	Confirmed  int64  `json:"confirmed"`
	Helped     int64  `json:"confirmed_through_helper"`
	Lapsed     int64  `json:"lapsed"`
	Reopened   int64  `json:"reopened"`
	Waiting    int64  `json:"waiting"`
	Sentence   string `json:"sentence"`
	SentenceEN string `json:"sentence_en"`
}

type bodyRates struct {
	Body bodyOut `json:"body"`
	ratesOut
}

type ratesAlone struct {
	At string `json:"counted_at"`
	ratesOut
	Bodies []bodyRates `json:"bodies"`
	sampled
}

// rates are the three of a unit, and of each body that holds something there.
func (d door) rates(a *web.Ask) (any, error) {
	q := ask(a)
	of, on := q.unit("unit"), q.day("on")
	kind := matter.Kind(q.choice("kind", string(matter.Concern), string(matter.Commitment), string(matter.Recommendation)))
	category := q.text("category")
	if err := q.check(); err != nil {
		return nil, err
	}
	out := ratesAlone{Bodies: []bodyRates{}, sampled: sampled{a.Office.Sample}}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		places, err := d.subtree(ctx, tx, q, of, 0, on)
		if err != nil {
			return err
		}
		topics, err := d.below(ctx, tx, a, q, category)
		if err != nil {
			return err
		}
		t, err := d.Count(ctx, tx)
		if err != nil {
			return err
		}
		fits := func(c matter.Cell) bool {
			return (kind == "" || c.Kind == kind) && (len(places) == 0 || slices.Contains(places, c.Territory)) &&
				(len(topics) == 0 || slices.Contains(topics, c.Category))
		}
		out.At, out.ratesOut = stamp(t.At), outRates(a, t.Rates(fits))
		by := t.ByBody(fits)
		for _, id := range sortedBodies(by) {
			b, err := outBody(ctx, tx, id)
			if err != nil {
				return err
			}
			out.Bodies = append(out.Bodies, bodyRates{b, outRates(a, by[id])})
		}
		return nil
	})
	return out, err
}

func sortedBodies(by map[kheo.UnitID]tally.Rates) []kheo.UnitID {
	var ids []kheo.UnitID
	for id := range by {
		if id != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func outRates(a *web.Ask, r tally.Rates) ratesOut {
	return ratesOut{int64(r.Total), int64(r.Answered), int64(r.Acted), int64(r.Confirmed), int64(r.Helped), int64(r.Lapsed),
		int64(r.Reopened), int64(r.Waiting), r.Sentence("vi"), r.Sentence("en")}
}
