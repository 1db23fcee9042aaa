package law

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// A Change is the office's own value of a rule.
type Change struct {
	Rule      string
	Value     int64
	Unit      string
	From      kheo.Date // the first day it holds
	Source    string    // the office's text that says so
	Confirmed bool      // the one who edits has read that text
}

// Check tells everything to mend in a change.
func (c Change) Check() error {
	var f kheo.Faults
	f.Need(c.Value >= 0 && c.Value <= 3650, "value", "law.fault.value")
	f.Need(c.Unit == WorkingDay || c.Unit == CivilDay, "unit", "law.fault.unit")
	_, err := kheo.ParseDate(string(c.From))
	f.Need(err == nil, "from", "law.fault.from")
	source := strings.TrimSpace(c.Source)
	f.Need(source != "" && utf8.RuneCountInString(source) <= 300, "source", "law.fault.source")
	return f.Err()
}

// Edit lays the office's value over a rule from a day on. Deadlines already
// set keep the day they were given. The ledger keeps a digest of the source,
// since it is typed by hand and might name somebody.
func Edit(ctx context.Context, tx *db.Tx, who kheo.Caller, c Change) error {
	if !Known(c.Rule) {
		return fmt.Errorf("rule %q: %w", c.Rule, kheo.ErrNotFound)
	}
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	if err := c.Check(); err != nil {
		return err
	}
	source := strings.TrimSpace(c.Source)
	_, err := tx.Exec(ctx, `
		insert into law_edit (id, rule, value, unit, from_day, source, confirmed, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		kheo.NewID(who.At), c.Rule, c.Value, c.Unit, string(c.From), source, c.Confirmed, who.At.UnixMicro())
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "law.edited", Subject: c.Rule, Public: true,
		Says: []ledger.Line{
			{Name: "value", Value: strconv.FormatInt(c.Value, 10)},
			{Name: "unit", Value: c.Unit},
			{Name: "from", Value: string(c.From)},
			{Name: "source_sha256", Value: fmt.Sprintf("%x", sha256.Sum256([]byte(source)))},
			{Name: "confirmed", Value: strconv.FormatBool(c.Confirmed)},
		},
	})
	return err
}
