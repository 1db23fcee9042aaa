package calendar

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"kheo"
)

//go:generate go run ./gen

//go:embed holidays.txt
var text string

// compiled is read once; a test keeps holidays.txt readable.
var compiled = sync.OnceValue(func() map[kheo.Date]Day {
	days, err := Decode(text)
	if err != nil {
		panic(err) // holidays.txt is part of the program
	}
	m := make(map[kheo.Date]Day, len(days))
	for _, d := range days {
		m[d.Date] = d
	}
	return m
})

// Encode writes days the way holidays.txt keeps them: a line "= source" holds
// for the days under it, each "date kind name | name in English".
func Encode(days []Day) string {
	var b strings.Builder
	source := ""
	for _, d := range days {
		if d.Source != source {
			source = d.Source
			fmt.Fprintf(&b, "= %s\n", source)
		}
		fmt.Fprintf(&b, "%s %s %s | %s\n", d.Date, d.Kind, d.Name, d.NameEN)
	}
	return b.String()
}

// Decode reads what Encode wrote.
func Decode(text string) ([]Day, error) {
	var days []Day
	source := ""
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if s, ok := strings.CutPrefix(line, "= "); ok {
			source = s
			continue
		}
		date, rest, _ := strings.Cut(line, " ")
		kind, names, _ := strings.Cut(rest, " ")
		name, en, ok := strings.Cut(names, " | ")
		on, err := kheo.ParseDate(date)
		if !ok || err != nil || source == "" {
			return nil, fmt.Errorf("holidays.txt line %d: %q", n, line)
		}
		days = append(days, Day{Date: on, Name: name, NameEN: en, Kind: kind, Off: offKind(kind), Source: source})
	}
	return days, nil
}

// offKind tells whether a day of the kind is off.
func offKind(kind string) bool { return kind != SwapWork && kind != Plain }
