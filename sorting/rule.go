package sorting

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
)

func (r *Rule) fields() []any {
	return []any{&r.ID, &r.N, &r.Place, &r.Category, &r.Kind, &r.From, &r.To, &r.Target, &r.Note}
}

// rulesOf are the rules of a version, in their order.
func rulesOf(ctx context.Context, tx *db.Tx, version int64) ([]Rule, error) {
	all, err := db.All(ctx, tx, (*Rule).fields, `
		select id, n, place, category, kind, from_day, to_day, target, note
		from sorting_rule where version = $1 order by n, id`, version)
	if err != nil {
		return nil, fmt.Errorf("rules of version %d: %w", version, err)
	}
	return all, nil
}

// AddRule puts a rule into the draft, at place r.N of the order, at the end
// when that is 0. It returns the new rule's id.
func AddRule(ctx context.Context, tx *db.Tx, who kheo.Caller, r Rule) (string, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return "", err
	}
	v, all, err := draftRules(ctx, tx, who)
	if err != nil {
		return "", err
	}
	if r, err = checkRule(ctx, tx, v, r); err != nil {
		return "", err
	}
	r.ID = kheo.NewID(who.At)
	at := len(all)
	if r.N > 0 {
		at = min(r.N-1, len(all))
	}
	if err := insertRule(ctx, tx, v.N, r); err != nil {
		return "", err
	}
	if err := order(ctx, tx, v.N, slices.Insert(all, at, r)); err != nil {
		return "", err
	}
	return r.ID, changed(ctx, tx, who, v, "sorting.rule.added", r.ID, says(r, at+1)...)
}

// ChangeRule changes what a rule of the draft says; its place in the order
// stays.
func ChangeRule(ctx context.Context, tx *db.Tx, who kheo.Caller, r Rule) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, all, err := draftRules(ctx, tx, who)
	if err != nil {
		return err
	}
	i, err := find(all, r.ID)
	if err != nil {
		return err
	}
	if r, err = checkRule(ctx, tx, v, r); err != nil {
		return err
	}
	if err := deleteRule(ctx, tx, v.N, r.ID); err != nil {
		return err
	}
	r.N = all[i].N
	if err := insertRule(ctx, tx, v.N, r); err != nil {
		return err
	}
	return changed(ctx, tx, who, v, "sorting.rule.changed", r.ID, says(r, i+1)...)
}

// MoveRule puts a rule of the draft at another place of the order, 1 the first.
func MoveRule(ctx context.Context, tx *db.Tx, who kheo.Caller, id string, to int) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, all, err := draftRules(ctx, tx, who)
	if err != nil {
		return err
	}
	i, err := find(all, id)
	if err != nil {
		return err
	}
	r := all[i]
	to = max(1, min(to, len(all)))
	if err := order(ctx, tx, v.N, slices.Insert(slices.Delete(all, i, i+1), to-1, r)); err != nil {
		return err
	}
	return changed(ctx, tx, who, v, "sorting.rule.moved", id, "from", strconv.Itoa(i+1), "to", strconv.Itoa(to))
}

// RetireRule takes a rule out of the draft; the versions before keep it.
func RetireRule(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, all, err := draftRules(ctx, tx, who)
	if err != nil {
		return err
	}
	i, err := find(all, id)
	if err != nil {
		return err
	}
	if err := deleteRule(ctx, tx, v.N, id); err != nil {
		return err
	}
	if err := order(ctx, tx, v.N, slices.Delete(all, i, i+1)); err != nil {
		return err
	}
	return changed(ctx, tx, who, v, "sorting.rule.retired", id)
}

func draftRules(ctx context.Context, tx *db.Tx, who kheo.Caller) (Version, []Rule, error) {
	v, err := open(ctx, tx, who)
	if err != nil {
		return Version{}, nil, err
	}
	all, err := rulesOf(ctx, tx, v.N)
	return v, all, err
}

func find(all []Rule, id string) (int, error) {
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("rule %s: %w", id, kheo.ErrNotFound)
	}
	return i, nil
}

// checkRule tells everything to mend in a rule of a version.
func checkRule(ctx context.Context, tx *db.Tx, v Version, r Rule) (Rule, error) {
	tree, err := categoriesOf(ctx, tx, v.N)
	if err != nil {
		return Rule{}, err
	}
	note, err := text.Line(r.Note)
	var f kheo.Faults
	f.Need(err == nil && note != "" && utf8.RuneCountInString(note) <= 300, "note", "sorting.fault.note")
	f.Need(r.Category == "" || slices.ContainsFunc(tree, func(c Category) bool { return c.ID == r.Category }), "category", "sorting.fault.category")
	f.Need(slices.Contains(kinds, r.Kind), "kind", "sorting.fault.kind")
	f.Need(r.Target.Check() == nil, "target", "sorting.fault.target")
	for _, d := range []struct {
		day   kheo.Date
		field string
	}{{r.From, "from"}, {r.To, "to"}} {
		_, err := kheo.ParseDate(string(d.day))
		f.Need(d.day == "" || err == nil, d.field, "sorting.fault.day")
	}
	f.Need(r.From == "" || r.To == "" || r.From <= r.To, "to", "sorting.fault.span")
	r.Note = note
	return r, f.Err()
}

// kinds are the kinds of matter that are routed; "" is any.
var kinds = []string{"", "concern", "commitment", "recommendation"}

func insertRule(ctx context.Context, tx *db.Tx, version int64, r Rule) error {
	_, err := tx.Exec(ctx, `
		insert into sorting_rule (version, id, n, place, category, kind, from_day, to_day, target, note)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		version, r.ID, r.N, string(r.Place), r.Category, r.Kind, string(r.From), string(r.To), string(r.Target), r.Note)
	return err
}

func deleteRule(ctx context.Context, tx *db.Tx, version int64, id string) error {
	return tx.Move(ctx, `delete from sorting_rule where version = $1 and id = $2`, version, id)
}

// order numbers the rules of a draft as they stand in the list.
func order(ctx context.Context, tx *db.Tx, version int64, all []Rule) error {
	for i, r := range all {
		if r.N == i+1 {
			continue
		}
		if err := tx.Move(ctx, `update sorting_rule set n = $1 where version = $2 and id = $3`, i+1, version, r.ID); err != nil {
			return fmt.Errorf("order of rules: %w", err)
		}
	}
	return nil
}

// says is what the ledger keeps of a rule. The note is typed by hand and might
// name somebody: the ledger keeps its digest.
func says(r Rule, n int) []string {
	return []string{
		"n", strconv.Itoa(n), "place", cmp.Or(string(r.Place), "*"), "category", cmp.Or(r.Category, "*"), "kind", cmp.Or(r.Kind, "*"),
		"from", string(r.From), "to", string(r.To), "target", strings.TrimSpace(string(r.Target)),
		"note_sha256", fmt.Sprintf("%x", sha256.Sum256([]byte(r.Note))),
	}
}
