package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo/internal/text"
)

const (
	firstDay  = "2022-04-10" // the first day the events know
	reformDay = "2025-07-01"
	lastDay   = "2025-06-30"
	laterDay  = "2026-04-30"
)

// A state is a name and a parent, held from a day to a day.
type state struct {
	from, to, name, parent string // parent is a code; its level is the unit's parentLevel
	parentLevel            string
	lat, lon, people       string
}

// A link leads to what came after, or, for an "add", says that nobody knows
// what came before.
type link struct {
	to                           *unit
	kind, share, text, on, basis string
}

// A unit is one identity: its key, level/code/first known day, never changes.
type unit struct {
	level, code, since string
	states             []state // newest first while rewinding, oldest first after
	changes, links     []link
	index              int
}

type at struct{ level, code string }

type graph struct {
	units []*unit
	alive map[at]*unit // while walking: who has the code
	old   map[at]*unit // who had it on 2025-06-30
	new   map[at]*unit // who has it on 2025-07-01
}

func newGraph() *graph {
	return &graph{alive: map[at]*unit{}, old: map[at]*unit{}, new: map[at]*unit{}}
}

func (g *graph) add(u *unit) *unit {
	g.units = append(g.units, u)
	return u
}

func sameName(a, b string) bool { return text.Key(a) == text.Key(b) }

func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

func above(level string) string {
	switch level {
	case "commune":
		return "district"
	case "district":
		return "province"
	}
	return ""
}

// rewind starts from the list of 2025-06-30 and undoes the events, newest
// first, so that each unit's states come out newest first.
func (g *graph) rewind(before, events []row) error {
	for _, r := range before {
		u := g.add(&unit{level: r["level"], code: r["code"]})
		u.states = []state{{to: lastDay, name: r["name_vi"], parent: r["parent_code"], parentLevel: above(r["level"])}}
		if err := wellNamed(r); err != nil {
			return err
		}
		g.alive[at{u.level, u.code}] = u
		g.old[at{u.level, u.code}] = u
	}
	for _, e := range slices.Backward(events) {
		if e["effective_date"] >= reformDay {
			continue
		}
		if err := g.undo(e); err != nil {
			return fmt.Errorf("event %v: %w", e, err)
		}
	}
	for _, u := range g.units {
		slices.Reverse(u.states)
		slices.Reverse(u.changes)
		if u.since == "" {
			u.since = firstDay
		}
	}
	return nil
}

// wellNamed checks that a name is its type and its short name, so that the list
// need not carry the three.
func wellNamed(r row) error {
	full := r["type"] + " " + r["name_short"]
	if strings.EqualFold(full, r["name_vi"]) {
		return nil
	}
	return fmt.Errorf("%s %s: %q is not %q", r["level"], r["code"], r["name_vi"], full)
}

func (g *graph) undo(e row) error {
	key, on := at{e["level"], e["code"]}, e["effective_date"]
	u := g.alive[key]
	if e["event"] == "remove" {
		if u != nil {
			return fmt.Errorf("removed, yet listed afterwards as %q", u.states[0].name)
		}
		u = g.add(&unit{level: key.level, code: key.code})
		u.states = []state{{to: dayBefore(on), name: e["old"], parent: e["parent_code"], parentLevel: above(key.level)}}
		u.links = []link{{kind: "remove", on: on, basis: e["resolution_as_listed"]}}
		g.alive[key] = u
		return nil
	}
	if u == nil {
		return fmt.Errorf("not listed afterwards")
	}
	last := &u.states[len(u.states)-1]
	if e["event"] == "add" {
		u.since, last.from = on, on
		u.changes = append(u.changes, link{kind: "add", on: on, basis: e["resolution_as_listed"]})
		delete(g.alive, key)
		return nil
	}
	if last.from == "" && last.to != dayBefore(on) { // the first thing undone on this day
		last.from = on
		earlier := *last
		earlier.from, earlier.to = "", dayBefore(on)
		u.states = append(u.states, earlier)
	}
	u.changes = append(u.changes, link{kind: e["event"], on: on, basis: e["resolution_as_listed"]})
	now, was := &u.states[len(u.states)-2], &u.states[len(u.states)-1]
	if e["event"] == "move" {
		if now.parent != e["new"] {
			return fmt.Errorf("afterwards under %s", now.parent)
		}
		was.parent = e["old"]
		return nil
	}
	if !sameName(now.name, e["new"]) {
		return fmt.Errorf("afterwards called %q", now.name)
	}
	was.name = e["old"]
	return nil
}
