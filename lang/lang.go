// Package lang holds every visible word: vi.txt first and complete, en.txt
// beside it. A line is "key = text"; "# " begins a remark and "## name" the
// section of a package, whose keys all begin with "name.".
//
// In a text {n} stands for a parameter, {n|case|cases} chooses between one and
// many by the number n, and ~ is a space that does not break. **words** are
// strong where the page shows them with web.Say.
package lang

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"kheo"
)

// A Lang is a language of the pages.
type Lang string

// The languages. Vietnamese stands at /…, English at /en/….
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs are both, Vietnamese first.
func Langs() []Lang { return []Lang{VI, EN} }

// Other is the language one may switch to.
func (l Lang) Other() Lang {
	if l == EN {
		return VI
	}
	return EN
}

//go:embed vi.txt en.txt
var files embed.FS

// words is read once and never changed.
var words = map[Lang]map[string]text{VI: mustRead("vi.txt"), EN: mustRead("en.txt")}

// T is the text of key in l, with its parameters put in: name, value, name,
// value. Whole numbers and days are written the language's way, 1.180 and
// 26/11/2026, except a parameter named year, which has no thousands. A key
// without text comes back in ⟦brackets⟧, which a test looks for.
func (l Lang) T(key string, args ...any) string {
	t, ok := words[l][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return t.fill(l, args)
}

// Has tells whether there is a text for the key.
func (l Lang) Has(key string) bool {
	_, ok := words[l][key]
	return ok
}

// A text is its parts in order: words, and places for parameters.
type text []part

type part struct {
	words     string // when name is empty
	name      string
	one, many string // for {n|one|many}
	chooses   bool
}

func (t text) fill(l Lang, args []any) string {
	if len(t) == 1 && t[0].name == "" {
		return t[0].words
	}
	var b strings.Builder
	for _, p := range t {
		switch v, ok := value(args, p.name); {
		case p.name == "":
			b.WriteString(p.words)
		case !ok:
			b.WriteString("⟦" + p.name + "⟧")
		case p.chooses && isOne(v):
			b.WriteString(p.one)
		case p.chooses:
			b.WriteString(p.many)
		default:
			b.WriteString(l.write(p.name, v))
		}
	}
	return b.String()
}

func value(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func isOne(v any) bool {
	n, ok := whole(v)
	return ok && n == 1
}

func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	}
	return 0, false
}

func (l Lang) write(name string, v any) string {
	if n, ok := whole(v); ok && name == "year" {
		return strconv.FormatInt(n, 10)
	} else if ok {
		return l.Num(n)
	}
	switch v := v.(type) {
	case string:
		return v
	case kheo.Date:
		return l.Date(v)
	case float64:
		return l.Dec(v)
	}
	return fmt.Sprint(v)
}

func mustRead(name string) map[string]text {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded: it is there
	}
	lines, err := parse(string(body))
	if err != nil {
		panic("lang/" + name + ": " + err.Error())
	}
	all := make(map[string]text, len(lines))
	for _, e := range lines {
		all[e.key] = e.text
	}
	return all
}

// An entry is one line of a file of words.
type entry struct {
	line    int
	section string
	key     string
	raw     string
	text    text
}

// parse reads a file of words; the tests of this package look closer.
func parse(body string) ([]entry, error) {
	var list []entry
	section := ""
	for i, line := range strings.Split(body, "\n") {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "## "); ok {
			section = name
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, raw, ok := strings.Cut(line, " = ")
		if !ok {
			return nil, fmt.Errorf("line %d: write key = text", i+1)
		}
		t, err := parseText(raw)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		list = append(list, entry{i + 1, section, key, raw, t})
	}
	return list, nil
}

func parseText(raw string) (text, error) {
	raw = strings.ReplaceAll(raw, "~", "\u00a0")
	var t text
	for raw != "" {
		before, rest, found := strings.Cut(raw, "{")
		if before != "" {
			t = append(t, part{words: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed || inside == "" {
			return nil, fmt.Errorf("a { without its name and }")
		}
		p := strings.Split(inside, "|")
		switch len(p) {
		case 1:
			t = append(t, part{name: p[0]})
		case 3:
			t = append(t, part{name: p[0], one: p[1], many: p[2], chooses: true})
		default:
			return nil, fmt.Errorf("{%s}: write {n} or {n|one|many}", inside)
		}
		raw = after
	}
	return t, nil
}
