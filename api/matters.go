package api

import (
	"context"
	"errors"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
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
	Category  *string      `json:"category"` // of a concern
	Hamlet    *string      `json:"hamlet"`
	Lat       *float64     `json:"lat"`
	Lon       *float64     `json:"lon"`
	SpeakBy   *string      `json:"speak_by"` // last day for those it is owed to to speak
	Paused    bool         `json:"paused"`   // the clock stands still
	Offered   *bodyOut     `json:"offered_to"`
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
		Category: orNull(m.Category), Hamlet: orNull(m.Hamlet), SpeakBy: orNull(m.SpeakBy), Paused: m.Paused != "",
		URL: a.To("matter.show", m.Code),
	}
	if m.Kind == matter.Concern {
		out.URL = a.To("concern.show", m.Code)
	}
	if m.Spot {
		out.Lat, out.Lon = &m.Lat, &m.Lon
	}
	if out.Offered, err = bodyOrNull(ctx, tx, m.Offered); err != nil {
		return matterOut{}, err
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
	loopOut
	Moves []moveOut `json:"moves"`
	sampled
}

// A moveOut is one step: never who, and of what anybody wrote the answer alone,
// which is for everybody.
type moveOut struct {
	At     string       `json:"at"`
	From   *string      `json:"from"`
	To     matter.State `json:"to"`
	Body   *bodyOut     `json:"body"`   // null: its author, or the time that ran out
	Holder *bodyOut     `json:"holder"` // who holds it after the step
	Reason *string      `json:"reason"` // from the list its step has
	Answer *string      `json:"answer"`
	Text   *string      `json:"text"`
	TextEN *string      `json:"text_en"`
}

func outMove(ctx context.Context, tx *db.Tx, m matter.Move) (moveOut, error) {
	out := moveOut{At: stamp(m.At), From: orNull(m.From), To: m.To, Reason: orNull(m.Reason), Answer: orNull(m.Answer)}
	if m.To == matter.Answered {
		out.Text, out.TextEN = orNull(m.Note), orNull(m.TextEN)
	}
	var err error
	if out.Body, err = bodyOrNull(ctx, tx, m.Body); err != nil {
		return out, err
	}
	out.Holder, err = bodyOrNull(ctx, tx, m.Holder)
	return out, err
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
		if out.loopOut, err = outLoop(ctx, tx, m); err != nil {
			return err
		}
		moves, err := matter.Moves(ctx, tx, m.ID, q.today)
		if err != nil {
			return err
		}
		for _, v := range moves {
			one, err := outMove(ctx, tx, v)
			if err != nil {
				return err
			}
			out.Moves = append(out.Moves, one)
		}
		return nil
	})
	return out, err
}

// matters lists the published ones: the open ones by due day, then code, all of
// them newest first, or those that hold the words, best first.
func (d door) matters(a *web.Ask) (any, error) {
	q := ask(a)
	of, on := q.unit("unit"), q.day("on")
	f := matter.Filter{
		Kind:   matter.Kind(q.choice("kind", string(matter.Concern), string(matter.Commitment), string(matter.Recommendation))),
		Open:   q.choice("open", "true") == "true",
		Public: true,
	}
	category, state := q.text("category"), q.choice("state", states()...)
	if state != "" {
		f.States = []matter.State{matter.State(state)}
	}
	words := q.text("q")
	after, limit := q.text("cursor"), q.limit(usual)
	if narrowed := of != "" || on != "" || category != "" || state != "" || f.Open || f.Kind != ""; words != "" && narrowed {
		q.need("q", "stands alone with cursor and limit")
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	if words != "" {
		return d.found(a, q, words, after, limit)
	}
	items, next := []matterOut{}, ""
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if f.Territory, err = d.subtree(ctx, tx, q, of, 0, on); err != nil {
			return err
		}
		if f.Category, err = d.below(ctx, tx, a, q, category); err != nil {
			return err
		}
		f.Newest, f.After, f.Limit = !f.Open, after, limit+1 // one more tells whether there is a next page
		all, err := matter.List(ctx, tx, f)
		if err != nil {
			return err
		}
		if len(all) > limit {
			all = all[:limit]
			next = all[limit-1].Code
		}
		for _, m := range all {
			one, err := outMatter(ctx, tx, a, m, q.today)
			if err != nil {
				return err
			}
			items = append(items, one)
		}
		return nil
	})
	return more(a, items, next), err
}

func states() []string {
	var all []string
	for _, s := range matter.States() {
		all = append(all, string(s))
	}
	return all
}

// more is a page of a list that is too long to be counted for every caller.
func more(a *web.Ask, items any, next string) list {
	l := page(a, items, next, 0)
	l.Total = nil
	return l
}

// A foundOut is a matter whose published words or answer hold what was asked
// for: pieces of its text, those that were meant marked.
type foundOut struct {
	matterOut
	Found string     `json:"found_in"` // matter, concern, answer
	Exact bool       `json:"exact"`    // with the tones that were typed
	Piece []pieceOut `json:"snippet"`
}

type pieceOut struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// found are the published matters that hold the words. What may not be seen is
// neither returned nor counted.
func (d door) found(a *web.Ask, q *query, words, after string, limit int) (any, error) {
	items, next := []foundOut{}, ""
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := search.Look(ctx, tx, search.Query{Words: words, Kinds: []string{"matter", "concern", "answer"},
			Scopes: []string{search.Public}, Limit: min(limit, usual), After: after})
		if err != nil {
			return err
		}
		for _, h := range f.Hits {
			m, err := matter.Find(ctx, tx, h.ID, q.today)
			if errors.Is(err, kheo.ErrNotFound) || err == nil && !m.Public {
				continue // as of the day asked for it was not there yet
			}
			if err != nil {
				return err
			}
			one := foundOut{Found: h.Kind, Exact: h.Exact, Piece: []pieceOut{}}
			for _, p := range h.Body {
				one.Piece = append(one.Piece, pieceOut(p))
			}
			if one.matterOut, err = outMatter(ctx, tx, a, m, q.today); err != nil {
				return err
			}
			items = append(items, one)
		}
		if f.More {
			next = f.Hits[len(f.Hits)-1].Cursor
		}
		return nil
	})
	return more(a, items, next), err
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
