package desk

import (
	"context"
	"embed"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/matter"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of the desk.
func Schema() db.Schema { return db.Schema{Name: "desk", Files: files} }

// Limits of what may be kept, in letters and pieces.
const (
	maxName      = 80
	maxWords     = 5000
	maxNote      = 1000
	maxTemplates = 200
	maxViews     = 12
	maxQuery     = 500
)

// typed puts typed text in order; what cannot be read is a fault of the field.
func typed(f *kheo.Faults, field, s string, most int, read func(string) (string, error)) string {
	out, err := read(s)
	f.Need(err == nil, field, "desk.fault.letters")
	f.Need(len([]rune(out)) <= most, field, "desk.fault.long", "n", most)
	return out
}

func line(f *kheo.Faults, field, s string) string { return typed(f, field, s, maxName, text.Line) }

// mine is the bodies in which the caller works on matters.
func mine(who kheo.Caller) []kheo.UnitID {
	var list []kheo.UnitID
	for _, right := range []kheo.Right{matter.MayTake, matter.MaySort, matter.MayLead} {
		for _, id := range who.Units(right) {
			if id != "" && !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	return list
}

// Official tells whether the caller deals with the matter for a body it
// concerns: kheo.ErrNotFound for everybody else, its author too.
func Official(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter) error {
	m.Public, who.Voices = false, nil
	if len(who.Grants) == 0 {
		return fmt.Errorf("matter %q: %w", m.Code, kheo.ErrNotFound)
	}
	return m.May(ctx, tx, who)
}
