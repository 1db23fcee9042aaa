package law

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kheo"
)

//go:embed rules.txt
var text string

// compiled is read once; a test keeps rules.txt readable.
var compiled = sync.OnceValues(func() ([]Rule, error) { return parse(text) })

// Compiled is the rules as they came with this version, without the office's
// edits.
func Compiled() []Rule {
	all, err := compiled()
	if err != nil {
		panic(err) // rules.txt is part of the program
	}
	return slices.Clone(all)
}

// Known tells whether there is a rule of that id.
func Known(id string) bool {
	return slices.ContainsFunc(Compiled(), func(r Rule) bool { return r.ID == id })
}

func parse(text string) ([]Rule, error) {
	var all []Rule
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r, err := parseRule(line)
		if err != nil {
			return nil, fmt.Errorf("rules.txt line %d: %w", n, err)
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("rules.txt line %d: rule %s stands twice", n, r.ID)
		}
		seen[r.ID] = true
		all = append(all, r)
	}
	return all, nil
}

func parseRule(line string) (Rule, error) {
	col := strings.Split(line, "|")
	if len(col) != 7 {
		return Rule{}, fmt.Errorf("%d columns, want 7", len(col))
	}
	for i := range col {
		col[i] = strings.TrimSpace(col[i])
	}
	value, err := strconv.ParseInt(col[1], 10, 64)
	if err != nil {
		return Rule{}, fmt.Errorf("value %q is no whole number", col[1])
	}
	r := Rule{
		ID: col[0], Value: value, Unit: col[2],
		Span:   kheo.Span{From: kheo.Date(col[3]), To: kheo.Date(col[4])},
		Source: col[5], Confirmed: col[6] == "yes",
	}
	if strings.Count(r.ID, ".") != 2 {
		return Rule{}, fmt.Errorf("id %q is not of the form capability.thing.rule", r.ID)
	}
	if r.Unit != WorkingDay && r.Unit != CivilDay {
		return Rule{}, fmt.Errorf("unit %q", r.Unit)
	}
	if r.Source == "" || (col[6] != "yes" && col[6] != "no") {
		return Rule{}, fmt.Errorf("rule %s needs a source, and yes or no", r.ID)
	}
	for _, d := range []kheo.Date{r.From, r.To} {
		if _, err := kheo.ParseDate(string(d)); d != "" && err != nil {
			return Rule{}, err
		}
	}
	return r, nil
}
