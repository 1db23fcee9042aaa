package calendar

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
)

// columns that a list of holidays must have; others are passed over.
var columns = []string{"date", "name_vi", "name_en", "kind", "is_day_off", "source"}

// A RowFault names one row of a file that cannot be kept.
type RowFault struct {
	File   string
	Line   int
	Column string // "" for the row as a whole
	Reason string
}

// Error tells file, line, column and reason.
func (f RowFault) Error() string {
	if f.Column == "" {
		return fmt.Sprintf("%s line %d: %s", f.File, f.Line, f.Reason)
	}
	return fmt.Sprintf("%s line %d, column %s: %s", f.File, f.Line, f.Column, f.Reason)
}

// ReadCSV reads a list of holidays: its good rows by date, and its bad rows
// named. The error is for a file that cannot be read at all.
func ReadCSV(file string, r io.Reader) ([]Day, []RowFault, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: the line of column names: %w", file, err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	at := map[string]int{}
	for _, c := range columns {
		i := slices.Index(head, c)
		if i < 0 {
			return nil, nil, RowFault{file, 1, c, "the column is missing"}
		}
		at[c] = i
	}
	weekday := slices.Index(head, "weekday")
	var days []Day
	var bad []RowFault
	seen := map[kheo.Date]int{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := in.FieldPos(0)
		if len(row) != len(head) {
			bad = append(bad, RowFault{file, line, "", fmt.Sprintf("%d columns, the first line has %d", len(row), len(head))})
			continue
		}
		d, fault := readRow(row, at, weekday)
		if before, twice := seen[d.Date]; fault == nil && twice {
			fault = &RowFault{Column: "date", Reason: fmt.Sprintf("the day stands on line %d already", before)}
		}
		if fault != nil {
			fault.File, fault.Line = file, line
			bad = append(bad, *fault)
			continue
		}
		seen[d.Date] = line
		days = append(days, d)
	}
	slices.SortFunc(days, func(a, b Day) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return days, bad, nil
}

func readRow(row []string, at map[string]int, weekday int) (Day, *RowFault) {
	get := func(c string) string { return strings.TrimSpace(row[at[c]]) }
	on, err := kheo.ParseDate(get("date"))
	if err != nil {
		return Day{}, &RowFault{Column: "date", Reason: err.Error()}
	}
	if weekday >= 0 {
		if want := on.Time().Weekday().String()[:3]; row[weekday] != want {
			return Day{}, &RowFault{Column: "weekday", Reason: fmt.Sprintf("%q, but %s is a %s", row[weekday], on, want)}
		}
	}
	d := Day{Date: on, Name: get("name_vi"), NameEN: get("name_en"), Kind: get("kind"), Source: sourceVI(get("source"))}
	switch off := get("is_day_off"); {
	case !slices.Contains(Kinds(), d.Kind):
		return Day{}, &RowFault{Column: "kind", Reason: fmt.Sprintf("%q is none of %s", d.Kind, strings.Join(Kinds(), ", "))}
	case off != "0" && off != "1":
		return Day{}, &RowFault{Column: "is_day_off", Reason: fmt.Sprintf("%q is neither 0 nor 1", off)}
	case (off == "1") != offKind(d.Kind):
		return Day{}, &RowFault{Column: "is_day_off", Reason: fmt.Sprintf("%s, but a day of kind %s is not so", off, d.Kind)}
	}
	d.Off = offKind(d.Kind)
	if fault := checkWords(d); fault != nil {
		return Day{}, fault
	}
	return d, nil
}

func checkWords(d Day) *RowFault {
	for _, w := range []struct{ column, text string }{
		{"name_vi", d.Name}, {"name_en", d.NameEN}, {"source", d.Source},
	} {
		switch {
		case w.text == "":
			return &RowFault{Column: w.column, Reason: "is empty"}
		case !utf8.ValidString(w.text) || strings.ContainsAny(w.text, "\x00\n\r"):
			return &RowFault{Column: w.column, Reason: "is not one line of UTF-8 text"}
		case utf8.RuneCountInString(w.text) > 300:
			return &RowFault{Column: w.column, Reason: "has more than 300 letters"}
		}
	}
	if wd := d.Date.Time().Weekday(); d.Kind == SwapWork && wd != time.Saturday && wd != time.Sunday {
		return &RowFault{Column: "kind", Reason: "swap_work on a " + wd.String() + ", which is worked anyway"}
	}
	return nil
}

// sourceVI says the sources of the public list in the office's language.
func sourceVI(s string) string {
	return strings.NewReplacer(
		"Labour Code 2012 art.115", "Bộ luật Lao động 2012, Điều 115",
		"Labour Code 45/2019/QH14 art.111(3)", "Bộ luật Lao động 45/2019/QH14, khoản 3 Điều 111",
		"Labour Code 45/2019/QH14 art.112", "Bộ luật Lao động 45/2019/QH14, Điều 112",
		"annual notice 2020 (number not found in our sources)", "thông báo nghỉ Tết năm 2020, chưa rõ số",
		"(civil servants; private employers optional)", "(công chức, viên chức; doanh nghiệp tự chọn)",
		"28/2026/QH16 art.2 (in force 2026-07-01)", "28/2026/QH16, Điều 2, hiệu lực từ 01/07/2026, chưa đọc được văn bản gốc",
		"(2026-10-02)", "(02/10/2026)",
	).Replace(s)
}
