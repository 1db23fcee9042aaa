package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A row is one line of a list, by column name.
type row map[string]string

type lists struct {
	before, after, mapping, events []row
}

func read(dir string) (lists, error) {
	var l lists
	for name, to := range map[string]*[]row{
		"units_before.csv": &l.before, "units_after.csv": &l.after,
		"mapping.csv": &l.mapping, "units_events.csv": &l.events,
	} {
		rows, err := readCSV(filepath.Join(dir, name))
		if err != nil {
			return l, err
		}
		*to = rows
	}
	l.events = legal(l.events)
	return l, nil
}

func readCSV(name string) ([]row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var rows []row
	for _, fields := range all[1:] {
		r := row{}
		for i, v := range fields {
			r[all[0][i]] = strings.Join(strings.Fields(v), " ")
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// legal drops the events that are no legal change: those the list itself flags,
// a name that differs by spaces or by the place of its tone mark alone, and the
// one that the final list of 2025-06-30 contradicts.
func legal(events []row) []row {
	var kept []row
	for _, e := range events {
		switch {
		case strings.HasPrefix(e["note"], "artefact"):
		case e["old"] != "" && e["event"] != "move" && sameName(e["old"], e["new"]):
		case e["level"] == "district" && e["code"] == "682" && e["effective_date"] == "2025-03-01":
			// swaps Đạ Huoai back to Đạ Tẻh; the list in force never did
		default:
			kept = append(kept, e)
		}
	}
	return kept
}
