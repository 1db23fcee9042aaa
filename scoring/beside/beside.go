// Package beside is how marks are shown wherever they are shown, and the score
// sheets of a body or of a model on the page of what they mark: where each
// stands, what each side gave, which band it reaches, and a button for those who
// may mark it or begin one. Pages never import pages; a model's page and an
// inspection's visit both say this.
package beside

import (
	"context"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
	"kheo/scoring"
)

// Sheets are those of one subject, as its page shows them.
type Sheets struct {
	Of    scoring.Subject
	List  []scoring.Seen
	Begin []scoring.Scheme // by which the visitor may begin one
}

// Read gathers the sheets of a subject that the visitor may see.
func Read(ctx context.Context, tx *db.Tx, who kheo.Caller, of scoring.Subject) (s Sheets, err error) {
	s.Of = of
	if s.List, err = scoring.Of(ctx, tx, who, of.Kind, of.ID); err != nil {
		return s, err
	}
	s.Begin, err = scoring.Begin(ctx, tx, who, of, s.List)
	return s, err
}

// Model is a model as a sheet marks it.
func Model(m model.Model) scoring.Subject {
	return scoring.Subject{Kind: scoring.Model, ID: m.Code, Title: m.Name, Body: m.Body, Collective: m.Collective}
}

// Any tells that there is something to show.
func (s Sheets) Any() bool { return len(s.List)+len(s.Begin) > 0 }

// field names the form's field and its value: a model by its code, a body by its id.
func (s Sheets) field() string { return string(s.Of.Kind) }

// marks are what each side gave in all, and the band.
func marks(v web.View, s scoring.Seen) []web.Fact {
	var list []web.Fact
	for _, side := range scoring.Sides() {
		switch {
		case side != scoring.Settled && !s.Hand.Any(): // others see what counts
			continue
		case side == scoring.Settled && (s.State == scoring.Self || s.State == scoring.Appraisal):
			continue
		}
		list = append(list, web.Fact{Label: v.T("scoring.side." + string(side)), Value: total(v, s, side)})
	}
	if b := s.Count(scoring.Settled).Band; b.Name != "" {
		list = append(list, web.Fact{Label: v.T("beside.band"), Value: Name(v, b.Name, b.NameEN)})
	}
	return list
}

// total is "82,5 trên 100", with what is left of it.
func total(v web.View, s scoring.Seen, side scoring.Side) string {
	r := s.Count(side)
	if r.Left == len(s.Scheme.Leaves()) {
		return v.T("beside.not-yet")
	}
	said := v.T("beside.total", "total", Points(v, r.Total), "of", Points(v, r.Of))
	if r.Left > 0 {
		said += ", " + v.T("beside.left", "n", r.Left)
	}
	return said
}

// next is the criterion the visitor marks next; "" for none.
func next(s scoring.Seen) string {
	if side := s.Now(); side != "" && s.Hand.Marks(side) {
		for _, c := range s.Left(side) {
			return c.ID
		}
	}
	return ""
}

// takes tells a delegation that may go over from the body's own marks to its.
func takes(s scoring.Seen) bool { return s.State == scoring.Self && s.Hand.Appraise }

// Name is what stands in the visitor's language.
func Name(v web.View, vi, en string) string {
	if v.English() && en != "" {
		return en
	}
	return vi
}

// Points are said with the decimal sign of the language.
func Points(v web.View, p scoring.Points) string {
	if v.English() {
		return strings.ReplaceAll(p.String(), ",", ".")
	}
	return p.String()
}

// State is where a sheet stands, in words and sign.
func State(v web.View, s scoring.State) web.Tag {
	shape := web.TagWorking
	if s == scoring.Final || s == scoring.Published {
		shape = web.TagRight
	}
	return web.Tag{Shape: shape, Text: v.T("scoring.state." + string(s))}
}
