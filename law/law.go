package law

import (
	"context"
	"embed"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of the office's edits.
func Schema() db.Schema { return db.Schema{Name: "law", Files: files} }

// MayEdit is the right to lay the office's value over a rule. It is held in the
// office as a whole.
const MayEdit kheo.Right = "law.edit"

// The units a rule counts in.
const (
	WorkingDay = "working_day"
	CivilDay   = "day"
)

// A Rule is one value that a text lays down.
type Rule struct {
	ID        string // "inspection.self_report.before_visit"
	Value     int64
	Unit      string // WorkingDay, CivilDay
	kheo.Span        // the days it holds
	Source    string // the text and its place, in Vietnamese
	Confirmed bool   // somebody read the text, and it binds this office
	Edited    bool   // the office's own value
}

// What is the key in package lang of the sentence that says what the rule is.
func (r Rule) What() string { return "law.rule." + r.ID }

// Find is the rule in force on a day: the office's newest value that holds
// then, else the compiled one.
func Find(ctx context.Context, tx *db.Tx, id string, on kheo.Date) (Rule, error) {
	all, err := All(ctx, tx, on)
	if err != nil {
		return Rule{}, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return Rule{}, fmt.Errorf("rule %s on %s: %w", id, on, kheo.ErrNotFound)
}

// All is every rule in force on a day, in the order of rules.txt.
func All(ctx context.Context, tx *db.Tx, on kheo.Date) ([]Rule, error) {
	edits, err := edited(ctx, tx)
	if err != nil {
		return nil, err
	}
	over := map[string]Rule{}
	for _, e := range edits { // from the earliest day on: a later one lies over it
		if e.Holds(on) {
			over[e.ID] = e
		}
	}
	var all []Rule
	for _, r := range Compiled() {
		if e, ok := over[r.ID]; ok {
			all = append(all, e)
		} else if r.Holds(on) {
			all = append(all, r)
		}
	}
	return all, nil
}

// History is the office's values of a rule, by the day they take effect.
func History(ctx context.Context, tx *db.Tx, id string) ([]Rule, error) {
	edits, err := edited(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []Rule
	for _, e := range edits {
		if e.ID == id {
			all = append(all, e)
		}
	}
	return all, nil
}

func (r *Rule) fields() []any {
	return []any{&r.ID, &r.Value, &r.Unit, &r.From, &r.Source, &r.Confirmed}
}

func edited(ctx context.Context, tx *db.Tx) ([]Rule, error) {
	all, err := db.All(ctx, tx, (*Rule).fields, `
		select rule, value, unit, from_day, source, confirmed from law_edit
		order by from_day, at, id`)
	for i := range all {
		all[i].Edited = true
	}
	return all, err
}
