package sorting

import (
	_ "embed" // the three lists
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed categories.txt
var categoriesText string

//go:embed asks.txt
var asksText string

//go:embed reasons.txt
var reasonsText string

// compiled is the tree as it came with this version, branches before leaves.
var compiled = sync.OnceValue(func() []Category {
	all, err := parseCategories(categoriesText)
	if err == nil {
		err = parseAsks(asksText, all)
	}
	if err != nil {
		panic(err) // a test reads the same text
	}
	return all
})

var compiledReasons = sync.OnceValue(func() []Reason {
	all, err := parseReasons(reasonsText)
	if err != nil {
		panic(err)
	}
	return all
})

// Compiled is the tree as it came with this version.
func Compiled() []Category { return slices.Clone(compiled()) }

// rows splits a flat list into its rows of n fields.
func rows(name, text string, n int) ([][]string, error) {
	var all [][]string
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		for j := range f {
			f[j] = strings.TrimSpace(f[j])
		}
		if len(f) != n || slices.Contains(f[:1], "") {
			return nil, fmt.Errorf("sorting/%s line %d: %d fields are expected, the first not empty", name, i+1, n)
		}
		all = append(all, f)
	}
	return all, nil
}

func parseCategories(text string) ([]Category, error) {
	list, err := rows("categories.txt", text, 7)
	if err != nil {
		return nil, err
	}
	var all []Category
	seen := map[string]Category{}
	for _, f := range list {
		c := Category{ID: f[0], Parent: f[1], Name: f[2], NameEN: f[3], Lead: Target(f[4]), Rule: f[5]}
		top, ok := seen[c.Parent]
		switch {
		case c.Parent != "" && !ok:
			return nil, fmt.Errorf("sorting: category %s stands before its branch %s", c.ID, c.Parent)
		case seen[c.ID].ID != "":
			return nil, fmt.Errorf("sorting: category %s stands twice", c.ID)
		case c.Lead == "":
			c.Lead = top.Lead
		}
		for w := range strings.SplitSeq(f[6], ",") {
			if w = strings.TrimSpace(w); w != "" {
				c.Words = append(c.Words, w)
			}
		}
		seen[c.ID] = c
		all = append(all, c)
	}
	return all, nil
}

// parseAsks gives each category what it asks beside what and where, what it must
// never ask, and what it says first; a branch's go to its leaves.
func parseAsks(text string, all []Category) error {
	list, err := rows("asks.txt", text, 5)
	if err != nil {
		return err
	}
	for _, f := range list {
		if f[0] != "*" && !slices.ContainsFunc(all, func(c Category) bool { return c.ID == f[0] }) {
			return fmt.Errorf("sorting: asks.txt speaks of a category %s, which is none", f[0])
		}
		for i := range all {
			if f[0] != "*" && f[0] != all[i].ID && f[0] != all[i].Parent {
				continue
			}
			q := Question{ID: f[2], Text: f[3], TextEN: f[4]}
			switch f[1] {
			case "ask":
				all[i].Questions = append(all[i].Questions, q)
			case "never":
				all[i].Never = append(all[i].Never, q)
			case "guide":
				all[i].Guide = q
			default:
				return fmt.Errorf("sorting: asks.txt: %q of %s is neither ask, never nor guide", f[1], f[0])
			}
		}
	}
	return nil
}

func parseReasons(text string) ([]Reason, error) {
	list, err := rows("reasons.txt", text, 6)
	var all []Reason
	for _, f := range list {
		all = append(all, Reason{ID: f[0], Text: f[1], TextEN: f[2], Go: f[3], GoEN: f[4], Note: f[5] == "note"})
	}
	return all, err
}
