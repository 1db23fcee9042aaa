package inspection

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"kheo"
	"kheo/indicator"
	"kheo/internal/db"
	"kheo/internal/text"
)

// An Edit is one change of the outline, before it is sent.
type Edit struct {
	Do        string // add_section, rename_section, add_box, rename_box; up, down, remove of either
	ID        string // of the section or box; for add_section the parent, "" at the top; for add_box the section
	Title     string // of a section, or the label of a box
	Indicator string // for add_box, in place of a title
}

const (
	maxTitle = 300
	maxDepth = 3
)

func (e Edit) check() error {
	var f kheo.Faults
	titled := e.Do == "add_section" || e.Do == "rename_section" || e.Do == "rename_box" || e.Do == "add_box" && e.Indicator == ""
	f.Need(!titled || e.Title != "", "title", "inspection.fault.title")
	f.Need(utf8.RuneCountInString(e.Title) <= maxTitle, "title", "inspection.fault.long", "n", maxTitle)
	if e.Indicator != "" {
		_, err := indicator.Find(e.Indicator)
		f.Need(err == nil, "indicator", "inspection.fault.indicator")
	}
	return f.Err()
}

// EditOutline changes the outline's tree while it has not been sent.
func EditOutline(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, e Edit) error {
	i, _, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	if err := e.check(); err != nil {
		return err
	}
	if err := i.now(who, "outline", Planned, PlanIssued); err != nil {
		return err
	}
	if err := edit(ctx, tx, who, i, e); err != nil {
		return fmt.Errorf("inspection %s: outline: %w", i.Code, err)
	}
	return record(ctx, tx, who, i.Code, "inspection.outline_edited", says("change", e.Do)...)
}

func edit(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, e Edit) error {
	if e.Do == "add_section" && e.ID == "" {
		return addSection(ctx, tx, who, i, Section{Depth: -1}, e.Title)
	}
	if s, ok := i.section(e.ID); ok {
		return editSection(ctx, tx, who, i, s, e)
	}
	if b, s, ok := i.Box(e.ID); ok {
		return editBox(ctx, tx, i, b, s, e)
	}
	return fmt.Errorf("section or box %q: %w", e.ID, kheo.ErrNotFound)
}

func editSection(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, s Section, e Edit) error {
	switch e.Do {
	case "add_section":
		return addSection(ctx, tx, who, i, s, e.Title)
	case "add_box":
		_, err := tx.Exec(ctx, `insert into inspection_box (id, inspection, section, ordinal, indicator, label) values ($1, $2, $3, $4, $5, $6)`,
			kheo.NewID(who.At), i.ID, s.ID, len(s.Boxes)+1, e.Indicator, e.Title)
		return err
	case "rename_section":
		_, err := tx.Exec(ctx, `update inspection_section set name = '', title = $1 where id = $2`, e.Title, s.ID)
		return err
	case "remove":
		return removeSection(ctx, tx, i, s.ID)
	case "up", "down":
		var ids []string
		for _, x := range i.Sections {
			if x.Parent == s.Parent {
				ids = append(ids, x.ID)
			}
		}
		return reorder(ctx, tx, `update inspection_section set ordinal = $1 where id = $2`, ids, s.ID, e.Do)
	}
	return fmt.Errorf("change %q of a section: %w", e.Do, kheo.ErrNotFound)
}

func addSection(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, parent Section, title string) error {
	if parent.Depth+1 >= maxDepth {
		return kheo.Faults{{Field: "title", Key: "inspection.fault.deep"}}
	}
	n := 0
	for _, x := range i.Sections {
		if x.Parent == parent.ID {
			n++
		}
	}
	_, err := tx.Exec(ctx, `insert into inspection_section (id, inspection, parent, ordinal, title) values ($1, $2, $3, $4, $5)`,
		kheo.NewID(who.At), i.ID, parent.ID, n+1, title)
	return err
}

// removeSection takes a section out with all below it.
func removeSection(ctx context.Context, tx *db.Tx, i Inspection, id string) error {
	for _, x := range i.Sections {
		if x.Parent == id {
			if err := removeSection(ctx, tx, i, x.ID); err != nil {
				return err
			}
		}
	}
	if _, err := tx.Exec(ctx, `delete from inspection_box where section = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from inspection_section where id = $1`, id)
	return err
}

func editBox(ctx context.Context, tx *db.Tx, i Inspection, b Box, s Section, e Edit) error {
	switch e.Do {
	case "rename_box":
		_, err := tx.Exec(ctx, `update inspection_box set indicator = '', name = '', label = $1 where id = $2`, e.Title, b.ID)
		return err
	case "remove":
		_, err := tx.Exec(ctx, `delete from inspection_box where id = $1`, b.ID)
		return err
	case "up", "down":
		var ids []string
		for _, x := range s.Boxes {
			ids = append(ids, x.ID)
		}
		return reorder(ctx, tx, `update inspection_box set ordinal = $1 where id = $2`, ids, b.ID, e.Do)
	}
	return fmt.Errorf("change %q of a box: %w", e.Do, kheo.ErrNotFound)
}

// reorder moves one id up or down among its siblings and writes their order.
func reorder(ctx context.Context, tx *db.Tx, update string, ids []string, id, do string) error {
	at := slices.Index(ids, id)
	to := at - 1
	if do == "down" {
		to = at + 1
	}
	if to < 0 || to >= len(ids) {
		return nil // already first or last
	}
	ids[at], ids[to] = ids[to], ids[at]
	for n, x := range ids {
		if _, err := tx.Exec(ctx, update, n+1, x); err != nil {
			return err
		}
	}
	return nil
}

// SendOutline sends the outline to the host with its letter; from then on the
// outline stands still.
func SendOutline(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, p Paper) error {
	i, body, err := working(ctx, tx, who, key, MayInspect)
	if err != nil {
		return err
	}
	f := p.faults(who.Today(), true)
	f.Need(len(i.Sections) > 0, "outline", "inspection.fault.outline_empty")
	if err := f.Err(); err != nil {
		return err
	}
	return file(ctx, tx, who, &i, Step{Stage: OutlineSent, Body: body}, OutlinePaper, MayInspect, p, says("sections", strconv.Itoa(len(i.Sections)))...)
}

func (i Inspection) section(id string) (Section, bool) {
	n := slices.IndexFunc(i.Sections, func(s Section) bool { return s.ID == id })
	if n < 0 {
		return Section{}, false
	}
	return i.Sections[n], true
}

// readTree is the sections in reading order, numbered I, II, III.1, III.1.1.
func readTree(ctx context.Context, tx *db.Tx, id string) ([]Section, error) {
	type row struct {
		Section
		ordinal int
	}
	all, err := db.All(ctx, tx, func(r *row) []any {
		return []any{&r.ID, &r.Parent, &r.ordinal, &r.Name, &r.Title, &r.Words}
	}, `select id, parent, ordinal, name, title, words from inspection_section where inspection = $1`, id)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b row) int { return cmp.Or(cmp.Compare(a.ordinal, b.ordinal), cmp.Compare(a.ID, b.ID)) })
	var tree []Section
	var walk func(parent, number string, depth int)
	walk = func(parent, number string, depth int) {
		n := 0
		for _, r := range all {
			if r.Parent != parent {
				continue
			}
			n++
			r.Depth = depth
			r.Number = strconv.Itoa(n)
			if depth == 0 {
				r.Number = text.Roman(n)
			} else {
				r.Number = number + "." + r.Number
			}
			tree = append(tree, r.Section)
			walk(r.ID, r.Number, depth+1)
		}
	}
	walk("", "", 0)
	return tree, nil
}
