package lang

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"kheo"
)

func entries(t *testing.T, l Lang) []entry {
	t.Helper()
	body, err := files.ReadFile(string(l) + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	list, err := parse(string(body))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A section belongs to a package; its keys begin with its name, sorted, once.
func TestSectionsAreInOrder(t *testing.T) {
	for _, l := range Langs() {
		seen := map[string]bool{}
		last := entry{}
		for _, e := range entries(t, l) {
			if !strings.HasPrefix(e.key, e.section+".") {
				t.Errorf("%s.txt:%d: %s does not belong in ## %s", l, e.line, e.key, e.section)
			}
			if e.section == last.section && e.key < last.key {
				t.Errorf("%s.txt:%d: %s stands after %s", l, e.line, e.key, last.key)
			}
			if seen[e.key] {
				t.Errorf("%s.txt:%d: %s stands twice", l, e.line, e.key)
			}
			seen[e.key], last = true, e
		}
	}
}

func TestLanguagesAreLevel(t *testing.T) {
	for _, l := range Langs() {
		for key, words := range words[l] {
			other, ok := wordsOf(l.Other(), key)
			if !ok {
				t.Errorf("%s has no text in %s", key, l.Other())
				continue
			}
			if a, b := params(words), params(other); !maps.Equal(a, b) {
				t.Errorf("%s: %s takes %v, %s takes %v", key, l, slices.Sorted(maps.Keys(a)), l.Other(), slices.Sorted(maps.Keys(b)))
			}
		}
	}
}

func wordsOf(l Lang, key string) (text, bool) {
	w, ok := words[l][key]
	return w, ok
}

func params(t text) map[string]bool {
	all := map[string]bool{}
	for _, p := range t {
		if p.name != "" {
			all[p.name] = true
		}
	}
	return all
}

// The office speaks plainly: no shouting, no jargon, letters composed, quotes
// curled.
func TestWordsAreWellSet(t *testing.T) {
	for _, l := range Langs() {
		for _, e := range entries(t, l) {
			for _, bad := range []struct {
				is  bool
				why string
			}{
				{strings.TrimSpace(e.raw) == "", "is empty"},
				{!norm.NFC.IsNormalString(e.raw), "is not NFC"},
				{strings.ContainsAny(e.raw, "\"'"), "has a straight quote"},
				{strings.Contains(e.raw, "!"), "has an exclamation mark"},
				{strings.Contains(strings.ReplaceAll(strings.ToLower(e.raw), "hệ thống chính trị", ""), "hệ thống"), "says hệ thống"},
				{strings.Contains(e.raw, "  "), "has two spaces"},
				{strings.Count(e.raw, "**")%2 != 0, "opens a strong word and does not close it"},
			} {
				if bad.is {
					t.Errorf("%s.txt:%d: %s %s: %s", l, e.line, e.key, bad.why, e.raw)
				}
			}
		}
	}
}

var (
	literal = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:[.-][A-Za-z0-9_-]+)*[.-]?)"`)
	ending  = regexp.MustCompile(`key \+= "(-[a-z]+)"`)
	asked   = regexp.MustCompile(`\.T\("([^"]+)"[,)]`)
)

// TestEveryKeyIsUsed reads the sources: a key stands there whole, or begins
// with a literal that ends in "." or "-", to which the rest is added, or is
// such a key with an ending (key += "-one").
func TestEveryKeyIsUsed(t *testing.T) {
	whole, begins, ends := map[string]bool{}, map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		isSource := strings.HasSuffix(name, ".templ") || strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_templ.go")
		if d.IsDir() || !isSource || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range literal.FindAllStringSubmatch(string(body), -1) {
			if strings.HasSuffix(m[1], ".") || strings.HasSuffix(m[1], "-") {
				begins[m[1]] = true
			} else {
				whole[m[1]] = true
			}
		}
		for _, m := range ending.FindAllStringSubmatch(string(body), -1) {
			ends[m[1]] = true
		}
		for _, m := range asked.FindAllStringSubmatch(string(body), -1) {
			if !VI.Has(m[1]) && strings.Contains(m[1], ".") && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s asks for %s, which has no text", name, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(words[VI])) {
		stem := key
		for end := range ends {
			stem = strings.TrimSuffix(stem, end)
		}
		if !whole[key] && !whole[stem] && !begun(key, begins) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// begun tells whether some literal that ends in "." or "-" begins the key.
func begun(key string, begins map[string]bool) bool {
	for i := range key {
		if (key[i] == '.' || key[i] == '-') && begins[key[:i+1]] {
			return true
		}
	}
	return false
}

func TestFill(t *testing.T) {
	for _, c := range []struct {
		raw  string
		l    Lang
		args []any
		want string
	}{
		{"một chữ", VI, nil, "một chữ"},
		{"{n} việc", VI, []any{"n", 1180}, "1.180 việc"},
		{"{n} {n|matter|matters}", EN, []any{"n", 1180}, "1,180 matters"},
		{"{n} {n|matter|matters}", EN, []any{"n", 1}, "1 matter"},
		{"{n} {n|matter|matters}", EN, []any{"n", int64(0)}, "0 matters"},
		{"năm {year}", VI, []any{"year", 2023}, "năm 2023"},
		{"ngày {day}", VI, []any{"day", kheo.Date("2023-12-01")}, "ngày 01/12/2023"},
		{"khoản~43", VI, nil, "khoản\u00a043"},
		{"{a}", VI, nil, "⟦a⟧"},
		{"{km} km", VI, []any{"km", 12.4}, "12,4 km"},
	} {
		w, err := parseText(c.raw)
		if err != nil {
			t.Errorf("%s: %v", c.raw, err)
			continue
		}
		if got := w.fill(c.l, c.args); got != c.want {
			t.Errorf("%q with %v in %s = %q, want %q", c.raw, c.args, c.l, got, c.want)
		}
	}
	for _, raw := range []string{"{", "{}", "{n|a}", "a {n|b|c|d}"} {
		if w, err := parseText(raw); err == nil {
			t.Errorf("%q was read as %v", raw, w)
		}
	}
	if got := VI.T("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("an unknown key gives %q", got)
	}
}

func TestNumbersAndDays(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{VI.Num(0), "0"}, {VI.Num(999), "999"}, {VI.Num(1000), "1.000"}, {VI.Num(-1234567), "−1.234.567"}, {EN.Num(10035), "10,035"},
		{VI.Dec(12.4), "12,4"}, {EN.Dec(12.4), "12.4"}, {VI.Dec(3), "3"}, {VI.Dec(-0.5), "−0,5"}, {VI.Dec(1180.25), "1.180,2"},
		{VI.Date("2026-11-26"), "26/11/2026"}, {EN.Date("2026-11-06"), "6\u00a0Nov\u00a02026"}, {VI.Date(""), ""},
		{VI.DayName("2026-11-26"), "thứ\u00a0Năm, 26/11/2026"}, {VI.DayMonth("2026-11-06"), "06/11"}, {EN.DayName("2026-11-26"), "Thursday, 26\u00a0Nov\u00a02026"},
		{VI.Weekday("2026-11-22"), "Chủ\u00a0nhật"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{"", "{n}", "{n|a|b}", "~", "**x**", "{{", "}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := parseText(s)
		if err != nil {
			return
		}
		if got := w.fill(VI, nil); strings.Contains(got, "~") {
			t.Errorf("%q gives %q", s, fmt.Sprint(got))
		}
	})
}
