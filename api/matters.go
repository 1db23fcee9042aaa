package api

import (
	"context"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/unit"
)

// A holderOut says who carries a matter out on the day of the question.
type holderOut struct {
	Given   bodyOut  `json:"given_to"`
	Holder  *bodyOut `json:"holder"`  // null while somebody has to choose
	Waiting bool     `json:"waiting"` // the body it was given to ended without an heir
	Ended   *string  `json:"ended_on"`
	Chooser *bodyOut `json:"chooser"`
}

type bodyOut struct {
	ID   kheo.UnitID `json:"id"`
	Name string      `json:"name"`
}

type matterOut struct {
	Code      string       `json:"code"`
	Kind      matter.Kind  `json:"kind"`
	Title     string       `json:"title"`
	Text      string       `json:"text"`
	Product   string       `json:"product"`
	Territory kheo.UnitID  `json:"unit"`
	OwedTo    *bodyOut     `json:"owed_to"` // null: to its author
	Carried   holderOut    `json:"carried_out_by"`
	Due       *string      `json:"due"`
	State     matter.State `json:"state"`
	Answer    *string      `json:"answer"` // explained, document, acted; null: none yet
	Opened    string       `json:"opened_at"`
	Moved     string       `json:"moved_at"`
	URL       string       `json:"url"`
}

// outMatter puts the matter beside who must carry it out on the day.
func outMatter(ctx context.Context, tx *db.Tx, a *web.Ask, m matter.Matter, on kheo.Date) (matterOut, error) {
	s, err := matter.Stand(ctx, tx, m, on)
	if err != nil {
		return matterOut{}, err
	}
	out := matterOut{
		Code: m.Code, Kind: m.Kind, Title: m.Title, Text: m.Text, Product: m.Product, Territory: m.Territory,
		Due: orNull(m.Due), State: m.State, Answer: orNull(m.Answer), Opened: stamp(m.Opened), Moved: stamp(m.Moved),
		URL: a.To("matter.show", m.Code),
	}
	out.Carried.Waiting, out.Carried.Ended = s.Waiting, orNull(s.Ended)
	if out.OwedTo, err = bodyOrNull(ctx, tx, m.OwedTo); err != nil {
		return matterOut{}, err
	}
	if out.Carried.Given, err = outBody(ctx, tx, s.Given); err != nil {
		return matterOut{}, err
	}
	if out.Carried.Holder, err = bodyOrNull(ctx, tx, s.Holder); err != nil || !s.Waiting {
		return out, err
	}
	out.Carried.Holder = nil
	out.Carried.Chooser, err = bodyOrNull(ctx, tx, s.Chooser)
	return out, err
}

func outBody(ctx context.Context, tx *db.Tx, id kheo.UnitID) (bodyOut, error) {
	b, err := unit.FindBody(ctx, tx, id)
	return bodyOut{id, b.Name}, err
}

func bodyOrNull(ctx context.Context, tx *db.Tx, id kheo.UnitID) (*bodyOut, error) {
	if id == "" {
		return nil, nil
	}
	b, err := outBody(ctx, tx, id)
	return &b, err
}

// stamp is an instant, RFC 3339 in UTC.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

type matterAlone struct {
	matterOut
	Moves []moveOut `json:"moves"`
	sampled
}

// A moveOut is one step: never who, never what anybody wrote.
type moveOut struct {
	At     string       `json:"at"`
	From   *string      `json:"from"`
	To     matter.State `json:"to"`
	Body   *bodyOut     `json:"body"` // null: its author, or the time that ran out
	Answer *string      `json:"answer"`
}

func (d door) matter(a *web.Ask) (any, error) {
	q := ask(a)
	if err := q.check(); err != nil {
		return nil, err
	}
	var out matterAlone
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		m, err := matter.Find(ctx, tx, a.PathValue("code"), q.today)
		if err == nil && !m.Public {
			err = kheo.ErrNotFound
		}
		if err != nil {
			return err
		}
		out = matterAlone{Moves: []moveOut{}, sampled: sampled{a.Office.Sample}}
		if out.matterOut, err = outMatter(ctx, tx, a, m, q.today); err != nil {
			return err
		}
		moves, err := matter.Moves(ctx, tx, m.ID, q.today)
		if err != nil {
			return err
		}
		for _, v := range moves {
			b, err := bodyOrNull(ctx, tx, v.Body)
			if err != nil {
				return err
			}
			out.Moves = append(out.Moves, moveOut{stamp(v.At), orNull(v.From), v.To, b, orNull(v.Answer)})
		}
		return nil
	})
	return out, err
}

// matters lists the published ones, by due day, then code.
func (d door) matters(a *web.Ask) (any, error) {
	q := ask(a)
	of, on := q.unit("unit"), q.day("on")
	f := matter.Filter{
		Kind:   matter.Kind(q.choice("kind", string(matter.Concern), string(matter.Commitment), string(matter.Recommendation))),
		Open:   q.choice("open", "true") == "true",
		Public: true,
		On:     q.today,
	}
	after, limit := q.text("cursor"), q.limit(usual)
	if err := q.check(); err != nil {
		return nil, err
	}
	var items []matterOut
	var total int
	next := ""
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if f.Territory, err = d.subtree(ctx, tx, q, of, 0, on); err != nil {
			return err
		}
		all, err := matter.List(ctx, tx, f)
		if err != nil {
			return err
		}
		total = len(all)
		var part []matter.Matter
		part, next = pageOf(all, func(m matter.Matter) string { return m.Code }, after, limit)
		items = make([]matterOut, len(part))
		for i, m := range part {
			if items[i], err = outMatter(ctx, tx, a, m, q.today); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page(a, items, next, int64(total)), nil
}

// pageOf cuts one page out of a whole list: what stands after the thing named
// by the cursor. A cursor of a thing that has gone begins anew.
func pageOf[T any](all []T, code func(T) string, after string, limit int) (part []T, next string) {
	for i := range all {
		if after != "" && code(all[i]) == after {
			all = all[i+1:]
			break
		}
	}
	if len(all) > limit {
		return all[:limit], code(all[limit-1])
	}
	return all, ""
}
