package sorting

import (
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
	"kheo/law"
)

// An own is a row of the office's: a category of its own, or its change of a
// compiled one.
type own struct {
	Category
	lines, asks string
}

func (o *own) fields() []any {
	return []any{&o.ID, &o.Parent, &o.Name, &o.NameEN, &o.lines, &o.Lead, &o.Rule, &o.Retired, &o.asks}
}

// categoriesOf is the tree of a version: the compiled one with the office's
// rows over it, its own ones at the end of their branch.
func categoriesOf(ctx context.Context, tx *db.Tx, version int64) ([]Category, error) {
	rows, err := db.All(ctx, tx, (*own).fields, `
		select id, parent, name, name_en, words, lead, rule, retired, asks
		from sorting_category where version = $1 order by added, id`, version)
	if err != nil {
		return nil, fmt.Errorf("categories of version %d: %w", version, err)
	}
	all := Compiled()
	for _, o := range rows {
		o.Words = strings.FieldsFunc(o.lines, func(r rune) bool { return r == '\n' })
		all = lay(all, o)
	}
	return all, nil
}

// lay puts a category over the one of its id, or in at the end of its branch,
// where it takes what the branch must never ask.
func lay(all []Category, o own) []Category {
	c := o.Category
	c.readAsks(o.asks)
	if i := slices.IndexFunc(all, func(x Category) bool { return x.ID == c.ID }); i >= 0 {
		if o.asks == "" {
			c.Questions, c.Never, c.Guide = all[i].Questions, all[i].Never, all[i].Guide
		}
		all[i] = c
		return all
	}
	at := len(all)
	for i, x := range all {
		if c.Parent != "" && (x.ID == c.Parent || x.Parent == c.Parent) {
			at = i + 1
		}
	}
	return slices.Insert(all, at, c)
}

// AddCategory puts a category of the office's own into the draft and returns
// its id, which is made of its name.
func AddCategory(ctx context.Context, tx *db.Tx, who kheo.Caller, c Category) (string, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return "", err
	}
	v, tree, err := draftTree(ctx, tx, who)
	if err != nil {
		return "", err
	}
	c.ID = strings.Join(text.Words(text.Fold(c.Name)), "-")
	if c, err = checkCategory(tree, c, nil); err != nil {
		return "", err
	}
	if slices.ContainsFunc(tree, func(x Category) bool { return x.ID == c.ID }) {
		return "", kheo.Faults{{Field: "name", Key: "sorting.fault.taken"}}
	}
	if err := putCategory(ctx, tx, v, c); err != nil {
		return "", err
	}
	return c.ID, changed(ctx, tx, who, v, "sorting.category.added", c.ID, told(c)...)
}

// ChangeCategory changes a category of the draft: names, words, lead, rule of
// law, what it asks, what the office adds to what is never asked, what it says
// first. Its branch stays, and so does what must never be asked anywhere.
// Concerns filed before keep what they were asked.
func ChangeCategory(ctx context.Context, tx *db.Tx, who kheo.Caller, c Category) error {
	return alter(ctx, tx, who, c.ID, "sorting.category.changed", func(tree []Category, old Category) (Category, error) {
		c.Parent, c.Retired = old.Parent, old.Retired
		return checkCategory(tree, c, old.Questions)
	})
}

// RetireCategory takes a category out of what people may choose, or back in.
// What stands under it keeps it. A branch with leaves in use stays, and so does
// the one for everything else.
func RetireCategory(ctx context.Context, tx *db.Tx, who kheo.Caller, id string, retired bool) error {
	kind := "sorting.category.retired"
	if !retired {
		kind = "sorting.category.returned"
	}
	return alter(ctx, tx, who, id, kind, func(tree []Category, c Category) (Category, error) {
		leaf := func(x Category) bool { return x.Parent == id && !x.Retired }
		if retired && (id == Other || slices.ContainsFunc(tree, leaf)) {
			return c, kheo.Faults{{Field: "retired", Key: "sorting.fault.needed"}}
		}
		c.Retired = retired
		return c, nil
	})
}

// Other is the category of what fits no other; it cannot be retired.
const Other = "other"

// alter writes what f makes of a category of the draft.
func alter(ctx context.Context, tx *db.Tx, who kheo.Caller, id, kind string, f func(tree []Category, old Category) (Category, error)) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, tree, err := draftTree(ctx, tx, who)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(tree, func(x Category) bool { return x.ID == id })
	if i < 0 {
		return fmt.Errorf("category %s: %w", id, kheo.ErrNotFound)
	}
	c, err := f(tree, tree[i])
	if err != nil {
		return err
	}
	if err := putCategory(ctx, tx, v, c); err != nil {
		return err
	}
	return changed(ctx, tx, who, v, kind, id, told(c)...)
}

func draftTree(ctx context.Context, tx *db.Tx, who kheo.Caller) (Version, []Category, error) {
	v, err := open(ctx, tx, who)
	if err != nil {
		return Version{}, nil, err
	}
	tree, err := categoriesOf(ctx, tx, v.N)
	return v, tree, err
}

// checkCategory tells everything to mend in a category; asked is what it asked
// until now.
func checkCategory(tree []Category, c Category, asked []Question) (Category, error) {
	var f kheo.Faults
	name := func(s, field string) string {
		s, err := text.Line(s)
		f.Need(err == nil && s != "" && utf8.RuneCountInString(s) <= 60, field, "sorting.fault.name")
		return s
	}
	c.Name, c.NameEN = name(c.Name, "name"), name(c.NameEN, "name_en")
	top := func(x Category) bool { return x.ID == c.Parent && x.Parent == "" }
	f.Need(c.Parent == "" || slices.ContainsFunc(tree, top), "parent", "sorting.fault.parent")
	f.Need(c.Lead.Check() == nil, "lead", "sorting.fault.target")
	f.Need(slices.Contains(DueRules(), c.Rule) && law.Known(c.Rule), "rule", "sorting.fault.rule")
	var words []string
	for _, w := range c.Words {
		w, err := text.Line(w)
		if w == "" {
			continue
		}
		n := len(read(Said(w)))
		f.Need(err == nil && n > 0 && n <= longest, "words", "sorting.fault.words", "n", longest)
		words = append(words, w)
	}
	f.Need(len(words) <= 400, "words", "sorting.fault.words", "n", longest)
	c.Words = words
	checkAsks(&f, &c, asked)
	return c, f.Err()
}

func putCategory(ctx context.Context, tx *db.Tx, v Version, c Category) error {
	_, err := tx.Exec(ctx, `
		insert into sorting_category (version, id, parent, name, name_en, words, lead, rule, retired, added, asks)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (version, id) do update set parent = excluded.parent, name = excluded.name, name_en = excluded.name_en,
			words = excluded.words, lead = excluded.lead, rule = excluded.rule, retired = excluded.retired,
			asks = excluded.asks`,
		v.N, c.ID, c.Parent, c.Name, c.NameEN, strings.Join(c.Words, "\n"), string(c.Lead), c.Rule, c.Retired, v.Edits, c.formatAsks())
	return err
}

// told is what the ledger keeps of a category.
func told(c Category) []string {
	return []string{
		"parent", c.Parent, "name", c.Name, "lead", string(c.Lead), "rule", c.Rule, "retired", strconv.FormatBool(c.Retired),
		"questions", strconv.Itoa(len(c.Questions)), "asks_sha256", fmt.Sprintf("%x", sha256.Sum256([]byte(c.formatAsks()))),
		"words_sha256", fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(c.Words, "\n")))),
	}
}
