// Package lang holds every visible word: vi.txt first and complete, en.txt
// beside it. A line is "key = text"; {name} stands for a parameter. English
// chooses a plural by "{n|case|cases}".
package lang

// A Lang is a language of the pages.
type Lang string

// The languages. Vietnamese stands at /…, English at /en/….
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// T is the text of key in l, with its parameters put in: name, value, name,
// value. Whole numbers are written the language's way, 1.180 or 1,180. A key
// without text comes back in ⟦brackets⟧, which a test looks for.
func (l Lang) T(key string, args ...any) string { panic("contract") }

// Num writes a whole number, 1.180 or 1,180.
func (l Lang) Num(n int64) string { panic("contract") }
