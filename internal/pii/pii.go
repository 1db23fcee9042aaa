// Package pii points out what may name a person in a text that people typed
// (thông tin riêng của một người): names, phone numbers, plates, house numbers,
// mail addresses. It errs on the side of pointing out too much: somebody decides.
package pii

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kheo/internal/text"
)

// A Mark points out bytes From to To of a text: a name, a phone number, a
// plate, a house number, a mail address.
type Mark struct {
	From, To int
	Kind     string // name, phone, plate, house, mail
}

// The kinds of marks.
const (
	Name  = "name"
	Phone = "phone"
	Plate = "plate"
	House = "house"
	Mail  = "mail"
)

// patterns find what has a form of its own, in this order: what one takes the
// next leaves alone. The first group is what is pointed out.
var patterns = []struct {
	kind string
	re   *regexp.Regexp
}{
	{Mail, regexp.MustCompile(`(?i)([a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)`)},
	// 62A-123.45, 62-B1 12345, 62h1 1234: a province of two digits, a series with
	// a letter, four or five digits.
	{Plate, regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])([1-9]\d-?[a-zđ]{1,2}\d?[- .]?\d{3}(?:\.\d{2}|\d{1,2}))(?:$|[^\d/])`)},
	{Plate, regexp.MustCompile(`(?:^|[^\p{L}\d])([1-9]\d[ -][A-ZĐ]{1,2}\d?[- .]?\d{3}(?:\.\d{2}|\d{1,2}))(?:$|[^\d/])`)},
	// Ten or eleven digits from 0, or +84, in groups or not.
	{Phone, regexp.MustCompile(`(?:^|[^\d.,/+])((?:\+?84|[0oO])(?:[ .-]?\d){9,10})(?:$|[^\d/])`)},
	{House, regexp.MustCompile(`(?i)(?:^|[^\p{L}])((?:số nhà|so nha|nhà số|nha so|sn|thửa số|thửa đất số)\.?:? ?\d+[a-z]?(?:/\d+[a-z]?)*)`)},
	{House, regexp.MustCompile(`(?i)(?:^|[^\p{L}])((?:hẻm|hem|ngõ|ngo|kiệt|kiet|ngách) (?:số )?\d+[a-z]?(?:/\d+[a-z]?)*)`)},
	{House, regexp.MustCompile(`(?i)thửa đất (số \d+)`)},
	{House, regexp.MustCompile(`(?i)(?:nhà|nha) (số \d+[a-z]?(?:/\d+[a-z]?)*)`)},
	{House, regexp.MustCompile(`(?i)(?:địa chỉ|dia chi)[: ]+(?:tại |ở )?(\d+[a-z]?(?:/\d+[a-z]?)*)`)},
	{House, regexp.MustCompile(`(?i)(?:^|[^\p{L}\d/])(\d+[a-z]?(?:/\d+[a-z]?)+),? (?:đường|duong|hẻm|hem|ấp|ap|tổ|khu phố)`)},
}

// Said is what is pointed out, each once.
func Said(s string) []string {
	var found []string
	for _, m := range Marks(s) {
		if said := s[m.From:m.To]; !slices.Contains(found, said) {
			found = append(found, said)
		}
	}
	return found
}

// Marks points out what may name a person, in the order it stands there.
func Marks(s string) []Mark {
	var list []Mark
	take := func(from, to int, kind string) {
		over := slices.ContainsFunc(list, func(m Mark) bool { return from < m.To && m.From < to })
		if !over && from < to {
			list = append(list, Mark{from, to, kind})
		}
	}
	for _, p := range patterns {
		for _, at := range p.re.FindAllStringSubmatchIndex(s, -1) {
			take(at[2], at[3], p.kind)
		}
	}
	for _, n := range names(s) {
		take(n.From, n.To, Name)
	}
	slices.SortFunc(list, func(a, b Mark) int { return a.From - b.From })
	return list
}

// A piece is a word of a text where it stands.
type piece struct {
	from, to int
	folded   string
	key      string // with its tones
	capital  bool
	initial  bool // one letter, or letters with stops between
	ends     bool // of a sentence, a clause or a line stands behind it
}

// pieces splits a text into words with their places.
func pieces(s string) []piece {
	var list []piece
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		end := i + wordLength(s[i:])
		raw := s[i:end]
		p := piece{from: i, to: end, folded: text.Fold(raw), key: text.Key(raw), capital: unicode.IsUpper(r)}
		p.initial = p.capital && (end-i == size || strings.Contains(raw, "."))
		after := strings.TrimLeft(s[end:], " \t")
		p.ends = after == "" || strings.ContainsAny(after[:1], ",;:!?()\n\"") || strings.HasPrefix(after, ". ") || after == "."
		list = append(list, p)
		i = end
	}
	return list
}

// wordLength is how many bytes the first word has; N.V.A is one word, and so is
// the stop behind one letter.
func wordLength(s string) int {
	n, letters := 0, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		stop := r == '.' && letters == 1 && n > 0
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !stop {
			break
		}
		letters++
		if stop {
			letters = 0
		}
		n += size
	}
	if strings.HasSuffix(s[:n], ".") { // of an initial alone the stop stays outside
		if first, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(first) {
			n--
		}
	}
	return n
}

// names finds persons: a title and a name behind it, or a family name and what
// follows, unless it stands behind a word for a street, a school, a bridge.
func names(s string) []Mark {
	all := pieces(s)
	capitals := 0
	for _, p := range all {
		if p.capital {
			capitals++
		}
	}
	g := namer{all: all, shouted: capitals*2 > len(all) && len(all) > 5, bare: text.Plain(s)}
	var list []Mark
	for i := 0; i < len(all); {
		from, n := g.at(i)
		if n == 0 {
			i++
			continue
		}
		list = append(list, Mark{all[from].from, all[from+n-1].to, Name})
		i = from + n
	}
	return list
}

// LongNumber tells a number long enough to be somebody's: an identity card, an account.
func LongNumber(s string) bool {
	run := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			run++
		case r != ' ' && r != '.' && r != '-':
			run = 0
		}
		if run >= 8 {
			return true
		}
	}
	return false
}
