package main

import (
	"fmt"
	"slices"
	"strings"
)

// reform ends what ended on 2025-06-30 and begins what began the day after. A
// commune or province that the mapping calls unchanged or renamed stays the
// same unit; everything else is new, even where it took an old code.
func (g *graph) reform(after, mapping []row) error {
	stays := map[at]*unit{}
	for _, m := range mapping {
		if (m["kind"] == "unchanged" || m["kind"] == "rename") && m["level"] != "district" {
			stays[at{m["level"], m["new_code"]}] = g.old[at{m["level"], m["old_code"]}]
		}
	}
	for _, r := range after {
		if err := wellNamed(r); err != nil {
			return err
		}
		key := at{r["level"], r["code"]}
		u := stays[key]
		if u == nil {
			u = g.add(&unit{level: key.level, code: key.code, since: reformDay})
		}
		g.new[key] = u
		s := state{from: reformDay, name: r["name_vi"], parent: r["parent_code"], lat: r["lat"], lon: r["lon"], people: r["population"]}
		if key.level == "commune" {
			s.parentLevel = "province"
		}
		if n := len(u.states); n > 0 && key.level == "province" && sameName(u.states[n-1].name, s.name) {
			u.states[n-1].to = "" // nothing of it changed
			continue
		}
		u.states = append(u.states, s)
	}
	return g.join(mapping)
}

func (g *graph) join(mapping []row) error {
	for _, m := range mapping {
		if m["kind"] == "abolish" {
			continue
		}
		level := m["level"]
		if level == "district" {
			level = "commune" // an island district that became a special zone
		}
		from, to := g.old[at{m["level"], m["old_code"]}], g.new[at{level, m["new_code"]}]
		if from == nil || to == nil {
			return fmt.Errorf("mapping %v: an end is not listed", m)
		}
		if !sameName(from.states[len(from.states)-1].name, m["old_name"]) && from != to {
			return fmt.Errorf("mapping %v: the list calls it %q", m, from.states[len(from.states)-1].name)
		}
		from.links = append(from.links, link{to, m["kind"], m["share"], m["text_share"], m["effective_date"], m["source"]})
	}
	return nil
}

// later is what changed after the reform: names and types of 2026-04-30, where
// more changed than the place of a tone mark.
func (g *graph) later(after, events []row) error {
	basis := map[at]row{}
	for _, e := range events {
		if e["effective_date"] > reformDay {
			basis[at{e["level"], e["code"]}] = e
		}
	}
	for _, r := range after {
		if sameName(r["name_vi"], r["name_vi_2026"]) && r["type"] == r["type_2026"] {
			continue
		}
		key := at{r["level"], r["code"]}
		e, ok := basis[key]
		if !ok || e["effective_date"] != laterDay || !sameName(e["new"], r["name_vi_2026"]) {
			return fmt.Errorf("%v is %q in 2026, which no event says", key, r["name_vi_2026"])
		}
		u := g.new[key]
		last := &u.states[len(u.states)-1]
		next := *last
		last.to, next.from, next.name = dayBefore(laterDay), laterDay, r["name_vi_2026"]
		u.states = append(u.states, next)
		u.changes = append(u.changes, link{kind: e["event"], on: laterDay, basis: e["resolution_as_listed"]})
		delete(basis, key)
	}
	if len(basis) > 0 {
		return fmt.Errorf("events after the reform that no list shows: %v", basis)
	}
	return nil
}

// abolish derives what a district became from what its communes became.
func (g *graph) abolish(mapping []row) {
	heirs := map[string][]*unit{}
	for key, u := range g.old {
		if key.level != "commune" {
			continue
		}
		district := u.parentOn(lastDay)
		for _, l := range u.links {
			if !slices.Contains(heirs[district], l.to) {
				heirs[district] = append(heirs[district], l.to)
			}
		}
	}
	for _, m := range mapping {
		if m["kind"] != "abolish" {
			continue
		}
		list := heirs[m["old_code"]]
		slices.SortFunc(list, func(a, b *unit) int { return strings.Compare(a.code, b.code) })
		share := "part"
		if len(list) == 1 {
			share = "full"
		}
		u := g.old[at{"district", m["old_code"]}]
		for _, to := range list {
			u.links = append(u.links, link{to, "abolish", share, "", m["effective_date"], m["source"]})
		}
	}
}

func (u *unit) parentOn(day string) string {
	for _, s := range u.states {
		if s.from <= day && (s.to == "" || day <= s.to) {
			return s.parent
		}
	}
	return ""
}
