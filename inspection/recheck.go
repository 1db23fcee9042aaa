package inspection

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// SetRecheck sets the day of the re-check (phúc tra).
func SetRecheck(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, day kheo.Date) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(day != "", "day", "inspection.fault.day")
	f.Need(day == "" || day >= who.Today(), "day", "inspection.fault.recheck_past")
	if err := f.Err(); err != nil {
		return err
	}
	if err := i.now(who, "re-check day", Concluded, Remedying, Remedied); err != nil {
		return err
	}
	return put(ctx, tx, who, i, "inspection.recheck_set", says("day", string(day)), `update inspection_inspection set recheck_day = $1, recheck_set = $2 where id = $3`,
		string(day), who.At.UnixMicro(), i.ID)
}

// DoRecheck records what the re-check found: once every recommendation is
// confirmed, or on the day set for it.
func DoRecheck(ctx context.Context, tx *db.Tx, who kheo.Caller, key, words string) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(words != "", "words", "inspection.fault.recheck")
	f.Need(utf8.RuneCountInString(words) <= maxWords, "words", "inspection.fault.long", "n", maxWords)
	if err := f.Err(); err != nil {
		return err
	}
	if err := need(i, "re-check", Concluded, Remedying, Remedied); err != nil {
		return err
	}
	if i.Stage != Remedied && (i.Recheck.Day == "" || i.Recheck.Day > who.Today()) {
		return fmt.Errorf("inspection %s: neither settled nor the day of the re-check: %w", i.Code, kheo.ErrConflict)
	}
	if err := orderly(i, who.At); err != nil {
		return err
	}
	err = tx.Move(ctx, `update inspection_inspection set recheck = $1, rechecked = $2 where id = $3 and rechecked = 0`, words, who.At.UnixMicro(), i.ID)
	if err != nil {
		return fmt.Errorf("inspection %s: re-check: %w", i.Code, err)
	}
	return record(ctx, tx, who, i.Code, "inspection.rechecked", says("still_open", strconv.Itoa(i.Open()))...)
}

// Close closes the file: when all is settled, or after a re-check. What is
// still open stays open, and heads the next plan for the place.
func Close(ctx context.Context, tx *db.Tx, who kheo.Caller, key string) error {
	i, body, err := working(ctx, tx, who, key, MayConclude)
	if err != nil {
		return err
	}
	if len(i.Recommendations) > 0 && (i.Stage == Concluded || i.Stage == Remedying) && i.Recheck.At.IsZero() {
		return need(i, "closed", Remedied)
	}
	return move(ctx, tx, who, &i, Closed, Step{Body: body}, says("still_open", strconv.Itoa(i.Open()))...)
}

// Open counts the recommendations not confirmed.
func (i Inspection) Open() int {
	n := 0
	for _, r := range i.Recommendations {
		if r.State != matter.Confirmed {
			n++
		}
	}
	return n
}

// Done counts those that are.
func (i Inspection) Done() int { return len(i.Recommendations) - i.Open() }
