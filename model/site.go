package model

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/unit"
)

// AddSite records one more point where a running model is applied. It stays
// one model; once recognised, the first point elsewhere replicates it.
func AddSite(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, code string, s Site) (Model, error) {
	m, body, err := mine(ctx, tx, who, MayRegister, code)
	if err != nil {
		return Model{}, err
	}
	if !m.State.Lives() {
		return Model{}, check(m.State, Replicated)
	}
	if s.Place, err = text.Line(s.Place); err != nil {
		return Model{}, kheo.Faults{{Field: "place", Key: "model.fault.text"}}
	}
	if s.From, err = m.siteDay(who, s.From); err != nil {
		return Model{}, err
	}
	if err := s.check(book); err != nil {
		return Model{}, err
	}
	if err := insertSite(ctx, tx, who, m, s); err != nil {
		return Model{}, fmt.Errorf("model %s: add a site: %w", code, err)
	}
	m.Sites++
	if m.State != Recognised || !m.elsewhere(s) {
		return m, tell(ctx, tx, who, "model.site", m, Move{Day: s.From, From: m.State, To: m.State, Body: body})
	}
	if err := m.set(ctx, tx, Replicated, s.From); err != nil {
		return Model{}, fmt.Errorf("model %s to %s: %w", code, Replicated, err)
	}
	return m, record(ctx, tx, who, m, Move{Day: s.From, From: Recognised, To: Replicated, Body: body, Note: s.Place})
}

// siteDay: a point opened before the model was recognised may be entered late,
// but never before the model ran; one that replicates follows the last event.
func (m Model) siteDay(who kheo.Caller, day kheo.Date) (kheo.Date, error) {
	if m.State == Recognised || day == "" {
		return m.day(who, day)
	}
	if day > who.Today() {
		return "", kheo.Faults{{Field: "day", Key: "model.fault.future"}}
	}
	if day < m.Began {
		return "", fmt.Errorf("model %s: %s lies before it ran, on %s: %w", m.Code, day, m.Began, kheo.ErrConflict)
	}
	return day, nil
}

// elsewhere: another territory; for a hamlet's model, another hamlet.
func (m Model) elsewhere(s Site) bool {
	return s.Unit != m.Unit || m.Level == Hamlet
}

func (s Site) check(book *unit.Book) error {
	var f kheo.Faults
	f.Need(utf8.RuneCountInString(s.Place) <= maxName, "place", "model.fault.long", "n", maxName)
	_, err := book.Unit(s.Unit, s.From)
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return err
	}
	f.Need(err == nil, "unit", "model.fault.unit")
	return f.Err()
}

func insertSite(ctx context.Context, tx *db.Tx, who kheo.Caller, m Model, s Site) error {
	n, err := db.One(ctx, tx, db.Value[int64], `
		select count(*) from model_site where model = $1 and unit = $2 and place = $3 and until = ''`,
		m.ID, string(s.Unit), s.Place)
	if err != nil {
		return err
	}
	if n > 0 {
		return kheo.Faults{{Field: "place", Key: "model.fault.same_site"}}
	}
	_, err = tx.Exec(ctx, `insert into model_site (id, model, unit, place, since) values ($1, $2, $3, $4, $5)`,
		kheo.NewID(who.At), m.ID, string(s.Unit), s.Place, string(s.From))
	return err
}
