package scoringweb

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/scoring"
	"kheo/scoring/beside"
)

// A markPage marks one criterion; what was saved leads to the next.
type markPage struct {
	sheetPage
	Criterion scoring.Criterion
	In        input
}

type input struct{ Num, Den, Given, Note, Why, Label, Href string }

func entry(w http.ResponseWriter, a *web.Ask) error { return entryAgain(w, a, nil, nil) }

func entryAgain(w http.ResponseWriter, a *web.Ask, in *input, faults kheo.Faults) error {
	p := markPage{}
	p.Faults = faults
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		p.Sheet, p.Hand, err = scoring.See(ctx, tx, a.Who, a.PathValue("code"))
		return err
	})
	if err != nil {
		return err
	}
	c, ok := p.Scheme.Criterion(a.PathValue("id"))
	if !ok || c.Kind == scoring.Group || p.now() == "" {
		return fmt.Errorf("mark %s of %s: %w", a.PathValue("id"), p.Code, kheo.ErrNotFound)
	}
	p.Criterion = c
	if m, marked := p.Last(c.ID, p.now()); marked && in == nil {
		p.In = input{Num: strconv.FormatInt(m.Num, 10), Den: strconv.FormatInt(m.Den, 10), Given: m.Points.String(), Note: m.Note}
	}
	if in != nil {
		p.In = *in
	}
	return a.ShowStatus(w, status(faults), p.page(a.View))
}

func readInput(a *web.Ask) input {
	return input{a.PostFormValue("num"), a.PostFormValue("den"), a.PostFormValue("given"), a.PostFormValue("note"),
		a.PostFormValue("why"), a.PostFormValue("label"), a.PostFormValue("href")}
}

func give(w http.ResponseWriter, a *web.Ask) error {
	in, code, id := readInput(a), a.PathValue("code"), a.PathValue("id")
	var s scoring.Sheet
	faults, err := do(a, func(ctx context.Context, tx *db.Tx) error {
		if err := scoring.Give(ctx, tx, a.Who, code, id, in.answer(), in.Why); err != nil {
			return err
		}
		var err error
		s, _, err = scoring.See(ctx, tx, a.Who, code)
		return err
	})
	if err != nil {
		return err
	}
	if faults != nil {
		return entryAgain(w, a, &in, faults)
	}
	for _, c := range s.Left(s.Now()) {
		return a.Go(w, a.To("scoring.mark", code, c.ID))
	}
	return a.Go(w, a.To("scoring.sheet", code))
}

// answer reads what was typed; what is no number is −1, which the rule refuses.
func (in input) answer() scoring.Answer {
	number := func(s string) int64 {
		if s == "" {
			return 0
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return -1
		}
		return n
	}
	given, ok := scoring.ParsePoints(in.Given)
	if !ok && in.Given != "" {
		given = -1
	}
	return scoring.Answer{Num: number(in.Num), Den: number(in.Den), Given: given, Note: in.Note}
}

func (p markPage) page(v web.View) web.Page {
	return web.Page{Title: beside.Name(v, p.Criterion.Name, p.Criterion.NameEN), Private: true, Body: p.body(v), Crumbs: []web.Crumb{
		{Name: v.T("scoringweb.sheets"), Href: v.To("scoring.sheets")}, {Name: p.Code, Href: v.To("scoring.sheet", p.Code)}, {Name: p.where(v)}}}
}

// where is "Tiêu chí 3/8".
func (p markPage) where(v web.View) string {
	all := p.Scheme.Leaves()
	for i, c := range all {
		if c.ID == p.Criterion.ID {
			return v.T("scoringweb.nth", "n", i+1, "of", len(all))
		}
	}
	return ""
}

// beside are the criteria before and after; "" at an end.
func (p markPage) beside() (before, next string) {
	all := p.Scheme.Leaves()
	for i, c := range all {
		if c.ID != p.Criterion.ID {
			continue
		}
		if i > 0 {
			before = all[i-1].ID
		}
		if i+1 < len(all) {
			next = all[i+1].ID
		}
	}
	return before, next
}

// standing says what each side gave so far.
func (p markPage) standing(v web.View) []string {
	var list []string
	for _, side := range scoring.Sides() {
		if m, ok := p.Last(p.Criterion.ID, side); ok {
			list = append(list, v.T("scoringweb.stands", "side", v.T("scoring.side."+string(side)), "points", beside.Points(v, m.Points), "note", m.Note))
		}
	}
	return list
}

// changes tells that something stands already, so that a reason is asked.
func (p markPage) changes() bool {
	_, own := p.Last(p.Criterion.ID, p.now())
	_, appraised := p.Last(p.Criterion.ID, scoring.Appraised)
	return own || p.now() == scoring.Settled && appraised
}

func (p markPage) field(v web.View, field, value string) web.Field {
	return web.FieldFor(v, p.Faults, field, "scoringweb.field."+field, value)
}

// counted is a small whole number typed with the keys of a telephone.
func (p markPage) counted(v web.View, field, value string) web.Field {
	f := p.field(v, field, value)
	f.Small, f.Type = true, "number"
	return f
}

// given is the points judged: a number with at most two decimals.
func (p markPage) given(v web.View) web.Field {
	f := p.field(v, "given", p.In.Given).With(v.T("scoringweb.field.given.help", "max", beside.Points(v, p.Criterion.Max)))
	f.Small, f.Keys = true, "decimal"
	return f
}

// times asks how many deductions there are.
func (p markPage) times(v web.View) web.Field {
	f := p.counted(v, "num", p.In.Num)
	f.Label = v.T("scoringweb.field.times")
	return f
}
